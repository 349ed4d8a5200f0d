/** Redemptions, and the parent discounts their codes hang on. */
import type { CodeTerms, RewardTerms } from '../domain/codeTerms.ts';
import type { RewardWay } from '../domain/program.ts';
import { at } from './rows.ts';
import type { Write } from './rows.ts';
import type { Tx } from './transaction.ts';

export type RedemptionStatus =
  'issuing' | 'open' | 'closing' | 'cancelled' | 'lapsed' | 'used' | 'refused';

export type StoredRedemption = {
  shopperId: string;
  redemptionId: string;
  shopId: string;
  rewardId: string;
  programVersion: number;
  points: bigint;
  terms: RewardTerms;
  termsHash: string;
  /** Derived for every redemption; where no code is needed it is given to nobody. */
  code: string;
  way: RewardWay;
  status: RedemptionStatus;
  reason: string | null;
  graceDays: number;
  holdTransferId: string;
  holdPosted: boolean;
  /** The platform has been asked to add the code: it may exist, whatever was answered. */
  sent: boolean;
  orderId: string | null;
  returned: bigint;
  nextPosting: number;
  createdAt: number;
  expiresAt: number;
  closedAt: number | null;
};

/** Column, PostgreSQL type and property, in one place for reading and writing. */
const COLUMNS = [
  ['shopper_id', 'uuid', 'shopperId'],
  ['redemption_id', 'uuid', 'redemptionId'],
  ['shop_id', 'uuid', 'shopId'],
  ['reward_id', 'text', 'rewardId'],
  ['program_version', 'int', 'programVersion'],
  ['points', 'bigint', 'points'],
  ['terms', 'jsonb', 'terms'],
  ['terms_hash', 'text', 'termsHash'],
  ['code', 'text', 'code'],
  ['way', 'text', 'way'],
  ['status', 'text', 'status'],
  ['reason', 'text', 'reason'],
  ['grace_days', 'int', 'graceDays'],
  ['hold_transfer_id', 'uuid', 'holdTransferId'],
  ['hold_posted', 'boolean', 'holdPosted'],
  ['sent', 'boolean', 'sent'],
  ['order_id', 'uuid', 'orderId'],
  ['returned', 'bigint', 'returned'],
  ['next_posting', 'int', 'nextPosting'],
  ['created_at', 'timestamptz', 'createdAt'],
  ['expires_at', 'timestamptz', 'expiresAt'],
  ['closed_at', 'timestamptz', 'closedAt'],
] as const satisfies readonly (readonly [string, string, keyof StoredRedemption])[];

/** All columns of `redemptions r`, as `StoredRedemption` names them. */
export const SELECT_REDEMPTION = COLUMNS.map(
  ([name, , property]) => `r.${name} as "${property}"`,
).join(', ');

function written(redemption: StoredRedemption): unknown[] {
  return COLUMNS.map(([, type, property]) => {
    const value = redemption[property];
    if (type === 'jsonb') return JSON.stringify(value);
    if (type === 'timestamptz') return at(value as number | null);
    return value;
  });
}

/** One shopper's redemption by its own id; the account must be locked. */
export async function findRedemption(
  tx: Tx,
  shopperId: string,
  redemptionId: string,
): Promise<StoredRedemption | null> {
  const rows = await tx.hot<StoredRedemption>(
    `select ${SELECT_REDEMPTION} from redemptions r
     where club_id = $1 and shopper_id = $2 and redemption_id = $3`,
    [tx.clubId, shopperId, redemptionId],
  );
  return rows[0] ?? null;
}

/**
 * Redemptions that orders have closed, or whose code stands in the list. Lock their shoppers before
 * you trust the answer.
 */
export function findForOrders(
  tx: Tx,
  orderIds: readonly string[],
  codes: readonly string[],
): Promise<StoredRedemption[]> {
  if (orderIds.length === 0 && codes.length === 0) return Promise.resolve([]);
  return tx.hot<StoredRedemption>(
    `select ${SELECT_REDEMPTION} from redemptions r where club_id = $1 and order_id = any($2::uuid[])
     union all
     select ${SELECT_REDEMPTION} from redemptions r where club_id = $1 and code = any($3::text[])
       and (order_id is null or not order_id = any($2::uuid[]))`,
    [tx.clubId, orderIds, codes],
  );
}

/** Redemptions by shopper and id, in bulk. */
export function findRedemptions(
  tx: Tx,
  keys: readonly { shopperId: string; redemptionId: string }[],
): Promise<StoredRedemption[]> {
  return tx.hot<StoredRedemption>(
    `select ${SELECT_REDEMPTION} from redemptions r
     join unnest($2::uuid[], $3::uuid[]) as k(shopper_id, redemption_id)
       on k.shopper_id = r.shopper_id and k.redemption_id = r.redemption_id
     where r.club_id = $1`,
    [tx.clubId, keys.map((k) => k.shopperId), keys.map((k) => k.redemptionId)],
  );
}

const INSERT = `insert into redemptions (club_id, ${COLUMNS.map(([name]) => name).join(', ')})
  values ($1, ${COLUMNS.map(([, type], i) => `$${i + 2}::${type}`).join(', ')})`;

/** A new redemption; its shopper is locked. */

/** What a shopper has taken and could put back, credit apart. */
export function openRedemptions(tx: Tx, shopperId: string): Promise<StoredRedemption[]> {
  return tx.query<StoredRedemption>(
    `select ${SELECT_REDEMPTION} from redemptions r where r.club_id = $1 and r.shopper_id = $2
       and r.status in ('issuing', 'open') and r.way <> 'wallet' order by r.redemption_id for update`,
    [tx.clubId, shopperId],
  );
}

