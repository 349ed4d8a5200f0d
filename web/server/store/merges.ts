/** Two shoppers become one: every row that names the one who goes names the one who stays. */
import type { Tx } from './transaction.ts';

export type Pair = { from: string; into: string };

/**
 * Both are locked, and so is the club. Points are no part of it: their transfers are the caller's.
 * What stays with the one who goes is history: transfers, and a personal code where both had one.
 */
export async function moveBelongings(tx: Tx, pair: Pair, newId: () => string): Promise<void> {
  const values = [tx.clubId, pair.from, pair.into];
  await moveRedemptions(tx, pair, newId);
  for (const text of MOVES) await tx.query(text, values);
  for (const text of PERSON) await tx.query(text, values);
}

const MOVE = (table: string, column = 'shopper_id') =>
  `update ${table} set ${column} = $3 where club_id = $1 and ${column} = $2`;

const KNOWN_BOTH = (table: string) =>
  `delete from ${table} d where d.club_id = $1 and d.shopper_id = $2
     and exists (select from segment_moves k where k.club_id = $1 and k.shopper_id = $3
       and k.segment_id = d.segment_id)`;

/** $2 goes, $3 stays. */
const MOVES: readonly string[] = [
  MOVE('identities'),
  `update orders set shopper_id = $3, changed_in = default where club_id = $1 and shopper_id = $2`,
  // What they buy together is rolled up and foreseen anew.
  `delete from predictions where club_id = $1 and shopper_id = $2 and $3::uuid is not null`,
  `delete from stages where club_id = $1 and shopper_id = $2 and $3::uuid is not null`,
  MOVE('lots'),
  MOVE('debts'),
  MOVE('bulk_lines'),
  MOVE('next_order_codes'),
  // Their movements are history: what is open of one is found by its credit.
  MOVE('wallet_credits'),
  MOVE('actions'),
  MOVE('given_codes', 'advocate_id'),
  MOVE('friend_checks', 'advocate_id'),
  MOVE('tier_entries'),
  MOVE('referrals', 'advocate_id'),
  MOVE('referrals', 'friend_id'),
  // In a segment that knows the one who stays, that one's coming and going counts; it is looked at again.
  `update segments g set look_at = g.created_at, to_settle = g.kind = 'live'
   where g.club_id = $1 and g.removed_at is null and exists (select from segment_moves m
     where m.club_id = $1 and m.segment_id = g.segment_id and m.shopper_id in ($2, $3))`,
  KNOWN_BOTH('segment_members'),
  KNOWN_BOTH('segment_moves'),
  MOVE('segment_members'),
  MOVE('segment_moves'),
  // Where one tier gave both the same tag, it is given once.
  `update tag_grants g set ended_at = greatest(g.created_at, k.created_at), settled_at = null
   from tag_grants k where g.club_id = $1 and g.shopper_id = $2 and g.ended_at is null
     and k.club_id = $1 and k.shopper_id = $3 and k.ended_at is null and k.source = g.source
     and k.source_key = g.source_key and k.tag = g.tag and g.source <> 'redemption'`,
  // Likewise what somebody is to do for both.
  `update tasks g set state = 'withdrawn', closed_at = greatest(g.created_at, k.created_at)
   from tasks k where g.club_id = $1 and g.shopper_id = $2 and g.state = 'open'
     and k.club_id = $1 and k.shopper_id = $3 and k.state = 'open' and k.source = g.source
     and k.source_key = g.source_key and k.text = g.text and g.source = 'tier'`,
  MOVE('tasks'),
  // What is wanted is looked at once more: it may hang on another customer of the shop now.
  `update tag_grants set shopper_id = $3,
     settled_at = case when ended_at is not null then settled_at end
   where club_id = $1 and shopper_id = $2`,
  `${MOVE('referral_friends')} and not exists (select from referral_friends k
     where k.club_id = $1 and k.shopper_id = $3 and k.order_id = referral_friends.order_id)`,
  `${MOVE('referral_codes')}
     and not exists (select from referral_codes k where k.club_id = $1 and k.shopper_id = $3)`,
  `${MOVE('campaign_shoppers')} and not exists (select from campaign_shoppers k
     where k.club_id = $1 and k.shopper_id = $3 and k.campaign_id = campaign_shoppers.campaign_id)`,
  // What they hold together is worked out at once: the clock looks at who is due.
  `update tier_standings k set look_at = k.judged_at from tier_standings d
   where k.club_id = $1 and k.shopper_id = $3 and d.club_id = $1 and d.shopper_id = $2`,
  `update tier_standings set shopper_id = $3, look_at = judged_at
   where club_id = $1 and shopper_id = $2 and not exists (select from tier_standings k
     where k.club_id = $1 and k.shopper_id = $3)`,
  'delete from tier_standings where club_id = $1 and shopper_id = $2 and shopper_id <> $3',
  'delete from campaign_shoppers where club_id = $1 and shopper_id = $2 and shopper_id <> $3',
];

/**
 * Who was seen first decides whether they are held out; frozen is frozen, and
 * blocked whenever one of them was; an erased person gets no
 * details again. The one who goes loses theirs, and everybody who became them follows.
 */
