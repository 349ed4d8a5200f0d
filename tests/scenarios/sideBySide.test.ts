/** Work that goes on at the same time: nothing waits for a slow shop, nobody waits in a circle. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import pg from 'pg';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';

let world: World;
let mug: string;

beforeAll(async () => {
  const expiry = { kind: 'inactivity' as const, months: 12 };
  world = await startWorld({ program: aProgram({ expiry }), platformDeadlineMs: 8_000 });
  const products = world.sim.commerce.products(SHOP);
  const found = products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  mug = found?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

const newCustomer = () =>
  world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'A',
    lastName: 'B',
  });

const place = (customerId: string) =>
  world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mug, quantity: 2 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });

test('orders are recorded while the shop does not answer', async () => {
  const { id } = newCustomer();
  await world.settle();
  world.sim.api.faults([{ field: 'metafieldsSet', mode: 'timeoutBefore', times: 1 }]);
  place(id);
  await world.sim.webhooks.settle();
  await vi.waitFor(
    async () => {
      const { rows } = await world.owner.query(
        `select 1 from deliveries where kind = 'shopperCard' and lease_until > now()`,
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 5_000, interval: 20 },
  );
  const startedAt = performance.now();
  place(id);
  await world.sim.webhooks.settle();
  await vi.waitFor(async () => expect(await balanceOf(world, id)).toMatchObject({ pending: 480 }), {
    timeout: 6_000,
    interval: 20,
  });
  expect(performance.now() - startedAt).toBeLessThan(6_000);
});

test('a batch and a redemption of the same shopper never wait for one another', async () => {
  const { id } = newCustomer();
  place(id);
  await world.settle();
  const { rows } = await world.owner.query<{ shopper_id: string }>(
    `select shopper_id from identities where kind = 'customer' and value like '%:' || $1`,
    [id],
  );
  const shopperId = rows[0]?.shopper_id;
  // Another redemption holds the shopper, and will ask for their card.
  const other = new pg.Client(world.databaseUrl);
  await other.connect();
  // It looks for circles first, so that it is the one who would be thrown out.
  await other.query('begin; set local lock_timeout = 3000; set local deadlock_timeout = 20');
  await other.query('select from shoppers where shopper_id = $1 for update', [shopperId]);
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  place(id);
  world.sim.webhooks.faults([]);
  const order = lastBody(world, 'orders/create');
  // An old word about the customer, which changes nothing, and a new order in one batch.
  const customer = lastBody(world, 'customers/create').replace(
    /"updated_at":"[^"]*"/,
    '"updated_at":"2020-01-01T00:00:00Z"',
  );
  await world.owner.query('begin');
  await world.owner.query(
    `select pg_advisory_xact_lock(hashtextextended('club work ' || club_id, 0)) from clubs`,
  );
  await tell(world, { topic: 'customers/update', body: customer });
  await tell(world, { topic: 'orders/create', body: order });
  await world.owner.query('commit');
  const drained = world.app.drain();
  await vi.waitFor(
    async () => {
      const waiting = await world.owner.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock'
           and datname = current_database()`,
      );
      expect(waiting.rowCount).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 20 },
  );
  await other.query(
    `update deliveries set asked = asked + 1 where kind = 'shopperCard' and key = $1`,
    [shopperId],
  );
  await other.query('commit');
  await other.end();
  await drained;
  expect(await balanceOf(world, id)).toMatchObject({ pending: 480 });
  await expectSoundBooks(world);
});

test('an order that was cancelled before we heard of it is a sign of life like any other', async () => {
  const [told, late] = [newCustomer().id, newCustomer().id];
  for (const id of [told, late]) place(id);
  await world.settle();
  await world.pass(60 * DAY);
  const cancelled = place(told);
  await world.settle();
  world.sim.commerce.cancel(SHOP, cancelled.id, { refund: true });
  await world.settle();
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const second = place(late);
  world.sim.webhooks.faults([]);
  world.sim.commerce.cancel(SHOP, second.id, { refund: true });
  await world.settle();
  const ends = async (id: string) => {
    const { rows } = await world.owner.query<{ ends: Date }>(
      `select l.expires_at as ends from lots l join identities i using (club_id, shopper_id)
       where i.kind = 'customer' and i.value like '%:' || $1 and l.open > 0`,
      [id],
    );
    return rows.map(({ ends }) => ends.toISOString());
  };
  expect(await ends(late)).toEqual(await ends(told));
});
