/** Rules and campaigns, from signed webhooks to the books. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';

const HOUR = 60 * MINUTE;
const everyOrder = { minimumMinor: 0 };
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
