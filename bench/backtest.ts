/**
 * A draft with rules tried on the orders of a club. The yardstick of the same run: one look at every
 * order's facts, in plain SQL.
 */
import pg from 'pg';
import { backtest } from '../web/server/analytics/backtest.ts';
import type { Program } from '../web/server/domain/program.ts';
import { effortOf } from './appRun.ts';
import { fill } from './fill.ts';
import { openBench, report } from './harness.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 200_000);
const AIM = 1_000_000;

const bench = await openBench(1);
const clubId = bench.clubs[0] ?? '';
await fill(bench, 0, ORDERS, Date.parse('2026-06-01T12:00:00Z'));
const client = new pg.Client(bench.url);
await client.connect();
const scanAt = performance.now();
await client.query('select sum(points), sum(length(facts::text)) from orders');
const scanSeconds = (performance.now() - scanAt) / 1000;
const { rows } = await client.query<{ settings: Program }>('select settings from programs');
await client.end();
const live = rows[0]?.settings;
if (!live) throw new Error('the bench has no program');
const draft: Program = {
  ...live,
  rules: [
    { id: 'third', rule: 'nthOrder', args: { nth: 3, points: 25, minimumMinor: 0 } },
    { id: 'large', rule: 'perOrder', args: { points: 10, minimumMinor: 3000 } },
  ],
};
const startedAt = performance.now();
const [found, { appMs, databaseMs }] = await effortOf(bench, () =>
  backtest({ url: bench.url, clubId, timeZone: 'UTC', draft }),
);
const seconds = (performance.now() - startedAt) / 1000;
await bench.close();
report('backtest', {
  seconds,
  scanSeconds,
  ratio: scanSeconds / seconds,
  orders: found.total.orders,
  secondsFor1M: (seconds * AIM) / found.total.orders,
  appMs: appMs / found.total.orders,
  databaseMs: databaseMs / found.total.orders,
});
process.exit(found.total.orders >= ORDERS ? 0 : 1);
