/**
 * What the same work costs when the books are larger: the same short measurements at 10,000, 100,000
 * and 1,000,000 orders of one club, in one database that grows (BENCH_SIZES for others). Each figure
 * stands beside that of the smallest size; the yardstick is the path itself.
 */
import pg from 'pg';
import { recordBatch } from '../web/server/actions/recordMessages.ts';
import { redeemReward } from '../web/server/actions/redeemReward.ts';
import { contextOf } from '../web/server/actions/context.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import { auditClub } from '../web/server/analytics/audit.ts';
import { readShopperState } from '../web/server/analytics/shopperState.ts';
import type { AcceptInbox } from '../web/server/store/inbox.ts';
import { openInbox } from '../web/server/store/inbox.ts';
import type { Reach } from '../web/server/actions/context.ts';
import { effortOf, reachAt } from './appRun.ts';
import { EACH, fill } from './fill.ts';
import { checkDisk, domainOf, openBench, orderBody, report, saturate } from './harness.ts';
import { fillInbox } from './inboxFill.ts';

const SIZES = (process.env.BENCH_SIZES ?? '10000,100000,1000000').split(',').map(Number);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
/** What one order takes on the disk with all that belongs to it, and again while it is written. */
const ORDER_BYTES = 9_000;
const now = Date.parse('2026-06-01T12:00:00Z');
const shop = { ...idsOf('shopify', domainOf(0)), domain: domainOf(0), storefrontOrigin: '' };
const { clubId, shopId } = shop;
const BODY = Buffer.from(orderBody('1', '1', '2026-01-01T00:00:00Z'));

checkDisk(Math.max(...SIZES) * ORDER_BYTES + 2e9);
const bench = await openBench(1);
const reach = reachAt(bench.db, now);
const PATHS = ['door', 'orders', 'redeem', 'balance', 'audit'] as const;
type ByPath = Record<(typeof PATHS)[number], number>;
/** Rates a second, and processor time of one, ms: the latter minds less who else is at work. */
type Measured = { auditSeconds: number; perSecond: ByPath; cpuMs: ByPath };
const steps: Record<string, Measured & { transfers: number; fillSeconds: number }> = {};
let from = 0;
for (const size of SIZES) {
  const startedAt = performance.now();
  const transfers = await fill(bench, from, size, now);
  from = size;
  const fillSeconds = (performance.now() - startedAt) / 1000;
  steps[`${size}`] = { transfers, fillSeconds, ...(await measure(size)) };
}
await bench.close();
const small = steps[`${SIZES[0]}`];
const largest = steps[`${SIZES.at(-1)}`];
if (!small || !largest) throw new Error('BENCH_SIZES names no size');
const each = (of: (path: keyof ByPath) => number) =>
  Object.fromEntries(PATHS.map((path) => [path, of(path)]));
report('growth', {
  ...steps,
  kept: each((path) => largest.perSecond[path] / small.perSecond[path]),
  keptByCpu: each((path) => small.cpuMs[path] / largest.cpuMs[path]),
  auditFor10M: 1e7 / largest.perSecond.audit,
});
process.exit(0);

/** Each path on books of this size; of the audit a transfer is one. */
async function measure(size: number): Promise<Measured> {
  const people = Math.floor(size / EACH);
  const customer = (n: number) => `${8_000_000 + ((n * 7919) % people)}`;
  const inbox = openInbox(bench.db, () => {});
  let n = 0;
  const perSecond = {} as ByPath;
  const cpuMs = {} as ByPath;
  const noted = async (path: keyof ByPath, work: () => Promise<number>) => {
    const startedAt = performance.now();
    const [count, { appMs, databaseMs }] = await effortOf(bench, work);
    perSecond[path] = (count * 1000) / (performance.now() - startedAt);
    cpuMs[path] = (appMs + databaseMs) / count;
  };
  const timed = async (path: keyof ByPath, lanes: number, act: () => Promise<unknown>) => {
    await saturate(lanes, SECONDS * 500, async () => void (await act()));
    await noted(path, () => saturate(lanes, SECONDS * 1000, async () => void (await act())));
  };
  await timed('door', 64, () => knock(inbox));
  await timed('balance', 8, () =>
    reach.inTransaction(clubId, (tx) =>
      readShopperState(tx, { shopId, customerId: customer((n += 1)), now, alone: true }),
    ),
  );
  await timed('redeem', 16, () => take(reach, customer((n += 1))));
  const record = () =>
    reach.inTransaction(clubId, (tx) => recordBatch(tx, contextOf(reach), reach.platform));
  const recordAll = async () => {
    while ((await record()).length > 0);
    return SECONDS * 1000;
  };
  await bringOrders(size, size + 50_000_000);
  await recordAll();
  await bringOrders(size, size);
  await noted('orders', recordAll);
  let audited = 0;
  await noted('audit', async () => {
    const { transfers, findings } = await auditClub(bench.url, clubId);
    if (findings.length > 0) throw new Error(`the books are wrong: ${findings[0]?.text}`);
    return (audited = transfers);
  });
  return { auditSeconds: audited / perSecond.audit, perSecond, cpuMs };
}

function knock(inbox: AcceptInbox): Promise<boolean> {
  return inbox({
    platform: 'shopify',
    shopDomain: domainOf(0),
    webhookId: crypto.randomUUID(),
    topic: 'later',
    triggeredAt: now,
    // Never due, so that it is in nobody's way.
    receivedAt: now + 400 * 86_400_000,
    body: BODY,
  });
}

async function take({ inTransaction }: Reach, customerId: string): Promise<void> {
  const input = { shop, customerId, redemptionId: crypto.randomUUID(), rewardId: 'one', points: 1 };
  const done = await inTransaction(clubId, (tx) => redeemReward(tx, contextOf(reach), input));
  if (!done.ok && done.kind !== 'tooManyCodes') throw new Error(done.kind);
}

/** New orders of shoppers who have others, put into the inbox; `first` numbers them. */
async function bringOrders(size: number, first: number): Promise<void> {
  const client = new pg.Client(bench.url);
  await client.connect();
  await client.query('delete from inbox where payload is not null');
  await client.end();
  const people = Math.min(2000, size / EACH);
  await fillInbox(bench, {
    count: SECONDS * 1000,
    clubs: 1,
    people,
    at: now,
    first,
    customer: 8_000_000,
  });
}
