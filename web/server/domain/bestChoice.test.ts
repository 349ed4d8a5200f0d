import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { bestChoice, classOf } from './bestChoice.ts';
import type { Cart } from './bestChoice.ts';
import type { CodeValue, Reward } from './program.ts';

const combinesWith = { order: false, product: false, shipping: true };
const reward = (id: string, value: Reward['value'], over: Partial<Reward> = {}): Reward => ({
  id,
  points: 100,
  value,
  minimumMinor: 0,
  combinesWith,
  codeDays: 30,
  ...over,
});
const off = (amountMinor: number): CodeValue => ({ kind: 'amountOff', amountMinor });
const share = (basisPoints: number): CodeValue => ({ kind: 'percentOff', basisPoints });
const line = (amountMinor: number, ...items: string[]) => ({ items, amountMinor, giftCard: false });
const cart = (lines: Cart['lines'], taken: Cart['taken'] = []): Cart => ({ lines, taken });
const theirs = (code: string, offMinor: number, over: Partial<Cart['taken'][number]> = {}) => ({
  code,
  offMinor,
  class: 'order' as const,
  combinesWith: null,
  ...over,
});
const best = (...given: Parameters<typeof bestChoice>) => bestChoice(...given).best;

describe('bestChoice', () => {
  test('a share is better on a large cart, an amount on a small one', () => {
    const rewards = [reward('five', off(500)), reward('tenth', share(1000))];
    expect(best(cart([line(4000)]), rewards)).toMatchObject({ rewardId: 'five', totalMinor: 3500 });
    expect(best(cart([line(9000)]), rewards)).toMatchObject({
      rewardId: 'tenth',
      totalMinor: 8100,
    });
  });

  test('no points are spent where a code on the cart saves as much, as both do not go together', () => {
    const [five, ten] = [reward('five', off(500)), reward('ten', off(1000))];
    const taken = [theirs('SPRING', 500)];
    expect(best(cart([line(4000)], taken), [five]).rewardId).toBe(null);
    expect(best(cart([line(4000)], taken), [five, ten])).toMatchObject({
      rewardId: 'ten',
      totalMinor: 3000,
      instead: ['SPRING'],
    });
  });

  test('a code that is known to combine stays, and a share is of what it leaves', () => {
    const both = { order: true, product: true, shipping: true };
    const tenth = reward('tenth', share(1000), { combinesWith: both });
    const taken = [theirs('MUGS', 1000, { class: 'product', combinesWith: both })];
    expect(best(cart([line(4000)], taken), [tenth])).toMatchObject({
      rewardId: 'tenth',
      offMinor: 300,
      totalMinor: 2700,
      instead: [],
    });
  });

  test('a minimum counts the goods a reward is bound to, and gift cards are no goods', () => {
    const only = { items: ['product:1', 'collection:7'], name: 'Mugs' };
    const mugs = reward('mugs', { ...share(5000), only } as CodeValue, { minimumMinor: 2000 });
    expect(best(cart([line(1000, 'product:1'), line(9000, 'product:2')]), [mugs]).rewardId).toBe(
      null,
    );
    const enough = [line(1000, 'product:1'), line(1000, 'product:3', 'collection:7'), line(9000)];
    expect(best(cart(enough), [mugs])).toMatchObject({ rewardId: 'mugs', totalMinor: 10_000 });
    const card = { items: [], amountMinor: 5000, giftCard: true };
    expect(best(cart([card]), [reward('five', off(500))]).rewardId).toBe(null);
  });

  test('free shipping on the cart is not driven away, and is advised over nothing that costs less', () => {
    const alone = { order: false, product: false, shipping: false };
    const five = reward('five', off(500), { combinesWith: alone });
    const taken = [theirs('SHIP', 0, { class: 'shipping' })];
    expect(bestChoice(cart([line(4000)], taken), [five]).choices).toHaveLength(1);
    const ship = reward('ship', { kind: 'freeShipping' });
    expect(best(cart([line(4000)]), [ship]).rewardId).toBe(null);
  });

  const classes = fc.record({ order: fc.boolean(), product: fc.boolean(), shipping: fc.boolean() });
  const amounts = fc.integer({ min: 1, max: 20_000 });
  const items = fc.subarray(['product:1', 'product:2', 'collection:7']);
  const bound = fc.option(
    items.filter((some) => some.length > 0).map((some) => ({ items: some, name: 'Goods' })),
    { nil: undefined },
  );
  const withGoods = (value: CodeValue, only: { items: string[]; name: string } | undefined) =>
    only && value.kind !== 'freeShipping' ? { ...value, only } : value;
  const values = fc.oneof(
    fc.tuple(amounts.map(off), bound).map(([value, only]) => withGoods(value, only)),
    fc
      .tuple(fc.integer({ min: 1, max: 10_000 }).map(share), bound)
      .map(([value, only]) => withGoods(value, only)),
    fc.constant<CodeValue>({ kind: 'freeShipping' }),
  );
  const rewards = fc.array(
    fc
      .tuple(values, fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 1, max: 900 }), classes)
      .map(([value, minimumMinor, points, combines]) =>
        reward('x', value, { minimumMinor, points, combinesWith: combines }),
      ),
    { maxLength: 6 },
  );
  const carts = fc.record({
    lines: fc.array(fc.record({ items, amountMinor: amounts, giftCard: fc.boolean() }), {
      maxLength: 5,
    }),
    taken: fc.array(
      fc.record({
        code: fc.constantFrom('A', 'B'),
        class: fc.constantFrom('order', 'product', 'shipping'),
        offMinor: fc.integer({ min: 0, max: 3000 }),
        combinesWith: fc.option(classes),
      }),
      { maxLength: 2 },
    ),
  });

  test('whatever the cart and the rewards, none that is allowed has a lower total than the best', () => {
    fc.assert(
      fc.property(carts, rewards, (given, some) => {
        const named = some.map((each, n) => ({ ...each, id: `r${n}` }));
        const { choices, best: advised } = bestChoice(given as Cart, named);
        expect(choices).toContain(advised);
        for (const { totalMinor, points } of choices) {
          expect(totalMinor).toBeGreaterThanOrEqual(advised.totalMinor);
          const equal = totalMinor === advised.totalMinor;
          expect(!equal || points >= advised.points).toBe(true);
        }
        // By itself, without what it drives away, no reward takes more off than its choice says.
        for (const each of named) {
          const found = choices.find(({ rewardId }) => rewardId === each.id);
          if (!found || given.taken.length > 0) continue;
          const only = 'only' in each.value ? each.value.only : undefined;
          const entitled = given.lines
            .filter((l) => !l.giftCard && (!only || l.items.some((i) => only.items.includes(i))))
            .reduce((sum, l) => sum + l.amountMinor, 0);
          const value = each.value as CodeValue;
          const most = value.kind === 'amountOff' ? value.amountMinor : entitled;
          expect(found.offMinor).toBeLessThanOrEqual(Math.min(most, entitled));
          expect(classOf(value) === 'shipping').toBe(found.offMinor === 0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
