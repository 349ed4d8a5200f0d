/**
 * Redemptions through the shopper's door, without the platform's call (it cannot be reached here, so
 * each answers 202): 2,000 shoppers, 32 at once, and one shopper raced by all of them. Beside it, in
 * the same run, the yardstick: the same door's cheapest answer, a refused signature.
 */
import { v7 as newId } from 'uuid';
import { readConfig } from '../web/server/config.ts';
import { startApp } from '../web/server/main.ts';
import { proxyQuery } from '../tests/signing.ts';
import { SECRET, domainOf, median, openBench, percentile, report, saturate } from './harness.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const SHOPPERS = 2_000;
const shop = domainOf(0);

const bench = await openBench(1);
const { idsOf } = await import('../web/server/actions/installShop.ts');
const { clubId, shopId } = idsOf('shopify', shop);
const { inTransaction } = await import('../web/server/store/transaction.ts');
await inTransaction(bench.db, clubId, async (tx) => {
  const people = Array.from({ length: SHOPPERS }, (_, n) => ({ id: newId(), n }));
  await tx.query(
    `insert into shoppers (club_id, shopper_id, first_seen_at, available)
     select $1, p, now(), 1000000 from unnest($2::uuid[]) p`,
    [clubId, people.map((p) => p.id)],
  );
  await tx.query(
    `insert into identities (club_id, kind, value, shopper_id)
     select $1, 'customer', $2 || ':' || n, p from unnest($3::uuid[], $4::int[]) as r(p, n)`,
    [clubId, shopId, people.map((p) => p.id), people.map((p) => p.n)],
  );
  await tx.query(
    `insert into lots (club_id, lot_id, shopper_id, points, open, available_at)
     select $1, gen_random_uuid(), p, 1000000, 1000000, now() from unnest($2::uuid[]) p`,
    [clubId, people.map((p) => p.id)],
  );
});

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
    POOL_SIZE: '16',
  }),
);

async function redeem(customer: number, secret: string): Promise<number> {
  const query = proxyQuery(shop, String(customer), Date.now(), {}, secret);
  const response = await fetch(`${app.url}/proxy/redemptions?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regulars': '1', origin: `https://${shop}` },
    body: JSON.stringify({ id: crypto.randomUUID(), rewardId: 'one', points: 1 }),
  });
  await response.arrayBuffer();
  return response.status;
}

const times: number[] = [];
const statuses = new Map<number, number>();
const note = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
const rates: number[] = [];
const refusals: number[] = [];
for (let run = 0; run < 3; run += 1) {
  let n = 0;
  refusals.push((await saturate(32, 2_000, async () => void (await redeem(1, 'wrong')))) / 2);
  const done = await saturate(32, SECONDS * 1000, async () => {
    const startedAt = performance.now();
    note(await redeem((n += 1) % SHOPPERS, SECRET));
    times.push(performance.now() - startedAt);
  });
  rates.push(done / SECONDS);
}
await app.stop();
await bench.stop();
report('redeem', {
  perSecond: Math.round(median(rates)),
  refusedPerSecond: Math.round(median(refusals)),
  p95Ms: Number(percentile(times, 0.95).toFixed(1)),
  statuses: JSON.stringify(Object.fromEntries(statuses)),
});
process.exit(0);
