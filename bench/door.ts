/**
 * Webhooks accepted and durable, over HTTP, from a second process, for 20 clubs; beside it, in the same
 * run, the yardstick: the same rows put down one commit each by plain SQL on 32 connections.
 */
import { spawn } from 'node:child_process';
import pg from 'pg';
import { readConfig } from '../web/server/config.ts';
import { startApp } from '../web/server/main.ts';
import { SECRET, domainOf, median, openBench, orderBody, report, saturate } from './harness.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const RUNS = 3;
const CLUBS = 20;

async function yardstick(url: string): Promise<number> {
  const body = Buffer.from(orderBody('1', '1', '2026-01-01T00:00:00Z'));
  const pool = new pg.Pool({ connectionString: url, max: 32 });
  const { rows } = await pool.query<{ c: string; s: string }>(
    'select club_id as c, shop_id as s from shops',
  );
  let n = 0;
  const done = await saturate(32, SECONDS * 1000, async () => {
    const shop = rows[(n += 1) % rows.length];
    await pool.query({
      name: 'raw',
      text: `insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at,
        payload, due_at) values ($1, $2, $3, 'raw', now(), now(), $4, 'infinity')
        on conflict do nothing`,
      values: [shop?.c, shop?.s, `raw-${process.hrtime.bigint()}-${n}`, body],
    });
  });
  await pool.end();
  return done / SECONDS;
}

/** The load comes from another process; it prints one JSON line. */
function load(appUrl: string): Promise<{ perSecond: number; p99Ms: number }> {
  const child = spawn(process.execPath, [`${import.meta.dirname}/doorLoad.ts`], {
    env: { ...process.env, APP: appUrl, SECRET, SECONDS: String(SECONDS), CLUBS: String(CLUBS) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(out) as { perSecond: number; p99Ms: number });
      else reject(new Error(`the load generator ended with ${code}`));
    });
  });
}

const bench = await openBench(CLUBS);
const app = await startApp(
  readConfig({
    DATABASE_URL: bench.url,
    SHOPIFY_API_KEY: 'bench',
    SHOPIFY_API_SECRET: SECRET,
    APP_URL: 'http://localhost',
    PORT: '0',
    HOST: '127.0.0.1',
    ROLE: 'web',
    LOG_LEVEL: 'error',
  }),
);
const doors: { perSecond: number; p99Ms: number }[] = [];
const raws: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  raws.push(await yardstick(bench.url));
  doors.push(await load(app.url));
}
await app.stop();
await bench.stop();
const door = median(doors.map((d) => d.perSecond));
const raw = median(raws);
report('door', {
  acceptedPerSecond: Math.round(door),
  rawInsertPerSecond: Math.round(raw),
  ratio: Number((door / raw).toFixed(2)),
  p99Ms: Number(median(doors.map((d) => d.p99Ms)).toFixed(1)),
  clubs: CLUBS,
  firstShop: domainOf(0),
});
process.exit(0);
