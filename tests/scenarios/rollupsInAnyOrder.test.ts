/**
 * Random lives of orders, told in any order, some twice, and beside transactions that began early and
 * commit late: what is kept up bit by bit is what is made again from all orders, to the byte.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildRollups } from '../../web/server/actions/rollUp.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { inTransaction as begin } from '../../web/server/store/transaction.ts';
import type { InTransaction } from '../../web/server/store/transaction.ts';
import { dice } from '../chaos/random.ts';
import type { Dice } from '../chaos/random.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { rolledUp } from './rolledUp.ts';

const STEPS = 42;
const TOGETHER = 6;

let world: World;
let clubId: string;
beforeAll(async () => {
  world = await startWorld();
  const { rows } = await world.owner.query<{ id: string }>('select club_id as id from shops');
  clubId = rows[0]?.id ?? '';
});
afterAll(() => world.stop());

const dump = async () => {
  const days = await world.owner.query<{ row: string }>(
    'select d::text as row from buying_days d order by shopper_id, day',
  );
  const stats = await world.owner.query<{ row: string }>(
    'select s::text as row from buying_stats s order by shopper_id',
  );
  return [...days.rows, ...stats.rows].map(({ row }) => row);
};

async function rebuild(): Promise<void> {
  const db = openDatabase(world.databaseUrl, 2);
  const inTransaction: InTransaction = (club, work) => begin(db, club, work);
  await rebuildRollups({ inTransaction, now: world.app.now }, clubId);
  await db.end();
}

/** Orders and their worth, as the orders themselves say and as the rollups do. */
async function sums(): Promise<{ orders: string[]; rolled: string[] }> {
  const { rows } = await world.owner.query<{ said: string; rolled: string }>(
    `select (select count(*) || ' of ' || coalesce(sum(eligible_minor), 0) from orders
         where shopper_id is not null and eligible_minor > 0) as said,
       (select coalesce(sum(orders), 0) || ' of ' || coalesce(sum(amount_minor), 0) from buying_days)
         as rolled`,
  );
  return { orders: rows.map(({ said }) => said), rolled: rows.map(({ rolled }) => rolled) };
}

/** What one person at the shop does next; often it cannot be done, and is not. */
function act(random: Dice): void {
  const { commerce } = world.sim;
  const customers = commerce.customers(SHOP);
  const orders = commerce.orders(SHOP).filter(({ cancelledAt }) => cancelledAt === null);
  const kind = random.below(10);
  if (kind === 0 || customers.length < 3) {
    const email = `${random.below(1e9)}@example.com`;
    commerce.createCustomer(SHOP, { email, phone: null, firstName: 'A', lastName: 'B' });
    return;
  }
  if (kind === 1 && customers.length > 4) {
    const [kept, gone] = [random.one(customers), random.one(customers)];
    if (kept.id !== gone.id) commerce.mergeCustomers(SHOP, kept.id, gone.id);
    return;
  }
  if (orders.length === 0 || kind < 6) return;
  const order = random.one(orders);
  const line = random.one(order.lines);
  const lines = [{ lineId: line.id, quantity: 1 }];
  if (kind === 6) commerce.refund(SHOP, { orderId: order.id, lines, shipping: random.chance(50) });
  if (kind === 7) commerce.edit(SHOP, order.id, line.id, random.below(3));
  if (kind === 8) commerce.cancel(SHOP, order.id, { refund: true });
  if (kind === 9) commerce.markPaid(SHOP, order.id);
}

const possible = (work: () => void): void => {
  try {
    work();
  } catch {
    // The shop itself refuses: nothing is left of that line, or it is paid already.
  }
};

async function buy(random: Dice): Promise<void> {
  const { commerce } = world.sim;
  const variants = commerce.products(SHOP).flatMap((each) => each.variants);
  const line = () => ({ variantId: random.one(variants).id, quantity: 1 + random.below(3) });
  const guest = { kind: 'guest' as const, phone: null, firstName: 'G', lastName: 'H' };
  await world.buy({
    buyer: random.chance(20)
      ? { ...guest, email: `guest-${random.below(3)}@example.com` }
      : { kind: 'customer', customerId: random.one(commerce.customers(SHOP)).id },
    lines: random.chance(50) ? [line(), line()] : [line()],
    paid: random.chance(85),
  });
}

/** A transaction that takes its number now, and writes a copy of an order when it ends. */
async function slowWriter(): Promise<() => Promise<void>> {
  const client = new pg.Client(world.databaseUrl);
  await client.connect();
  await client.query('begin');
  await client.query('select pg_current_xact_id()');
  return async () => {
    const { rows } = await client.query<{ names: string }>(
      `select string_agg(column_name, ', ') as names from information_schema.columns
       where table_schema = 'public' and table_name = 'orders' and is_generated = 'NEVER'
         and column_name not in ('order_id', 'platform_order_id', 'changed_in', 'points', 'pending')`,
    );
    await client.query(
      `insert into orders (order_id, platform_order_id, ${rows[0]?.names})
       select gen_random_uuid(), 'late ' || gen_random_uuid(), ${rows[0]?.names} from orders
       where shopper_id is not null and eligible_minor > 0 order by order_id limit 1`,
    );
    // As whoever records an order asks, in the same commit.
    await client.query(
      `update deliveries set state = 'due', done_at = null, asked = asked + 1, due_at = created_at
       where kind = 'rollUp'`,
    );
    await client.query('commit');
    await client.end();
  };
}

test.each([1, 2])('life %i: kept up bit by bit is as made again', async (seed) => {
  const random = dice(seed);
  world.sim.webhooks.faults([{ mode: 'shuffle' }, { mode: 'duplicate', probability: 0.3 }], seed);
  let late: (() => Promise<void>) | null = null;
  for (let step = 1; step <= STEPS; step += 1) {
    if (random.chance(40)) await buy(random);
    else possible(() => act(random));
    world.sim.clock.advance(random.below(MINUTE));
    if (step % TOGETHER !== 0) continue;
    await world.settle();
    await world.pass(random.chance(30) ? random.below(2 * DAY) : MINUTE);
    if (late) {
      await late();
      late = null;
    } else if (random.chance(60)) {
      late = await slowWriter();
    }
  }
  await late?.();
  world.sim.webhooks.faults([]);
  await world.settle();
  await rolledUp(world);
  const { orders, rolled } = await sums();
  expect(rolled).toEqual(orders);
  const kept = await dump();
  expect(kept.length).toBeGreaterThan(5);
  await rebuild();
  expect(kept).toEqual(await dump());
});
