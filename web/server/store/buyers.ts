/** Rollups as the customer models read them, shopper by shopper, and what they foresaw. */
import type { Reading } from './readLanes.ts';
import type { Tx } from './transaction.ts';

export type BuyerRow = {
  shopperId: string;
  firstDay: number;
  lastDay: number;
  beforeLastDay: number | null;
  buyingDays: number;
  orders: number;
  amountMinor: number;
  repeatSpendMinor: number;
};

const BUYERS = `
  select shopper_id as "shopperId", first_day as "firstDay", last_day as "lastDay",
    before_last_day as "beforeLastDay", buying_days as "buyingDays", orders,
    amount_minor::float8 as "amountMinor", repeat_spend_minor::float8 as "repeatSpendMinor"
  from buying_stats where club_id = $1 and shopper_id > $2 order by shopper_id limit $3`;

/** A shopper's past up to a day, and on how many days after it they bought. */
export type HeldRow = {
  shopperId: string;
  firstDay: number;
  lastDay: number;
  buyingDays: number;
  orders: number;
  amountMinor: number;
  repeatSpendMinor: number;
  after: number;
};

const HELD = `
  select shopper_id as "shopperId", min(day) as "firstDay",
    max(day) filter (where day <= $4) as "lastDay",
    (count(*) filter (where day <= $4))::int as "buyingDays",
    (sum(orders) filter (where day <= $4))::int as orders,
    (sum(amount_minor) filter (where day <= $4))::float8 as "amountMinor",
    (sum(amount_minor) filter (where day <= $4)
      - (array_agg(amount_minor order by day))[1])::float8 as "repeatSpendMinor",
    (count(*) filter (where day > $4))::int as after
  from buying_days where club_id = $1 and shopper_id > $2 and shopper_id <= $3
  group by shopper_id having min(day) <= $4 order by shopper_id`;

const FIRST = '00000000-0000-0000-0000-000000000000';
const PAGE = 5_000;

type Reader = Pick<Reading, 'clubId' | 'query'>;

/** Everybody who ever bought, in order of their ids, a few thousand at a time. */
export async function* readBuyers(tx: Reader, page = PAGE): AsyncGenerator<BuyerRow[]> {
  let after = FIRST;
  for (;;) {
    const rows = await tx.query<BuyerRow>(BUYERS, [tx.clubId, after, page]);
    if (rows.length > 0) yield rows;
    if (rows.length < page) return;
    after = rows.at(-1)?.shopperId ?? after;
  }
}

/** Whoever had bought by `day`, as of it. */
export async function* readHeld(tx: Reader, day: number, page = PAGE): AsyncGenerator<HeldRow[]> {
  let after = FIRST;
  for await (const buyers of readBuyers(tx, page)) {
    const to = buyers.at(-1)?.shopperId ?? after;
    yield await tx.query<HeldRow>(HELD, [tx.clubId, after, to, day]);
    after = to;
  }
}

/** How often how many days lay between two neighbouring buying days of a shopper. */
export function readGaps(tx: Reader): Promise<{ days: number; count: number }[]> {
  return tx.query<{ days: number; count: number }>(
    `select days, count(*)::int as count from (
       select day - lag(day) over (partition by shopper_id order by day) as days
       from buying_days where club_id = $1) gaps
     where days is not null group by days order by days`,
    [tx.clubId],
  );
}

export type PredictionRow = {
  shopperId: string;
  model: string;
  pAlive: number | null;
  churnRisk: number;
  churnBasis: string;
  expectedOrders: number;
  nextOrderDay: number | null;
  expectedSpendMinor: number;
  clvMinor: number;
};

/**
 * Money in whole minor units, half up. Of nobody who was erased, or is somebody else by now. What a later
 * night wrote stays.
 */
