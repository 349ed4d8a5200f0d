/** What the defaults promise, for any shop: 12 currencies, any average order, any margin from 5 %. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultProgram, everydayUnitMinor } from './defaults.ts';
import type { ShopAnswers } from './defaults.ts';
import { orderPoints } from './earning.ts';
import { decimalsOf } from './money.ts';
import { aLine, anOrder, someFacts } from './orderFacts.fixtures.ts';
import type { Program } from './program.ts';
import { checkProgram } from './programs.ts';
import { worstCase } from './worstCase.ts';

const CURRENCIES = 'USD EUR GBP JPY KWD IRR AED SAR TRY INR BRL VND'.split(' ');

/** Averages spread evenly over their powers of ten, and near the edges where the unit changes. */
const aov = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 30, max: 299 }))
    .chain(([power, lead]) =>
      fc.integer({ min: 0, max: 10 ** power - 1 }).map((rest) => lead * 10 ** power + rest),
    ),
  fc
    .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: -3, max: 3 }))
    .map(([power, off]) => 30 * 10 ** power + off),
);

const margin = fc.oneof(
  fc.integer({ min: 500, max: 9500 }),
  fc.constantFrom(500, 1499, 1500, 2499, 2500, 2540),
);

const shops: fc.Arbitrary<ShopAnswers> = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  aovMinor: aov,
  marginBasisPoints: margin,
  returnDays: fc.integer({ min: 0, max: 365 }),
});

const holds = (promise: (shop: ShopAnswers, program: Program) => void): void =>
  fc.assert(
    fc.property(shops, (shop) => {
      promise(shop, defaultProgram(shop));
    }),
    { numRuns: 1000 },
  );

test('the first reward comes within 3 average orders, on the points of the orders alone', () =>
  holds((shop, program) => {
    const order = someFacts(anOrder([aLine('1', shop.aovMinor)], { currency: shop.currency }));
    const { points } = orderPoints(order, program);
    expect(points * 3n).toBeGreaterThanOrEqual(BigInt(program.rewards[0]?.points ?? Infinity));
  }));

test('the worst repeat order costs less than half the margin, even with a friend’s code', () =>
  holds((shop, program) => {
    const { shareBasisPoints, aboveHalfMargin } = worstCase(program, shop);
    expect(shareBasisPoints * 2).toBeLessThan(shop.marginBasisPoints);
    expect(aboveHalfMargin).toBe(false);
    const { nextOrder, referral } = program;
    if (!nextOrder || !referral) throw new Error('an offer fits into every margin from 5 %');
    const leaked = { ...program, nextOrder: { ...nextOrder, ...referral.friend } };
    expect(worstCase(leaked, shop).shareBasisPoints * 2).toBeLessThan(shop.marginBasisPoints);
  }));

test('five rewards ascend in price and amount; every amount is a whole unit', () =>
  holds((shop, program) => {
    const unitMinor = everydayUnitMinor(shop.aovMinor);
    expect(program.rewards).toHaveLength(5);
    let [lastPoints, lastMinor] = [0, 0];
    for (const { points, value, minimumMinor } of program.rewards) {
      const amountMinor = value.kind === 'amountOff' ? value.amountMinor : 0;
      expect(points).toBeGreaterThan(lastPoints);
      expect(amountMinor).toBeGreaterThan(lastMinor);
      expect(amountMinor % unitMinor).toBe(0);
      expect(minimumMinor).toBeGreaterThanOrEqual(5 * amountMinor);
      [lastPoints, lastMinor] = [points, amountMinor];
    }
    for (const minimumMinor of [program.nextOrder, program.referral?.friend].map(
      (offer) => offer?.minimumMinor ?? -1,
    )) {
      expect(minimumMinor % unitMinor).toBe(0);
    }
    expect(program.nextOrder?.minimumMinor).toBeGreaterThanOrEqual(shop.aovMinor);
  }));

test('it can be published: no check finds anything', () =>
  holds((_shop, program) => expect(checkProgram(program)).toEqual([])));

test('all twelve currencies can be counted, with no, two and three decimals', () =>
  expect(new Set(CURRENCIES.map(decimalsOf))).toEqual(new Set([0, 2, 3])));
