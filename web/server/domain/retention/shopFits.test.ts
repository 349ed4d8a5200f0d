/** A shop that cannot carry a model is told so, and no figure is ever nonsense. */
import { describe, expect, test } from 'vitest';
import { baseOf, rowOf } from './base.ts';
import type { ShopperBase } from './base.ts';
import type { History } from './history.ts';
import { holdoutOf, scoreHoldout } from './holdout.ts';
import { LEAST_REPEATS, LEAST_SHOPPERS, sampleOf } from './models/guards.ts';
import { bgNbdLife, simulatedBase } from './models/simulated.fixtures.ts';
import { seeded } from './numbers/seeded.ts';
import { discounted, predictorOf } from './predictions.ts';
import { fitShop } from './shopFits.ts';

const AS_OF = 400;
const OPTIONS = { asOfDay: AS_OF, horizonDays: 365, yearlyDiscount: 0.1, churnDays: 90 };

const shopper = (id: number, days: number[], amountMinor = 1000): History => ({
  shopperId: `s${id}`,
  purchases: days.map((day) => ({ day, amountMinor })),
});

const many = (count: number, of: (n: number) => History) =>
  Array.from({ length: count }, (_, n) => of(n));

/** Every figure of every prediction is a number, and one that can be. */
function expectSense(base: ShopperBase) {
  const fits = fitShop(base);
  for (const prefer of ['bgnbd', 'paretoNbd'] as const) {
    const predict = predictorOf(fits, { ...OPTIONS, prefer });
    for (let row = 0; row < base.size; row += 1) {
      const said = predict(rowOf(base, row));
      const figures = Object.values(said).filter((value) => typeof value === 'number');
      expect(figures.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(said.churnRisk).toBeLessThanOrEqual(1);
      expect(said.expectedOrders).toBeLessThanOrEqual(366 * 3);
    }
  }
  for (const fit of [fits.bgnbd, fits.paretoNbd, fits.gammaGamma]) {
    if (!fit) continue;
    const figures = [fit.logLikelihood, ...Object.values(fit.params)];
    expect(figures.every(Number.isFinite)).toBe(true);
  }
  return fits;
}

const codes = (base: ShopperBase) => expectSense(base).warnings.map(({ code }) => code);

describe('histories that carry no model', () => {
  test.each([
    ['nobody', [], ['noShoppers']],
    ['one shopper', [shopper(1, [0, 9])], ['tooFewShoppers', 'tooFewRepeats']],
    ['two', many(2, (n) => shopper(n, [0, 50, 99])), ['tooFewShoppers', 'tooFewRepeats']],
    ['one order each', many(500, (n) => shopper(n, [n % 300])), ['tooFewRepeats']],
    ['one day', many(50, (n) => shopper(n, [AS_OF, AS_OF])), ['oneDayOfHistory', 'tooFewRepeats']],
  ])('%s', (_, histories, expected) => {
    expect(codes(baseOf(histories, AS_OF))).toEqual(expected);
  });

  test('the limits are said with the warning', () => {
    expect(fitShop(baseOf([shopper(1, [0])], AS_OF)).warnings).toEqual([
      { code: 'tooFewShoppers', count: 1, limit: LEAST_SHOPPERS },
      { code: 'tooFewRepeats', count: 0, limit: LEAST_REPEATS },
    ]);
  });
});

describe('histories without a maximum of their own', () => {
  test.each([
    ['all the same', many(40, (n) => shopper(n, [0, 100, 200, 300]))],
    ['like clockwork to today', many(40, (n) => shopper(n, [0, 100, 200, 300, 400]))],
    ['all came back the next day and never again', many(40, (n) => shopper(n, [n, n + 1]))],
    [
      'every day',
      many(30, (n) =>
        shopper(
          n,
          many(400, (d) => shopper(d, [d])).map((_, d) => d),
        ),
      ),
    ],
  ])('%s: a guarded fit, and a warning', (_, histories) => {
    const fits = expectSense(baseOf(histories, AS_OF));
    expect(fits.warnings.map(({ code }) => code)).toContain('degenerateFit');
    const guarded = [fits.bgnbd, fits.paretoNbd, fits.gammaGamma].filter((fit) => fit?.penalised);
    expect(guarded.length).toBeGreaterThan(0);
    expect(guarded.every((fit) => fit?.standardErrors === null)).toBe(true);
  });
});

const BG = { r: 0.8, alpha: 90, a: 0.9, b: 2.5 };
const SPEND = { p: 4, q: 3.5, v: 2000 };
const made = (shoppers: number, seed: number) =>
  simulatedBase({ shoppers, seed, life: bgNbdLife(BG), spend: SPEND, ages: [100, AS_OF] });

describe('a usual shop', () => {
  const base = made(800, 3);
  const fits = fitShop(base);
  const predict = predictorOf(fits, OPTIONS);

  test('runs twice to the same figures', () => {
    expect(fitShop(base)).toEqual(fits);
  });

  test('a sample is drawn by its seed, and all are scored', () => {
    const sampled = fitShop(base, { sampleSize: 300 });
    expect(sampled.warnings).toContainEqual({ code: 'sampled', model: 'paretoNbd', count: 300 });
    expect([sampled.bgnbd?.shoppers, sampled.paretoNbd?.shoppers]).toEqual([800, 300]);
    const rows = Int32Array.from({ length: 50 }, (_, n) => n);
    expect(sampleOf(rows, 20, 4)).toEqual(sampleOf(rows, 20, 4));
    expect(sampleOf(rows, 20, 4)).not.toEqual(sampleOf(rows, 20, 5));
  });

  test('who bought once and long ago is on the churn list, whatever BG/NBD says', () => {
    const gone = predict({ x: 0, txDays: 0, TDays: 390, repeatSpendMinor: 0 });
    expect(gone).toMatchObject({ model: 'bgnbd', pAlive: 1, churnBasis: 'paretoNbd' });
    expect(gone.churnRisk).toBeGreaterThan(0.3);
    const alone = predictorOf({ ...fits, paretoNbd: null }, OPTIONS);
    const silent = alone({ x: 0, txDays: 0, TDays: 390, repeatSpendMinor: 0 });
    expect(silent).toMatchObject({ churnRisk: 1, churnBasis: 'rhythm' });
    const fresh = alone({ x: 0, txDays: 0, TDays: 5, repeatSpendMinor: 0 });
    expect(fresh).toMatchObject({ churnRisk: 0, churnBasis: 'rhythm' });
  });

  test('more silence, less hope; a longer horizon, more orders; a day for the next', () => {
    const at = (txDays: number) => predict({ x: 4, txDays, TDays: 300, repeatSpendMinor: 9000 });
    expect(at(290).expectedOrders).toBeGreaterThan(at(100).expectedOrders);
    expect(at(290).churnRisk).toBeLessThan(at(100).churnRisk);
    expect(at(290).nextOrderDay).toBeGreaterThan(AS_OF);
    expect(at(290).clvMinor).toBeLessThan(at(290).expectedOrders * at(290).expectedSpendMinor);
  });

  test('a reseller and a slip of the pen are left out of the fit, not out of the scores', () => {
    const reseller = shopper(
      9001,
      many(390, (n) => shopper(n, [])).map((_, n) => n),
    );
    const slip = shopper(9002, [10, 20], 5_000_000_000);
    const histories = many(800, (n) => historyOf(base, n));
    const clean = fitShop(baseOf(histories, AS_OF));
    const dirty = fitShop(baseOf([...histories, reseller, slip], AS_OF));
    expect(dirty.warnings).toContainEqual({ code: 'outliersLeftOut', count: 2 });
    expect(dirty.bgnbd).toEqual(clean.bgnbd);
    expect(dirty.gammaGamma).toEqual(clean.gammaGamma);
    expectSense(baseOf([...histories, reseller, slip], AS_OF));
  });
});

/** Orders that make the same row: of the repeats only the last has its own day. */
function historyOf(base: ShopperBase, row: number): History {
  const { x, txDays, TDays, repeatSpendMinor } = rowOf(base, row);
  const first = AS_OF - TDays;
  const repeats = many(x, (n) => shopper(n, [])).map((_, n) => (n === x - 1 ? txDays : n + 1));
  const days = [0, ...new Set(repeats)].map((day) => ({
    day: first + day,
    amountMinor: repeatSpendMinor / Math.max(1, new Set(repeats).size),
  }));
  return { shopperId: `s${row}`, purchases: days };
}

test('a month of purchases is discounted by a twelfth of the year, whatever the unit', () => {
  const steady = (days: number) => days / 365.25;
  const year = { horizonDays: 365.25, yearlyDiscount: 0.12 };
  const monthly = 1.12 ** (1 / 12);
  const byHand = Array.from({ length: 12 }, (_, n) => 1 / 12 / monthly ** (n + 1));
  expect(discounted(steady, year)).toBeCloseTo(
    byHand.reduce((sum, each) => sum + each, 0),
    10,
  );
  expect(discounted(steady, { ...year, yearlyDiscount: 0 })).toBeCloseTo(1, 10);
});

test('a holdout asks what the model foresaw of days it had not seen', () => {
  const random = seeded(8);
  const histories = many(400, (n) => {
    const rate = random() < 0.5 ? 0.05 : 0.01;
    const days = many(400, (day) => shopper(day, [])).flatMap((_, day) =>
      random() < rate ? [day] : [],
    );
    return shopper(n, [Math.floor(random() * 60), ...days.filter((day) => day > 60)]);
  });
  const holdout = holdoutOf([...histories, shopper(999, [250])], 200, 399);
  expect([holdout.base.size, holdout.days]).toEqual([400, 199]);
  const predict = predictorOf(fitShop(holdout.base), {
    ...OPTIONS,
    asOfDay: 200,
    horizonDays: 199,
  });
  const foreseen = Float64Array.from(
    holdout.actual,
    (_, row) => predict(rowOf(holdout.base, row)).expectedOrders,
  );
  const score = scoreHoldout(holdout, foreseen);
  expect(score.predicted / score.actual).toBeCloseTo(1, 0);
  expect(score.correlation).toBeGreaterThan(0.6);
  expect(score.bins.reduce((sum, { shoppers }) => sum + shoppers, 0)).toBe(400);
  const flat = scoreHoldout(holdout, new Float64Array(400));
  expect([flat.predicted, flat.correlation]).toEqual([0, null]);
});