const PERSON: readonly string[] = [
  `update shoppers k set first_seen_at = least(k.first_seen_at, d.first_seen_at),
     held_out = case when (d.first_seen_at, d.shopper_id) < (k.first_seen_at, k.shopper_id)
       then d.held_out else k.held_out end,
     frozen_at = least(k.frozen_at, d.frozen_at), blocked = k.blocked + d.blocked,
     last_activity_at = greatest(k.last_activity_at, d.last_activity_at),
     email = case when k.erased_at is null then coalesce(k.email, d.email) end,
     phone = case when k.erased_at is null then coalesce(k.phone, d.phone) end,
     first_name = case when k.erased_at is null then coalesce(k.first_name, d.first_name) end,
     last_name = case when k.erased_at is null then coalesce(k.last_name, d.last_name) end,
     locale = case when k.erased_at is null then coalesce(k.locale, d.locale) end
   from shoppers d
   where k.club_id = $1 and k.shopper_id = $3 and d.club_id = $1 and d.shopper_id = $2`,
  // A birthday of one is the birthday of both; of two, that of the one who stays.
  `update shoppers k set birth_month = d.birth_month, birth_day = d.birth_day,
     birthday_set_at = d.birthday_set_at, birth_calendar = d.birth_calendar
   from shoppers d where k.club_id = $1 and k.shopper_id = $3 and d.club_id = $1
     and d.shopper_id = $2 and k.erased_at is null and k.birth_month is null`,
  `update shoppers set merged_into = $3, birth_month = null, birth_day = null,
     birthday_set_at = null, birth_calendar = 'gregory', email = null, phone = null, first_name = null,
     last_name = null, locale = null where club_id = $1 and shopper_id = $2`,
  `update shoppers set merged_into = $3 where club_id = $1 and merged_into = $2`,
];

/** A redemption of $2 gets another id, and so does what hangs on it. */
const RENAMES: readonly string[] = [
  `update redemptions set redemption_id = $4
   where club_id = $1 and shopper_id = $2 and redemption_id = $3`,
  ...['tag_grants', 'tasks'].map(
    (table) => `update ${table} set source_key = $4::uuid::text where club_id = $1
      and shopper_id = $2 and source = 'redemption' and source_key = $3::uuid::text`,
  ),
];

/**
 * A code that is being made or taken back may be on its way to the platform under its old key, so it counts as sent.
 * Redemption ids are minted by devices: where both have the same one, the moved one gets another.
 */
async function moveRedemptions(tx: Tx, { from, into }: Pair, newId: () => string): Promise<void> {
  const clashing = await tx.query<{ redemption_id: string }>(
    `select redemption_id from redemptions where club_id = $1 and shopper_id = $2
     intersect select redemption_id from redemptions where club_id = $1 and shopper_id = $3`,
    [tx.clubId, from, into],
  );
  for (const { redemption_id: id } of clashing) {
    const values = [tx.clubId, from, id, newId()];
    for (const text of RENAMES) await tx.query(text, values);
  }
  await tx.query(
    `update redemptions set shopper_id = $3, sent = sent or status in ('issuing', 'closing')
     where club_id = $1 and shopper_id = $2`,
    [tx.clubId, from, into],
  );
}

export type Unsettled = { shopId: string; redemptionId: string };

/** Redemptions of a shopper whose code is still to be made, taken back or looked for once more. */
export function unsettledOf(tx: Tx, shopperId: string): Promise<Unsettled[]> {
  return tx.query<Unsettled>(
    `select r.shop_id as "shopId", r.redemption_id as "redemptionId" from redemptions r
     where r.club_id = $1 and r.shopper_id = $2 and r.way = 'code'
       and (r.status in ('issuing', 'closing')
       or (r.status in ('cancelled', 'lapsed', 'refused') and r.sent and not r.hold_posted))
     order by r.redemption_id`,
    [tx.clubId, shopperId],
  );
}

/** Orders at a shop whose referral stands on who the friend is, or on whose friends are whose. */
export async function ordersToJudgeAgain(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct o.platform_order_id as id from referral_friends f
     join referrals r on r.club_id = f.club_id and r.order_id = f.order_id
     join orders o on o.club_id = f.club_id and o.order_id = f.order_id
     where f.club_id = $1 and f.shopper_id = any($3::uuid[]) and o.shop_id = $2
     union
     -- One friend of each advocate has all of theirs put in place again.
     select o.platform_order_id from unnest($3::uuid[]) as s(id) cross join lateral (
       select r.order_id from referrals r
       where r.club_id = $1 and r.advocate_id = s.id and r.worth > 0
       order by r.placed_at, r.order_id limit 1) r
     join orders o on o.club_id = $1 and o.order_id = r.order_id and o.shop_id = $2
     union
     -- The first of each whose rules look back has the others judged with it.
     select o.platform_order_id from unnest($3::uuid[]) as s(id) cross join lateral (
       select platform_order_id from orders
       where club_id = $1 and shopper_id = s.id and shop_id = $2 and seen is not null
       order by placed_at, order_id limit 1) o
     order by 1`,
    [tx.clubId, shopId, shopperIds],
  );
  return rows.map(({ id }) => id);
}

/** The platform gave these customer ids up: they lead to their shopper, and are not spoken of. */
export async function markAliases(tx: Tx, values: readonly string[]): Promise<void> {
  await tx.query(
    `update identities set alias = true where club_id = $1 and kind = 'customer'
       and value = any($2::text[])`,
    [tx.clubId, values],
  );
}

/** Which of these customer ids the platform gave up. */
export async function aliasesAmong(tx: Tx, values: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ value: string }>(
    `select value from identities where club_id = $1 and kind = 'customer' and alias
       and value = any($2::text[])`,
    [tx.clubId, values],
  );
  return new Set(rows.map(({ value }) => value));
}

/** A customer id that was given up in a merge is forgotten; any other is left alone. */
export async function dropAlias(tx: Tx, value: string): Promise<void> {
  await tx.query(
    `delete from identities where club_id = $1 and kind = 'customer' and value = $2 and alias`,
    [tx.clubId, value],
  );
}
