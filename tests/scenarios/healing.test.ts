/**
 * Messages get lost. A shop is asked for what changed, and what it says ends in the same books as if
 * every message had come.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { DAY, MINUTE, SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { startHeardWorld } from './heardWorld.ts';
import { codeOf, mailsTo, newBuyer, withNextOrder } from './nextOrderWorld.ts';
import { healingOf } from './pastWorld.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const HOUR = 60 * MINUTE;

async function startShop(): Promise<{ world: World; mug: string }> {
  const world = await startHeardWorld({ program: withNextOrder() });
  const products = world.sim.commerce.products(SHOP);
  const found = products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  return { world, mug: found?.variants[0]?.id ?? '' };
}

const buyMugs = (world: World, mug: string, customerId: string, paid = true) =>
  world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mug, quantity: 2 }],
    paid,
  });

describe('a lost message', () => {
  let world: World;
  let mug: string;
  beforeAll(async () => {
    ({ world, mug } = await startShop());
  });
  afterEach(() => world.sim.webhooks.faults([]));
  afterAll(() => world.stop());

  const lose = () => world.sim.webhooks.faults([{ mode: 'drop' }]);
  const hear = () => world.sim.webhooks.faults([]);
  const newCustomer = () => newBuyer(world);
  const buyTwo = (customerId: string, paid = true) => buyMugs(world, mug, customerId, paid);

  type Row = [
    name: string,
    before: number,
    points: number,
    found: { missing: number; stale: number },
    paid: boolean,
    lost: (order: SimOrderSummary) => unknown,
  ];
  const rows: Row[] = [
    [
      'that it was paid',
      0,
      240,
      { missing: 0, stale: 1 },
      false,
      (o) => world.sim.commerce.markPaid(SHOP, o.id),
    ],
    [
      'that one of two went back',
      240,
      120,
      { missing: 0, stale: 1 },
      true,
      (o) =>
        world.sim.commerce.refund(SHOP, {
          orderId: o.id,
          lines: [{ lineId: o.lines[0]?.id ?? '', quantity: 1 }],
          shipping: false,
        }),
    ],
    [
      'that it was edited',
      240,
      120,
      { missing: 0, stale: 1 },
      true,
      (o) => world.sim.commerce.edit(SHOP, o.id, o.lines[0]?.id ?? '', 1),
    ],
    [
      'that it was cancelled',
      240,
      0,
      { missing: 0, stale: 1 },
      true,
      (o) => world.sim.commerce.cancel(SHOP, o.id, { refund: true }),
    ],
  ];

  test.each(rows)(
    'about an order, %s: %i points become %i',
    async (_, before, points, found, paid, lost) => {
      const { id } = newCustomer();
      const order = await buyTwo(id, paid);
      await world.pass(HOUR + MINUTE);
      expect((await balanceOf(world, id)).pending).toBe(before);
      const known = (await healingOf(world)).reconciliation.found;
      lose();
      lost(order);
      await world.settle();
      expect((await balanceOf(world, id)).pending).toBe(before);
      await world.pass(HOUR + MINUTE);
      expect((await balanceOf(world, id)).pending).toBe(points);
      const { reconciliation } = await healingOf(world);
      expect(reconciliation.found).toMatchObject({
        missing: known.missing + found.missing,
        stale: known.stale + found.stale,
        repaired: known.repaired + 1,
        pointsMoved: known.pointsMoved + Math.abs(points - before),
      });
      await expectSoundBooks(world);
    },
  );

  test('about an order that we never heard of: it is found, counted and shown', async () => {
    const { id } = newCustomer();
    await world.settle();
    const known = (await healingOf(world)).reconciliation.found;
    lose();
    await buyTwo(id);
    hear();
    expect((await balanceOf(world, id)).pending).toBe(0);
    await world.pass(HOUR + MINUTE);
    expect((await balanceOf(world, id)).pending).toBe(240);
    const { reconciliation } = await healingOf(world);
    expect(reconciliation.found.missing).toBe(known.missing + 1);
    expect(reconciliation.lastAt).toBe(new Date(world.sim.clock.now()).toISOString());
    expect(Date.parse(reconciliation.nextAt ?? '')).toBe(world.sim.clock.now() + HOUR);
  });

  test('what is still on its way is not counted as lost', async () => {
    await world.pass(HOUR);
    const { found: known, nextAt } = (await healingOf(world)).reconciliation;
    await world.pass(Date.parse(nextAt ?? '') - world.sim.clock.now() - MINUTE / 2);
    lose();
    const { id } = newCustomer();
    await buyTwo(id);
    hear();
    await world.pass(MINUTE / 2);
    const { found, lastAt } = (await healingOf(world)).reconciliation;
    expect(lastAt).toBe(nextAt);
    expect((await balanceOf(world, id)).pending).toBe(0);
    expect(found.missing).toBe(known.missing);
    const onTheWay = world.sim.webhooks.log().filter(({ status }) => status === 'dropped');
    for (const { webhookId } of onTheWay.slice(-3)) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    expect((await balanceOf(world, id)).pending).toBe(240);
    await world.pass(HOUR);
    expect((await healingOf(world)).reconciliation.found.missing).toBe(known.missing);
  });

  test('found late, it posts points and sends nothing: what is old news is not told again', async () => {
    const { id, email } = newCustomer();
    await world.settle();
    lose();
    const order = await buyTwo(id);
    hear();
    await world.pass(3 * DAY);
    expect((await balanceOf(world, id)).pending).toBe(240);
    expect((await codeOf(world, order))?.status).toBe('late');
    expect(await mailsTo(world, email)).toEqual([]);
  });

  test('found in time, it brings its code and its mail as if it had been told of', async () => {
    const { id, email } = newCustomer();
    await world.settle();
    lose();
    const order = await buyTwo(id);
    hear();
    await world.pass(HOUR + MINUTE);
    expect((await codeOf(world, order))?.status).toBe('open');
    expect(await mailsTo(world, email)).toHaveLength(1);
  });

  test('far behind, a copy of all orders is read, and the books are whole again', async () => {
    const { id } = newCustomer();
    await world.settle();
    lose();
    await buyTwo(id);
    await world.pass(30 * DAY);
    hear();
    await world.pass(MINUTE);
    expect((await balanceOf(world, id)).available).toBe(240);
    const { rows: looks } = await world.owner.query<{ how: string }>(
      `select how from order_readings where kind = 'recent' order by began_at desc limit 1`,
    );
    expect(looks).toEqual([{ how: 'copy' }]);
    await expectSoundBooks(world);
  });

  test('while the shop does not answer, nothing is set aside for a person, and it heals later', async () => {
    const { id } = newCustomer();
    await world.settle();
    lose();
    await buyTwo(id);
    hear();
    world.sim.api.faults([{ field: 'orders', mode: '500', times: 1_000 }]);
    for (let i = 0; i < 16; i += 1) await world.pass(HOUR);
    const parked = await world.owner.query(`select kind from deliveries where state = 'parked'`);
    expect(parked.rows).toEqual([]);
    expect((await healingOf(world)).reconciliation.reason).not.toBeNull();
    world.sim.api.faults([]);
    await world.pass(2 * HOUR);
    expect((await balanceOf(world, id)).pending).toBe(240);
    expect((await healingOf(world)).reconciliation.reason).toBeNull();
  });
});

// In a world of its own: what other stories lost would count against its topics.
describe('what a shop no longer tells', () => {
  let world: World;
  let mug: string;
  beforeAll(async () => {
    ({ world, mug } = await startShop());
  });
  afterAll(() => world.stop());

  test('topics that have fallen silent are subscribed to again, once a day', async () => {
    world.sim.webhooks.silence(SHOP, ['orders/create', 'orders/updated', 'orders/paid']);
    await world.pass(DAY + MINUTE);
    const { id } = newBuyer(world);
    await buyMugs(world, mug, id);
    expect((await balanceOf(world, id)).pending).toBe(0);
    await world.pass(HOUR + MINUTE);
    expect((await balanceOf(world, id)).pending).toBe(240);
    await world.pass(23 * HOUR);
    const { subscriptions } = await healingOf(world);
    expect(subscriptions.mended).toContain('orders/create');
    expect(subscriptions.checkedAt).not.toBeNull();
    const second = newBuyer(world);
    await buyMugs(world, mug, second.id);
    expect((await balanceOf(world, second.id)).pending).toBe(240);
  });
});
