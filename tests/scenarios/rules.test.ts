/** Rules and campaigns, from signed webhooks to the books. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramAnswer, ProgramBody } from '../../web/contract/merchant.ts';
import type { History, WaysToEarn } from '../../web/contract/shopper.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';
import { buyMugs, mugOf, newBuyer, refundAll, withNextOrder } from './nextOrderWorld.ts';

const HOUR = 60 * MINUTE;
const everyOrder = { minimumMinor: 0 };
const everyOther = { points: 10, every: 2, ...everyOrder };
const program = (over: Partial<ProgramBody> = {}): ProgramBody =>
  aProgram({
    holdOut: false,
    rules: [
      { id: 'welcome', rule: 'firstOrder', args: { points: 100, ...everyOrder } },
      { id: 'second', rule: 'nthOrder', args: { points: 50, nth: 2, ...everyOrder } },
      { id: 'back', rule: 'comeback', args: { points: 70, days: 60, ...everyOrder } },
    ],
    ...over,
  });

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: program() });
});
afterAll(() => world.stop());

const onTheWay = async (customerId: string) => (await balanceOf(world, customerId)).pending;
const pointsOf = async (order: { id: string }) => {
  const { rows } = await world.owner.query<{ points: string }>(
    'select points from orders where platform_order_id = $1',
    [order.id.split('/').at(-1)],
  );
  return Number(rows[0]?.points);
};

let versions = 1;
async function publish(next: ProgramBody): Promise<void> {
  // The shop's clock may have gone ahead of the app's.
  await world.pass(MINUTE);
  const put = { baseVersion: versions, program: next };
  const { status, text } = await world.api<ProgramAnswer>('PUT', '/api/program', put);
  if (status !== 200) throw new Error(text);
  versions += 1;
}

/** One mug of 24.00, which is 120 points; its messages are on their way. */
const placeMug = (customerId: string) =>
  world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mugOf(world), quantity: 1 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });

// Two mugs are 48.00, which is 240 points.
test('a first order, a second one, and one after a long while', async () => {
  const { id } = newBuyer(world);
  const first = await buyMugs(world, id);
  expect(await pointsOf(first)).toBe(340);
  await world.pass(HOUR);
  const second = await buyMugs(world, id);
  expect(await pointsOf(second)).toBe(290);
  await world.pass(60 * DAY);
  const third = await buyMugs(world, id);
  expect(await pointsOf(third)).toBe(310);
  await expectSoundBooks(world);
});

test('a first order that is heard of late makes the second one the second', async () => {
  const { id } = newBuyer(world);
  const earlier = world.sim.clock.now();
  world.sim.clock.advance(HOUR);
  const heardFirst = await buyMugs(world, id);
  expect(await pointsOf(heardFirst)).toBe(340);
  const late = await buyMugs(world, id, { placedAt: earlier });
  expect([await pointsOf(late), await pointsOf(heardFirst)]).toEqual([340, 290]);
  expect(await onTheWay(id)).toBe(630);
  await expectSoundBooks(world);
});

test.each([
  ['en', '100 points for the first order.'],
  ['fa', '۱۰۰ امتیاز برای نخستین سفارش.'],
  ['ar', '١٠٠ نقطة للطلب الأول.'],
])('the shopper reads in %s why there are so many', async (locale, why) => {
  await world.pass(MINUTE);
  const { id } = newBuyer(world);
  await buyMugs(world, id);
  await buyMugs(world, id);
  const { body } = await world.shopper(id).get<History>(`history?locale=${locale}`);
  expect(body.rows.at(-1)).toMatchObject({ points: 340, why: [why] });
  const page = await world.shopper(id).get(`?locale=${locale}`);
  expect(page.text).toContain(why);
});

test('an order that comes late counts for one that is told once more beside it', async () => {
  const { id } = newBuyer(world);
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const late = placeMug(id);
  const lateBody = lastBody(world, 'orders/create');
  world.sim.webhooks.faults([]);
  world.sim.clock.advance(HOUR);
  const next = placeMug(id);
  await world.settle();
  expect(await pointsOf(next)).toBe(220);
  await tell(world, { topic: 'orders/create', body: lastBody(world, 'orders/create') });
  await tell(world, { topic: 'orders/create', body: lateBody });
  await world.app.drain();
  expect([await pointsOf(late), await pointsOf(next)]).toEqual([220, 170]);
  await expectSoundBooks(world);
});

test('an order that went back before the next one was placed is none of theirs', async () => {
  const { id } = newBuyer(world);
  const first = await buyMugs(world, id);
  world.sim.clock.advance(HOUR);
  refundAll(world, first);
  await world.settle();
  world.sim.clock.advance(HOUR);
  const second = await buyMugs(world, id);
  expect([await pointsOf(first), await pointsOf(second)]).toEqual([0, 340]);
  world.sim.clock.advance(HOUR);
  const third = await buyMugs(world, id);
  // Sent back later, it still was there when the third one was placed.
  refundAll(world, second);
  await world.settle();
  expect([await pointsOf(second), await pointsOf(third)]).toEqual([0, 290]);
  await expectSoundBooks(world);
});

