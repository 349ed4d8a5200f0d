/** The keys of a database: made once, opened by the environment's secret, and good for one thing each. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../tests/database.ts';
import type { FreshDatabase } from '../../tests/database.ts';
import {
  API_KEY,
  extensionToken,
  proxyQuery,
  sessionToken,
  webhookHeaders,
} from '../../tests/signing.ts';
import { rotateTokenKeys } from './actions/rotateTokenKeys.ts';
import type { Keys } from './actions/context.ts';
import { idsOf } from './actions/installShop.ts';
import { deriveCode } from './domain/code.ts';
import { createShopify, WANTED_SCOPES } from './gateways/shopify/index.ts';
import { keysOf, openKeys } from './keys.ts';
import { openDatabase } from './store/connections.ts';
import type { Database } from './store/connections.ts';
import { saveShop } from './store/shops.ts';
import { readToken, saveToken } from './store/tokens.ts';
import { inTransaction } from './store/transaction.ts';

const FIRST = 'the-first-secret-of-32-characters';
const SECOND = 'the-second-secret-of-32-characters';
const THIRD = 'the-third-secret-of-32-characters';
const NOW = Date.parse('2026-03-01T12:00:00Z');
const SHOP = 'northday.myshopify.com';

/** What the keys give, since a key itself is a function of its number. */
const tellOf = (keys: Keys) =>
  [keys.identity, keys.code, keys.holdOut, keys.token(0), keys.token(1)].map((key) =>
    Buffer.from(key).toString('hex'),
  );

let database: FreshDatabase;
let db: Database;
const start = (...secrets: [string, ...string[]]) => openKeys(db, { secrets, demo: null });
const sealed = async () =>
  (await db.intake.query('select sealed, token_key_id from app_keys')).rows as unknown[];

function fresh(): void {
  beforeAll(async () => {
    database = await freshDatabase();
    db = openDatabase(database.url, 4);
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });
}

/** A shop with a token, as it was before the database had keys of its own: key 0. */
async function addShop(domain: string, keys: Keys): Promise<{ clubId: string; shopId: string }> {
  const ids = idsOf('shopify', domain);
  await inTransaction(db, ids.clubId, async (tx) => {
    await saveShop(
      tx,
      {
        ...ids,
        domain,
        platform: 'shopify',
        platformShopId: domain,
        name: domain,
        storefrontOrigin: `https://${domain}`,
        currency: 'USD',
        timeZone: 'UTC',
        moneyFactor: 1,
        moneyLabel: null,
      },
      NOW,
    );
    const row = { token: { is: domain }, accessExpiresAt: NOW, refreshExpiresAt: NOW };
    await saveToken(tx, keys.token, ids.shopId, row, NOW);
  });
  return ids;
}

describe('a new database', () => {
  fresh();
  it('makes one root, however many start at once, and finds it again', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => start(FIRST)));
    expect(new Set(all.map((keys) => tellOf(keys).join())).size).toBe(1);
    expect(tellOf(await start(FIRST))).toEqual(tellOf(all[0] as Keys));
  });

  it('has a root of its own: the secret alone derives nothing', async () => {
    expect(tellOf(await start(FIRST))).not.toEqual(tellOf(keysOf(FIRST)));
  });

  it('keeps all keys when the secret changes, and then no longer needs the old one', async () => {
    const before = tellOf(await start(FIRST));
    expect(tellOf(await start(SECOND, FIRST))).toEqual(before);
    expect(tellOf(await start(SECOND))).toEqual(before);
  });

  it('refuses a wrong secret in a sentence, and changes nothing', async () => {
    const before = await sealed();
    await expect(start(FIRST)).rejects.toThrow(/does not open the database's keys/);
    await expect(start(THIRD, FIRST)).rejects.toThrow(/REGULARS_SECRET_OLD/);
    expect(await sealed()).toEqual(before);
    expect(await start(SECOND)).toBeDefined();
  });
});

describe('a database from before there was a root', () => {
  fresh();
  it('keeps what the secret that sealed its tokens derived, old or new', async () => {
    await addShop(SHOP, keysOf(FIRST));
    await expect(start(THIRD)).rejects.toThrow(/does not open/);
    expect(await sealed()).toEqual([]);
    expect(tellOf(await start(SECOND, FIRST))).toEqual(tellOf(keysOf(FIRST)));
    expect(tellOf(await start(SECOND))).toEqual(tellOf(keysOf(FIRST)));
  });
});

