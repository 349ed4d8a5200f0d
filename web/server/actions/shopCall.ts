/**
 * A way to speak to a shop: its token, renewed in time. A pair is renewed by one process at a time:
 * whoever takes the lease in the token's row asks the platform, outside of any transaction, and
 * everybody else waits for the row to change. A process that dies leaves a lease that ends by itself.
 */
import type { Answer, Failure, Need, Platform, ShopCall, ShopToken } from '../gateways/platform.ts';
import { retryShop } from '../store/deliveries.ts';
import { readShop, saveScopes } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import {
  endRenewals,
  giveUpRenewal,
  readToken,
  replaceToken,
  saveToken,
  takeRenewal,
} from '../store/tokens.ts';
import type { TokenRow } from '../store/tokens.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach as WholeReach } from './context.ts';
import { pause } from './pause.ts';

/** A token is renewed when it would end within this time. */
const FRESH_MS = 120_000;
/** A renewal may take this long, real time; the lease is a little longer, so that it outlives it. */
const RENEWAL_MS = 10_000;
const LEASE_SLACK_MS = 2_000;
/** Somebody who waits looks this soon whether the other has the new pair, and then less often. */
const LOOK_MS = 30;
const SELDOM_MS = 400;
/** Without the merchant's grant there is nothing to hurry for; the grant itself wakes the waiting. */
const GRANT_WAIT_MS = 3_600_000;

/** As much of it as speaking to a shop takes. */
export type Reach = Pick<WholeReach, 'inTransaction' | 'platform' | 'keys' | 'now' | 'tell'>;

