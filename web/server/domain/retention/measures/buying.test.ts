import { describe, expect, test } from 'vitest';
import type { History } from '../history.ts';
import { rhythmOf } from '../rhythm.ts';
import { buyingMeasures } from './buying.ts';
import { cohortsOf, monthOf, retentionCurve } from './cohorts.ts';
import { comparisonsOf, oldAndNew } from './comparisons.ts';
import { costMeasures } from './costs.ts';
import type { Measure } from './measure.ts';

const bought = (id: string, ...orders: [day: number, amountMinor: number][]): History => ({
  shopperId: id,
  purchases: orders.map(([day, amountMinor]) => ({ day, amountMinor })),
});

const WINDOW = { fromDay: 100, toDay: 199 };
const rhythm = rhythmOf([], 60);

const all = [
  bought('two before, one within', [10, 500], [90, 500], [150, 1000]),
  bought('gone since', [60, 400]),
  bought('gone long before', [5, 300]),
  bought('new, twice on one day', [120, 200], [120, 300]),
  bought('new, came back', [110, 100], [190, 900]),
  bought('not yet', [200, 999]),
];

const byCode = (measures: readonly Measure[]) =>
  Object.fromEntries(measures.map(({ code, value, n }) => [code, [value, n]]));

describe('measures of buying', () => {
  test('by hand', () => {
    expect(byCode(buyingMeasures(all, WINDOW, rhythm))).toEqual({
      // Bought in the window: first, fourth and fifth; two of them more than once in all.
      repeatPurchaseRate: [2 / 3, 3],
      purchaseFrequency: [5 / 3, 3],
      // 150 − 90 and 190 − 110.
      purchaseInterval: [70, 2],
      // Not lost on day 99: first and second; on day 199 the second is.
      churnRate: [1 / 2, 2],
      // Bought in days 0 to 99: three; the first again.
      retentionRate: [1 / 3, 3],
      // Silent for more than 60 days on day 199: second, third and fourth.
      inactiveShare: [3 / 5, 5],
      returningSalesShare: [1900 / 2500, 5],
      averageOrder: [500, 5],
      historicClv: [(2000 + 400 + 300 + 500 + 1000) / 5, 5],
    });
  });

  test('few say so, and nobody is no number', () => {
    const few = buyingMeasures(all, WINDOW, rhythm);
    expect(few.every(({ tooFew }) => tooFew)).toBe(true);
    const none = buyingMeasures([], WINDOW, rhythm);
    expect(
      none.every(({ value, interval, n }) => value === null && interval === null && n === 0),
    ).toBe(true);
    const many = Array.from({ length: 20 }, (_, n) => bought(`s${n}`, [100 + n, 100]));
    const [rate] = buyingMeasures(many, WINDOW, rhythm);
    expect(rate).toMatchObject({ value: 0, n: 20, tooFew: false, fromDay: 100, toDay: 199 });
    expect(rate?.interval?.high).toBeCloseTo(0.1611, 4);
  });
});

test('old against new is a difference with its interval, and the warning that goes with it', () => {
  const { old, fresh } = oldAndNew(all, WINDOW);
  expect(old.map(({ shopperId }) => shopperId)).toHaveLength(3);
  expect(fresh.map(({ shopperId }) => shopperId)).toEqual([
    'new, twice on one day',
    'new, came back',
  ]);
  const rate = comparisonsOf([old, fresh], WINDOW, rhythm)[0];
  expect(rate).toMatchObject({
    code: 'repeatPurchaseRate',
    difference: 1 / 2,
    tooFew: true,
    warning: 'groupsChoseThemselves',
  });
  expect(rate?.interval?.low).toBeLessThan(0.5);
  const nobody = comparisonsOf([old, []], WINDOW, rhythm)[0];
  expect(nobody).toMatchObject({ difference: null, interval: null });
});

test('differences of shares have Newcombe’s interval', () => {
  const group = (size: number, repeaters: number) =>
    Array.from({ length: size }, (_, n) =>
      n < repeaters ? bought(`s${n}`, [100, 1], [101, 1]) : bought(`s${n}`, [100, 1]),
    );
  // His example (a): 56 of 70 against 48 of 80 is 0.2, from 0.0524 to 0.3339.
  const [rate] = comparisonsOf([group(70, 56), group(80, 48)], WINDOW, rhythm);
  expect(rate?.difference).toBeCloseTo(0.2, 10);
  expect(rate?.interval?.low).toBeCloseTo(0.0524, 4);
  expect(rate?.interval?.high).toBeCloseTo(0.3339, 4);
});

describe('what shoppers cost', () => {
  const costs = { acquisitionMinor: 20_000, reacquisitionMinor: 500, marginBasisPoints: 5000 };
  const buyers = Array.from({ length: 40 }, (_, n) =>
    bought(`s${n}`, [100 + n, 500], [110 + n, 300], [120 + n, 400]),
  );

  test('is paid back when the mean margin has reached it', () => {
    const [cost, back, payback] = costMeasures(buyers, WINDOW, rhythm, costs);
    expect([cost?.value, cost?.n]).toEqual([500, 40]);
    expect([back?.value, back?.n]).toEqual([null, 0]);
    // 250 at once, 400 after ten days, 600 after twenty.
    expect(payback?.value).toBe(20);
  });

  test('is not paid back where nobody has been seen for so long', () => {
    const dear = { ...costs, acquisitionMinor: 40_000 };
    expect(costMeasures(buyers, WINDOW, rhythm, dear)[2]?.value).toBeNull();
    const lapsed = bought('back', [10, 5], [110, 5]);
    expect(costMeasures([lapsed], WINDOW, rhythm, costs)[1]?.value).toBe(500);
    expect(costMeasures([], WINDOW, rhythm, costs).map(({ value }) => value)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

test('cohorts count who bought in which month after their first, and curves leave out the last', () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  const histories = [
    bought('a', [day('2026-01-31'), 100], [day('2026-02-01'), 50], [day('2026-02-20'), 50]),
    bought('b', [day('2026-01-02'), 100], [day('2026-03-03'), 70]),
    bought('c', [day('2026-02-10'), 100]),
  ];
  const cohorts = cohortsOf(histories, day('2026-03-15'));
  expect(monthOf(day('2026-01-31'))).toBe(24_312);
  expect(cohorts).toEqual([
    { period: 24_312, shoppers: 2, buyers: [2, 1, 1], amountMinor: [200, 100, 70] },
    { period: 24_313, shoppers: 1, buyers: [1, 0], amountMinor: [100, 0] },
  ]);
  expect(retentionCurve(cohorts)).toMatchObject([
    { at: 0, share: 1, n: 3, tooFew: true },
    { at: 1, share: 0.5, n: 2, tooFew: true },
  ]);
  expect(retentionCurve([])).toEqual([]);
});
