/** The figures that the papers print. */
import { describe, expect, test } from 'vitest';
import type { ParetoNbdParams } from '../fits.ts';
import { bgNbdModel } from './bgnbd.ts';
import { expectedSpend } from './gammaGamma.ts';
import { paretoNbdModel } from './paretoNbd.ts';

const WEEK = 7;
const shape = { standardErrors: null, penalised: false, logLikelihood: 0, shoppers: 2357 };

describe('BG/NBD, Marketing Science 24(2), 2005', () => {
  const printed = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
  const model = bgNbdModel({ model: 'bgnbd', unit: 'week', params: printed, ...shape });

  test('who bought twice again, last in week 30.43 of 38.86, is expected to buy 1.226 times', () => {
    const alive = model.pAlive(2, 30.43 * WEEK, 38.86 * WEEK);
    expect(alive).toBeCloseTo(0.7266, 4);
    expect(alive * model.ordersIfAlive(2, 38.86 * WEEK, 39 * WEEK)).toBeCloseTo(1.226, 3);
  });

  // The table was made from parameters of more digits than the paper prints.
  const fitted = { r: 0.2425945, alpha: 4.4136022, a: 0.7929219, b: 2.4259062 };
  const exact = bgNbdModel({ model: 'bgnbd', unit: 'week', params: fitted, ...shape });

  test.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ])('a newcomer is expected to buy again within %f weeks %f times', (weeks, orders) => {
    expect(Math.abs(exact.ordersOfNewcomer(weeks * WEEK) - orders)).toBeLessThan(0.0005);
    expect(model.ordersOfNewcomer(weeks * WEEK) / orders).toBeCloseTo(1, 2);
  });

  test('everybody with one order is called alive, which is why the churn list asks elsewhere', () => {
    expect(model.pAlive(0, 0, 10_000)).toBe(1);
  });
});

describe('Pareto/NBD', () => {
  /** Alive over all: who left did so at some moment after t_x, summed here moment by moment. */
  function aliveBySums({ r, alpha, s, beta }: ParetoNbdParams, [x, last, now]: number[]): number {
    const [repeats, from, to] = [x ?? 0, last ?? 0, now ?? 0];
    const alive = (alpha + to) ** -(r + repeats) * (beta + to) ** -s;
    const steps = 100_000;
    const step = (to - from) / steps;
    let left = 0;
    for (let n = 0; n < steps; n += 1) {
      const at = from + (n + 0.5) * step;
      left += s * (alpha + at) ** -(r + repeats) * (beta + at) ** -(s + 1) * step;
    }
    return alive / (alive + left);
  }

  test.each([
    [{ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, [2, 30.43, 38.86]],
    [{ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, [0, 0, 38.86]],
    [{ r: 2, alpha: 40, s: 1.2, beta: 3 }, [9, 20, 60]],
    [{ r: 0.4, alpha: 1, s: 3, beta: 200 }, [30, 50, 52]],
  ])('P(alive) with %o of a shopper of %o is what summing says', (params, seen) => {
    const model = paretoNbdModel({ model: 'paretoNbd', unit: 'day', params, ...shape });
    const [x = 0, last = 0, now = 0] = seen;
    expect(model.pAlive(x, last, now)).toBeCloseTo(aliveBySums(params, seen), 6);
  });

  test('calls silent one-order shoppers mostly gone, with the published parameters', () => {
    const params = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
    const model = paretoNbdModel({ model: 'paretoNbd', unit: 'week', params, ...shape });
    expect(model.pAlive(0, 0, 38.86 * WEEK)).toBeLessThan(0.31);
  });
});

test('Gamma-Gamma draws a shopper’s mean to that of all, less so the more was seen', () => {
  const params = { p: 6.25, q: 3.74, v: 1544 };
  const fit = { model: 'gammaGamma' as const, unit: 'week' as const, params, ...shape };
  const all = (6.25 * 1544) / 2.74;
  expect(expectedSpend(fit, 0, 0)).toBeCloseTo(all, 6);
  const [once, often] = [expectedSpend(fit, 1, 10_000), expectedSpend(fit, 50, 500_000)];
  expect(once).toBeGreaterThan(all);
  expect(often).toBeGreaterThan(once);
  expect(often).toBeLessThan(10_000);
});
