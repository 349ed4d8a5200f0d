/**
 * The published figures first, then a history of 20,000 shoppers against what the models expect of
 * it: within four standard errors. The seed is fixed.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { shelvesOf } from './baskets.ts';
import { calendarOf } from './calendar.ts';
import { COMING_BACK, SPENDING } from './models.ts';
import { BLOCK, planHistory } from './plan.ts';
import { planInput } from './testShelf.ts';

const { r, alpha, a, b } = COMING_BACK;

/** Gauss's series; |z| < 1. */
function hypergeometric(p: number, q: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; Math.abs(term) > 1e-14; n += 1) {
    term *= (((p + n) * (q + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
  }
  return sum;
}

/** E[X(t)], equation 9 of Fader, Hardie and Lee (2005). */
function expectedRepeats(t: number): number {
  const series = hypergeometric(r, b, a + b - 1, t / (alpha + t));
  return ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * series);
}

const neverBack = (t: number): number => (alpha / (alpha + t)) ** r;

test.each([
  [0.1429, 0.0078],
  [1, 0.0532],
  [3, 0.1506],
  [31.8571, 1.0405],
  [32, 1.0437],
  [78, 1.8576],
])('E[X(%f weeks)] is the published %f', (weeks, repeats) => {
  // The paper's own figures come from parameters with more digits than it prints.
  expect(Math.abs(expectedRepeats(weeks) - repeats)).toBeLessThan(0.002 * repeats + 0.00005);
});

describe('20,000 shoppers', () => {
  const shoppers = 20_000;
  const input = planInput(shoppers);
  const { weeks } = calendarOf(input.shop, input.now);
  const { unitMinor, goods } = shelvesOf(input.products);
  const priceOf = new Map(goods.map((good) => [good.variantId, good.priceMinor]));
  const repeats = Array.from({ length: shoppers }, () => -1);
  const spent = Array.from({ length: shoppers }, () => 0);

  let blocks = 0;

  beforeAll(() => {
    for (const block of planHistory(input).blocks()) {
      blocks += 1;
      for (const event of block) {
        if (event.kind !== 'order' || event.order.buyer.kind !== 'shopper') continue;
        const { index } = event.order.buyer.shopper;
        repeats[index] = (repeats[index] ?? -1) + 1;
        const lines = event.order.lines.map((l) => (priceOf.get(l.variantId) ?? 0) * l.quantity);
        spent[index] = (spent[index] ?? 0) + lines.reduce((sum, line) => sum + line, 0);
      }
    }
  }, 60_000);

  /** The average over shoppers who come evenly through the whole time. */
  const onAverage = (value: (t: number) => number): number => {
    const steps = Array.from({ length: 500 }, (_, n) => value(((n + 0.5) / 500) * weeks));
    return steps.reduce((sum, x) => sum + x, 0) / steps.length;
  };
  const meanOf = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const errorOf = (values: readonly number[]) => {
    const mean = meanOf(values);
    return Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2)) / values.length);
  };

  test('each bought at least once, and they came in blocks', () => {
    expect(Math.min(...repeats)).toBe(0);
    expect(blocks).toBe(shoppers / BLOCK);
  });

  test('as many come back as the model says', () => {
    const back = repeats.map((x) => (x > 0 ? 1 : 0));
    const expected = onAverage((t) => 1 - neverBack(t));
    expect(Math.abs(meanOf(back) - expected)).toBeLessThan(4 * errorOf(back));
  });

  test('and as often', () => {
    const expected = onAverage(expectedRepeats);
    expect(Math.abs(meanOf(repeats) - expected)).toBeLessThan(4 * errorOf(repeats));
  });

  test('and spend as much: baskets come to what was drawn', () => {
    const orders = spent.map((sum, n) => sum / ((repeats[n] ?? 0) + 1) / unitMinor);
    const expected = (SPENDING.p * SPENDING.v) / (SPENDING.q - 1);
    expect(expected).toBeCloseTo(35.22, 2);
    expect(Math.abs(meanOf(orders) - expected)).toBeLessThan(4 * errorOf(orders));
  });
});
