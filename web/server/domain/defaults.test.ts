import { describe, expect, test } from 'vitest';
import { DEFAULT_RETURN_DAYS, defaultProgram, everydayUnitMinor } from './defaults.ts';
import type { ShopAnswers } from './defaults.ts';
import type { Program } from './program.ts';
import { worstCase } from './worstCase.ts';

const usd: ShopAnswers = {
  currency: 'USD',
  aovMinor: 5000,
  marginBasisPoints: 4000,
  returnDays: DEFAULT_RETURN_DAYS,
};

const amounts = (program: Program): number[] =>
  program.rewards.map(({ value }) => (value.kind === 'amountOff' ? value.amountMinor : -1));
const prices = (program: Program): number[] => program.rewards.map(({ points }) => points);

describe('the everyday unit', () => {
  test.each([
    ['50 USD', 5000, 100],
    ['7,000 JPY', 7000, 100],
    ['15 KWD', 15_000, 100],
    ['30 USD exactly', 3000, 100],
    ['29.99 USD', 2999, 10],
    ['299.99 USD', 29_999, 100],
    ['300 USD', 30_000, 1000],
    ['42,000,000 IRR', 42_000_000, 1_000_000],
    ['600,000 VND', 600_000, 10_000],
    ['30 yen', 30, 1],
    ['less than 30 minor units: never below one', 7, 1],
  ])('%s', (_what, aovMinor, unitMinor) => expect(everydayUnitMinor(aovMinor)).toBe(unitMinor));
});

describe('a shop of 50 USD an order, with a margin of 40 %', () => {
  const program = defaultProgram(usd);

  test('gives 3 points per 1.00, on the way for the return window', () =>
    expect(program).toMatchObject({
      earning: {
        points: 3,
        perMinor: 100,
        includeShipping: false,
        includeTips: false,
        includeDuties: false,
      },
      pendingDays: 14,
      expiry: { kind: 'inactivity', months: 12, onlyTold: true },
      graceDays: 30,
      debt: 'owe',
      maxOpenCodes: 3,
      holdOut: true,
    }));

  test('has rewards of 6, 10, 20, 30 and 40 % of an order, 100 points for 1.00', () => {
    expect(amounts(program)).toEqual([300, 500, 1000, 1500, 2000]);
    expect(prices(program)).toEqual([300, 500, 1000, 1500, 2000]);
    expect(program.rewards[0]).toMatchObject({
      id: 'points-300',
      minimumMinor: 1500,
      codeDays: 30,
    });
  });

  test('offers friends 10 % from 30.00, their advocates 500 points', () =>
    expect(program.referral).toEqual({
      friend: {
        value: { kind: 'percentOff', basisPoints: 1000 },
        minimumMinor: 3000,
        combinesWith: { order: false, product: false, shipping: true },
      },
      advocatePoints: 500,
      waitDays: 30,
    }));

  test('gives 10 % after a first order and after one that came late, from 50.00, for 30 days', () =>
    expect(program.nextOrder).toEqual({
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor: 5000,
      combinesWith: { order: false, product: false, shipping: true },
      who: 'overdue',
      days: 30,
      quietDays: 90,
      reminderDays: [7, 2],
    }));

  test('costs 12.7 % of a second order at worst', () =>
    expect(worstCase(program, usd)).toMatchObject({
      shareBasisPoints: 1270,
      aboveHalfMargin: false,
      rewardShareBasisPoints: 2000,
    }));
});

describe('what the answers change', () => {
  test.each([
    [4000, 3, 1000],
    [2550, 3, 1000],
    [2540, 3, 900], // 12.7 % is half of it, not less
    [2500, 3, 900], // 9 + 91 % × 3 = 11.73
    [2499, 2, 1000], // 10 + 90 % × 2 = 11.8
    [2000, 2, 800],
    [1500, 2, 500],
    [1499, 1, 600],
    [1000, 1, 300],
    [500, 1, 100],
  ])('a margin of %i basis points: %i points, %i off', (marginBasisPoints, points, basisPoints) => {
    const program = defaultProgram({ ...usd, marginBasisPoints });
    const value = { kind: 'percentOff', basisPoints };
    expect(program.earning.points).toBe(points);
    expect(program.nextOrder?.value).toEqual(value);
    expect(program.referral?.friend.value).toEqual(value);
    expect(program.referral?.advocatePoints).toBe((50 * basisPoints) / 100);
  });

  test('a margin that not even 1 % fits into: no offers, and the rest stands', () => {
    const program = defaultProgram({ ...usd, marginBasisPoints: 300 });
    expect(program).toMatchObject({ referral: null, nextOrder: null });
    expect(worstCase(program, { ...usd, marginBasisPoints: 300 }).shareBasisPoints).toBe(100);
  });

  test.each([
    [0, 0, 30],
    [14, 14, 30],
    [16, 16, 30],
    [17, 17, 31],
    [60, 60, 74],
    [365, 365, 365],
  ])(
    'a return window of %i days: points wait %i, advocates %i',
    (returnDays, points, advocates) => {
      const program = defaultProgram({ ...usd, returnDays });
      expect([program.pendingDays, program.referral?.waitDays]).toEqual([points, advocates]);
    },
  );

  test.each([
    ['7,000 JPY', 'JPY', 7000, 4000, [400, 700, 1400, 2100, 2800], 400],
    ['15 KWD', 'KWD', 15_000, 4000, [900, 1500, 3000, 4500, 6000], 900],
    ['to the nearest unit', 'USD', 3000, 4000, [200, 300, 600, 900, 1200], 200],
    ['2 points: three orders earn 180', 'USD', 3000, 2000, [100, 300, 600, 900, 1200], 100],
    ['1 point: three orders earn 150', 'USD', 5000, 1000, [100, 500, 1000, 1500, 2000], 100],
    ['1 point: three orders earn 90', 'USD', 3000, 1000, [100, 300, 600, 900, 1200], 90],
    ['1 point: three orders earn 99', 'USD', 3399, 1000, [100, 300, 700, 1000, 1400], 99],
    ['1 point: three orders earn 102', 'USD', 3400, 1000, [100, 300, 700, 1000, 1400], 100],
  ])('the ladder: %s', (_what, currency, aovMinor, marginBasisPoints, ladder, first) => {
    const program = defaultProgram({ ...usd, currency, aovMinor, marginBasisPoints });
    expect(everydayUnitMinor(aovMinor)).toBe(100);
    expect(amounts(program)).toEqual(ladder);
    expect(prices(program)).toEqual([first, ...ladder.slice(1)]);
  });

  test('smallest baskets are whole units, never below their share of an order', () => {
    const program = defaultProgram({ ...usd, aovMinor: 5037 });
    expect(program.nextOrder?.minimumMinor).toBe(5100);
    expect(program.referral?.friend.minimumMinor).toBe(3100);
    expect(program.referral?.advocatePoints).toBe(503);
  });

  test('steps that are the same amount are one step', () => {
    const program = defaultProgram({ ...usd, currency: 'JPY', aovMinor: 4 });
    expect(amounts(program)).toEqual([1, 2]);
  });

  test('a currency that we cannot count is our bug', () =>
    expect(() => defaultProgram({ ...usd, currency: 'XXX' })).toThrow(RangeError));
});