test('two who become one have one history', async () => {
  const [one, other] = [newBuyer(world), newBuyer(world)];
  const first = await buyMugs(world, one.id);
  world.sim.clock.advance(HOUR);
  const second = await buyMugs(world, other.id);
  expect([await pointsOf(first), await pointsOf(second)]).toEqual([340, 340]);
  world.sim.commerce.mergeCustomers(SHOP, one.id, other.id);
  await world.settle();
  expect([await pointsOf(first), await pointsOf(second)]).toEqual([340, 290]);
  await expectSoundBooks(world);
});

test('more later orders than one transaction judges are judged all the same', async () => {
  const { id } = newBuyer(world);
  await publish(program({ rules: [{ id: 'even', rule: 'everyNthOrder', args: everyOther }] }));
  world.sim.clock.advance(HOUR);
  const earlier = world.sim.clock.now();
  const orders: { id: string }[] = [];
  for (let i = 0; i < 120; i += 1) {
    world.sim.clock.advance(MINUTE);
    orders.push(placeMug(id));
  }
  await world.settle();
  const points = async () => {
    const all: number[] = [];
    for (const order of orders) all.push(await pointsOf(order));
    return all;
  };
  const every = (even: number, odd: number) => orders.map((_, i) => (i % 2 === 0 ? even : odd));
  expect(await points()).toEqual(every(120, 130));
  await buyMugs(world, id, { placedAt: earlier });
  expect(await points()).toEqual(every(130, 120));
  await expectSoundBooks(world);
});

test('the daily deal is another product every day, and its end is told', async () => {
  const [mug, other] = [mugOf(world), 'product:1'];
  const product = world.sim.commerce.products(SHOP).find((p) => p.variants[0]?.id === mug);
  const products = [`product:${product?.id}`, other];
  await publish(
    program({ rules: [{ id: 'deal', rule: 'dailyDeal', args: { by: 30_000, products } }] }),
  );
  const { id } = newBuyer(world);
  const deal = async () =>
    (await world.shopper(id).get<WaysToEarn>('ways')).body.deal ?? { productId: '', endsAt: '' };
  const today = await deal();
  const endsAt = Date.parse(today.endsAt);
  await world.pass(endsAt - world.sim.clock.now() - MINUTE);
  const [onIts, bought] = [(await deal()).productId === product?.id, await buyMugs(world, id)];
  await world.pass(2 * MINUTE);
  const tomorrow = await deal();
  expect(tomorrow.productId).not.toBe(today.productId);
  expect(Date.parse(tomorrow.endsAt)).toBe(endsAt + DAY);
  const after = await buyMugs(world, id);
  const points = [await pointsOf(bought), await pointsOf(after)];
  expect(points).toEqual(onIts ? [720, 240] : [240, 720]);
  await expectSoundBooks(world);
});

test('a company’s order earns where the program says so, and nowhere else', async () => {
  const { id } = newBuyer(world);
  const buy = () =>
    world.buy({
      buyer: { kind: 'customer', customerId: id },
      lines: [{ variantId: mugOf(world), quantity: 2 }],
      company: true,
    });
  const before = await buy();
  await publish(
    program({ rules: [], whoEarns: { companies: true, withTags: [], withoutTags: [] } }),
  );
  world.sim.clock.advance(HOUR);
  const after = await buy();
  expect([await pointsOf(before), await pointsOf(after)]).toEqual([0, 240]);
  await expectSoundBooks(world);
});

test('a stopped program gives nothing new, takes back what goes back, and is spent', async () => {
  const { id } = newBuyer(world);
  const nextOrder = withNextOrder().nextOrder ?? null;
  await publish(program({ rules: [], nextOrder, pendingDays: 0 }));
  world.sim.clock.advance(HOUR);
  const before = await buyMugs(world, id);
  const until = world.sim.clock.now() + 40 * DAY;
  const phase = { kind: 'stopped' as const, spendUntil: until };
  await publish(program({ rules: [], nextOrder, pendingDays: 0, phase }));
  world.sim.clock.advance(HOUR);
  const after = await buyMugs(world, id);
  expect([await pointsOf(before), await pointsOf(after)]).toEqual([240, 0]);
  const { rows } = await world.owner.query(
    `select 1 from next_order_codes n join orders o using (club_id, order_id)
     where o.platform_order_id = any($1)`,
    [[after.id]],
  );
  expect(rows).toHaveLength(0);
  await world.pass(DAY);
  expect(await balanceOf(world, id)).toMatchObject({ available: 240 });
  refundAll(world, before);
  await world.settle();
  expect(await balanceOf(world, id)).toMatchObject({ available: 0 });
  await expectSoundBooks(world);
});
