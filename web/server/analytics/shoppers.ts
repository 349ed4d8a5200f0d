/** Finding shoppers by whatever the merchant knows of them (`shoppersAnswer`). */
import { moneyStyle } from '../domain/publicFacts.ts';
import type { MoneyFacts } from '../domain/publicFacts.ts';
import { FOLD_FROM, FOLD_TO, readSearch } from '../domain/searchText.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

export type RowFacts = {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  available: bigint;
  pending: bigint;
  orders: bigint;
  lastOrderAt: number | null;
  frozenAt: number | null;
  blockedAt: number | null;
  tierId: string | null;
  erasedAt: number | null;
};

/** A row of the list, for shoppers called `s`: a guest's address is the one of their last order. */
export const ROW = `s.shopper_id as id,
    nullif(trim(coalesce(s.first_name, '') || ' ' || coalesce(s.last_name, '')), '') as name,
    case when s.erased_at is null then coalesce(s.email, l.email) end as email,
    case when s.erased_at is null then coalesce(s.phone, l.phone) end as phone,
    s.available, s.pending, (select count(*) from orders o where o.club_id = s.club_id
      and o.shopper_id = s.shopper_id) as orders, l.placed_at as "lastOrderAt",
    s.frozen_at as "frozenAt", s.erased_at as "erasedAt",
    case when upper_inf(s.blocked) then (select max(lower(span)) from unnest(s.blocked) as span)
      end as "blockedAt",
    (select t.tier_id from tier_standings t where t.club_id = s.club_id
      and t.shopper_id = s.shopper_id) as "tierId"`;
export const LAST_ORDER = `left join lateral (select o.placed_at,
      o.facts #>> '{scalars,buyer,email}' as email, o.facts #>> '{scalars,buyer,phone}' as phone
    from orders o where o.club_id = s.club_id and o.shopper_id = s.shopper_id
    order by o.placed_at desc limit 1) l on true`;

const PAGE = 30;

const LIST = `
  select ${ROW} from (select * from shoppers where club_id = $1 and merged_into is null
    and ($2::uuid is null or shopper_id < $2) order by shopper_id desc limit ${PAGE + 1}) s
  ${LAST_ORDER} order by s.shopper_id desc`;

/** Whoever holds a tier ($3). */
const IN_TIER = `
  select ${ROW} from (select p.* from tier_standings t join shoppers p on p.club_id = $1
      and p.shopper_id = t.shopper_id and p.merged_into is null
    where t.club_id = $1 and t.tier_id = $3 and ($2::uuid is null or t.shopper_id < $2)
    order by t.shopper_id desc limit ${PAGE + 1}) s
  ${LAST_ORDER} order by s.shopper_id desc`;

/** $3 words, $4 digits, $5 a code or an order's name, $6 and $7 identities, $8 and $9 the folding. */
const SEARCH = `
  with folded as (
    select shopper_id, translate(lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')
      || ' ' || coalesce(email, '')), $8, $9) as text, phone
    from shoppers where club_id = $1 and erased_at is null
  ), hits as (
    select shopper_id from folded
    where (select bool_and(strpos(text, word) > 0) from unnest($3::text[]) word)
      or ($4 <> '' and strpos(regexp_replace(phone, '\\D', '', 'g'), $4) > 0)
    union select i.shopper_id from identities i
      join unnest($6::text[], $7::text[]) as k(kind, value) on k.kind = i.kind and k.value = i.value
      where i.club_id = $1
    union select shopper_id from redemptions where club_id = $1 and code = $5
    union select coalesce(o.merged_into, c.shopper_id) from referral_codes c
      join shoppers o using (club_id, shopper_id) where c.club_id = $1 and c.code = $5
    union select shopper_id from next_order_codes where club_id = $1 and code = $5
    union select shopper_id from orders where club_id = $1 and shopper_id is not null
      and $5 is not null and upper(name) in ($5, '#' || $5)
  )
  select ${ROW} from (select * from shoppers where club_id = $1
    and shopper_id in (select shopper_id from hits)
    and ($10::text is null or shopper_id in (select shopper_id from tier_standings
      where club_id = $1 and tier_id = $10))
    and ($2::uuid is null or shopper_id < $2) order by shopper_id desc limit ${PAGE + 1}) s
  ${LAST_ORDER} order by s.shopper_id desc`;

/** Tiers of the program in force. */
const TIERS = `
  select coalesce((select settings #> '{tiers,levels}' from programs where club_id = $1
    and effective_from <= $2 order by version desc limit 1), '[]') as levels`;

export type TierNames = readonly { id: string; name: string }[];

export async function readTierNames(tx: Tx, now: number): Promise<TierNames> {
  const [row] = await tx.query<{ levels: TierNames | null }>(TIERS, [tx.clubId, isoOf(now)]);
  return (row?.levels ?? []).map(({ id, name }) => ({ id, name }));
}

const SHOP = `
  select currency, money_factor as "moneyFactor", money_label as "moneyLabel",
    time_zone as "timeZone" from shops where club_id = $1 and shop_id = $2`;

export type ShopFacts = MoneyFacts & { timeZone: string };

/** How the shop writes money and tells days, and the time it was asked. Null: no such shop. */
export async function readShopWords(tx: Tx, input: { shopId: string; now: number }) {
  const [shop] = await tx.query<ShopFacts>(SHOP, [tx.clubId, input.shopId]);
  if (!shop) return null;
  return { money: moneyStyle(shop), timeZone: shop.timeZone, now: isoOf(input.now) };
}

export type Asked = {
  shopId: string;
  now: number;
  q: string;
  /** The last shopper of the page before; null: the first page. */
  after: string | null;
  /** Only who holds it; null: everybody. */
  tier: string | null;
  /** Who an email, a phone or a platform id is, should `q` be one: keyed hashes, never plain. */
  identities: readonly { kind: string; value: string }[];
};

/** Newest first, 30 a page. Null when the club has no such shop. */
export async function readShoppers(tx: Tx, asked: Asked) {
  const words = await readShopWords(tx, asked);
  if (!words) return null;
  const tiers = await readTierNames(tx, asked.now);
  const rows = await findRows(tx, asked);
  const shown = rows.slice(0, PAGE).map((row) => shopperShown(row, tiers));
  const after = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { ...words, shoppers: shown, tiers: [...tiers], after };
}

function findRows(tx: Tx, { q, after, tier, identities }: Asked): Promise<RowFacts[]> {
  const search = readSearch(q);
  if (search.words.length === 0) {
    return tier === null
      ? tx.query<RowFacts>(LIST, [tx.clubId, after])
      : tx.query<RowFacts>(IN_TIER, [tx.clubId, after, tier]);
  }
  return tx.query<RowFacts>(SEARCH, [
    tx.clubId,
    after,
    search.words,
    search.digits,
    search.code,
    identities.map(({ kind }) => kind),
    identities.map(({ value }) => value),
    FOLD_FROM,
    FOLD_TO,
    tier,
  ]);
}

export const shopperShown = (row: RowFacts, tiers: TierNames) => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  available: Number(row.available),
  pending: Number(row.pending),
  orders: Number(row.orders),
  lastOrderAt: row.lastOrderAt === null ? null : isoOf(row.lastOrderAt),
  frozen: row.frozenAt !== null,
  blocked: row.blockedAt !== null,
  tier: tiers.find(({ id }) => id === row.tierId)?.name ?? null,
  erased: row.erasedAt !== null,
});
