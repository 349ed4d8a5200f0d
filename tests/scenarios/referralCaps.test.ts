/** Friends who come faster than agreed are set aside; the 1st, 3rd… friend brings the advocate more. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks, findings } from './books.ts';
import { as, people, withReferral } from './friends.ts';

let world: World;
let on: ReturnType<typeof people>;

const steps = [
  { at: 1, points: 50 },
  { at: 3, points: 200 },
];

const advocateCode = {
  value: { kind: 'amountOff' as const, amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: false, shipping: true },
  days: 30,
};

beforeAll(async () => {
  const caps = { in30Days: 3, inYear: 4 };
  world = await startWorld({ program: withReferral({ caps, steps, advocateCode }) });
  on = people(world);
});
afterAll(() => world.stop());

/** So many friends buy, a minute apart; their orders, first to last. */
async function friendsBuy(code: string, names: readonly string[]) {
  const orders = [];
  for (const name of names) {
    orders.push(await on.buy(as(on.person(name)), code));
    await world.pass(MINUTE);
  }
  return orders;
}

const held = async () => {
  const { rows } = await world.owner.query<{ reasons: string[]; worth: string }>(
    `select hold_reasons as reasons, worth from referrals
     where hold_reasons <> '[]' and decided is null order by held_at`,
  );
  return rows;
};

describe('an advocate whose friends count', () => {
  test('gets a step with the first and the third; a friend who returns everything takes it back', async () => {
    const sara = await on.advocate();
    const [, second] = await friendsBuy(sara.code, ['Ann', 'Bea', 'Cem']);
    expect((await balanceOf(world, sara.id)).pending).toBe(3 * 500 + 50 + 200);
    await expectSoundBooks(world);
    if (second) await on.refund(second);
    expect((await balanceOf(world, sara.id)).pending).toBe(2 * 500 + 50);
    const points = (await on.friendsOf(sara)).map(({ name, points: each }) => [name, each]);
    expect(points).toEqual([
      ['Cem', 500],
      ['Bea', 0],
      ['Ann', 550],
    ]);
    await world.pass(30 * DAY);
    expect((await balanceOf(world, sara.id)).available).toBe(1050);
    await friendsBuy(sara.code, ['Dov']);
    expect((await balanceOf(world, sara.id)).pending).toBe(700);
    await expectSoundBooks(world);
  });

  test('loses a step that had become theirs', async () => {
    const sara = await on.advocate();
    const [first] = await friendsBuy(sara.code, ['Ann', 'Bea', 'Cem']);
    await world.pass(31 * DAY);
    expect((await balanceOf(world, sara.id)).available).toBe(1750);
    if (first) await on.refund(first);
    expect((await balanceOf(world, sara.id)).available).toBe(1050);
    await expectSoundBooks(world);
  });
});

describe('friends beyond the caps', () => {
  test('are set aside with a reason, are no loss, and nobody is paid for them by waiting', async () => {
    const sara = await on.advocate();
    await friendsBuy(sara.code, ['Ann', 'Bea', 'Cem', 'Dov']);
    expect((await balanceOf(world, sara.id)).pending).toBe(1750);
    expect(await held()).toEqual([{ reasons: ['cap'], worth: '500' }]);
    const [last] = await on.friendsOf(sara);
    expect(last).toMatchObject({ name: 'Dov', status: 'waiting', reason: 'held', points: 0 });
    await world.pass(60 * DAY);
    expect(await balanceOf(world, sara.id)).toEqual({ pending: 0, available: 1750, held: 0 });
    await expectSoundBooks(world);
    // The month is over, so one more counts, and then the year is full.
    await friendsBuy(sara.code, ['Eli', 'Fay']);
    expect((await balanceOf(world, sara.id)).pending).toBe(500);
    // Nobody decided about Dov within 30 days, so that only the newest waits.
    expect(await held()).toHaveLength(1);
    await expectSoundBooks(world);
  });

  test('count once a person has allowed them, and the step they make with the others', async () => {
    const sara = await on.advocate();
    const [first] = await friendsBuy(sara.code, ['Ann', 'Bea', 'Cem', 'Dov']);
    if (first) await on.refund(first);
    expect((await balanceOf(world, sara.id)).pending).toBe(1050);
    await world.owner.query(
      `update referrals set decided = 'allowed', decided_at = now(), decided_by = 'ann' where worth > 0 and hold_reasons <> '[]'
         and advocate_id = (select shopper_id from identities where value like '%:' || $1)`,
      [sara.id],
    );
    const wrong = (await findings(world)).map(({ table, column }) => `${table}.${column}`);
    expect(wrong.toSorted()).toEqual(['referrals.points', 'referrals.step_points']);
    // Whatever has them judged again pays what they are worth now.
    await friendsBuy(sara.code, ['Eli']);
    expect((await balanceOf(world, sara.id)).pending).toBe(1750);
    await expectSoundBooks(world);
  });
});

describe('the advocate’s own code', () => {
  const codesOf = async (customerId: string) =>
    (await world.shopper(customerId).state()).nextOrderCodes ?? [];
  const stateOf = async (code: string) => {
    const { rows } = await world.owner.query<{ status: string; cost: number }>(
      'select status, cost_minor::int as cost from given_codes where code = $1',
      [code],
    );
    return rows[0];
  };

  test('comes with the points, works once, and is cost', async () => {
    const sara = await on.advocate();
    await friendsBuy(sara.code, ['Ann']);
    expect(await codesOf(sara.id)).toEqual([]);
    await world.pass(30 * DAY);
    const [mine, ...others] = await codesOf(sara.id);
    expect(others).toEqual([]);
    expect(mine).toMatchObject({ value: advocateCode.value, minimumMinor: 2500 });
    const order = await on.buy(as(sara), mine?.code ?? '');
    expect(order.codes).toEqual([mine?.code]);
    expect(await codesOf(sara.id)).toEqual([]);
    expect(await stateOf(mine?.code ?? '')).toEqual({ status: 'used', cost: 500 });
    await expectSoundBooks(world);
  });

  test('is never made for a friend who returned everything, and is taken back from one who does later', async () => {
    const sara = await on.advocate();
    const [early, late] = await friendsBuy(sara.code, ['Ann', 'Bea']);
    if (early) await on.refund(early);
    await world.pass(30 * DAY);
    const [mine, ...others] = await codesOf(sara.id);
    expect(others).toEqual([]);
    if (late) await on.refund(late);
    expect(await codesOf(sara.id)).toEqual([]);
    expect(await stateOf(mine?.code ?? '')).toEqual({ status: 'withdrawn', cost: 0 });
    expect((await on.buy(as(on.person('Cem')), mine?.code ?? '')).codes).toEqual([]);
    await expectSoundBooks(world);
  });

  test('is made for a friend who was set aside only once a person allowed it', async () => {
    const sara = await on.advocate();
    const orders = await friendsBuy(sara.code, ['Ann', 'Bea', 'Cem', 'Dov']);
    await world.pass(30 * DAY);
    expect(orders).toHaveLength(4);
    expect(await codesOf(sara.id)).toHaveLength(3);
  });
});
