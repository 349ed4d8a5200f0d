import { describe, expect, test } from 'vitest';
import { conversionOf, npsOf, returningVisitorRate } from './answers.ts';
import { basketSize, productMeasures } from './baskets.ts';
import type { BasketHistory } from './baskets.ts';
import { count, meanInterval, medianInterval, noMoments, student, wilson } from './intervals.ts';
import { SHOP_STAGES, splitHint } from './split.ts';
import { subscriptionMeasures } from './subscriptions.ts';

const WINDOW = { fromDay: 100, toDay: 199 };

describe('intervals', () => {
  test('Wilson’s is that of the tables, and stays inside', () => {
    expect(wilson(15, 148)?.low).toBeCloseTo(0.0624, 4);
    expect(wilson(15, 148)?.high).toBeCloseTo(0.1605, 4);
    expect(wilson(0, 10)?.low).toBe(0);
    expect(wilson(10, 10)?.high).toBe(1);
    expect(wilson(0, 0)).toBeNull();
  });

  test('Student’s t', () => {
    expect(student(4)).toBeCloseTo(2.776, 2);
    expect(student(10)).toBeCloseTo(2.2281, 3);
    expect(student(120)).toBeCloseTo(1.9799, 4);
  });

  test('of a mean, from five on', () => {
    const moments = noMoments();
    for (const value of [2, 4, 4, 4]) count(moments, value);
    expect(meanInterval(moments)).toBeNull();
    for (const value of [5, 5, 7, 9]) count(moments, value);
    // t.test(c(2, 4, 4, 4, 5, 5, 7, 9)) in R.
    expect(meanInterval(moments)?.low).toBeCloseTo(3.2125, 3);
    expect(meanInterval(moments)?.high).toBeCloseTo(6.7875, 3);
  });

  test('of a median, by ranks', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(medianInterval(hundred)).toEqual({ low: 40, high: 61, method: 'ranks' });
    expect(medianInterval([1, 2, 3])).toBeNull();
  });
});

describe('net promoter score', () => {
  test('counts 9 and 10 for, 0 to 6 against', () => {
    const { nps, ...groups } = npsOf([10, 9, 8, 7, 6, 0], WINDOW);
    expect(groups).toEqual({ promoters: 2, passives: 2, detractors: 2 });
    expect(nps).toMatchObject({ value: 0, n: 6, tooFew: true, unit: 'points' });
  });

  test('ten promoters alone are no certainty', () => {
    const { nps } = npsOf(
      Array.from({ length: 10 }, () => 10),
      WINDOW,
    );
    expect(nps.value).toBe(100);
    expect(nps.interval?.low).toBeLessThan(80);
    expect(nps.interval?.low).toBeGreaterThan(30);
    expect(npsOf([], WINDOW).nps).toMatchObject({ value: null, interval: null });
  });

  test.each([11, -1, 7.5])('a score of %f is a mistake', (score) => {
    expect(() => npsOf([score], WINDOW)).toThrow(RangeError);
  });
});

test('a visitor returns on a second day, not by a second look', () => {
  const visits = [
    { visitorId: 'twice a day', day: 120 },
    { visitorId: 'twice a day', day: 120 },
    { visitorId: 'two days', day: 120 },
    { visitorId: 'two days', day: 130 },
    { visitorId: 'was here before', day: 50 },
    { visitorId: 'was here before', day: 150 },
    { visitorId: 'only before', day: 50 },
    { visitorId: 'later', day: 300 },
  ];
  expect(returningVisitorRate(visits, WINDOW)).toMatchObject({ value: 2 / 3, n: 3 });
});

test('codes convert, and none given is no number', () => {
  expect(conversionOf('codeConversion', { given: 50, used: 10 }, WINDOW)).toMatchObject({
    code: 'codeConversion',
    value: 0.2,
    tooFew: false,
    interval: { method: 'wilson' },
  });
  const none = conversionOf('referralConversion', { given: 0, used: 0 }, WINDOW);
  expect(none).toMatchObject({ value: null, interval: null });
});

test('recurring revenue is a month’s, and churn is what ended or shrank', () => {
  const order = (subscriptionId: string, day: number, amountMinor: number, everyDays: number) => ({
    subscriptionId,
    day,
    amountMinor,
    everyDays,
  });
  const { monthlyRecurringRevenue, revenueChurn } = subscriptionMeasures(
    [
      order('monthly, goes on', 80, 1000, 30.4375),
      order('monthly, goes on', 190, 1000, 30.4375),
      order('weekly, ends', 95, 700, 7),
      order('shrinks', 90, 2000, 30.4375),
      order('shrinks', 195, 1500, 30.4375),
      order('new', 198, 900, 60.875),
    ],
    WINDOW,
  );
  expect(monthlyRecurringRevenue).toMatchObject({ n: 3 });
  expect(monthlyRecurringRevenue.value).toBeCloseTo(1000 + 1500 + 450, 9);
  const weekly = (700 * 30.4375) / 7;
  expect(revenueChurn.value).toBeCloseTo((weekly + 500) / (1000 + weekly + 2000), 9);
  expect(subscriptionMeasures([], WINDOW).revenueChurn.value).toBeNull();
});

test('products that are bought again, and how soon', () => {
  const buys = (
    id: string,
    ...orders: [day: number, ...productIds: string[]][]
  ): BasketHistory => ({
    shopperId: id,
    purchases: orders.map(([day, ...productIds]) => ({
      day,
      amountMinor: 100,
      items: productIds.length,
      productIds,
    })),
  });
  const histories = [
    buys('a', [110, 'tea', 'mug'], [140, 'tea'], [140, 'tea'], [500, 'tea']),
    buys('b', [150, 'tea'], [120, 'tea']),
    buys('c', [130, 'tea', 'tea']),
  ];
  const [tea, mug] = productMeasures(histories, WINDOW);
  expect(tea).toMatchObject({
    productId: 'tea',
    repurchaseRate: { value: 2 / 3, n: 3, tooFew: true },
    reorderRhythm: { value: 30, n: 2 },
  });
  expect(mug).toMatchObject({ productId: 'mug', reorderRhythm: { value: null, n: 0 } });
  expect(basketSize(histories, WINDOW)).toMatchObject({ value: 8 / 6, n: 6 });
});

test.each([
  [{ shoppers: 20, orders: 500, ageDays: 40, repeatRate: 0.5 }, 'starting', [0, 0]],
  [{ shoppers: 300, orders: 60, ageDays: 400, repeatRate: 0.1 }, 'first', [10, 25]],
  [{ shoppers: 300, orders: 60, ageDays: 20, repeatRate: 0.1 }, 'steady', [25, 40]],
  [{ shoppers: 9000, orders: 2000, ageDays: 900, repeatRate: null }, 'established', [40, 55]],
  [{ shoppers: 9000, orders: 2000, ageDays: 900, repeatRate: 0.5 }, 'established', [30, 45]],
  [{ shoppers: 99_000, orders: 20_000, ageDays: 900, repeatRate: 0.2 }, 'large', [50, 65]],
] as const)('a hint for a shop of %o', (figures, stage, keepPercent) => {
  expect(splitHint(figures)).toEqual({ stage, keepPercent });
  expect(SHOP_STAGES).toContain(stage);
});