describe('the token key', () => {
  fresh();
  const domains = ['a', 'b', 'c'].map((name) => `${name}.myshopify.com`);
  const keyIds = async () => {
    const ids: number[] = [];
    for (const domain of domains) {
      const rows = await inTransaction(db, idsOf('shopify', domain).clubId, (tx) =>
        tx.query<{ id: number }>('select key_id as id from shop_tokens where club_id = $1', [
          tx.clubId,
        ]),
      );
      ids.push(...rows.map((row) => row.id));
    }
    return ids;
  };
  const read = (keys: Keys, domain: string) => {
    const { clubId, shopId } = idsOf('shopify', domain);
    return inTransaction(db, clubId, (tx) => readToken(tx, keys.token, shopId));
  };

  it('changes by command; tokens are readable all the while, and a stopped change is resumed', async () => {
    const keys = await start(FIRST);
    for (const domain of domains) await addShop(domain, keys);
    const clubs = domains.map((domain) => idsOf('shopify', domain).clubId);
    // Three to look, and then two of three are sealed anew.
    let left = 5;
    const dying: typeof inTransaction = (...input) => {
      if (left-- === 0) throw new Error('killed');
      return inTransaction(...input);
    };
    const rotation = (run: typeof inTransaction) =>
      rotateTokenKeys({ db, keys, clubs, inTransaction: (club, work) => run(db, club, work) });
    await expect(rotation(dying)).rejects.toThrow('killed');
    expect((await keyIds()).toSorted((a, b) => a - b)).toEqual([0, 1, 1]);
    for (const domain of domains) {
      expect((await read(keys, domain))?.token).toEqual({ is: domain });
    }
    expect(await rotation(inTransaction)).toEqual({ keyId: 1, sealedAnew: 1 });
    expect(await keyIds()).toEqual([1, 1, 1]);
    // A process that was started before it reads and writes under the new key all the same.
    await addShop(domains[0] ?? '', keys);
    expect(await keyIds()).toEqual([1, 1, 1]);
    expect(await rotation(inTransaction)).toEqual({ keyId: 2, sealedAnew: 3 });
    expect((await read(keys, domains[1] ?? ''))?.token).toEqual({ is: domains[1] });
  });

  it('does not open a token in another shop’s row', async () => {
    const keys = await start(FIRST);
    const [a, b] = domains.map((domain) => idsOf('shopify', domain));
    const row = await inTransaction(db, a?.clubId ?? '', (tx) =>
      tx.query<{ sealed: Buffer }>('select sealed from shop_tokens where club_id = $1', [
        tx.clubId,
      ]),
    );
    await inTransaction(db, b?.clubId ?? '', (tx) =>
      tx.query('update shop_tokens set sealed = $2 where club_id = $1', [
        tx.clubId,
        row[0]?.sealed,
      ]),
    );
    await expect(read(keys, domains[1] ?? '')).rejects.toThrow(/authenticate/);
  });
});

describe('nothing that we derive passes for the platform’s word', () => {
  const options = { apiKey: API_KEY, apiSecrets: [FIRST], apiVersion: '2026-07' as const };
  const platform = createShopify({ ...options, scopes: WANTED_SCOPES, clock: { now: () => NOW } });
  // The worst case: a database whose root is the client secret itself.
  const keys = keysOf(FIRST);
  const purposes = {
    identity: keys.identity,
    code: keys.code,
    holdOut: keys.holdOut,
    token: keys.token(0),
    'token/1': keys.token(1),
  };
  const spellings = (key: Uint8Array) => {
    const bytes = Buffer.from(key);
    return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64')];
  };
  const body = JSON.stringify({ id: 1, myshopify_domain: SHOP });
  const topic = 'app/uninstalled';
  const webhook = (secret: string) => {
    const headers = webhookHeaders({ shop: SHOP, topic, body, nowMs: NOW }, secret);
    return platform.verifyWebhook(Buffer.from(body), headers).ok;
  };
  const proxy = (secret: string) =>
    platform.verifyShopperCall(proxyQuery(SHOP, '1', NOW, {}, secret), NOW).ok;
  const merchant = (secret: string) =>
    platform.verifyMerchantToken(sessionToken(SHOP, NOW, {}, secret), NOW).ok;
  const extension = (secret: string) =>
    platform.verifyExtensionToken(extensionToken(SHOP, NOW, {}, secret), NOW).ok;
  const doors = { webhook, proxy, merchant, extension };

  it.each(Object.entries(doors))('%s: a key of ours opens nothing, the secret does', (_, door) => {
    expect(door(FIRST)).toBe(true);
    for (const key of Object.values(purposes)) {
      for (const secret of spellings(key)) expect(door(secret)).toBe(false);
    }
  });

  it('each key is another, and none is the secret', () => {
    const all = Object.values(purposes).map((key) => Buffer.from(key).toString('hex'));
    expect(new Set([...all, Buffer.from(FIRST).toString('hex')]).size).toBe(all.length + 1);
  });

  it('a hash or a code that somebody chose the text of is no signature of that text', () => {
    for (const key of Object.values(purposes)) {
      const digest = createHmac('sha256', key).update(body).digest('base64');
      const headers = webhookHeaders({ shop: SHOP, topic, body, nowMs: NOW }, FIRST);
      const forged = { ...headers, 'x-shopify-hmac-sha256': digest };
      expect(platform.verifyWebhook(Buffer.from(body), forged).ok).toBe(false);
      const code = deriveCode(key, [body], 44);
      const coded = { ...headers, 'x-shopify-hmac-sha256': code };
      expect(platform.verifyWebhook(Buffer.from(body), coded).ok).toBe(false);
    }
  });
});