export const redemptionWrite = (redemption: StoredRedemption): Write => ({
  text: INSERT,
  values: written(redemption),
});

/** Writes the changing half of a redemption back; its shopper is locked. */
export function saveRedemption(tx: Tx, redemption: StoredRedemption): void {
  tx.send(
    `update redemptions set status = $4, reason = $5, hold_posted = $6, order_id = $7,
       returned = $8, next_posting = $9, closed_at = $10
     where club_id = $1 and shopper_id = $2 and redemption_id = $3`,
    [
      tx.clubId,
      redemption.shopperId,
      redemption.redemptionId,
      redemption.status,
      redemption.reason,
      redemption.holdPosted,
      redemption.orderId,
      redemption.returned,
      redemption.nextPosting,
      at(redemption.closedAt),
    ],
  );
}

/** Puts down, before the platform is asked, that these codes may exist from now on. */
export async function markSent(
  tx: Tx,
  keys: readonly { shopperId: string; redemptionId: string }[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.query(
    `update redemptions r set sent = true
     from unnest($2::uuid[], $3::uuid[]) as k(shopper_id, redemption_id)
     join shoppers s on s.club_id = $1 and s.shopper_id = k.shopper_id
     where r.club_id = $1 and r.shopper_id = coalesce(s.merged_into, s.shopper_id)
       and r.redemption_id = k.redemption_id`,
    [tx.clubId, keys.map((k) => k.shopperId), keys.map((k) => k.redemptionId)],
  );
}

/** The redemption of a shopper that a hold was made for. */
export async function redemptionOfHold(
  tx: Tx,
  shopperId: string,
  holdTransferId: string,
): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select redemption_id as id from redemptions
     where club_id = $1 and shopper_id = $2 and hold_transfer_id = $3`,
    [tx.clubId, shopperId, holdTransferId],
  );
  return rows[0]?.id ?? null;
}

/** Points came back: it was not taken after all. */
const STANDS = `status not in ('cancelled', 'lapsed', 'refused')`;

/**
 * How often a reward was taken. The shopper is locked, so theirs are exact; for those in all, whoever
 * takes the same reward waits for us from here on.
 */
export async function readTaken(
  tx: Tx,
  asked: { rewardId: string; ids: readonly string[]; shopperId: string; inAll: boolean },
): Promise<{ takenAt: number[]; takenInAll: number }> {
  const { rewardId, ids, shopperId, inAll } = asked;
  const mine = await tx.query<{ at: number }>(
    `select created_at as at from redemptions where club_id = $1 and shopper_id = $2
       and reward_id = any($3::text[]) and ${STANDS}`,
    [tx.clubId, shopperId, ids],
  );
  const takenAt = mine.map(({ at: moment }) => moment);
  if (!inAll) return { takenAt, takenInAll: 0 };
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1 || $2, 0))', [
    `${tx.clubId}/reward/`,
    rewardId,
  ]);
  const [all] = await tx.query<{ n: bigint }>(
    `select count(*) as n from redemptions where club_id = $1 and reward_id = any($2::text[])
       and ${STANDS}`,
    [tx.clubId, ids],
  );
  return { takenAt, takenInAll: Number(all?.n ?? 0n) };
}

/** A shopper has placed an order since then that stands. */
export async function boughtSince(tx: Tx, shopperId: string, since: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from orders where club_id = $1 and shopper_id = $2 and placed_at >= $3
       and (facts #>> '{scalars,test}')::boolean is not true
       and facts #>> '{scalars,cancelledAt}' is null limit 1`,
    [tx.clubId, shopperId, at(since)],
  );
  return rows.length > 0;
}

/** Open codes whose time is over, soonest first. */
export function findLapsing(tx: Tx, now: number, limit: number): Promise<StoredRedemption[]> {
  return tx.hot<StoredRedemption>(
    `select ${SELECT_REDEMPTION} from redemptions r where club_id = $1 and status = 'open'
       and expires_at <= $2 order by expires_at limit $3`,
    [tx.clubId, at(now), limit],
  );
}

export type Parent = {
  termsHash: string;
  terms: CodeTerms;
  code: string;
  parentId: string | null;
};

/**
 * The parent of these terms at a shop: made here once, known to the platform later. Its row is held, so
 * that it is not given up for lack of codes while the codes it is asked for are being written down.
 */
export async function parentOf(
  tx: Tx,
  shopId: string,
  parent: Omit<Parent, 'parentId'>,
  now: number,
): Promise<Parent> {
  await tx.query(
    `insert into parents (club_id, shop_id, terms_hash, terms, parent_code, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tx.clubId, shopId, parent.termsHash, JSON.stringify(parent.terms), parent.code, at(now)],
  );
  const rows = await tx.query<Parent>(
    `select terms_hash as "termsHash", terms, parent_code as code, parent_id as "parentId"
     from parents where club_id = $1 and shop_id = $2 and terms_hash = $3 for share`,
    [tx.clubId, shopId, parent.termsHash],
  );
  if (!rows[0]) throw new Error('a parent that was just written is not there');
  return rows[0];
}

export async function saveParentId(
  tx: Tx,
  shopId: string,
  termsHash: string,
  parentId: string,
): Promise<void> {
  await tx.query(
    `update parents set parent_id = $4 where club_id = $1 and shop_id = $2 and terms_hash = $3`,
    [tx.clubId, shopId, termsHash, parentId],
  );
}
