/** Who is blocked, and what rests meanwhile: codes that come back once nobody blocks their shopper. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Whether the shopper is blocked, under lock; undefined: no such shopper. */
export async function lockBlocked(tx: Tx, shopperId: string): Promise<boolean | undefined> {
  const rows = await tx.query<{ blocked: boolean }>(
    `select upper_inf(blocked) as blocked from shoppers where club_id = $1 and shopper_id = $2
       and merged_into is null for update`,
    [tx.clubId, shopperId],
  );
  return rows[0]?.blocked;
}

export async function setBlocked(tx: Tx, shopperIds: readonly string[], now: number) {
  await tx.query(
    `update shoppers set blocked = blocked + tstzmultirange(tstzrange($3, null))
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds, at(now)],
  );
}

export async function endBlocked(tx: Tx, shopperId: string, now: number) {
  await tx.query(
    `update shoppers set blocked = blocked * tstzmultirange(tstzrange(null, $3))
     where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId, at(now)],
  );
}

/** Which of these shoppers are blocked now. */
export async function blockedAmong(tx: Tx, shopperIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.hot<{ id: string }>(
    `select shopper_id as id from shoppers
     where club_id = $1 and shopper_id = any($2::uuid[]) and upper_inf(blocked)`,
    [tx.clubId, shopperIds],
  );
  return new Set(rows.map(({ id }) => id));
}

type Ask = { shopId: string; kind: 'settleNextOrder' | 'settleGivenCode'; key: string };

/** Codes that were given to these blocked shoppers are to close. Answers which. */
export function restCodes(tx: Tx, shopperIds: readonly string[]): Promise<Ask[]> {
  return tx.query<Ask>(
    `with given as (
       update next_order_codes set status = 'closing', reason = 'blocked', look_at = null
       where club_id = $1 and shopper_id = any($2::uuid[]) and status in ('issuing', 'open')
         and code is not null
       returning shop_id, order_id::text as key
     ), earned as (
       update given_codes set status = 'closing', reason = 'blocked'
       where club_id = $1 and why = 'advocate' and advocate_id = any($2::uuid[])
         and status in ('issuing', 'open')
       returning shop_id, given_id::text as key
     )
     select shop_id as "shopId", 'settleNextOrder' as kind, key from given
     union all select shop_id, 'settleGivenCode', key from earned`,
    [tx.clubId, shopperIds],
  );
}

/**
 * Codes that rested are to be made again where nobody blocks their shopper any more, they are gone from
 * the shop and their own day has not come. `keys`: only these. Answers which.
 */
export function wakeCodes(
  tx: Tx,
  shopperId: string | null,
  now: number,
  keys: readonly string[] | null = null,
): Promise<Ask[]> {
  return tx.query<Ask>(
    `with given as (
       update next_order_codes n set status = 'issuing', reason = null, closed_at = null,
         confirmed = false, look_at = ends_at
       from shoppers s where n.club_id = $1 and s.club_id = $1 and s.shopper_id = n.shopper_id
         and not upper_inf(s.blocked) and ($2::uuid is null or s.shopper_id = $2)
         and ($4::uuid[] is null or n.order_id = any($4)) and n.reason = 'blocked'
         and n.status = 'withdrawn' and n.ends_at > $3
       returning n.shop_id, n.order_id::text as key
     ), earned as (
       update given_codes g set status = 'issuing', reason = null, confirmed = false
       from shoppers s where g.club_id = $1 and s.club_id = $1 and s.shopper_id = g.advocate_id
         and not upper_inf(s.blocked) and ($2::uuid is null or s.shopper_id = $2)
         and ($4::uuid[] is null or g.given_id = any($4)) and g.reason = 'blocked'
         and g.why = 'advocate' and g.status = 'withdrawn' and g.ends_at > $3
       returning g.shop_id, g.given_id::text as key
     )
     select shop_id as "shopId", 'settleNextOrder' as kind, key from given
     union all select shop_id, 'settleGivenCode', key from earned`,
    [tx.clubId, shopperId, at(now), keys],
  );
}

/** What these shoppers hold of tiers is worked out again at once. */
export async function lookAtTiers(tx: Tx, shopperIds: readonly string[]): Promise<void> {
  await tx.query(
    `update tier_standings set look_at = judged_at
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
}

/** Of these marks of people who were erased, those of whom was blocked. */
export async function blockedMarks(tx: Tx, marks: readonly string[]): Promise<Set<string>> {
  const rows = await tx.hot<{ mark: string }>(
    'select mark from erased_marks where club_id = $1 and mark = any($2::text[]) and blocked',
    [tx.clubId, marks],
  );
  return new Set(rows.map(({ mark }) => mark));
}
