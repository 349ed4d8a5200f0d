/** What tiers count, read for many shoppers at once, from orders that came by signed webhooks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standingAt } from '../../web/server/domain/tiers.ts';
import { countedOrder, countedStored, worthBy } from '../../web/server/domain/tiersCounted.ts';
import type { Counted } from '../../web/server/domain/tiersCounted.ts';
import type { OrderFacts } from '../../web/server/domain/orderFacts.ts';
import type { SeenOfOrder } from '../../web/server/domain/orderSeen.ts';
import type { ProgramVersion, Tiers } from '../../web/server/domain/program.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import type { Database } from '../../web/server/store/connections.ts';
import { readVersionsFast } from '../../web/server/store/programs.ts';
import {
  ORDERS_FOR_TIERS,
  readActionsForTiers,
  readOrdersForTiers,
} from '../../web/server/store/tiers.ts';
import { inTransaction } from '../../web/server/store/transaction.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { liveThroughOrders } from './orderLife.ts';

const KINDS = ['points', 'spend', 'orders'] as const;
let world: World;
let db: Database;
let clubId: string;
let versions: readonly ProgramVersion[];

const tx = <T>(work: Parameters<typeof inTransaction<T>>[2]) => inTransaction(db, clubId, work);

beforeAll(async () => {
  const campaign = { id: 'more', rule: 'perOrder', args: { points: 7, minimumMinor: 0 } };
  const open = { from: null, until: null, tiers: [], budgetPoints: 20, firstShoppers: null };
  world = await startWorld({
    program: aProgram({ holdOut: false, campaigns: [{ ...campaign, ...open, name: 'More' }] }),
  });
  await liveThroughOrders(world);
  db = openDatabase(world.databaseUrl, 2);
  const { rows } = await world.owner.query<{ id: string }>('select club_id as id from clubs');
  clubId = rows[0]?.id ?? '';
  versions = await tx(readVersionsFast);
});
afterAll(async () => {
  await db.end();
  await world.stop();
});

type Row = {
  shopperId: string;
  id: string;
  facts: OrderFacts;
  seen: SeenOfOrder | null;
  points: string;
  refunded: boolean;
};
const everyOrder = async () =>
  (
    await world.owner.query<Row>(
      `select shopper_id as "shopperId", platform_order_id as id, facts, seen, points,
         facts -> 'refunds' <> '[]' as refunded from orders`,
    )
  ).rows;
const current = () => {
  const program = versions.at(-1)?.program;
  if (!program) throw new Error('no program');
  return program;
};
const inOrder = (all: readonly Counted[]) =>
  all.toSorted((a, b) => (a.platformOrderId ?? '').localeCompare(b.platformOrderId ?? ''));

test.each(KINDS)('by %s, what is stored tells the same as all that was told', async (by) => {
  const orders = await everyOrder();
  expect(orders.filter(({ refunded }) => refunded).length).toBeGreaterThan(10);
  const program = current();
  const worth = (seen: SeenOfOrder | null) => worthBy(by, program, { program, seen });
  const told = orders.flatMap((row) => countedOrder(row.id, row.facts, worth(row.seen)) ?? []);
  const ids = [...new Set(orders.map(({ shopperId }) => shopperId))];
  const inFull = by === 'points' ? versions.map(({ version }) => version) : [];
  const stored = await tx((one) => readOrdersForTiers(one, ids, inFull));
  const counted = stored.flatMap((row) => countedStored(by, program, versions, row) ?? []);
  expect(inOrder(counted)).toEqual(inOrder(told));
  expect(stored.filter(({ facts }) => facts === null).length > 0).toBe(by !== 'points');
  expect(counted.filter(({ later }) => later.length > 0).length).toBeGreaterThan(0);
});

test('a standing is that of all a shopper bought, less what went back', async () => {
  const orders = await everyOrder();
  const [shopperId = ''] = orders.map((each) => each.shopperId);
  const stored = await tx((one) => readOrdersForTiers(one, [shopperId], []));
  const program = current();
  const counted = stored.flatMap((row) => countedStored('spend', program, versions, row) ?? []);
  const spent = stored.reduce((sum, { salesMinor }) => sum + salesMinor, 0);
  expect(spent).toBeGreaterThan(0);
  const level = { name: 'Gold', multiplierBasisPoints: 10_000, entryPoints: 0, birthdayPoints: 0 };
  const asking = (from: number): Tiers => ({
    by: 'spend',
    over: 'lifetime',
    graceDays: 60,
    levels: [{ ...level, id: 'gold', from, perks: [] }],
  });
  const at = world.sim.clock.now() + DAY;
  const held = (from: number) => standingAt(asking(from), counted, at, 'UTC').tierId;
  expect([held(spent), held(spent + 1)]).toEqual(['gold', null]);
});

test('points of what is no order are dated when it happened', async () => {
  const [shopperId = ''] = (await everyOrder()).map((each) => each.shopperId);
  await world.owner.query(
    `insert into actions (club_id, action_id, shop_id, shopper_id, source, key, action, occurred_at,
       recorded_at, outcome, points, pending, ready_at, member_since)
     select club_id, gen_random_uuid(), shop_id, $1, 'api', 'survey/1', 'survey',
       '2026-02-03T04:05:06Z', now(), 'earned', 30, 30, '2026-02-03T04:05:06Z', now() from shops`,
    [shopperId],
  );
  const read = await tx((one) => readActionsForTiers(one, [shopperId]));
  const at = Date.parse('2026-02-03T04:05:06Z');
  const counted = { platformOrderId: null, at, amount: 30n, later: [] };
  expect(read).toEqual([{ shopperId, counted }]);
});

type Plan = { 'Node Type': string; 'Index Name'?: string; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

test('many shoppers of many more are one look into an index', async () => {
  const { owner } = world;
  await owner.query(
    `insert into orders select copy.* from orders o, generate_series(1, 8000) n,
       lateral jsonb_populate_record(o, jsonb_build_object('order_id', gen_random_uuid(),
         'platform_order_id', 'c' || n, 'checkout_token', null, 'shopper_id',
         '0190aaaa-0000-7000-8000-' || lpad((n / 4)::text, 12, '0'))) copy
     where o.order_id = (select order_id from orders where shopper_id is not null limit 1)`,
  );
  await owner.query('analyze orders');
  const ids = Array.from(
    { length: 200 },
    (_, i) => `0190aaaa-0000-7000-8000-${String(i * 10 + 1).padStart(12, '0')}`,
  );
  expect(await tx((one) => readOrdersForTiers(one, ids, []))).toHaveLength(800);
  const { rows } = await owner.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `explain (format json) ${ORDERS_FOR_TIERS}`,
    [clubId, ids, [], null],
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  const scans = plan ? nodesOf(plan).filter((node) => node['Node Type'].endsWith('Scan')) : [];
  expect(scans.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  expect(scans.flatMap((node) => node['Index Name'] ?? [])).toContainEqual(
    expect.stringMatching(/^orders_(past|shopper)_idx$/),
  );
});
