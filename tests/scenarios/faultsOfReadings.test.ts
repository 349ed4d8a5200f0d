/**
 * What a shop is asked in order to heal, with every call of it failing in every way: an order that we
 * never heard of is found all the same, and an old buyer does not pass for a new friend.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { expectNothingLeft, letTimePass, nameOf, reading, strike, writing } from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { as, people, withReferral } from './friends.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';
import { healingOf, untilPastIs } from './pastWorld.ts';

const HOUR = 60 * MINUTE;
/** Two mugs. */
const POINTS = 240;

const LOOKS: [name: string, awayMs: number, cells: Cell[]][] = [
  ['a list', HOUR + MINUTE, reading('ListOrders')],
  ['a copy', 8 * DAY, [...writing('StartBulk'), ...reading('LookAtBulk')]],
];

describe.each(LOOKS)('orders that only asking brings to light, by %s', (_, awayMs, cells) => {
  let world: World;
  const buyers: string[] = [];
  beforeAll(async () => {
    world = await startWorld({ healing: true });
    for (const cell of cells) {
      const { id } = newBuyer(world);
      buyers.push(id);
      await world.settle();
      world.sim.webhooks.faults([{ mode: 'drop' }]);
      await buyMugs(world, id);
      world.sim.webhooks.faults([]);
      await strike(world, cell, () => world.pass(awayMs));
    }
    await letTimePass(world);
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', async (_, n) => {
    const { pending, available } = await balanceOf(world, buyers[n] ?? '');
    expect(pending + available).toBe(POINTS);
  });

  test('the last look came to its end, nothing was set aside, and the books are sound', async () => {
    const { reconciliation } = await healingOf(world);
    expect(reconciliation.reason).toBeNull();
    const parked = await world.owner.query(`select kind from deliveries where state = 'parked'`);
    expect(parked.rows).toEqual([]);
    await expectSoundBooks(world);
  });
});

describe('friends who bought before all that we may read', () => {
  const cells = reading('CountOrders');
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      program: null,
      healing: true,
      simulator: { access: { [SHOP]: { readAllOrders: false } } },
    });
    const on = people(world);
    const old = cells.map(() => on.person('Olga'));
    const placedAt = world.sim.clock.now() - 90 * DAY;
    for (const one of old) await on.buy(as(one), null, { placedAt });
    await world.api('GET', '/api/home');
    await untilPastIs(world, 'done');
    await on.publish(withReferral(), 0);
    const sara = await on.advocate('Sara');
    for (const [n, cell] of cells.entries()) {
      const friend = old[n];
      if (friend) await on.buy(as(friend), sara.code);
      await strike(world, cell, () => world.pass(3 * HOUR));
    }
    await letTimePass(world);
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', async (_, n) => {
    const { rows } = await world.owner.query<{ verdict: string; points: string }>(
      'select verdict, points from referrals order by placed_at, order_id',
    );
    expect(rows).toHaveLength(cells.length);
    expect(rows[n]).toEqual({ verdict: 'known', points: '0' });
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['checkFriend']);
    await expectSoundBooks(world);
  });
});
