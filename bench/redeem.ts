/**
 * Redemptions through the shopper's door, without the platform's call: the shop has no token, so each
 * is held, its delivery is due, and the answer is 202. At 200 a second, as many as there is room for,
 * and one shopper raced by all at once. The yardstick: the statements of as many redemptions, sent again
 * by plain `pg` to a copy of the database.
 */
import { redeemReward } from '../web/server/actions/redeemReward.ts';
import { contextOf } from '../web/server/actions/context.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import { effortOf, reachAt, startServer } from './appRun.ts';
import { SECRET, domainOf, median, openBench, report } from './harness.ts';
import { runLoad } from './load.ts';
import type { Loaded } from './load.ts';
import { addPeople } from './people.ts';
import { recorded, replay } from './replay.ts';
import type { Recording } from './replay.ts';
import { proxyQuery } from '../tests/signing.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const PEOPLE = 20_000;
const REPLAYED = 4_000;
const LANES = 16;

const bench = await openBench(1);
await addPeople(bench, PEOPLE, 1_000);
const recording = await record();
const copies = [];
for (let run = 0; run < RUNS; run += 1) copies.push(await bench.copy(`copy_${run}`));
const app = await startServer(bench.url, 'web');
const runs: { atRate: Loaded; full: Loaded; sql: number; appMs: number; databaseMs: number }[] = [];
for (const copy of copies) {
  const atRate = await load(200);
  const [full, { appMs, databaseMs }] = await effortOf(bench, () => load());
  const sql = REPLAYED / (await replay(copy, recording, LANES));
  runs.push({ atRate, full, sql, appMs: appMs / full.made, databaseMs: databaseMs / full.made });
}
const race = await raceOne();
await app.stop();
await bench.close();
const perSecond = median(runs.map(({ full }) => full.perSecond));
const sqlPerSecond = median(runs.map(({ sql }) => sql));
report('redeem', {
  perSecond,
  sqlPerSecond,
  ratio: median(runs.map(({ full, sql }) => full.perSecond / sql)),
  p95MsAt200: median(runs.map(({ atRate }) => atRate.p95Ms)),
  p95MsSaturated: median(runs.map(({ full }) => full.p95Ms)),
  appMs: median(runs.map(({ appMs }) => appMs)),
  databaseMs: median(runs.map(({ databaseMs }) => databaseMs)),
  statuses: runs.map(({ full }) => JSON.stringify(full.statuses)).join(' '),
  ...race,
});
process.exit(0);

function load(rate?: number): Promise<Loaded> {
  const base = { url: app.url, call: 'redeem', seconds: SECONDS, lanes: 32 } as const;
  return runLoad({ ...base, customers: PEOPLE, ...(rate === undefined ? {} : { rate }) });
}

/** The statements of redemptions by as many shoppers, taken on a copy that is thrown away. */
async function record(): Promise<Recording> {
  const made: Recording = [];
  const reach = reachAt(bench.db, Date.now());
  const { clubId, shopId } = idsOf('shopify', domainOf(0));
  const shop = { clubId, shopId, domain: domainOf(0), storefrontOrigin: '' };
  class Undone extends Error {}
  for (let n = 0; n < REPLAYED; n += 1) {
    const input = { shop, customerId: String(n), rewardId: 'one', points: 1 };
    const redemptionId = crypto.randomUUID();
    await reach
      .inTransaction(clubId, (outer) =>
        recorded((_, work) => work(outer), made)(clubId, async (tx) => {
          const done = await redeemReward(tx, contextOf(reach), { ...input, redemptionId });
          if (!done.ok) throw new Error(done.kind);
        }).then(() => {
          throw new Undone();
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
  }
  return made;
}

/** A shopper who can pay for ten, asked for 200 at once: ten codes, and no error. */
async function raceOne(): Promise<{
  raceWinners: number;
  raceRefused: number;
  raceErrors: number;
}> {
  await bench.owner(
    `update shoppers set available = 10 where shopper_id = (select shopper_id from identities
       where kind = 'customer' and value like '%:0')`,
  );
  await bench.owner(
    `update lots set open = 10 where shopper_id = (select shopper_id from identities
       where kind = 'customer' and value like '%:0')`,
  );
  await bench.owner('update redemptions set status = $1', ['used']);
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const query = proxyQuery(domainOf(0), '0', Date.now(), {}, SECRET);
      const answer = await fetch(`${app.url}/proxy/redemptions?${query}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-regulars': '1',
          origin: `https://${domainOf(0)}`,
        },
        body: JSON.stringify({ id: crypto.randomUUID(), rewardId: 'one', points: 1 }),
      });
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  const count = (wanted: (status: number) => boolean) => statuses.filter(wanted).length;
  return {
    raceWinners: count((s) => s === 200 || s === 202),
    raceRefused: count((s) => s === 409),
    raceErrors: count((s) => s >= 500),
  };
}
