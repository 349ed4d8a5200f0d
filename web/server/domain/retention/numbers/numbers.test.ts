import { describe, expect, test } from 'vitest';
import { lnGamma, lnSum } from './gamma.ts';
import { gaussOfOne, gaussTail } from './hypergeometric.ts';
import { curvatureOf, inverseOfPositive } from './matrix.ts';
import { minimise } from './minimise.ts';
import { quantile } from './quantile.ts';
import { seeded } from './seeded.ts';

test('ln Γ has the values of the tables', () => {
  expect(lnGamma(1)).toBeCloseTo(0, 13);
  expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  expect(lnGamma(171)).toBeCloseTo(706.573062245787, 10);
  expect(lnGamma(1e-8)).toBeCloseTo(18.420680738180208, 10);
  for (const x of [0.01, 0.3, 1.7, 9.99, 10, 1234.5]) {
    expect(lnGamma(x + 1) - lnGamma(x)).toBeCloseTo(Math.log(x), 9);
  }
  expect(() => lnGamma(0)).toThrow(RangeError);
});

test('sums of what is too large or small for doubles', () => {
  expect(lnSum(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12);
  expect(lnSum(-2000, -2001)).toBeCloseTo(-2000 + Math.log1p(Math.exp(-1)), 12);
  expect(lnSum(-Infinity, -Infinity)).toBe(-Infinity);
});

/** b (1 − z u)^… by the midpoint rule, on a scale that ends softly: Euler's integral, DLMF 15.6.1. */
function byIntegral(a: number, b: number, c: number, z: number): number {
  const steps = 200_000;
  let sum = 0;
  for (let n = 0; n < steps; n += 1) {
    const s = (n + 0.5) / steps;
    // u = s³(10 − 15 s + 6 s²) takes the edge off both ends.
    const u = s ** 3 * (10 - 15 * s + 6 * s * s);
    const pace = 30 * s * s * (1 - s) ** 2;
    sum += u ** (b - 1) * (1 - u) ** (c - b - 1) * (1 - z * u) ** -a * pace;
  }
  return (sum / steps) * Math.exp(lnGamma(c) - lnGamma(b) - lnGamma(c - b));
}

describe('the hypergeometric function', () => {
  test.each([
    [1.5, 4, 0.1],
    [0.8, 3.2, 0.59],
    [0.8, 3.2, 0.61],
    [6.5, 9.1, 0.95],
    [1.6, 2.3, 0.995],
  ])('₂F₁(1, %f; %f; %f) is what its integral is', (b, c, z) => {
    expect(gaussOfOne(b, c, z) / byIntegral(1, b, c, z)).toBeCloseTo(1, 7);
  });

  test('series and continued fraction meet, and are logarithms where they should be', () => {
    for (const z of [0.3, 0.59, 0.61, 0.9, 0.9999]) {
      expect(gaussOfOne(1, 2, z)).toBeCloseTo(-Math.log1p(-z) / z, 10);
    }
  });

  test.each([
    [0.3, 1.2, 2.9, 0.4],
    [12.3, 5, 7.5, 0.7],
    [-0.2, 1.1, 3.1, 0.97],
  ])('the rest of ₂F₁(%f, %f; %f; %f) is what is left of its integral', (a, b, c, z) => {
    const tail = (byIntegral(a, b, c, z) - 1) / ((a * b) / c);
    expect(gaussTail(a, b, c, z) / tail).toBeCloseTo(1, 6);
  });

  test('sums too large for a double come back by their scale', () => {
    // ₂F₁(a, b; b; z) = (1 − z)^−a, here 10^400.
    const tail = gaussTail(400, 1, 1, 0.9, 400 * Math.log(0.1));
    expect(tail * 400).toBeCloseTo(1, 9);
  });
});

test('a narrow bent valley is walked to its end', () => {
  const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 10 * (y - x * x) ** 2;
  const { at, converged, atBound } = minimise(valley, [-1.2, 1]);
  expect(at.map((each) => each.toFixed(4))).toEqual(['1.0000', '1.0000']);
  expect([converged, atBound]).toEqual([true, false]);
  expect(minimise(([x = 0]) => -x, [0])).toMatchObject({ atBound: true });
});

test('curvature and its inverse', () => {
  const bowl = ([x = 0, y = 0]: readonly number[]) => 2 * x * x + x * y + 3 * y * y;
  const curvature = curvatureOf(bowl, [0.3, -0.2]);
  const close = (matrix: number[][]) =>
    matrix.map((row) => row.map((value) => expect.closeTo(value, 6) as number));
  expect(curvature).toEqual(
    close([
      [4, 1],
      [1, 6],
    ]),
  );
  expect(
    inverseOfPositive([
      [4, 1],
      [1, 6],
    ]),
  ).toEqual(
    close([
      [6 / 23, -1 / 23],
      [-1 / 23, 4 / 23],
    ]),
  );
  expect(
    inverseOfPositive([
      [1, 2],
      [2, 1],
    ]),
  ).toBeNull();
});

test('quantiles as R has them, and seeds that repeat', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBeCloseTo(1.75, 12);
  expect([quantile([7], 0.3), quantile([1, 9], 1)]).toEqual([7, 9]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  const [one, other] = [seeded(5), seeded(5)];
  expect([one(), one(), one()]).toEqual([other(), other(), other()]);
});
