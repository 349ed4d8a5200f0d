/** A month's bonuses have an end: campaigns and deeds stop at it, orders go on earning, Home tells. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import type { WorstCaseAnswer } from '../../web/contract/worstCase.ts';
import type { History } from '../../web/contract/shopper.ts';
import { DAY, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { another, lastBody, tell, secondWorker } from './telling.ts';

/** Two mugs are 48.00: 240 points by the rate, and as many again by the campaign. */
const RATE = 240;
const BUDGET = 500;
const double = {
  id: 'double',
  rule: 'orderTimes',
  args: { by: 20_000, minimumMinor: 0 },
  name: 'Double points',
  from: null,
  until: null,
  tiers: [],
  budgetPoints: null,
  firstShoppers: null,
};
const program = rewarding([USES.bottle], {
  holdOut: false,
  campaigns: [double],
  bonusBudget: { points: BUDGET },
});

let world: World;
let key: string;
beforeAll(async () => {
  world = await startWorld({ program });
  key = (await makeKey(world)).key;
});
afterAll(() => world.stop());

const given = async (): Promise<Record<string, number>> => {
  const { rows } = await world.owner.query<{ id: string; points: string }>(
    `select campaign_id as id, points from campaigns order by 1`,
  );
  return Object.fromEntries(rows.map(({ id, points }) => [id, Number(points)]));
};
const home = async () => (await world.api<Home>('GET', '/api/home')).body;
const earned = async (id: string) =>
  (await world.shopper(id).history()).rows.map(({ points }) => points);
const bottle = async (customerId: string) => {
  const body = { key: crypto.randomUUID(), action: 'bottle-return', shopper: { customerId } };
  return (await callWithKey(world, key, body)).body.action;
};

test('deeds and campaigns share it, the last grant is a part and says so, the rate goes on', async () => {
  const [a, b, c] = [newBuyer(world), newBuyer(world), newBuyer(world)];
  await world.settle();
  expect(await bottle(a.id)).toMatchObject({ outcome: 'earned', points: 10 });
  await buyMugs(world, a.id);
  await buyMugs(world, b.id);
  expect(await home()).toMatchObject({ bonuses: { points: BUDGET, given: 490 } });
  const order = await buyMugs(world, c.id);
  expect(await earned(c.id)).toEqual([RATE + 10]);
  expect(await bottle(b.id)).toMatchObject({ outcome: 'budget', points: 0 });
  await buyMugs(world, b.id);
  expect(await given()).toEqual({ double: 490, 'month:2026-03': BUDGET });
  const reasons = async (locale: string, at: number) => {
    const { body } = await world.shopper(b.id).get<History>(`history?locale=${locale}`);
    return body.rows.filter(({ kind }) => kind === 'orderEarned')[at]?.why?.join(' ');
  };
  expect(await reasons('en', 0)).toContain('Only 0 of 240 points were left.');
  expect(await reasons('fa', 0)).toContain('۲۴۰');
  expect(await reasons('ar', 0)).toContain('٢٤٠');
  const { bonuses } = await home();
  expect(bonuses).toEqual({
    points: BUDGET,
    given: BUDGET,
    againAt: '2026-04-01T04:00:00.000Z',
  });
  // What goes back frees nothing, as with a campaign's own budget: nothing is dealt again.
  refundAll(world, order);
  await world.settle();
  expect((await given())['month:2026-03']).toBe(BUDGET);
  expect(await bottle(c.id)).toMatchObject({ outcome: 'budget' });
  await expectSoundBooks(world);
});

test('orders and deeds that come at once to two workers take a month’s points, and not one more', async () => {
  await world.pass(31 * DAY);
  const shoppers = Array.from({ length: 40 }, () => newBuyer(world));
  await world.settle();
  await buyMugs(world, newBuyer(world).id, { placedAt: world.sim.clock.now() });
  expect((await given())['month:2026-04']).toBe(RATE);
  const other = await secondWorker(world);
  const body = lastBody(world, 'orders/create');
  const told = Array.from({ length: 60 }, (_, i) =>
    tell(world, { topic: 'orders/create', body: another(body, i + 1) }),
  );
  const deeds = shoppers.map(({ id }) => bottle(id));
  await Promise.all([...deeds, ...told, world.app.drain(), other.drain()]);
  expect(new Set(await Promise.all(told))).toEqual(new Set([200]));
  await Promise.all([world.app.drain(), other.drain()]);
  await other.stop();
  expect((await given())['month:2026-04']).toBe(BUDGET);
  // A late order of March finds nothing left of March.
  const late = newBuyer(world);
  await buyMugs(world, late.id, { placedAt: START + DAY });
  expect(await earned(late.id)).toEqual([RATE]);
  await expectSoundBooks(world);
});

test('the guard says what it is worth, and suggests 5 % of last month’s sales', async () => {
  const ask = async (body: typeof program) => {
    const asked = { marginBasisPoints: 5000, program: body };
    return (await world.api<WorstCaseAnswer>('POST', '/api/program/worst-case', asked)).body.bonus;
  };
  expect(await ask(program)).toMatchObject({ worthMinor: 500 });
  const { bonusBudget: _, ...open } = program;
  const told = await ask(open);
  expect(told?.worthMinor).toBeNull();
  const { rows } = await world.owner.query<{ sales: string }>(
    `select sum(eligible_minor) as sales from orders where placed_at < '2026-04-01T04:00:00Z'`,
  );
  expect(told?.suggestedPoints).toBe(Math.floor(Number(rows[0]?.sales) / 20));
  const { text } = await world.shopper(null).get('terms?locale=en');
  expect(text).toContain('500 points a month in all');
});
