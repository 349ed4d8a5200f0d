/** Rollups and last night's fit as the Retention page reads them; nothing here looks at orders. */
import type { Costs } from '../../domain/retention/measures/costs.ts';
import type { Basket, BasketHistory } from '../../domain/retention/measures/baskets.ts';
import type { HoldoutFigures } from '../../domain/retention/night.ts';
import type { CutPoints } from '../../domain/retention/rfm.ts';
import type { Tx } from '../../store/transaction.ts';

/** More shoppers than these are not read: shares of so many are known to within a per cent. */
export const MOST_READ = 20_000;

export type PlaceFacts = {
  currency: string;
  moneyFactor: number;
  moneyLabel: string | null;
  timeZone: string;
  churnDays: number | null;
  costs: Costs | Record<string, never> | null;
  whole: boolean;
  allShoppers: number;
};

const PLACE = `
  select s.currency, s.money_factor as "moneyFactor", s.money_label as "moneyLabel",
    s.time_zone as "timeZone", r.churn_days as "churnDays", r.costs,
    exists (select from rollup_marks m where m.club_id = $1 and m.whole_at is not null) as whole,
    (select count(*)::int from buying_stats b where b.club_id = $1) as "allShoppers"
  from shops s left join retention_settings r on r.club_id = $1
  where s.club_id = $1 and s.shop_id = $2`;

export async function readPlace(tx: Tx, shopId: string): Promise<PlaceFacts | null> {
  const rows = await tx.query<PlaceFacts>(PLACE, [tx.clubId, shopId]);
  return rows[0] ?? null;
}

export type FitFacts = { asOfDay: number; cutPoints: CutPoints; holdout: HoldoutFigures | null };

export async function readNight(tx: Tx): Promise<FitFacts | null> {
  const rows = await tx.query<FitFacts>(
    `select as_of_day as "asOfDay", cut_points as "cutPoints", holdout
     from model_fits where club_id = $1 order by version desc limit 1`,
    [tx.clubId],
  );
  return rows[0] ?? null;
}

type DayFacts = {
  shopperId: string;
  day: number;
  orders: number;
  items: number;
  amountMinor: number;
  productIds: string[];
};

/** Everybody's days, or those of a fixed sample: by a hash of the id, so that it says nothing of them. */
const DAYS = `
  with chosen as (
    select shopper_id from buying_stats where club_id = $1 and first_day <= $2
    order by case when $4 then hashtext(shopper_id::text) else 0 end, shopper_id limit $3)
  select d.shopper_id as "shopperId", d.day, d.orders, d.items,
    d.amount_minor::float8 as "amountMinor", d.product_ids as "productIds"
  from buying_days d join chosen c on c.shopper_id = d.shopper_id
  where d.club_id = $1 and d.day <= $2
  order by d.shopper_id, d.day`;

export async function readHistories(
  tx: Tx,
  { toDay, allShoppers }: { toDay: number; allShoppers: number },
): Promise<BasketHistory[]> {
  const sampled = allShoppers > MOST_READ;
  const rows = await tx.query<DayFacts>(DAYS, [tx.clubId, toDay, MOST_READ, sampled]);
  const histories: (BasketHistory & { purchases: Basket[] })[] = [];
  for (const { shopperId, ...day } of rows) {
    let history = histories.at(-1);
    if (history?.shopperId !== shopperId) histories.push((history = { shopperId, purchases: [] }));
    history.purchases.push(...ordersOf(day));
  }
  return histories;
}

/** A day keeps its orders' number and sum: each of them counts as the day's mean. */
function ordersOf(facts: Omit<DayFacts, 'shopperId'>): Basket[] {
  const { day, orders, items, amountMinor, productIds } = facts;
  const one = { day, amountMinor: amountMinor / orders, items: items / orders, productIds };
  return Array.from({ length: orders }, () => one);
}

export const readTitles = (tx: Tx, productIds: readonly string[]) =>
  tx.query<{ productId: string; title: string }>(
    `select product_id as "productId", min(title) as title from products
     where club_id = $1 and product_id = any($2) group by product_id`,
    [tx.clubId, productIds],
  );

/** What is foreseen of these shoppers. */
export async function readValues(tx: Tx, shopperIds: readonly string[]): Promise<Float64Array> {
  const rows = await tx.query<{ clv: number }>(
    `select clv_minor::float8 as clv from predictions
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
  return Float64Array.from(rows, ({ clv }) => clv);
}

/** Who of them has ever earned points. */
export async function readMembers(tx: Tx, shopperIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ shopperId: string }>(
    `select distinct shopper_id as "shopperId" from lots
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
  return new Set(rows.map(({ shopperId }) => shopperId));
}

export type Conversions = {
  codesGiven: number;
  codesUsed: number;
  shared: number;
  sharedWell: number;
};

/** Codes of these shoppers that have been used or have ended; advocates whose codes were used. */
const CONVERSIONS = `
  with codes as (
    select count(*) filter (where status = 'used' or ends_at <= $5) as given,
      count(*) filter (where status = 'used') as used
    from next_order_codes where club_id = $1 and shopper_id = any($2::uuid[]) and tier_key is null
      and code is not null and status not in ('heldOut', 'late', 'refused')
      and created_at >= $3 and created_at < $4),
  sent as (
    select count(distinct advocate_id) as shared,
      count(distinct advocate_id) filter (where verdict = 'friend') as well
    from referrals where club_id = $1 and advocate_id = any($2::uuid[])
      and placed_at >= $3 and placed_at < $4)
  select c.given::int as "codesGiven", c.used::int as "codesUsed", s.shared::int as shared,
    s.well::int as "sharedWell" from codes c, sent s`;

export async function readConversions(
  tx: Tx,
  shopperIds: readonly string[],
  span: { from: string; until: string; now: string },
): Promise<Conversions> {
  const { from, until, now } = span;
  const [row] = await tx.query<Conversions>(CONVERSIONS, [tx.clubId, shopperIds, from, until, now]);
  if (!row) throw new Error('a sum without a row');
  return row;
}
