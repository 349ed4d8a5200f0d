/**
 * A shopper's balance through the shopper's door (signature, Express, row-level security), at 200 a
 * second and as many as there is room for. The yardstick of the same run: bare node:http that runs the
 * same query in the same kind of transaction and answers its row.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { idsOf } from '../web/server/actions/installShop.ts';
import { STATE } from '../web/server/analytics/shopperState.ts';
import { effortOf, startServer } from './appRun.ts';
import { domainOf, median, openBench, report } from './harness.ts';
import { runLoad } from './load.ts';
import { addPeople } from './people.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const PEOPLE = 20_000;

async function startBare(url: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { clubId, shopId } = idsOf('shopify', domainOf(0));
  const options = '-c role=regulars_app -c timezone=UTC';
  const pool = new pg.Pool({ connectionString: url, max: 16, pipeline: true, options });
  const server = http.createServer((request, response) => {
    void read(request.url?.slice(1) ?? '').then((text) => {
      response.setHeader('content-type', 'application/json');
      response.end(text);
    });
  });
  async function read(customer: string): Promise<string> {
    const client = await pool.connect();
    const values = [clubId, shopId, new Date().toISOString(), customer];
    const answers = await Promise.all([
      client.query(`begin; set local regulars.club_id = '${clubId}'`),
      client.query<object>({ name: 'state', text: STATE, values }),
      client.query('commit'),
    ]);
    client.release();
    return JSON.stringify(answers[1].rows[0]);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}

const bench = await openBench(1);
await addPeople(bench, PEOPLE, 1_000);
const app = await startServer(bench.url, 'web');
const bare = await startBare(bench.url);
const base = { seconds: SECONDS, lanes: 32, customers: PEOPLE };
const ours = { ...base, url: app.url, call: 'state' } as const;
const theirs = { ...base, url: bare.url, call: 'bare' } as const;
const runs = [];
for (let run = 0; run < RUNS; run += 1) {
  const bareFull = await runLoad(theirs);
  const [full, { appMs, databaseMs }] = await effortOf(bench, () => runLoad(ours));
  const bareAtRate = await runLoad({ ...theirs, rate: 200 });
  const atRate = await runLoad({ ...ours, rate: 200 });
  const effort = { appMs: appMs / full.made, databaseMs: databaseMs / full.made };
  runs.push({ full, atRate, bareFull, bareAtRate, ...effort });
}
await app.stop();
await bare.stop();
await bench.close();
report('balance', {
  perSecond: median(runs.map(({ full }) => full.perSecond)),
  barePerSecond: median(runs.map(({ bareFull }) => bareFull.perSecond)),
  ratio: median(runs.map(({ full, bareFull }) => full.perSecond / bareFull.perSecond)),
  p95MsAt200: median(runs.map(({ atRate }) => atRate.p95Ms)),
  bareP95MsAt200: median(runs.map(({ bareAtRate }) => bareAtRate.p95Ms)),
  appMs: median(runs.map(({ appMs }) => appMs)),
  databaseMs: median(runs.map(({ databaseMs }) => databaseMs)),
  statuses: Object.keys(runs[0]?.full.statuses ?? {}).join(' '),
});
process.exit(0);
