/** Joining, birthdays, years in the club and the newsletter: told by the shop, the shopper and the clock. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { WaysToEarn } from '../../web/contract/shopper.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

let world: World;
let key: string;
let mug: string;

beforeAll(async () => {
  // Noon in UTC on 1 March 2026.
  const rules = [USES.signUp, USES.birthday, USES.anniversary, USES.newsletter];
  world = await startWorld({ program: rewarding(rules, { pendingDays: 0 }) });
  ({ key } = await makeKey(world));
  mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
});
afterEach(() => expectSoundBooks(world));
afterAll(() => world.stop());

let people = 0;
async function newcomer(state: 'enabled' | 'disabled' = 'enabled'): Promise<string> {
  people += 1;
  const { id } = world.sim.commerce.createCustomer(SHOP, {
    email: `newcomer${people}@example.com`,
    phone: null,
    firstName: 'New',
    lastName: `Comer ${people}`,
    state,
  });
  await world.settle();
  return id;
}
const buyFor = (customerId: string) =>
  world.buy({ buyer: { kind: 'customer', customerId }, lines: [{ variantId: mug, quantity: 1 }] });
const pendingOf = async (customerId: string) => (await balanceOf(world, customerId)).pending;

/** The rows of the clock, by action, of one customer. */
async function celebrated(customerId: string): Promise<{ action: string; day: string }[]> {
  const { rows } = await world.owner.query<{ action: string; day: string }>(
    `select a.action, to_char(a.occurred_at at time zone s.time_zone, 'YYYY-MM-DD HH24:MI') as day
     from actions a join identities i on i.shopper_id = a.shopper_id and i.kind = 'customer'
       and i.value like '%:' || $1 join shops s on s.shop_id = a.shop_id
     where a.source = 'clock' and a.points > 0 order by a.occurred_at`,
    [customerId],
  );
  return rows;
}

describe('joining', () => {
  test('an account made at the shop brings points, and saying so again brings none', async () => {
    const id = await newcomer();
    expect(await pendingOf(id)).toBe(50);
    world.sim.commerce.updateCustomer(SHOP, id, { lastName: 'Renamed' });
    await world.settle();
    expect(await pendingOf(id)).toBe(50);
    const joined = await world.shopper(id).post<WaysToEarn>('join');
    expect(joined.status).toBe(200);
    expect(joined.body.ways.find(({ rule }) => rule === 'signUp')?.done).toBe(true);
    expect(await pendingOf(id)).toBe(50);
  });

  test('a customer without an account joins in the panel, once', async () => {
    const id = await newcomer('disabled');
    expect(await balanceOf(world, id)).toMatchObject({ pending: 0 });
    const ways = await world.shopper(id).get<WaysToEarn>('ways');
    expect(ways.body.ways.map(({ rule, done }) => [rule, done])).toEqual([
      ['signUp', false],
      ['birthday', false],
      ['anniversary', false],
      ['newsletter', false],
    ]);
    await Promise.all(Array.from({ length: 5 }, () => world.shopper(id).post('join')));
    expect(await pendingOf(id)).toBe(50);
    const nobody = await world.shopper(null).post('join');
    expect(nobody.status).toBe(401);
  });

  test('the points are spendable with the first paid order, whichever is heard first', async () => {
    const late = await newcomer('disabled');
    await buyFor(late);
    await world.shopper(late).post('join');
    const early = await newcomer();
    await buyFor(early);
    const [one, other] = [await balanceOf(world, early), await balanceOf(world, late)];
    expect(one).toEqual(other);
    expect(one.pending).toBe(0);
  });
});

describe('the newsletter', () => {
  test('brings points when the platform says subscribed, and never twice', async () => {
    const id = await newcomer('disabled');
    const consent = async (state: 'pending' | 'subscribed' | 'unsubscribed') => {
      world.sim.commerce.setEmailConsent(SHOP, id, state);
      await world.settle();
      return pendingOf(id);
    };
    expect(await consent('pending')).toBe(0);
    expect(await consent('subscribed')).toBe(30);
    expect(await consent('unsubscribed')).toBe(30);
    expect(await consent('subscribed')).toBe(30);
  });
});

describe('a birthday', () => {
  test('is told by the shopper, shown to nobody else, and changed at most once a year', async () => {
    const id = await newcomer('disabled');
    const tell = (month: number, day: number) => world.shopper(id).post('birthday', { month, day });
    expect((await tell(2, 30)).status).toBe(422);
    expect((await tell(4, 20)).body).toMatchObject({ birthday: { month: 4, day: 20 } });
    expect((await tell(4, 20)).status).toBe(200);
    const changed = await tell(4, 21);
    expect([changed.status, changed.text]).toEqual([
      409,
      expect.stringContaining('birthdayKept') as string,
    ]);
    expect((await world.shopper(null).get<WaysToEarn>('ways')).body.birthday).toBeNull();
  });

  test('brings points at the beginning of the local day, once in 12 months', async () => {
    const id = await newcomer('disabled');
    await callWithKey(world, key, { month: 4, day: 25, shopper: { customerId: id } }, 'birthdays');
    await world.pass(50 * DAY);
    expect(await celebrated(id)).toEqual([]);
    // A clock that jumps goes through every day in between.
    await world.pass(20 * DAY);
    expect(await celebrated(id)).toEqual([{ action: 'birthday', day: '2026-04-25 00:00' }]);
  });

  test('of somebody whom the club has known for less than 30 days brings nothing', async () => {
    const id = await newcomer('disabled');
    const soon = new Date(world.sim.clock.now() + 10 * DAY);
    await world.shopper(id).post('birthday', {
      month: soon.getUTCMonth() + 1,
      day: soon.getUTCDate(),
    });
    await world.pass(20 * DAY);
    expect(await celebrated(id)).toEqual([]);
  });
});

test('every year in the club brings points, and none is left out or counted twice', async () => {
  const id = await newcomer('disabled');
  const first = world.sim.clock.now();
  await world.pass(800 * DAY);
  const years = await celebrated(id);
  expect(years.map(({ action }) => action)).toEqual(['anniversary', 'anniversary']);
  expect(years.map(({ day }) => day.slice(0, 4))).toEqual(
    [1, 2].map((more) => String(new Date(first).getUTCFullYear() + more)),
  );
});
