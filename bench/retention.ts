/**
 * RFM of a club of ten million orders from its rollups; with BENCH_NIGHT=1 a night of its models too,
 * which takes minutes. The yardstick of the same run: the same cut points and groups in plain SQL from
 * the orders themselves. They carry no facts here; a real one's few kilobytes would make it slower still.
 */
import pg from 'pg';
import { foreseeClub } from '../web/server/actions/foresee.ts';
import { namedIn, readRfm } from '../web/server/analytics/retention/rfmGrid.ts';
import { inTransaction } from '../web/server/store/transaction.ts';
import { reachAt } from './appRun.ts';
import { checkDisk, median, openBench, report } from './harness.ts';

const ORDERS = Number(process.env.BENCH_ROWS ?? 10_000_000);
const SHOPPERS = Math.ceil(ORDERS * 0.07);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const TODAY = 20_000;
const SPAN = 1000;
const BYTES_AN_ORDER = 800;

checkDisk(Math.max(3e9, ORDERS * BYTES_AN_ORDER));
const bench = await openBench(1);
const clubId = bench.clubs[0] ?? '';
const client = new pg.Client(bench.url);
await client.connect();

/** Nothing here needs them, and they take longer than the orders. */
async function dropIndexes(): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i
     where i.indrelid = 'orders'::regclass and not i.indisprimary
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
}

/** Some buy weekly and most a few times; from a day of their own on. */
const FILL_ORDERS = `
  insert into orders (club_id, order_id, shop_id, platform_order_id, shopper_id, facts, digest,
    placed_at, recorded_at, eligible_minor)
  select $1, gen_random_uuid(), s.shop_id, n::text,
    ('00000000-0000-7000-8000-' || lpad(to_hex(who), 12, '0'))::uuid, '{}', '',
    to_timestamp(86400 * (${TODAY} - floor(random() * (200 + who % ${SPAN - 200})))),
    now(), 500 + floor(random() * random() * 20000)
  from shops s cross join lateral (select n, floor(power(random(), 1.5) * ${SHOPPERS})::int as who
    from generate_series(1, ${ORDERS}) n) each where s.club_id = $1`;

const FILL_SHOPPERS = `
  insert into shoppers (club_id, shopper_id, first_seen_at)
  select distinct on (shopper_id) club_id, shopper_id, now() from orders`;

const FILL_DAYS = `
  insert into buying_days (club_id, shopper_id, day, orders, items, amount_minor, product_ids)
  select club_id, shopper_id, (placed_at at time zone 'Europe/Berlin')::date - date '1970-01-01',
    count(*), count(*), sum(eligible_minor), '{}' from orders group by 1, 2, 3 order by 1, 2, 3`;

const FILL_STATS = `
  insert into buying_stats (club_id, shopper_id, first_day, last_day, before_last_day, buying_days,
    orders, items, amount_minor, repeat_spend_minor)
  select club_id, shopper_id, min(day), max(day), (array_agg(day order by day desc))[2], count(*),
    sum(orders), sum(items), sum(amount_minor),
    sum(amount_minor) - (array_agg(amount_minor order by day))[1]
  from buying_days group by 1, 2 order by 1, 2`;

const cuts = (column: string) =>
  `percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by ${column}::float8)`;

const PLAIN = `
  with each as materialized (
    select shopper_id, ${TODAY} - (max(placed_at at time zone 'Europe/Berlin')::date
        - date '1970-01-01') as recency, count(*) as orders, sum(eligible_minor) as amount
    from orders where club_id = $1 and eligible_minor > 0 group by shopper_id),
  cut as (select ${cuts('recency')} as r, ${cuts('orders')} as f, ${cuts('amount')} as m from each)
  select 5 - width_bucket(recency::float8, r) as recency, 1 + width_bucket(orders::float8, f)
    as frequency, 1 + width_bucket(amount::float8, m) as monetary, count(*)::int as shoppers
  from each, cut group by 1, 2, 3 order by 1, 2, 3`;

async function fill(): Promise<number> {
  const startedAt = performance.now();
  await dropIndexes();
  await client.query(`set synchronous_commit = off`);
  await client.query(`set work_mem = '256MB'`);
  await client.query('select setseed(0.5)');
  await client.query(FILL_ORDERS, [clubId]);
  if (process.env.BENCH_NIGHT) await client.query(FILL_SHOPPERS);
  await client.query(FILL_DAYS);
  await client.query(FILL_STATS);
  for (const table of ['orders', 'buying_days', 'buying_stats'])
    await client.query(`vacuum analyze ${table}`);
  return (performance.now() - startedAt) / 1000;
}

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const startedAt = performance.now();
  const found = await act();
  return [(performance.now() - startedAt) / 1000, found];
}

const fillSeconds = await fill();
await client.query(`set work_mem = '64MB'`);
const rolled = (cutPoints?: Parameters<typeof readRfm>[1]['cutPoints']) =>
  timed(() =>
    inTransaction(bench.db, clubId, (tx) =>
      readRfm(tx, { asOfDay: TODAY, ...(cutPoints && { cutPoints }) }),
    ),
  );
const [plainSeconds, plain] = await timed(() => client.query(PLAIN, [clubId]));
const runs = [];
for (let n = 0; n < RUNS; n += 1) runs.push(await rolled());
const grid = runs[0]?.[1] ?? {
  cutPoints: { recencyDays: [], orders: [], amountMinor: [] },
  cells: [],
};
const [gridSeconds] = await rolled(grid.cutPoints);
const bare = grid.cells.map(({ amountMinor: _amountMinor, ...cell }) => cell);
const same = JSON.stringify(bare) === JSON.stringify(plain.rows);
const shoppers = namedIn(grid).reduce((sum, named) => sum + named.shoppers, 0);
await client.end();

const reach = reachAt(bench.db, TODAY * 86_400_000);
const [nightSeconds] = process.env.BENCH_NIGHT
  ? await timed(() => foreseeClub(reach, clubId, TODAY, () => false))
  : [0];
await bench.close();
const seconds = median(runs.map(([took]) => took));
report('retention', {
  seconds,
  gridSeconds,
  plainSeconds,
  ratio: plainSeconds / seconds,
  orders: ORDERS,
  shoppers,
  ...(nightSeconds > 0 && { nightSeconds }),
  rssMegabytes: process.resourceUsage().maxRSS / 1000,
  fillSeconds,
});
if (!same) console.error('The rollups say something else than the orders.');
process.exit(same ? 0 : 1);
