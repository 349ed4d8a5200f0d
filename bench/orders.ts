/**
 * Order messages to posted points: new orders lie in the inboxes of 4 clubs, and the worker works until
 * none is left. The yardstick of the same run: the very statements it sent, sent again by plain `pg` to
 * a copy of the database. And at 200 a second with the door on: from arrival to posted points.
 */
import pg from 'pg';
import { openDatabase } from '../web/server/store/connections.ts';
import { dueClubs } from '../web/server/store/deliveries.ts';
import { workOnBooks } from '../web/server/worker/pulse.ts';
import { effortOf, reachAt, startServer } from './appRun.ts';
import { median, openBench, percentile, report } from './harness.ts';
import { fillInbox } from './inboxFill.ts';
import { runLoad } from './load.ts';
import { recorded, replay } from './replay.ts';
import type { Recording } from './replay.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 12_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const CLUBS = 4;
const LANES = 2;
const now = Date.parse('2026-06-01T12:00:00Z');

const bench = await openBench(CLUBS);
await fillInbox(bench, { count: ORDERS, clubs: CLUBS, people: 1000, at: now });
const runs = [];
// The first one warms up and is not counted.
for (let run = 0; run <= RUNS; run += 1) {
  const recording: Recording = [];
  const { seconds, appMs, databaseMs } = await work(await bench.copy('worked'), recording);
  const sql = ORDERS / (await replay(await bench.copy('replayed'), recording, LANES));
  const [app, database] = [appMs / ORDERS, databaseMs / ORDERS];
  if (run > 0) runs.push({ worked: ORDERS / seconds, sql, app, database });
}
const latency = await arrivalToPoints(await bench.copy('lived'));
await bench.close();
report('orders', {
  perSecond: median(runs.map(({ worked }) => worked)),
  sqlPerSecond: median(runs.map(({ sql }) => sql)),
  ratio: median(runs.map(({ worked, sql }) => worked / sql)),
  appMs: median(runs.map(({ app }) => app)),
  databaseMs: median(runs.map(({ database }) => database)),
  p50MsAt200: percentile(latency, 0.5),
  p99MsAt200: percentile(latency, 0.99),
  orders: ORDERS,
});
process.exit(0);

async function work(url: string, recording: Recording) {
  const db = openDatabase(url, 4);
  const reach = reachAt(db, now);
  const deps = {
    reach: { ...reach, inTransaction: recorded(reach.inTransaction, recording) },
    dueClubs: () => dueClubs(db, now, Date.now()),
    onError: (error: unknown) => {
      throw error;
    },
  };
  const startedAt = performance.now();
  const [, effort] = await effortOf(bench, async () => {
    while (await workOnBooks(deps));
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await db.end();
  return { seconds, ...effort };
}

/** How long each order waits from its arrival until its points are committed, ms, as seen by polling. */
async function arrivalToPoints(url: string): Promise<number[]> {
  const owner = new pg.Client(url);
  await owner.connect();
  await owner.query('delete from inbox');
  const app = await startServer(url, 'all');
  const load = { url: app.url, call: 'order', lanes: 64, rate: 200, clubs: CLUBS } as const;
  const seen = new Set<string>();
  const times: number[] = [];
  let over = false;
  const watch = async () => {
    while (!over || times.length < 200 * SECONDS) {
      const { rows } = await owner.query<{ id: string; at: Date }>(
        `select webhook_id as id, received_at as at from inbox
         where state = 'handled' and received_at > now() - interval '20 seconds'`,
      );
      for (const { id, at } of rows) {
        if (seen.has(id)) continue;
        seen.add(id);
        times.push(Date.now() - at.getTime());
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  await Promise.all([watch(), runLoad({ ...load, seconds: SECONDS }).then(() => (over = true))]);
  await app.stop();
  await owner.end();
  return times;
}
