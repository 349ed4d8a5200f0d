/** A shop that connects has a past: all of it is read, it earns nothing by itself, and nobody hears of it. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DAY, MINUTE, SHOP, START } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { mugOf, newBuyer } from './nextOrderWorld.ts';
import {
  NOTHING,
  countOf,
  crashAt,
  healingOf,
  one,
  open,
  publish,
  slowDown,
  startWithPast,
  talkativeProgram,
  untilPastIs,
  whatWasSent,
} from './pastWorld.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const HOUR = 60 * MINUTE;

let world: World;
afterEach(() => world.stop());

const importOf = async () => (await healingOf(world)).import;
const ordersOfShop = () => world.sim.commerce.orders(SHOP);
const platformIds = async () =>
  (
    await world.owner.query<{ id: string }>('select platform_order_id as id from orders order by 1')
  ).rows.map(({ id }) => id);
const ids = (orders: readonly { id: string }[]) => orders.map(({ id }) => id).sort();

test('all of it is read, with its progress, and the books hold every order and no point', async () => {
  world = await startWithPast(60);
  await open(world);
  await untilPastIs(world, 'done');
  const past = await importOf();
  const orders = ordersOfShop();
  expect(past).toMatchObject({ state: 'done', read: orders.length, unreadable: 0, reason: null });
  expect(past.limitedToDays).toBeNull();
  const oldest = Math.min(...orders.map(({ placedAt }) => placedAt));
  expect(past.oldestAt).toBe(new Date(oldest).toISOString());
  expect(await platformIds()).toEqual(ids(orders));
  await publish(world);
  await world.pass(DAY);
  expect(await countOf(world, 'transfers')).toBe(0);
  expect(await whatWasSent(world)).toEqual(NOTHING);
  const { unrewarded } = await healingOf(world);
  const ours = orders.filter((order) => order.customerId !== null || order.customerName !== '');
  expect(unrewarded).toBeGreaterThan(0);
  expect(unrewarded).toBeLessThanOrEqual(ours.length);
  await expectSoundBooks(world);
});

test('cut off in the middle of a page, it goes on where it stood: nothing lost, nothing twice', async () => {
  world = await startWithPast(120);
  const orders = ordersOfShop();
  expect(orders.length).toBeGreaterThan(220);
  const heal = await crashAt(world, 'orders', orders.length - 10);
  await open(world);
  await untilPastIs(world, 'reading');
  const cut = await importOf();
  expect(cut.state).toBe('reading');
  expect(cut.read).toBe(await countOf(world, 'orders'));
  expect(cut.read).toBeGreaterThan(0);
  expect(cut.read).toBeLessThan(orders.length);
  await heal();
  await untilPastIs(world, 'done');
  expect(await platformIds()).toEqual(ids(orders));
  const counted = await one<{ asked: number; missing: number }>(
    world,
    `select asked, missing from order_readings where kind = 'history'`,
  );
  expect(counted).toEqual({ asked: orders.length, missing: orders.length });
  await expectSoundBooks(world);
});

test('an order that is placed meanwhile does not wait for the past', async () => {
  world = await startWithPast(200);
  expect(ordersOfShop().length).toBeGreaterThan(410);
  const hurry = await slowDown(world, 'orders', 1_500);
  await open(world);
  const body = { baseVersion: 0, program: talkativeProgram() };
  expect((await world.api('PUT', '/api/program', body)).status).toBe(200);
  let over = false;
  const going = (async () => {
    while (!over) await world.pass(10_000);
  })();
  await vi.waitFor(async () => expect((await importOf()).state).toBe('reading'), {
    timeout: 30_000,
    interval: 20,
  });
  const { id } = newBuyer(world);
  const cart = { lines: [{ variantId: mugOf(world), quantity: 2 }], codes: [], customerId: id };
  const buyer = { kind: 'customer' as const, customerId: id };
  world.sim.commerce.placeOrder(SHOP, { cart, buyer, source: 'web', paid: true, test: false });
  await world.sim.webhooks.settle();
  await vi.waitFor(async () => expect((await balanceOf(world, id)).pending).toBe(240), {
    timeout: 30_000,
    interval: 20,
  });
  expect((await importOf()).state).toBe('reading');
  await hurry();
  over = true;
  await going;
  await untilPastIs(world, 'done');
  expect(await platformIds()).toEqual(ids(ordersOfShop()));
  await expectSoundBooks(world);
}, 90_000);

describe('where the shop does not let us reach all of it', () => {
  test('60 days are read, and it says so; once it does, the rest is read too', async () => {
    world = await startWithPast(60, { readAllOrders: false });
    await open(world);
    await untilPastIs(world, 'done');
    const past = await importOf();
    const lately = ordersOfShop().filter(({ placedAt }) => placedAt >= START - 60 * DAY);
    expect(past).toMatchObject({ state: 'done', limitedToDays: 60, read: lately.length });
    expect((await healingOf(world)).unreached).toContain('olderOrders');
    expect(await platformIds()).toEqual(ids(lately));
    world.sim.approve(SHOP, { readAllOrders: true });
    await world.pass(DAY + HOUR);
    await untilPastIs(world, 'done');
    expect(await importOf()).toMatchObject({ limitedToDays: null });
    expect(await platformIds()).toEqual(ids(ordersOfShop()));
    await expectSoundBooks(world);
  });
});

describe('where no copy is to be had', () => {
  test.each(['fails', 'expires', 'truncated', 'cutsOff'] as const)(
    'a copy that %s is made up for',
    async (trouble) => {
      world = await startWithPast(20);
      world.sim.bulk.trouble(trouble);
      await open(world);
      await world.app.drain();
      await world.pass(MINUTE);
      world.sim.bulk.trouble(null);
      await world.pass(HOUR);
      await untilPastIs(world, 'done');
      expect(await platformIds()).toEqual(ids(ordersOfShop()));
      await expectSoundBooks(world);
    },
  );
});

test('who has bought before is no new friend, although it was before us', async () => {
  world = await startWithPast(20);
  const { commerce } = world.sim;
  const buyers = ordersOfShop().filter((order) => order.customerId !== null && !order.cancelledAt);
  const known = buyers[0]?.customerId ?? '';
  await open(world);
  await untilPastIs(world, 'done');
  await publish(world);
  const advocate = newBuyer(world);
  const variantId = mugOf(world);
  const lines = [{ variantId, quantity: 2 }];
  await world.buy({ buyer: { kind: 'customer', customerId: advocate.id }, lines });
  const { code } = await one<{ code: string }>(world, 'select code from referral_codes');
  commerce.customers(SHOP);
  const buy = (customerId: string) =>
    world.buy({ buyer: { kind: 'customer', customerId }, lines, codes: [code] });
  await buy(known);
  await buy(newBuyer(world).id);
  const { rows } = await world.owner.query<{ verdict: string }>(
    'select verdict from referrals order by placed_at, order_id',
  );
  expect(rows.map(({ verdict }) => verdict).sort()).toEqual(['friend', 'known']);
});
