/** Somebody is erased: what names them, what goes at once, and what is looked through step by step. */
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Everything in our books that names some shoppers. */
export type Traces = {
  /** They, and whoever became them by a merge. */
  shopperIds: string[];
  /** The platform's ids of them, those that were given up in a merge included. */
  customerIds: string[];
  emails: string[];
  phones: string[];
  fullNames: string[];
  /** Their personal codes. */
  codes: string[];
  /** The platform's ids of their orders. */
  orderIds: string[];
};

export async function readTraces(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<Traces> {
  const rows = await tx.query<Traces>(
    `with people as (
       select shopper_id, email, phone, first_name, last_name from shoppers
       where club_id = $1 and (shopper_id = any($2::uuid[]) or merged_into = any($2::uuid[]))
     ), bought as (
       select platform_order_id as id, facts #>> '{scalars,buyer,customerId}' as customer,
         facts #>> '{scalars,buyer,email}' as email, facts #>> '{scalars,buyer,phone}' as phone
       from orders where club_id = $1 and shopper_id in (select shopper_id from people)
     )
     select array(select shopper_id::text from people order by 1) as "shopperIds",
       array(select substr(value, length($3) + 2) from identities where club_id = $1
         and shopper_id in (select shopper_id from people) and kind = 'customer'
         and starts_with(value, $3 || ':')
         union select customer from bought where customer is not null) as "customerIds",
       array(select email from people where email is not null
         union select email from bought where email is not null) as emails,
       array(select phone from people where phone is not null
         union select phone from bought where phone is not null) as phones,
       array(select distinct first_name || ' ' || last_name from people
         where first_name is not null and last_name is not null) as "fullNames",
       array(select code from referral_codes where club_id = $1
         and shopper_id in (select shopper_id from people)) as codes,
       array(select id from bought) as "orderIds"`,
    [tx.clubId, shopperIds, shopId],
  );
  if (!rows[0]) throw new Error('a query without rows');
  return rows[0];
}

/** Which of these addresses some other living shopper has too: theirs stay. Lower case. */
export async function addressesOfOthers(
  tx: Tx,
  shopperIds: readonly string[],
  addresses: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ word: string }>(
    `select lower(w.word) as word from shoppers s
     cross join lateral (values (s.email), (s.phone)) as w(word)
     where s.club_id = $1 and s.erased_at is null and s.merged_into is null
       and not s.shopper_id = any($2::uuid[]) and lower(w.word) = any($3::text[])`,
    [tx.clubId, shopperIds, addresses.map((each) => each.toLowerCase())],
  );
  return new Set(rows.map(({ word }) => word));
}

/** The order without its buyer, and with the mark that it shall never have one again. */
const BLANKED = `facts = case when jsonb_typeof(facts -> 'scalars') = 'object'
    then jsonb_set(facts, '{scalars,buyer}', '{"customerId": null, "email": null, "phone": null}')
    else facts end, checkout_token = null, locale = null, home_key = null, mailbox_key = null,
  buyer_erased_at = coalesce(buyer_erased_at, $3)`;

/** What goes at once, for shoppers whose row and identities are emptied besides. */
export async function eraseBelongings(
  tx: Tx,
  shopperIds: readonly string[],
  words: readonly string[],
  now: number,
): Promise<void> {
  const values = [tx.clubId, shopperIds];
  await tx.query(
    `update orders set ${BLANKED} where club_id = $1 and shopper_id = any($2::uuid[])`,
    [...values, at(now)],
  );
  await tx.query(
    `update referrals r set friend_erased = true,
       friend_id = case when friend_id = any($2::uuid[]) then null else friend_id end
     where club_id = $1 and (friend_id = any($2::uuid[]) or exists (select from referral_friends f
       where f.club_id = $1 and f.order_id = r.order_id and f.shopper_id = any($2::uuid[])))`,
    values,
  );
  await tx.query(
    `update referrals set decided_note = null where club_id = $1 and decided_note is not null
       and (friend_erased or advocate_id = any($2::uuid[]))`,
    values,
  );
  await tx.query(
    'delete from referral_friends where club_id = $1 and shopper_id = any($2::uuid[])',
    values,
  );
  await tx.query(
    'delete from predictions where club_id = $1 and shopper_id = any($2::uuid[])',
    values,
  );
  await tx.query(
    `update data_requests set shopper_ids = '{}', erased_at = $3
     where club_id = $1 and shopper_ids && $2::uuid[]`,
    [...values, at(now)],
  );
  await tx.query(
    'update wallet_credits set customer_id = null where club_id = $1 and shopper_id = any($2::uuid[])',
    values,
  );
  // Nobody is left to hang a tag on.
  await tx.query(
    `update tag_grants set ended_at = $3, settled_at = $3 where club_id = $1 and source = 'segment'
       and shopper_id = any($2::uuid[]) and ended_at is null`,
    [...values, at(now)],
  );
  await tx.query(
    `with gone as (delete from segment_members where club_id = $1 and shopper_id = any($2::uuid[])
       returning segment_id), told as (select segment_id, count(*) as n from gone group by 1)
     update segments s set shoppers = s.shoppers - told.n from told
     where s.club_id = $1 and s.segment_id = told.segment_id`,
    values,
  );
  await tx.query(
    'delete from segment_moves where club_id = $1 and shopper_id = any($2::uuid[])',
    values,
  );
  await tx.query('select erase_notes($1, $2::uuid[], $3::text[])', [...values, words]);
  for (const text of OTHER_NOTES) await tx.query(text, [...values, words]);
}

