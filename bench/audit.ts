/**
 * The audit of a club's books. The yardstick of the same run: one look at every row that it reads, in
 * plain SQL (sums of points, and the length of every order's facts).
 */
import pg from 'pg';
import { auditClub } from '../web/server/analytics/audit.ts';
import { effortOf } from './appRun.ts';
import { fill } from './fill.ts';
import { openBench, report } from './harness.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 200_000);
const AIM = 10_000_000;

const SCAN = [
  'select sum(points), count(*), sum(length(explain::text)) from transfers',
  'select sum(points), sum(open) from lots',
  'select sum(points) from lot_moves',
  'select sum(available) from shoppers',
  'select sum(points), sum(length(facts::text)) from orders',
];

const bench = await openBench(1);
const transfers = await fill(bench, 0, ORDERS, Date.parse('2026-06-01T12:00:00Z'));
const client = new pg.Client(bench.url);
await client.connect();
const scanAt = performance.now();
for (const scan of SCAN) await client.query(scan);
const scanSeconds = (performance.now() - scanAt) / 1000;
await client.end();
const auditAt = performance.now();
const [found, { appMs, databaseMs }] = await effortOf(bench, () =>
  auditClub(bench.url, bench.clubs[0] ?? ''),
);
const seconds = (performance.now() - auditAt) / 1000;
await bench.close();
report('audit', {
  seconds,
  scanSeconds,
  ratio: scanSeconds / seconds,
  transfers,
  orders: ORDERS,
  findings: found.findings.length,
  secondsFor10M: (seconds * AIM) / transfers,
  appMs: appMs / transfers,
  databaseMs: databaseMs / transfers,
});
process.exit(found.findings.length === 0 ? 0 : 1);
