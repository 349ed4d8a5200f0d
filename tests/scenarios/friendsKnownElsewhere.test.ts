/**
 * Where our history of a shop is short, somebody who bought there long ago must not pass for a new
 * friend: the platform still counts all their orders, and is asked.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Customer } from '../../simulator/types.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, guest, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { untilPastIs } from './pastWorld.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const HOUR = 60 * MINUTE;
const CHECKED = 3 * HOUR;

let world: World;
let on: ReturnType<typeof people>;
let sara: Advocate;
afterEach(() => world.stop());

type Access = { readAllOrders?: boolean; protectedData?: 0 | 1 | 2 };

/** A shop of which the last 60 days can be read, unless told otherwise. */
async function open(access: Access = {}, before: () => Promise<void> | void = () => {}) {
  world = await startWorld({
    program: null,
    healing: true,
    simulator: { access: { [SHOP]: { readAllOrders: false, ...access } } },
  });
  on = people(world);
  await before();
  const { api } = world;
  expect((await api('GET', '/api/home')).status).toBe(200);
  await untilPastIs(world, 'done');
  await on.publish(withReferral({}, { pendingDays: 3 }), 0);
  sara = await on.advocate('Sara');
}

/** Bought a mug long before the app came. */
async function buyerOfOld(firstName: string): Promise<Customer> {
  const old = on.person(firstName);
  await on.buy(as(old), null, { placedAt: world.sim.clock.now() - 90 * DAY });
  return old;
}

async function referrals() {
  const { rows } = await world.owner.query<{ verdict: string; points: string }>(
    'select verdict, points from referrals order by placed_at, order_id',
  );
  return rows.map(({ verdict, points }) => `${verdict} ${points}`);
}

/** How many referrals the platform was asked about, and said something of. */
async function counted(): Promise<number> {
  const { rows } = await world.owner.query('select 1 from referrals where counted_at is not null');
  return rows.length;
}