/** What tasks and files of adjustments said of them, and names of files that name them. */
const OTHER_NOTES: readonly string[] = [
  `update tasks set note = '' where club_id = $1 and note <> ''
     and (shopper_id = any($2::uuid[]) or exists (select from unnest($3::text[]) w
       where position(lower(w) in lower(note)) > 0))`,
  `update bulk_lines set note = '' where club_id = $1 and note <> ''
     and (shopper_id = any($2::uuid[]) or exists (select from unnest($3::text[]) w
       where position(lower(w) in lower(note)) > 0))`,
  `update bulk_adjustments set name = '' where club_id = $1 and $2::uuid[] is not null
     and exists (select from unnest($3::text[]) w where position(lower(w) in lower(name)) > 0)`,
];

/** Codes of theirs that still work or are being made are to close. Answers whose they are. */
export async function closeCodes(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<
  { shopId: string; kind: 'settleCode' | 'settleNextOrder' | 'settleGivenCode'; key: string }[]
> {
  return tx.query(
    `with spent as (
       update redemptions set status = 'closing', reason = 'cancel'
       where club_id = $1 and shopper_id = any($2::uuid[]) and status in ('issuing', 'open')
         and way <> 'wallet'
       returning shop_id, shopper_id || '/' || redemption_id as key
     ), given as (
       update next_order_codes set status = 'closing', reason = 'erased', look_at = null
       where club_id = $1 and shopper_id = any($2::uuid[]) and status in ('issuing', 'open')
       returning shop_id, order_id::text as key
     ), earned as (
       update given_codes set status = 'closing', reason = 'erased'
       where club_id = $1 and why = 'advocate' and advocate_id = any($2::uuid[])
         and status in ('issuing', 'open')
       returning shop_id, given_id::text as key
     )
     select shop_id as "shopId", 'settleCode' as kind, key from spent
     union all select shop_id, 'settleNextOrder', key from given
     union all select shop_id, 'settleGivenCode', key from earned`,
    [tx.clubId, shopperIds],
  );
}

/**
 * What friends proved by these addresses is forgotten, and codes that they got so are to close. Answers
 * which.
 */
export async function forgetProven(
  tx: Tx,
  marks: readonly string[],
): Promise<{ shopId: string; kind: 'settleGivenCode'; key: string }[]> {
  if (marks.length === 0) return [];
  await tx.query('delete from friend_checks where club_id = $1 and mark = any($2::text[])', [
    tx.clubId,
    marks,
  ]);
  return tx.query(
    `update given_codes set about = given_id::text,
       reason = case when status in ('issuing', 'open') then 'erased' else reason end,
       status = case when status in ('issuing', 'open') then 'closing' else status end
     where club_id = $1 and why = 'friend' and about = any($2::text[])
     returning shop_id as "shopId", 'settleGivenCode' as kind, given_id::text as key`,
    [tx.clubId, marks],
  );
}

/** Puts marks down; the newest erasure counts, and who was blocked stays so. */
export async function addMarks(
  tx: Tx,
  marks: readonly string[],
  now: number,
  blocked = false,
): Promise<void> {
  await insertRows<string>(
    tx,
    'erased_marks',
    [
      ['mark', 'text', (mark) => mark],
      ['erased_at', 'timestamptz', () => at(now)],
      ['blocked', 'boolean', () => blocked],
    ],
    [...new Set(marks)],
    `on conflict (club_id, mark) do update set erased_at = excluded.erased_at,
       blocked = erased_marks.blocked or excluded.blocked`,
  );
}

/** Which of these marks are there, and since when. */
export async function findMarks(tx: Tx, marks: readonly string[]): Promise<Map<string, number>> {
  if (marks.length === 0) return new Map();
  const rows = await tx.hot<{ mark: string; erasedAt: number }>(
    `select mark, erased_at as "erasedAt" from erased_marks
     where club_id = $1 and mark = any($2::text[])`,
    [tx.clubId, marks],
  );
  return new Map(rows.map(({ mark, erasedAt }) => [mark, erasedAt]));
}

/** Which of these orders have lost their buyer for good, by the platform's ids. */
export async function findBuyerless(
  tx: Tx,
  shopId: string,
  platformOrderIds: readonly string[],
): Promise<Set<string>> {
  if (platformOrderIds.length === 0) return new Set();
  const rows = await tx.hot<{ id: string }>(
    `select platform_order_id as id from orders where club_id = $1 and shop_id = $2
       and platform_order_id = any($3::text[]) and buyer_erased_at is not null`,
    [tx.clubId, shopId, platformOrderIds],
  );
  return new Set(rows.map(({ id }) => id));
}
