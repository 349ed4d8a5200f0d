/** Before points are spent: which reward is best for the cart, held against what the shop then charges. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdviceAnswer } from '../../web/contract/advice.ts';
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import { aProgram, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { richShoppers } from './faultCells.ts';

const combinesWith = { order: false, product: false, shipping: true };
const terms = { points: 100, minimumMinor: 0, combinesWith, codeDays: 30 };

let world: World;
let shopper: string;
let goods: { id: string; variantId: string; priceMinor: number }[];

beforeAll(async () => {
  world = await startWorld({ program: null });
  const { commerce } = world.sim;
  goods = commerce
    .products(SHOP)
    .filter(({ giftCard }) => !giftCard)
    .map(({ id, variants: [variant] }) => ({
      id,
      variantId: variant?.id ?? '',
      priceMinor: variant?.priceMinor ?? 0,
    }));
  // Connected first, so that the shop tells of the collection.
  await world.api('GET', '/api/home');
  await world.settle();
  const shelf = commerce.createCollection(SHOP, {
    title: 'Shelf',
    productIds: goods.slice(0, 2).map(({ id }) => id),
  });
  await world.settle();
  const published = await world.api('PUT', '/api/program', {
    baseVersion: 0,
    program: aProgram({
      pendingDays: 0,
      rewards: [
        {
          ...terms,
          id: 'four',
          value: { kind: 'amountOff', amountMinor: 400 },
          minimumMinor: 2000,
        },
        { ...terms, id: 'tenth', value: { kind: 'percentOff', basisPoints: 1000 } },
        {
          ...terms,
          id: 'shelf',
          value: {
            kind: 'percentOff',
            basisPoints: 3000,
            only: { items: [`collection:${shelf.id}`], name: 'The shelf' },
          },
        },
        { ...terms, id: 'ship', value: { kind: 'freeShipping' } },
        { ...terms, id: 'dear', points: 100_000, value: { kind: 'percentOff', basisPoints: 9000 } },
      ],
    }),
  });
  if (published.status !== 200) throw new Error(published.text);
  [shopper = ''] = await richShoppers(world, 1);
}, 60_000);
afterAll(() => world.stop());

type Lines = { at: number; quantity: number }[];
const cartOf = (lines: Lines, codes: string[]) =>
  world.sim.commerce.priceCart(SHOP, {
    lines: lines.map(({ at, quantity }) => ({ variantId: goods[at]?.variantId ?? '', quantity })),
    codes,
    customerId: shopper,
  });

/** As the panel asks: what the theme's cart tells. */
async function adviceFor(lines: Lines, codes: string[]): Promise<AdviceAnswer> {
  const priced = cartOf(lines, codes);
  const offBy = (code: string) =>
    priced.lines
      .flatMap(({ allocations }) => allocations)
      .filter((each) => each.code === code)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const answer = await world.shopper(shopper).post<AdviceAnswer>('advice', {
    lines: lines.map(({ at, quantity }) => ({
      productId: goods[at]?.id ?? '',
      amountMinor: (goods[at]?.priceMinor ?? 0) * quantity,
      giftCard: false,
    })),
    taken: priced.codes
      .filter(({ applicable }) => applicable)
      .map(({ code }) => ({ code, offMinor: offBy(code), class: 'order' })),
  });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body;
}

test('the advised reward has the lowest total of those the shop lets the shopper have', async () => {
  const taken = new Map<string, string>();
  for (const id of ['four', 'tenth', 'shelf']) {
    const { body } = await world.shopper(shopper).redeem(id, 100);
    taken.set(id, (body as RedeemAnswer).redemption.code ?? '');
  }
  const total = (lines: Lines, codes: string[]) => cartOf(lines, codes).subtotalMinor;
  const carts: Lines[] = [
    [{ at: 0, quantity: 1 }],
    [{ at: 3, quantity: 1 }],
    [
      { at: 0, quantity: 2 },
      { at: 4, quantity: 3 },
    ],
    [{ at: 5, quantity: 4 }],
  ];
  const best = new Set<string | null>();
  for (const lines of carts) {
    const advice = await adviceFor(lines, []);
    expect(advice.choices.map(({ rewardId }) => rewardId)).not.toContain('dear');
    for (const { rewardId, totalMinor } of advice.choices) {
      const code = taken.get(rewardId);
      expect([rewardId, code ? total(lines, [code]) : totalMinor]).toEqual([rewardId, totalMinor]);
    }
    const totals = [...taken.values()].map((code) => total(lines, [code]));
    expect(advice.choices.find(({ rewardId }) => rewardId === advice.best)?.totalMinor).toBe(
      Math.min(...totals),
    );
    best.add(advice.best);
  }
  expect(best.size).toBeGreaterThan(1);
});

test('where a code of the shop’s own takes more off, keeping the points is the advice', async () => {
  const lines = [{ at: 5, quantity: 4 }];
  // 15 % off, with nothing else.
  const code = 'AUTUMN15';
  const advice = await adviceFor(lines, [code]);
  expect(advice).toMatchObject({ best: null, nowMinor: cartOf(lines, [code]).subtotalMinor });
  expect(advice.choices.find(({ rewardId }) => rewardId === 'tenth')?.instead).toEqual([code]);
});

test('nobody is advised who is not logged in, and nonsense is refused', async () => {
  expect((await world.shopper(null).post('advice', { lines: [], taken: [] })).status).toBe(401);
  expect((await world.shopper(shopper).post('advice', { lines: 3 })).status).toBe(422);
  const nothing = await world.shopper(shopper).post('advice', { lines: [], taken: [] });
  expect(nothing.body).toEqual({ nowMinor: 0, choices: [], best: null });
});