type Gone = { ok: false; failure: Failure };
const later = (reason: string, retryAfterMs?: number): Gone => ({
  ok: false,
  failure: { kind: 'later', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});

type Row = TokenRow<ShopToken>;
export type ShopAndToken = { shop: Shop | null; row: Row | null };

/** Puts a merchant's new pair down, with what they have granted. */
export async function keepToken(
  tx: Tx,
  reach: Reach,
  shopId: string,
  token: ShopToken,
): Promise<void> {
  await saveToken(tx, reach.keys.token, shopId, newRow(token), reach.now());
  await keepScopes(tx, reach, shopId, token);
}

const newRow = (token: ShopToken) => {
  const { accessExpiresAt, refreshExpiresAt } = token;
  return { token, accessExpiresAt, refreshExpiresAt };
};

/** What waited for a grant is tried again when the grant is another. */
async function keepScopes(tx: Tx, reach: Reach, shopId: string, token: ShopToken): Promise<void> {
  if (await saveScopes(tx, shopId, token.scopes)) await retryShop(tx, shopId, reach.now());
}

/**
 * The shop's call with a fresh token. `later` when the app is not installed there (any more), when its
 * token is no longer renewed, when the merchant has not granted what is needed, or the platform does
 * not answer: the delivery waits for the merchant's next visit.
 */
export async function callShop(
  reach: Reach,
  clubId: string,
  shopId: string,
  deadlineMs: number,
  need?: Need,
): Promise<Answer<{ call: ShopCall; version: bigint }>> {
  const deadlineAt = Date.now() + deadlineMs;
  const { shop, row } = await lookUp(reach, clubId, shopId);
  if (!shop || shop.uninstalledAt !== null) return later('notInstalled');
  if (!row) return later('noToken');
  const fresh = await freshRow(reach, { clubId, shop, row, deadlineAt });
  if (!fresh.ok) return fresh;
  const { accessToken, scopes } = fresh.row.token;
  if (need && reach.platform.missingScopes(scopes, need).length > 0) {
    return later('scopes', GRANT_WAIT_MS);
  }
  return {
    ok: true,
    call: { shopDomain: shop.domain, accessToken, deadlineMs: leftMs(deadlineAt) },
    version: fresh.row.version,
  };
}

export const lookUp = (reach: Reach, clubId: string, shopId: string): Promise<ShopAndToken> =>
  reach.inTransaction(clubId, async (tx) => ({
    shop: await readShop(tx, shopId),
    row: await readToken<ShopToken>(tx, reach.keys.token, shopId),
  }));

type Asked = { clubId: string; shop: Shop; row: Row; deadlineAt: number };
type Fresh = { ok: true; row: Row } | Gone;

const isFresh = (reach: Reach, row: Row): boolean => row.accessExpiresAt - reach.now() > FRESH_MS;

async function freshRow(reach: Reach, asked: Asked): Promise<Fresh> {
  if (isFresh(reach, asked.row)) return { ok: true, row: asked.row };
  if (asked.row.refreshExpiresAt <= reach.now()) return later('tokenRefused');
  const { shopId } = asked.shop;
  const leaseUntil = Date.now() + renewalMs(asked) + LEASE_SLACK_MS;
  const mine = await reach.inTransaction(asked.clubId, (tx) =>
    takeRenewal(tx, shopId, asked.row.version, { realNow: Date.now(), leaseUntil }),
  );
  return mine ? renew(reach, asked) : waitForRenewal(reach, asked);
}

const renewalMs = ({ deadlineAt }: Asked): number =>
  Math.max(LOOK_MS, Math.min(RENEWAL_MS, deadlineAt - Date.now()));

/**
 * We have the lease. In doubt the old refresh token goes on working until the new one is used, so the
 * next who asks just asks again.
 */
async function renew(reach: Reach, asked: Asked): Promise<Fresh> {
  const { clubId, shop, row } = asked;
  const { shopId } = shop;
  const { refreshToken } = row.token;
  const wanted = { shopDomain: shop.domain, refreshToken, deadlineMs: renewalMs(asked) };
  let answer: Awaited<ReturnType<Platform['refreshToken']>>;
  try {
    answer = await reach.platform.refreshToken(wanted, reach.now());
  } catch (error) {
    await reach.inTransaction(clubId, (tx) => giveUpRenewal(tx, shopId, row.version));
    reach.tell?.({ kind: 'renewal', clubId, outcome: 'failed' });
    throw error;
  }
  if (!answer.ok) {
    const refused = answer.failure.kind === 'refused';
    await reach.inTransaction(clubId, (tx) =>
      refused
        ? endRenewals(tx, shopId, row.version, reach.now())
        : giveUpRenewal(tx, shopId, row.version),
    );
    reach.tell?.({ kind: 'renewal', clubId, outcome: refused ? 'refused' : 'failed' });
    return refused ? later('tokenRefused') : { ok: false, failure: answer.failure };
  }
  const { token } = answer;
  const renewed = await reach.inTransaction(clubId, async (tx) => {
    const pair = newRow(token);
    const kept = await replaceToken(tx, reach.keys.token, shopId, row.version, pair, reach.now());
    if (kept) await keepScopes(tx, reach, shopId, token);
    // Where ours came too late, the shop's own pair is the one that counts.
    return readToken<ShopToken>(tx, reach.keys.token, shopId);
  });
  reach.tell?.({ kind: 'renewal', clubId, outcome: 'done' });
  return renewed ? { ok: true, row: renewed } : later('noToken');
}

/** At least a moment, so that a late call still fails cleanly. */
const leftMs = (deadlineAt: number): number => Math.max(250, deadlineAt - Date.now());

const slower = (wait: number): number => Math.min(SELDOM_MS, Math.ceil(wait * 1.3));

/**
 * Somebody else renews the pair. When they give up, so do we: everybody who waited asking in turn
 * would only add to a platform's trouble. When their lease ends and nothing came, they are dead.
 */
async function waitForRenewal(reach: Reach, asked: Asked): Promise<Fresh> {
  for (let wait = LOOK_MS; Date.now() + wait < asked.deadlineAt; wait = slower(wait)) {
    await pause(wait);
    const { shop, row } = await lookUp(reach, asked.clubId, asked.shop.shopId);
    if (!shop || !row || shop.uninstalledAt !== null) return later('noToken');
    const same = row.version === asked.row.version;
    const held = row.refreshingUntil !== null && row.refreshingUntil >= Date.now();
    if (same && held) continue;
    if (same && row.refreshingUntil === null) return later('tokenNotRenewed');
    return freshRow(reach, { ...asked, shop, row });
  }
  return later('tokenBusy');
}
