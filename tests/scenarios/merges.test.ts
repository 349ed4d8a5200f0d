/** Two shoppers turn out to be one person: whatever each had, one has. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, guest, people, withReferral } from './friends.ts';

let world: World;
let on: ReturnType<typeof people>;
beforeAll(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterAll(() => world.stop());

const merge = async (kept: { id: string }, deleted: { id: string }) => {
  world.sim.commerce.mergeCustomers(SHOP, kept.id, deleted.id);
  await world.settle();
};

describe('the platform merges two customers', () => {
  test('points on the way, points in hand and orders are the kept one’s', async () => {
    const [kept, gone] = [on.person('Kim'), on.person('Kim')];
    await on.buy(as(gone), null, {}, 3);
    await on.buy(as(kept), null);
    await world.pass(15 * DAY);
    await on.buy(as(gone), null, {}, 1);
    await merge(kept, gone);
    expect(await balanceOf(world, kept.id)).toEqual({ pending: 120, available: 600, held: 0 });
    expect(await balanceOf(world, gone.id)).toEqual({ pending: 120, available: 600, held: 0 });
    await world.pass(15 * DAY);
    expect(await balanceOf(world, kept.id)).toEqual({ pending: 0, available: 720, held: 0 });
    await expectSoundBooks(world);
  });
});

void guest;
