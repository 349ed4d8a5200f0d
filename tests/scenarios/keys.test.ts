/**
 * Secrets change while the shop is open: the platform's signatures are taken under the old and the new
 * one, calls are made with the new one, and nobody's points hang on either.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../web/server/config.ts';
import { startApp } from '../../web/server/main.ts';
import type { RunningApp } from '../../web/server/main.ts';
import {
  API_KEY,
  API_SECRET,
  extensionToken,
  proxyQuery,
  sessionToken,
  webhookHeaders,
} from '../signing.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { everyRow } from './wholeDatabase.ts';

const OLD = API_SECRET;
const NEW = 'the-next-client-secret-of-38-characters';
const NOBODY = 'a-client-secret-that-was-never-used-here';

let world: World;
let customerId: string;
let mug: string;

beforeAll(async () => {
  world = await startWorld();
  const products = world.sim.commerce.products(SHOP);
  mug = products.find((p) => p.variants[0]?.priceMinor === 2400)?.variants[0]?.id ?? '';
  customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  await world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mug, quantity: 4 }],
  });
  await world.pass(15 * DAY);
});
afterAll(() => world.stop());

const now = () => world.sim.clock.now();

/** Another process on the same database, as it is started with these secrets. */
async function withApp<T>(
  env: Record<string, string>,
  work: (app: RunningApp) => Promise<T>,
): Promise<T> {
  const app = await startApp(
    readConfig({
      DATABASE_URL: world.databaseUrl,
      SHOPIFY_API_KEY: API_KEY,
      APP_URL: 'http://localhost',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DEMO: '1',
      SIM_PORT: new URL(world.sim.url).port,
      SIM_SMTP_PORT: String(world.sim.smtpPort),
      DEMO_FROZEN_AT: new Date(now()).toISOString(),
      ...env,
    } as Record<string, string>),
  );
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

const DOORS: Record<string, (app: RunningApp, secret: string) => Promise<number>> = {
  webhook: async ({ url }, secret) => {
    const body = JSON.stringify({ id: 1, admin_graphql_api_id: 'gid://shopify/Order/1' });
    const topic = 'orders/updated';
    const headers = webhookHeaders({ shop: SHOP, topic, body, nowMs: now() }, secret);
    return (await fetch(`${url}/webhooks/shopify`, { method: 'POST', headers, body })).status;
  },
  'app proxy': async ({ url }, secret) =>
    (await fetch(`${url}/proxy/state?${proxyQuery(SHOP, customerId, now(), {}, secret)}`)).status,
  'merchant token': async ({ url }, secret) => {
    const authorization = `Bearer ${sessionToken(SHOP, now(), {}, secret)}`;
    return (await fetch(`${url}/api/home`, { headers: { authorization } })).status;
  },
  'extension token': async ({ url }, secret) => {
    const authorization = `Bearer ${extensionToken(SHOP, now(), {}, secret)}`;
    const place = `${url}/ext/order?checkoutToken=unknown-checkout-token`;
    const { status } = await fetch(place, { headers: { authorization } });
    return status === 401 ? 401 : 200;
  },
};

describe('while the client secret is rotated', () => {
  test.each(Object.entries(DOORS))(
    '%s: old and new are heard, others are not',
    async (_, knock) => {
      const env = { SHOPIFY_API_SECRET: NEW, SHOPIFY_API_SECRET_OLD: OLD };
      await withApp(env, async (app) => {
        expect([await knock(app, NEW), await knock(app, OLD)]).toEqual([200, 200]);
        expect(await knock(app, NOBODY)).toBe(401);
      });
    },
  );

  test.each(Object.entries(DOORS))('%s: afterwards the old one is not heard', async (_, knock) => {
    await withApp({ SHOPIFY_API_SECRET: NEW }, async (app) => {
      expect([await knock(app, NEW), await knock(app, OLD)]).toEqual([200, 401]);
    });
  });

  test('everybody keeps who they are, their points and their codes', async () => {
    const before = await balanceOf(world, customerId);
    const { rows: identities } = await world.owner.query(
      'select * from identities order by 1, 2, 3',
    );
    await withApp({ SHOPIFY_API_SECRET: NEW, SHOPIFY_API_SECRET_OLD: OLD }, async (app) => {
      const email = world.sim.commerce.customer(SHOP, customerId)?.email ?? '';
      // A guest's checkout under the same address leads to the same shopper: by a derived hash.
      world.sim.setAppUrl(app.url);
      world.sim.commerce.placeOrder(SHOP, {
        cart: { lines: [{ variantId: mug, quantity: 1 }], codes: [], customerId: null },
        buyer: { kind: 'guest', email, phone: null, firstName: 'A', lastName: 'B' },
        source: 'web',
        paid: true,
        test: false,
      });
      await world.sim.webhooks.settle();
      await app.drain();
      world.sim.setAppUrl(world.app.url);
    });
    const after = await world.owner.query('select * from identities order by 1, 2, 3');
    expect(after.rows).toEqual(identities);
    expect(await balanceOf(world, customerId)).toMatchObject({ available: before.available });
    await expectSoundBooks(world);
  });

  test('a secret of the app’s own takes over from the client secret, and changes too', async () => {
    const own = 'a-secret-of-the-apps-own';
    const next = 'the-next-secret-of-the-apps-own';
    await withApp({ SHOPIFY_API_SECRET: NEW, REGULARS_SECRET: own }, async () => {});
    await withApp({ SHOPIFY_API_SECRET: OLD, REGULARS_SECRET: own }, async () => {});
    const both = { REGULARS_SECRET: next, REGULARS_SECRET_OLD: own };
    await withApp({ SHOPIFY_API_SECRET: OLD, ...both }, async (app) => {
      expect(await DOORS['app proxy']?.(app, OLD)).toBe(200);
    });
    const before = await everyRow(world.owner);
    const wrong = withApp({ SHOPIFY_API_SECRET: OLD, REGULARS_SECRET: NOBODY }, async () => {});
    await expect(wrong).rejects.toThrow(
      /does not open the database's keys, and nothing was changed/,
    );
    expect(await everyRow(world.owner)).toEqual(before);
  });
});

test('the key of the tokens is changed by command while the app runs, and nobody notices', async () => {
  const keyIds = async () => {
    const sql = 'select key_id as id, version::int from shop_tokens';
    return (await world.owner.query<{ id: number; version: number }>(sql)).rows;
  };
  const before = (await keyIds())[0]?.version ?? 0;
  const cli = path.join(import.meta.dirname, '..', '..', 'scripts', 'cli.ts');
  const env = {
    ...process.env,
    DATABASE_URL: world.databaseUrl,
    SHOPIFY_API_SECRET: OLD,
    REGULARS_SECRET: 'the-next-secret-of-the-apps-own',
  };
  const run = await promisify(execFile)(process.execPath, [cli, 'rotate-keys'], { env });
  expect(run.stdout).toContain('Tokens are sealed under key 1; 1 were sealed anew.');
  expect(await keyIds()).toEqual([{ id: 1, version: before }]);
  await world.pass(DAY);
  const buyer = { kind: 'customer' as const, customerId };
  await world.buy({ buyer, lines: [{ variantId: mug, quantity: 1 }] });
  expect(await keyIds()).toEqual([{ id: 1, version: before + 1 }]);
});

test('calls are made with the new secret, whichever the merchant’s token was signed with', async () => {
  const rotated = await startWorld({
    simulator: { apiSecret: NEW },
    env: { SHOPIFY_API_SECRET: NEW, SHOPIFY_API_SECRET_OLD: OLD },
    program: null,
  });
  try {
    const authorization = `Bearer ${sessionToken(SHOP, rotated.sim.clock.now(), {}, NEW)}`;
    const first = await fetch(`${rotated.app.url}/api/home`, { headers: { authorization } });
    expect(first.status).toBe(200);
    await rotated.settle();
    // Signed with the old one by the merchant's page: the shop is connected, so it is only verified.
    expect((await rotated.api('GET', '/api/home')).status).toBe(200);
    // A card is written next day: the token is renewed with the new one.
    await rotated.pass(DAY);
    const buyer = { kind: 'customer' as const, customerId };
    await rotated.buy({ buyer, lines: [{ variantId: mug, quantity: 1 }] });
    expect(rotated.sim.tokens.minted(SHOP)).toBe(2);
  } finally {
    await rotated.stop();
  }
});

test('a client secret that the platform does not know gives nothing up: shops wait', async () => {
  const wrong = await startWorld({ env: { SHOPIFY_API_SECRET_OLD: OLD } });
  try {
    await wrong.settle();
    const env = {
      DATABASE_URL: wrong.databaseUrl,
      SHOPIFY_API_KEY: API_KEY,
      SHOPIFY_API_SECRET: NOBODY,
      SHOPIFY_API_SECRET_OLD: OLD,
      APP_URL: 'http://localhost',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DEMO: '1',
      SIM_PORT: new URL(wrong.sim.url).port,
      DEMO_FROZEN_AT: new Date(wrong.sim.clock.now() + DAY).toISOString(),
    };
    const app = await startApp(readConfig(env));
    // Due by this process's clock only: the one beside it, a day behind, leaves it alone.
    await wrong.owner.query(
      `update deliveries set state = 'due', due_at = $1 where kind = 'clubCard'`,
      [new Date(wrong.sim.clock.now() + DAY)],
    );
    await app.drain();
    await app.stop();
    const { rows } = await wrong.owner.query(
      `select s.uninstalled_at as gone, t.version::int, d.reason, d.state from shops s
       join shop_tokens t using (club_id) join deliveries d using (club_id)
       where d.kind = 'clubCard'`,
    );
    expect(rows).toEqual([{ gone: null, version: 1, reason: 'ourSecret', state: 'due' }]);
    await wrong.pass(2 * DAY);
    const { rows: undone } = await wrong.owner.query(
      `select kind from deliveries where kind = 'clubCard' and state <> 'done'`,
    );
    expect(undone).toEqual([]);
  } finally {
    await wrong.stop();
  }
});
