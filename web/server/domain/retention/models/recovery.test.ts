/** Histories made from known parameters give them back, and degenerate shops give no nonsense. */
import { describe, expect, test } from 'vitest';
import type { ShopperBase } from '../base.ts';
import type { Fit } from '../fits.ts';
import { bgNbdLogLikelihood, fitBgNbd } from './bgnbd.ts';
import { fitGammaGamma, spendersOf } from './gammaGamma.ts';
import { groupsOf } from './grouped.ts';
import type { Grouped } from './grouped.ts';
import { fitParetoNbd, paretoNbdLogLikelihood } from './paretoNbd.ts';
import { bgNbdLife, paretoNbdLife, simulatedBase } from './simulated.fixtures.ts';

// Slow buyers: so seldom twice a day that whole days lose nothing.
const BG = { r: 0.8, alpha: 900, a: 0.9, b: 2.5 };
const PARETO = { r: 0.9, alpha: 800, s: 0.7, beta: 1200 };
const SPEND = { p: 4, q: 3.5, v: 2000 };
const shop = { shoppers: 2000, spend: SPEND, ages: [2000, 7000] as const };

/** How many standard errors each estimate is from the truth. */
function misses<P extends Record<keyof P & string, number>>(
  fit: Fit<P> | null,
  truth: P,
): number[] {
  if (!fit?.standardErrors) throw new Error('there is no fit');
  const { params, standardErrors } = fit;
  return (Object.keys(truth) as (keyof P & string)[]).map(
    (name) => (params[name] - truth[name]) / standardErrors[name],
  );
}

const SEEDS = [11, 12, 13, 14];
const meanSquare = (values: number[]) =>
  values.reduce((sum, each) => sum + each ** 2, 0) / values.length;

describe('simulated shops give back what they were made from', () => {
  test('BG/NBD and Gamma-Gamma', () => {
    const bases = SEEDS.map((seed) => simulatedBase({ ...shop, seed, life: bgNbdLife(BG) }));
    const buying = bases.flatMap((base) => misses(fitBgNbd(groupsOf(base), 'day').fit, BG));
    const spend = bases.flatMap((base) =>
      misses(fitGammaGamma(spendersOf(base), 'day').fit, SPEND),
    );
    // Each within its errors, and together neither farther nor closer than errors say.
    for (const miss of [...buying, ...spend]) expect(Math.abs(miss)).toBeLessThan(3);
    for (const misses of [buying, spend]) {
      expect(meanSquare(misses)).toBeLessThan(2.5);
      expect(meanSquare(misses)).toBeGreaterThan(0.1);
    }
  });

  test('Pareto/NBD', () => {
    const all = SEEDS.flatMap((seed) => {
      const base = simulatedBase({ ...shop, seed, life: paretoNbdLife(PARETO) });
      return misses(fitParetoNbd(groupsOf(base), 'day').fit, PARETO);
    });
    for (const miss of all) expect(Math.abs(miss)).toBeLessThan(3);
    expect(meanSquare(all)).toBeLessThan(2.5);
    expect(meanSquare(all)).toBeGreaterThan(0.1);
  });
});

const base = simulatedBase({
  ...shop,
  shoppers: 500,
  seed: 5,
  life: bgNbdLife({ ...BG, alpha: 90 }),
  ages: [100, 140],
});

/** Every shopper a group of their own. */
function ungrouped(from: ShopperBase): Grouped {
  const grouped = groupsOf(from);
  return {
    ...grouped,
    size: from.size,
    x: from.x,
    txDays: from.txDays,
    TDays: from.TDays,
    weight: new Float64Array(from.size).fill(1),
  };
}

test('equal shoppers put together are as likely as one by one', () => {
  const [together, apart] = [groupsOf(base), ungrouped(base)];
  expect(together.size).toBeLessThan(apart.size);
  expect(together.weight.reduce((sum, each) => sum + each, 0)).toBe(500);
  const bgnbd = (groups: Grouped) => bgNbdLogLikelihood(groups, BG, 7);
  const pareto = (groups: Grouped) => paretoNbdLogLikelihood(groups, PARETO, 7);
  expect(bgnbd(together) / bgnbd(apart)).toBeCloseTo(1, 12);
  expect(pareto(together) / pareto(apart)).toBeCloseTo(1, 12);
});

test('days, weeks and months are one fit: only α, and what is measured in time, is scaled', () => {
  const groups = groupsOf(base);
  const [day, week] = [fitBgNbd(groups, 'day').fit, fitBgNbd(groups, 'week').fit];
  expect(week?.params.r).toBeCloseTo(day?.params.r ?? 0, 10);
  expect((week?.params.alpha ?? 0) * 7).toBeCloseTo(day?.params.alpha ?? 0, 8);
  const repeats = base.x.reduce((sum, x) => sum + x, 0);
  const moved = (week?.logLikelihood ?? 0) - (day?.logLikelihood ?? 0);
  expect(moved).toBeCloseTo(repeats * Math.log(7), 6);
});
