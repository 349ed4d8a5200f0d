/** Birthdays told in the Persian calendar: celebrated on their days, once in each of its years. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WaysToEarn } from '../../web/contract/shopper.ts';
import { DAY, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { expectSoundBooks } from './books.ts';

let world: World;
let key: string;
beforeAll(async () => {
  world = await startWorld({
    at: Date.parse('2027-01-10T12:00:00Z'),
    shop: SHOP_FA,
    program: { ...rewarding([USES.birthday], { pendingDays: 0 }), currency: 'IRR' },
  });
  key = (await makeKey(world)).key;
});
afterAll(() => world.stop());

let people = 0;
async function newcomer(): Promise<string> {
  people += 1;
  const { id } = world.sim.commerce.createCustomer(SHOP_FA, {
    email: `newcomer${people}@example.com`,
    phone: null,
    firstName: 'سارا',
    lastName: `${people}`,
  });
  await world.settle();
  return id;
}

/** What the clock gave one customer: the shop's days, and the keys' years. */
async function celebrated(customerId: string): Promise<[string, string][]> {
  const { rows } = await world.owner.query<{ day: string; year: string }>(
    `select to_char(a.occurred_at at time zone s.time_zone, 'YYYY-MM-DD') as day,
       split_part(a.key, '/', 3) as year
     from actions a join identities i on i.shopper_id = a.shopper_id and i.kind = 'customer'
       and i.value like '%:' || $1 join shops s on s.shop_id = a.shop_id
     where a.source = 'clock' and a.points > 0 order by a.occurred_at`,
    [customerId],
  );
  return rows.map(({ day, year }) => [day, year]);
}

test('told by the shopper or a system, kept with its calendar, and refused where there is no such day', async () => {
  const id = await newcomer();
  const tell = (body: object) => world.shopper(id).post<WaysToEarn>('birthday', body);
  expect((await tell({ calendar: 'persian', month: 7, day: 31 })).status).toBe(422);
  const told = { calendar: 'persian', month: 1, day: 31 };
  expect((await tell(told)).body.birthday).toEqual(told);
  expect((await tell(told)).status).toBe(200);
  // The same figures of the other calendar are another day.
  expect((await tell({ month: 1, day: 31 })).body).toMatchObject({
    error: { code: 'birthdayKept' },
  });
  expect((await world.shopper(id).get<WaysToEarn>('ways')).body.birthday).toEqual(told);
});

test('30 Esfand is the last day of Esfand; a Persian year is the year that counts', async () => {
  const [esfand, nowruz, march] = [await newcomer(), await newcomer(), await newcomer()];
  await callWithKey(
    world,
    key,
    { calendar: 'persian', month: 12, day: 30, shopper: { customerId: esfand } },
    'birthdays',
  );
  await world.shopper(nowruz).post('birthday', { calendar: 'persian', month: 1, day: 1 });
  await world.shopper(march).post('birthday', { month: 3, day: 21 });
  await world.pass(450 * DAY);
  // 1405 and 1406 have 29 days in Esfand; 1407 begins a day sooner than 1406 did.
  expect(await celebrated(esfand)).toEqual([
    ['2027-03-20', '1405'],
    ['2028-03-19', '1406'],
  ]);
  expect(await celebrated(nowruz)).toEqual([
    ['2027-03-21', '1406'],
    ['2028-03-20', '1407'],
  ]);
  expect(await celebrated(march)).toEqual([
    ['2027-03-21', '2027'],
    ['2028-03-21', '2028'],
  ]);
  await expectSoundBooks(world, SHOP_FA);
});
