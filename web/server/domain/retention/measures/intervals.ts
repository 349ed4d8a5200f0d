/** 95 % intervals. Null where there is too little for one at all. */
import { quantile } from '../numbers/quantile.ts';
import type { Interval, Measure, MeasureCode, Window } from './measure.ts';
import { measured } from './measure.ts';

const Z = 1.959963984540054;

/** Of `part` in `n`: Wilson, "Probable Inference", JASA 22, 1927. It stays between 0 and 1. */
export function wilson(part: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = part / n;
  const middle = share + (Z * Z) / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  const whole = 1 + (Z * Z) / n;
  const [low, high] = [(middle - half) / whole, (middle + half) / whole];
  return {
    low: part === 0 ? 0 : Math.max(0, low),
    high: part === n ? 1 : Math.min(1, high),
    method: 'wilson',
  };
}

/** How many, their sum and the sum of their squares. */
export type Moments = { n: number; sum: number; squares: number };

export const noMoments = (): Moments => ({ n: 0, sum: 0, squares: 0 });

export function count(moments: Moments, value: number): void {
  moments.n += 1;
  moments.sum += value;
  moments.squares += value * value;
}

/** The variance of one, by n − 1; null below two. */
export function varianceOf({ n, sum, squares }: Moments): number | null {
  return n < 2 ? null : Math.max(0, squares - (sum * sum) / n) / (n - 1);
}

const FEWEST = 5;

/** Student's t at 97.5 %, by the expansion in 1/ν (Abramowitz and Stegun 26.7.5); fine from ν = 4. */
export function student(freedom: number): number {
  const z3 = Z ** 3;
  const z5 = Z ** 5;
  const z7 = Z ** 7;
  const z9 = Z ** 9;
  return (
    Z +
    (z3 + Z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * Z) / (96 * freedom ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * freedom ** 3) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * Z) / (92_160 * freedom ** 4)
  );
}

export function meanInterval(moments: Moments): Interval | null {
  const variance = varianceOf(moments);
  if (variance === null || moments.n < FEWEST) return null;
  const mean = moments.sum / moments.n;
  const half = student(moments.n - 1) * Math.sqrt(variance / moments.n);
  return { low: mean - half, high: mean + half, method: 't' };
}

/** Of a median, ascending values given: Conover, "Practical Nonparametric Statistics", 3.2. */
export function medianInterval(ascending: ArrayLike<number>): Interval | null {
  const n = ascending.length;
  const reach = (Z * Math.sqrt(n)) / 2;
  const [low, high] = [Math.floor(n / 2 - reach), Math.ceil(n / 2 + reach)];
  const [least, most] = [ascending[low - 1], ascending[high]];
  if (least === undefined || most === undefined) return null;
  return { low: least, high: most, method: 'ranks' };
}

export const shareMeasure = (code: MeasureCode, window: Window, part: number, n: number): Measure =>
  measured(code, window, n, n > 0 ? part / n : null, wilson(part, n));

export const meanMeasure = (code: MeasureCode, window: Window, moments: Moments): Measure =>
  measured(code, window, moments.n, moments.sum / moments.n, meanInterval(moments));

export function medianMeasure(
  code: MeasureCode,
  window: Window,
  values: readonly number[],
): Measure {
  const ascending = Float64Array.from(values).sort();
  const median = ascending.length > 0 ? quantile(ascending, 0.5) : null;
  return measured(code, window, values.length, median, medianInterval(ascending));
}