export async function savePredictions(
  tx: Tx,
  night: { version: number; asOfDay: number },
  rows: readonly PredictionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into predictions as p (club_id, shopper_id, version, as_of_day, model, p_alive, churn_risk,
       churn_basis, expected_orders, next_order_day, expected_spend_minor, clv_minor)
     select $1, r.id, $2, $3, r.model, r.p_alive, r.churn_risk, r.churn_basis, r.orders, r.next_day,
       floor(r.spend + 0.5), floor(r.clv + 0.5)
     from unnest($4::uuid[], $5::text[], $6::float8[], $7::float8[], $8::text[], $9::float8[],
       $10::int[], $11::float8[], $12::float8[])
       as r(id, model, p_alive, churn_risk, churn_basis, orders, next_day, spend, clv)
     join shoppers k on k.club_id = $1 and k.shopper_id = r.id and k.erased_at is null
       and k.merged_into is null
     order by r.id
     on conflict (club_id, shopper_id) do update set version = excluded.version,
       as_of_day = excluded.as_of_day, model = excluded.model, p_alive = excluded.p_alive,
       churn_risk = excluded.churn_risk, churn_basis = excluded.churn_basis,
       expected_orders = excluded.expected_orders, next_order_day = excluded.next_order_day,
       expected_spend_minor = excluded.expected_spend_minor, clv_minor = excluded.clv_minor
     where p.version <= excluded.version`,
    [
      tx.clubId,
      night.version,
      night.asOfDay,
      rows.map((r) => r.shopperId),
      rows.map((r) => r.model),
      rows.map((r) => r.pAlive),
      rows.map((r) => r.churnRisk),
      rows.map((r) => r.churnBasis),
      rows.map((r) => r.expectedOrders),
      rows.map((r) => r.nextOrderDay),
      rows.map((r) => r.expectedSpendMinor),
      rows.map((r) => r.clvMinor),
    ],
  );
}

/** Who was foreseen in an earlier night and has bought nothing any more, or is somebody else now. */
export async function dropOldPredictions(tx: Tx, version: number): Promise<void> {
  await tx.query('delete from predictions where club_id = $1 and version < $2', [
    tx.clubId,
    version,
  ]);
}

/** Where everybody stands by a rhythm as of a day, in SQL (`stageOf` says the same of one history). */
const STANDING = `
  select shopper_id, case when $2 - last_day > $4 then 'lost' when $2 - last_day > $3 then 'lapsing'
      when before_last_day is null then 'new'
      when last_day - before_last_day > $4 then 'returned' else 'active' end as stage
  from buying_stats where club_id = $1 and last_day <= $2`;

/** Moves everybody to where they stand, and notes who moved on this day. Once a day; again changes nothing. */
export async function moveStages(
  tx: Tx,
  night: { asOfDay: number; usualDays: number; churnDays: number },
): Promise<void> {
  await tx.query(
    `with standing as (${STANDING}),
     gone as (delete from stages g where club_id = $1
       and not exists (select from buying_stats b where b.club_id = $1 and b.shopper_id = g.shopper_id)),
     moves as (select n.shopper_id, o.stage as from_stage, n.stage as to_stage from standing n
       left join stages o on o.club_id = $1 and o.shopper_id = n.shopper_id
       where o.stage is distinct from n.stage),
     noted as (
       insert into stage_moves as m (club_id, day, from_stage, to_stage, shoppers)
       select $1, $2, coalesce(from_stage, ''), to_stage, count(*)::int from moves group by 3, 4
       on conflict (club_id, day, from_stage, to_stage)
         do update set shoppers = m.shoppers + excluded.shoppers)
     insert into stages as s (club_id, shopper_id, stage, since_day)
     select $1, shopper_id, to_stage, $2 from moves order by shopper_id
     on conflict (club_id, shopper_id) do update set stage = excluded.stage,
       since_day = excluded.since_day`,
    [tx.clubId, night.asOfDay, night.usualDays, night.churnDays],
  );
}

/** What the merchant has set for measuring; null: nothing yet. */
export async function readChurnDays(tx: Reader): Promise<number | null> {
  const rows = await tx.query<{ days: number | null }>(
    'select churn_days as days from retention_settings where club_id = $1',
    [tx.clubId],
  );
  return rows[0]?.days ?? null;
}
