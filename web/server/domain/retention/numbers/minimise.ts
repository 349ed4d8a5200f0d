/**
 * The least of a smooth function of a few variables: BFGS with a backtracking line search and
 * gradients by central differences (Nocedal and Wright, "Numerical Optimization", 2nd ed., 6.1, 8.1).
 * Variables are logarithms of a model's parameters, and kept inside ±`BOUND`.
 */
import { identity, times, dot } from './matrix.ts';
import type { Matrix } from './matrix.ts';

type Smooth = (at: readonly number[]) => number;

export type Least = { at: number[]; value: number; converged: boolean; atBound: boolean };

/** e^±10: nothing is measured that far from a shop's own pace. */
const BOUND = 10;
const STEP = 1e-4;
const FLAT = 2e-7;
const PROMISES_NOTHING = 1e-9;
const MOST_ROUNDS = 200;

const kept = (at: readonly number[]): number[] =>
  at.map((each) => Math.min(BOUND, Math.max(-BOUND, each)));

function gradientOf(f: Smooth, at: readonly number[]): number[] {
  return at.map((_, n) => {
    const moved = (by: number) => f(at.map((each, m) => (m === n ? each + by : each)));
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
}

/** `f` must be finite inside the bounds, and of the size of 1 (a mean over shoppers, say). */
export function minimise(f: Smooth, start: readonly number[]): Least {
  let at = kept(start);
  let value = f(at);
  let slope = gradientOf(f, at);
  let inverse = identity(at.length);
  let converged = Math.max(...slope.map(Math.abs)) < FLAT;
  for (let round = 0; round < MOST_ROUNDS && !converged; round += 1) {
    let direction = times(inverse, slope).map((each) => -each);
    if (!(dot(direction, slope) < 0)) {
      inverse = identity(at.length);
      direction = slope.map((each) => -each);
    }
    const next = alongLine(f, at, value, slope, direction);
    if (next === null) {
      // Not even downhill is lower: the bottom, if what a step promises is below what doubles can tell.
      converged = dot(slope, times(inverse, slope)) < PROMISES_NOTHING;
      break;
    }
    const nextSlope = gradientOf(f, next.at);
    inverse = bfgs(inverse, minus(next.at, at), minus(nextSlope, slope));
    ({ at, value } = next);
    slope = nextSlope;
    converged = Math.max(...slope.map(Math.abs)) < FLAT;
  }
  return { at, value, converged, atBound: at.some((each) => Math.abs(each) > BOUND - 0.5) };
}

const minus = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((each, n) => each - (other[n] ?? 0));

/** Armijo's rule; a first step is never longer than 2, a factor of 7 in a parameter. */
function alongLine(
  f: Smooth,
  at: readonly number[],
  value: number,
  slope: readonly number[],
  direction: readonly number[],
): { at: number[]; value: number } | null {
  let length = Math.min(1, 2 / Math.max(...direction.map(Math.abs)));
  for (let tries = 0; tries < 40; tries += 1) {
    const next = kept(at.map((each, n) => each + length * (direction[n] ?? 0)));
    const found = f(next);
    if (found < value + 1e-4 * dot(slope, minus(next, at))) return { at: next, value: found };
    length /= 2;
  }
  return null;
}

function bfgs(inverse: Matrix, step: readonly number[], change: readonly number[]): Matrix {
  const curve = dot(step, change);
  if (!(curve > 1e-14)) return inverse;
  const pushed = times(inverse, change);
  const scale = (1 + dot(change, pushed) / curve) / curve;
  return inverse.map((row, i) =>
    row.map((each, j) => {
      const [si = 0, sj = 0, pi = 0, pj = 0] = [step[i], step[j], pushed[i], pushed[j]];
      return each + scale * si * sj - (pi * sj + si * pj) / curve;
    }),
  );
}
