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
import { WARM_SECONDS, runLoad } from './load.ts';
import { recorded, replay } from './replay.ts';
import type { Recording } from './replay.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 12_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const CLUBS = 4;
const LANES = 2;
const now = Date.parse('2026-06-01T12:00:00Z');

/** Says at each commit which messages it handled: whoever asks again and again is a load of its own. */
const TOLD = `
  create function told() returns trigger language plpgsql as $$ begin
    perform pg_notify('handled', (extract(epoch from received_at) * 1000)::text || ' ' || webhook_id)
    from changed where state = 'handled';
    return null;
  end $$;
  create trigger told after update on inbox referencing new table as changed
    for each statement execute function told()`;

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

/** How long each order waits from its arrival until its points are committed, ms. */
async function arrivalToPoints(url: string): Promise<number[]> {
  const owner = new pg.Client(url);
  await owner.connect();
  await owner.query('delete from inbox');
  await owner.query(TOLD);
  const times: number[] = [];
  // With its id: what is told twice in one commit in the same words is told once.
  owner.on('notification', ({ payload = '' }) => {
    times.push(Date.now() - Number(payload.split(' ')[0]));
  });
  await owner.query('listen handled');
  const app = await startServer(url, 'all');
  const load = { url: app.url, call: 'order', lanes: 64, rate: 200, clubs: CLUBS } as const;
  const all = 200 * (WARM_SECONDS + SECONDS);
  await runLoad({ ...load, seconds: SECONDS });
  while (times.length < all) await new Promise((resolve) => setTimeout(resolve, 50));
  await app.stop();
  await owner.end();
  return times.slice(200 * WARM_SECONDS);
}
