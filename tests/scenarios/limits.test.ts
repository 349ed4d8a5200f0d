/** Steps, prefixes, limits, a free product and store credit: what else a reward can say. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedeemAnswer, ShopperState } from '../../web/contract/shopper.ts';
import { aProgram, DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { mugIn, richShoppers } from './faultCells.ts';

const WEALTH = 480;
const combinesWith = { order: false, product: false, shipping: true };
const terms = { points: 100, minimumMinor: 0, combinesWith, codeDays: 30 };
const off = (amountMinor: number) => ({ kind: 'amountOff' as const, amountMinor });

let world: World;
let shoppers: string[];
let mug: { id: string; priceMinor: number };

beforeAll(async () => {
  world = await startWorld({ program: null });
  const found = world.sim.commerce
    .products(SHOP)
    .find(({ variants }) => variants.some(({ id }) => id === mugIn(world)));
  mug = { id: found?.id ?? '', priceMinor: found?.variants[0]?.priceMinor ?? 0 };
  const published = await world.api('PUT', '/api/program', {
    baseVersion: 0,
    program: aProgram({
      maxOpenCodes: 20,
      rewards: [
        { ...terms, id: 'step', value: off(100), minimumMinor: 500, steps: 4, prefix: 'NORTH10' },
        { ...terms, id: 'weekly', value: off(101), perShopper: { times: 1, days: 7 } },
        { ...terms, id: 'few', value: off(102), inAll: 3 },
        {
          ...terms,
          id: 'mug',
          value: {
            kind: 'freeProduct',
            item: `product:${mug.id}`,
            name: 'A free mug',
            worthMinor: mug.priceMinor,
          },
        },
        { ...terms, id: 'credit', value: { kind: 'walletCredit', amountMinor: 300 } },
      ],
    }),
  });
  if (published.status !== 200) throw new Error(published.text);
  shoppers = await richShoppers(world, 14);
}, 60_000);
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

const next = (): string => shoppers.pop() ?? '';
const priced = (code: string, quantity: number) =>
  world.sim.commerce.priceCart(SHOP, {
    lines: [{ variantId: mugIn(world), quantity }],
    codes: [code],
    customerId: null,
  });
const available = async (id: string) => (await balanceOf(world, id)).available;
const codeIn = (body: unknown) => (body as RedeemAnswer).redemption?.code ?? '';

test('a stepped amount is offered step by step, and each step has its price, minimum and code', async () => {
  const id = next();
  const { program } = await world.shopper(id).state();
  const steps = program?.rewards.filter((each) => each.id.startsWith('step'));
  expect(steps?.map((each) => [each.id, each.points, each.minimumMinor])).toEqual([
    ['step', 100, 500],
    ['step~2', 200, 1000],
    ['step~3', 300, 1500],
    ['step~4', 400, 2000],
  ]);
  const taken = await world.shopper(id).redeem('step~3', 300);
  expect(taken.body.redemption).toMatchObject({ rewardId: 'step~3', status: 'open', points: 300 });
  expect(priced(codeIn(taken.body), 1).discountMinor).toBe(300);
  expect(await available(id)).toBe(WEALTH - 300);
  expect((await world.shopper(id).redeem('step~3', 100)).text).toContain('priceChanged');
  expect((await world.shopper(id).redeem('step~5', 500)).text).toContain('rewardGone');
});

test('a prefix stands before all that is drawn of a code', async () => {
  const { body } = await world.shopper(next()).redeem('step', 100);
  expect(codeIn(body)).toMatch(/^NORTH10[2-9A-HJKMNP-Z]{13}$/);
});

test('one shopper takes it once in seven days, and again when it was put back or the days are over', async () => {
  const id = next();
  const me = world.shopper(id);
  const first = await me.redeem('weekly', 100);
  expect((await me.redeem('weekly', 100)).text).toContain('takenOften');
  await me.putBack(first.body.redemption.id);
  expect((await me.redeem('weekly', 100)).status).toBe(200);
  await world.pass(6 * DAY);
  expect((await me.redeem('weekly', 100)).text).toContain('takenOften');
  await world.pass(2 * DAY);
  expect((await me.redeem('weekly', 100)).status).toBe(200);
  expect((await world.shopper(next()).redeem('weekly', 100)).status).toBe(200);
});

test('of a reward that is there three times, three are taken, however many ask at once', async () => {
  const many = Array.from({ length: 7 }, next);
  const answers = await Promise.all(many.map((id) => world.shopper(id).redeem('few', 100)));
  const won = answers.filter(({ status }) => status === 200 || status === 202);
  expect(won).toHaveLength(3);
  for (const { status, text } of answers.filter((each) => !won.includes(each))) {
    expect([status, text]).toEqual([409, expect.stringContaining('allTaken')]);
  }
  await world.settle();
  const winner = many[answers.findIndex((each) => won.includes(each))] ?? '';
  const [open] = (await world.shopper(winner).state()).codes as ShopperState['codes'];
  await world.shopper(winner).putBack(open?.id ?? '');
  const loser = many[answers.findIndex((each) => !won.includes(each))] ?? '';
  expect((await world.shopper(loser).redeem('few', 100)).status).toBe(200);
});

test('a free product takes its worth off one of it, and its points come back with it', async () => {
  const id = next();
  const taken = await world.shopper(id).redeem('mug', 100);
  expect(taken.body.redemption).toMatchObject({ status: 'open', value: { name: 'A free mug' } });
  const code = codeIn(taken.body);
  expect(priced(code, 1).subtotalMinor).toBe(0);
  expect(priced(code, 3).subtotalMinor).toBe(2 * mug.priceMinor);
  const buyer = { kind: 'customer' as const, customerId: id };
  const lines = [{ variantId: mugIn(world), quantity: 1 }];
  const order = await world.buy({ buyer, lines, codes: [code] });
  expect(await available(id)).toBe(WEALTH - 100);
  world.sim.commerce.cancel(SHOP, order.id, { refund: true });
  await world.settle();
  expect(await available(id)).toBe(WEALTH);
});

test('store credit is in the wallet once, and its points are spent when it is there', async () => {
  const id = next();
  const request = crypto.randomUUID();
  const taken = await world.shopper(id).redeem('credit', 100, request);
  expect([200, 202]).toContain(taken.status);
  await world.settle();
  const again = await world.shopper(id).redeem('credit', 100, request);
  expect(again.body.redemption).toMatchObject({ status: 'used', code: null });
  expect(world.sim.commerce.storeCredit(SHOP, id).balanceMinor).toBe(300);
  expect(await balanceOf(world, id)).toMatchObject({ available: WEALTH - 100, held: 0 });
  expect((await world.shopper(id).putBack(request)).status).toBe(409);
});
