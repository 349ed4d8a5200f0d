/**
 * History taken in: past orders, as the platform is asked for them, recorded in batches of 200 in one
 * club, without messages. The yardstick of the same run: the statements that were sent, sent again by
 * plain `pg` to a copy of the database.
 */
import { recordOrders } from '../web/server/actions/recordOrders.ts';
import type { OrderWork } from '../web/server/actions/recordOrders.ts';
import { contextOf } from '../web/server/actions/context.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import { openDatabase } from '../web/server/store/connections.ts';
import { waitForClub } from '../web/server/store/inbox.ts';
import { effortOf, reachAt } from './appRun.ts';
import { domainOf, median, openBench, orderBody, report } from './harness.ts';
import { recorded, replay } from './replay.ts';
import type { Recording } from './replay.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 10_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const BATCH = 200;
const now = Date.parse('2026-06-01T12:00:00Z');
const { clubId, shopId } = idsOf('shopify', domainOf(0));

const bench = await openBench(1);
const batches = snapshots();
const runs = [];
for (let run = 0; run <= RUNS; run += 1) {
  const recording: Recording = [];
  const db = openDatabase(await bench.copy('taken'), 2);
  const reach = reachAt(db, now);
  const inTransaction = recorded(reach.inTransaction, recording);
  const startedAt = performance.now();
  const [, effort] = await effortOf(bench, async () => {
    for (const works of batches) {
      await inTransaction(clubId, async (tx) => {
        await waitForClub(tx);
        await recordOrders(tx, contextOf(reach), { shopId, timeZone: 'Europe/Berlin' }, works);
      });
    }
  });
  const worked = (ORDERS * 1000) / (performance.now() - startedAt);
  await db.end();
  const sql = ORDERS / (await replay(await bench.copy('replayed'), recording, 1));
  if (run > 0) runs.push({ worked, sql, appMs: effort.appMs / ORDERS });
}
await bench.close();
report('import', {
  perSecond: median(runs.map(({ worked }) => worked)),
  sqlPerSecond: median(runs.map(({ sql }) => sql)),
  ratio: median(runs.map(({ worked, sql }) => worked / sql)),
  appMs: median(runs.map(({ appMs }) => appMs)),
  orders: ORDERS,
});
process.exit(0);

/** Batches of orders of 2,000 shoppers over a year, read beforehand: reading is the platform's part. */
function snapshots(): OrderWork[][] {
  const { platform } = reachAt(bench.db, now);
  const all = Array.from({ length: ORDERS }, (_, n): OrderWork => {
    const placedAt = new Date(now - (ORDERS - n) * 3_000_000).toISOString();
    const body = Buffer.from(
      orderBody(String(9_000_000_000 + n), String(6_000_000 + (n % 2_000)), placedAt),
    );
    const told = platform.translate('orders/paid', body, now);
    if (told.kind !== 'order') throw new Error(`an order was read as ${told.kind}`);
    return { platformOrderId: told.snapshot.platformOrderId, snapshot: told.snapshot };
  });
  return Array.from({ length: Math.ceil(ORDERS / BATCH) }, (_, n) =>
    all.slice(n * BATCH, (n + 1) * BATCH),
  );
}
