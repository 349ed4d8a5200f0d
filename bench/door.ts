/**
 * Webhooks accepted and durable, over HTTP, for 20 clubs. Yardsticks of the same run, in plain SQL with
 * the same rows: one commit each on 32 connections, and 64 rows a commit on two.
 */
import pg from 'pg';
import { effortOf, startServer } from './appRun.ts';
import { median, openBench, orderBody, percentile, report, saturate } from './harness.ts';
import { evenly, runLoad } from './load.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const CLUBS = 20;
const GROUP = 64;
const BODY = Buffer.from(orderBody('1', '1', '2026-01-01T00:00:00Z'));

const COLUMNS = `(club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload, due_at)`;
const ONE = `insert into inbox ${COLUMNS} values ($1, $2, $3, 'raw', now(), now(), $4, 'infinity')
  on conflict do nothing`;
const MANY = `insert into inbox ${COLUMNS} select $1, $2, id, 'raw', now(), now(),
  substr($3::bytea, start, ${BODY.byteLength}), 'infinity'
  from unnest($4::text[], $5::int[]) as r(id, start) on conflict do nothing`;
const BLOB = Buffer.concat(Array.from({ length: GROUP }, () => BODY));
const STARTS = Array.from({ length: GROUP }, (_, n) => 1 + n * BODY.byteLength);

/** Rows a second on `lanes` connections, `rows` a commit. */
async function raw(url: string, lanes: number, rows: number): Promise<number> {
  const { insert, end } = await openRaw(url, lanes, rows);
  const seconds = SECONDS / 2;
  const done = await saturate(lanes, seconds * 1000, insert);
  await end();
  return (done * rows) / seconds;
}

/** How long one row takes at an even rate, p99, ms: what the disk alone makes of it. */
async function rawP99(url: string, rate: number): Promise<number> {
  const { insert, end } = await openRaw(url, 32, 1);
  const times: number[] = [];
  await evenly(rate, (SECONDS / 2) * 1000, async (meantFor) => {
    await insert();
    times.push(performance.now() - meantFor);
  });
  await end();
  return percentile(times, 0.99);
}

async function openRaw(url: string, lanes: number, rows: number) {
  const pool = new pg.Pool({ connectionString: url, max: lanes });
  const shops = await pool.query<{ c: string; s: string }>(
    'select club_id as c, shop_id as s from shops',
  );
  let n = 0;
  const insert = async () => {
    const { c, s } = shops.rows[(n += 1) % shops.rows.length] ?? {};
    const ids = Array.from({ length: rows }, () => crypto.randomUUID());
    const values = rows === 1 ? [c, s, ids[0], BODY] : [c, s, BLOB, ids, STARTS];
    await pool.query({ name: `raw-${rows}`, text: rows === 1 ? ONE : MANY, values });
  };
  return { insert, end: () => pool.end() };
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return rows[0]?.server_version ?? 'unknown';
}

const bench = await openBench(CLUBS);
const postgres = await versionOf(bench.url);
const app = await startServer(bench.url, 'web');
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const single = await raw(bench.url, 32, 1);
  const grouped = await raw(bench.url, 2, GROUP);
  const base = { url: app.url, call: 'webhook', seconds: SECONDS, clubs: CLUBS } as const;
  const [full, effort] = await effortOf(bench, () => runLoad({ ...base, lanes: 64 }));
  const atRate = await runLoad({ ...base, lanes: 256, rate: 2000 });
  const single99 = await rawP99(bench.url, 2000);
  runs.push({ single, grouped, full, atRate, single99, appMs: effort.appMs / full.made });
}
await app.stop();
await bench.close();
report('door', {
  perSecond: median(runs.map(({ full }) => full.perSecond)),
  rawInsertPerSecond: median(runs.map(({ single }) => single)),
  rawGroupPerSecond: median(runs.map(({ grouped }) => grouped)),
  ratio: median(runs.map(({ full, single }) => full.perSecond / single)),
  groupRatio: median(runs.map(({ full, grouped }) => full.perSecond / grouped)),
  p99MsAt2000: median(runs.map(({ atRate }) => atRate.p99Ms)),
  rawP99MsAt2000: median(runs.map(({ single99 }) => single99)),
  p99MsSaturated: median(runs.map(({ full }) => full.p99Ms)),
  appMs: median(runs.map(({ appMs }) => appMs)),
  clubs: CLUBS,
  postgres,
});
process.exit(0);