describe('where the last 60 days are all we may read', () => {
  test('a buyer of before them is no new friend, and a new one is', async () => {
    let old!: Customer;
    await open({}, async () => void (old = await buyerOfOld('Olga')));
    await on.buy(as(old), sara.code);
    await world.pass(MINUTE);
    await on.buy(as(on.person('Nina')), sara.code);
    expect(await referrals()).toEqual(['friend 500', 'friend 500']);
    await world.pass(CHECKED);
    expect(await referrals()).toEqual(['known 0', 'friend 500']);
    expect((await balanceOf(world, sara.id)).pending).toBe(500);
    expect(await on.friendsOf(sara)).toMatchObject([
      { status: 'waiting', points: 500 },
      { status: 'none', reason: 'known' },
    ]);
    await world.pass(40 * DAY);
    expect(await balanceOf(world, sara.id)).toMatchObject({ pending: 0, available: 500 });
    await expectSoundBooks(world);
  });

  test('many friends are one call', async () => {
    await open();
    for (const name of ['Ada', 'Bea', 'Cleo']) await on.buy(as(on.person(name)), sara.code);
    // Two calls would strike it.
    world.sim.api.faults([{ field: 'nodes', mode: '500', every: 2 }]);
    await world.pass(CHECKED);
    expect(world.sim.api.struck()).toBe(0);
    expect(await counted()).toBe(3);
    expect(await referrals()).toEqual(['friend 500', 'friend 500', 'friend 500']);
  });

  test('what is bought after the friend’s order, or cancelled or only tried, is no earlier order', async () => {
    await open();
    const nina = on.person('Nina');
    await on.buy(as(nina), sara.code);
    await world.pass(HOUR);
    const second = await on.buy(as(nina), null);
    await on.buy(as(nina), null, { test: true });
    world.sim.commerce.cancel(SHOP, second.id, { refund: true });
    await world.pass(CHECKED);
    expect(await counted()).toBe(1);
    expect(await referrals()).toEqual(['friend 500']);
    await on.buy(as(nina), null);
    await world.pass(CHECKED);
    expect(await referrals()).toEqual(['friend 500']);
    await expectSoundBooks(world);
  });

  test('an order that we have not heard of yet when it is counted explains itself once we do', async () => {
    await open();
    const nina = on.person('Nina');
    await on.buy(as(nina), sara.code);
    await world.pass(CHECKED - HOUR - 10 * MINUTE);
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    await on.buy(as(nina), null);
    world.sim.webhooks.faults([]);
    await world.pass(11 * MINUTE);
    expect(await counted()).toBe(1);
    await world.pass(3 * HOUR);
    expect(await referrals()).toEqual(['friend 500']);
    expect((await balanceOf(world, sara.id)).pending).toBe(500);
    await expectSoundBooks(world);
  });

  test.each(['before', 'after'] as const)(
    'a refund %s the counting ends in the same books',
    async (when) => {
      let old!: Customer;
      await open({}, async () => void (old = await buyerOfOld('Olga')));
      const order = await on.buy(as(old), sara.code);
      if (when === 'before') await on.refund(order, 1);
      await world.pass(CHECKED);
      expect(await referrals()).toEqual(['known 0']);
      await world.pass(MINUTE);
      if (when === 'after') await on.refund(order, 1);
      await on.buy(as(old), null);
      await world.pass(DAY);
      expect(await referrals()).toEqual(['known 0']);
      expect((await balanceOf(world, sara.id)).pending).toBe(0);
      await expectSoundBooks(world);
    },
  );

  test('a guest has no count: there is nothing to ask', async () => {
    await open();
    await on.buy(guest('gus@example.com'), sara.code);
    await world.pass(CHECKED);
    expect(await counted()).toBe(0);
    expect(await referrals()).toEqual(['friend 500']);
  });

  test('a friend who turns out to be an old buyer too is counted as both', async () => {
    let old!: Customer;
    await open({}, async () => void (old = await buyerOfOld('Olga')));
    const nina = on.person('Nina');
    await on.buy(as(nina), sara.code);
    await world.pass(CHECKED);
    expect(await referrals()).toEqual(['friend 500']);
    world.sim.commerce.mergeCustomers(SHOP, nina.id, old.id);
    await world.pass(CHECKED);
    expect(await referrals()).toEqual(['known 0']);
    await expectSoundBooks(world);
  });

  test('a friend who is erased stays what they were', async () => {
    let old!: Customer;
    await open({}, async () => void (old = await buyerOfOld('Olga')));
    const order = await on.buy(as(old), sara.code);
    await world.pass(CHECKED);
    world.sim.commerce.compliance(SHOP, 'customers/redact', old.id);
    await world.pass(11 * DAY);
    await on.refund(order, 1);
    await world.pass(DAY);
    expect(await referrals()).toEqual(['known 0']);
    await expectSoundBooks(world);
  });

  test('it is asked for as long as it takes while the platform is down', async () => {
    let old!: Customer;
    await open({}, async () => void (old = await buyerOfOld('Olga')));
    await on.buy(as(old), sara.code);
    world.sim.api.faults([{ field: '*', mode: '503', times: 10_000 }]);
    for (let hour = 0; hour < 24; hour += 1) await world.pass(HOUR);
    expect(await referrals()).toEqual(['friend 500']);
    world.sim.api.faults([]);
    await world.pass(2 * HOUR);
    expect(await referrals()).toEqual(['known 0']);
    await expectSoundBooks(world);
  });

  test('when the rest of the past may be read, the books alone decide', async () => {
    let old!: Customer;
    await open({}, async () => void (old = await buyerOfOld('Olga')));
    await on.buy(as(old), sara.code);
    await on.buy(as(on.person('Nina')), sara.code);
    await world.pass(CHECKED);
    world.sim.approve(SHOP, { readAllOrders: true });
    await world.pass(DAY + HOUR);
    await untilPastIs(world, 'done');
    await world.pass(HOUR);
    expect(await referrals()).toEqual(['known 0', 'friend 500']);
    expect(await counted()).toBe(0);
    await expectSoundBooks(world);
  });
});

test('where names are withheld, counts are not', async () => {
  let old!: Customer;
  await open({ protectedData: 1 }, async () => void (old = await buyerOfOld('Olga')));
  await on.buy(as(old), sara.code);
  await world.pass(CHECKED);
  expect(await referrals()).toEqual(['known 0']);
  await expectSoundBooks(world);
});

test('where customers are withheld altogether, nobody is called known for it', async () => {
  let old!: Customer;
  await open({}, async () => void (old = await buyerOfOld('Olga')));
  await on.buy(as(old), sara.code);
  world.sim.approve(SHOP, { protectedData: 0 });
  await world.pass(CHECKED);
  expect(await counted()).toBe(0);
  expect(await referrals()).toEqual(['friend 500']);
  const { rows } = await world.owner.query(`select 1 from deliveries where state = 'parked'
    and kind = 'checkFriend'`);
  expect(rows).toEqual([]);
});

test('where all of the past was read, nobody is counted', async () => {
  let old!: Customer;
  await open({ readAllOrders: true }, async () => void (old = await buyerOfOld('Olga')));
  await on.buy(as(old), sara.code);
  await on.buy(as(on.person('Nina')), sara.code);
  await world.pass(CHECKED);
  expect(await referrals()).toEqual(['known 0', 'friend 500']);
  expect(await counted()).toBe(0);
});
