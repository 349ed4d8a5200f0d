/** A buyer's bank takes a payment back: the order is worth nothing while the dispute is lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, people, withReferral } from './friends.ts';

let world: World;
let on: ReturnType<typeof people>;
beforeAll(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterAll(() => world.stop());

const dispute = async (order: SimOrderSummary, outcome: 'open' | 'lost' | 'won') => {
  await world.pass(MINUTE);
  world.sim.commerce.dispute(SHOP, order.id, outcome);
  await world.settle();
};

describe('a dispute', () => {
  test('that is open takes nothing, that is lost takes all, that is won after all gives it back', async () => {
    const buyer = on.person('Ana');
    const order = await on.buy(as(buyer), null);
    expect((await balanceOf(world, buyer.id)).pending).toBe(240);
    await dispute(order, 'open');
    expect((await balanceOf(world, buyer.id)).pending).toBe(240);
    await dispute(order, 'lost');
    expect((await balanceOf(world, buyer.id)).pending).toBe(0);
    await expectSoundBooks(world);
    await dispute(order, 'won');
    expect((await balanceOf(world, buyer.id)).pending).toBe(240);
    await expectSoundBooks(world);
  });

  test('that is lost stays lost when a message about the order comes, which says nothing of it', async () => {
    const buyer = on.person('Bo');
    const order = await on.buy(as(buyer), null);
    await dispute(order, 'lost');
    await world.pass(MINUTE);
    world.sim.commerce.edit(SHOP, order.id, order.lines[0]?.id ?? '', 1);
    await world.settle();
    expect((await balanceOf(world, buyer.id)).pending).toBe(0);
    await expectSoundBooks(world);
  });

  test('that is lost after the points were spent leaves a debt', async () => {
    const buyer = on.person('Cy');
    const order = await on.buy(as(buyer), null, {}, 3);
    await world.pass(15 * DAY);
    expect((await world.shopper(buyer.id).redeem('off-3', 300)).status).toBe(200);
    await world.settle();
    await dispute(order, 'lost');
    expect((await world.shopper(buyer.id).state()).shopper).toMatchObject({
      available: 0,
      debt: 300,
    });
    await expectSoundBooks(world);
  });

  test('takes back what the advocate got, and gives it again when it is won', async () => {
    const sara = await on.advocate();
    const friend = on.person('Fay');
    const order = await on.buy(as(friend), sara.code);
    expect((await balanceOf(world, sara.id)).pending).toBe(500);
    await dispute(order, 'lost');
    expect((await balanceOf(world, sara.id)).pending).toBe(0);
    await dispute(order, 'won');
    expect((await balanceOf(world, sara.id)).pending).toBe(500);
    await expectSoundBooks(world);
  });

  test('gives back the points that were spent on the order, as a full refund does', async () => {
    const buyer = on.person('Dee');
    await on.buy(as(buyer), null, {}, 3);
    await world.pass(15 * DAY);
    const { body } = await world.shopper(buyer.id).redeem('off-3', 300);
    const { code } = (await world.shopper(buyer.id).state()).codes[0] ?? body.redemption;
    const order = await on.buy(as(buyer), code ?? '');
    const before = (await balanceOf(world, buyer.id)).available;
    await dispute(order, 'lost');
    expect((await balanceOf(world, buyer.id)).available).toBe(before + 300);
    await dispute(order, 'won');
    expect((await balanceOf(world, buyer.id)).available).toBe(before);
    await expectSoundBooks(world);
  });
});

test('a dispute about an order we never heard of fetches the order', async () => {
  const buyer = on.person('Eve');
  await world.settle();
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const order = await on.buy(as(buyer), null);
  world.sim.webhooks.faults([]);
  expect((await balanceOf(world, buyer.id)).pending).toBe(0);
  await dispute(order, 'open');
  expect((await balanceOf(world, buyer.id)).pending).toBe(240);
  await dispute(order, 'lost');
  expect((await balanceOf(world, buyer.id)).pending).toBe(0);
  await expectSoundBooks(world);
});

test('messages of a dispute that come twice and the wrong way round end as the order stands', async () => {
  const buyer = on.person('Gil');
  const order = await on.buy(as(buyer), null);
  world.sim.webhooks.faults([{ mode: 'shuffle' }, { mode: 'duplicate', copies: 3 }]);
  world.sim.commerce.dispute(SHOP, order.id, 'open');
  world.sim.commerce.dispute(SHOP, order.id, 'lost');
  world.sim.commerce.dispute(SHOP, order.id, 'won');
  world.sim.commerce.dispute(SHOP, order.id, 'lost');
  await world.settle();
  world.sim.webhooks.faults([]);
  expect((await balanceOf(world, buyer.id)).pending).toBe(0);
  await expectSoundBooks(world);
});
