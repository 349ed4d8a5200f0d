/**
 * Gauss's hypergeometric function in the shapes that the models need, each so that nothing cancels.
 * (a)ₙ is Pochhammer's rising factorial.
 */

const MOST_TERMS = 200_000;
const ENOUGH = 1e-16;
/** Sums are scaled down when they pass this, and their logarithm kept. */
const LARGE = 1e250;

/**
 * e^lnScale · Σₙ≥₁ (a + 1)ₙ₋₁ (b + 1)ₙ₋₁ / (c + 1)ₙ₋₁ · zⁿ / n!  for 0 ≤ z < 1 and c + 1 > 0:
 * what remains of ₂F₁(a, b; c; z) − 1 after a b / c is taken out, so that neither a = 0, b = 0 nor
 * c = 0 is special. All terms have one sign where a + 1 and b + 1 are positive.
 */
export function gaussTail(a: number, b: number, c: number, z: number, lnScale = 0): number {
  if (z <= 0) return 0;
  let scale = lnScale;
  let term = z;
  let sum = z;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const growth = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= growth;
    sum += term;
    // The terms fall for good once their growth does; what follows is then a geometric rest.
    if (Math.abs(growth) < 1 && Math.abs(term) < ENOUGH * Math.abs(sum) * (1 - Math.abs(growth))) {
      break;
    }
    if (Math.abs(term) > LARGE || Math.abs(sum) > LARGE) {
      term /= LARGE;
      sum /= LARGE;
      scale += Math.log(LARGE);
    }
  }
  return sum * Math.exp(scale);
}

/**
 * ₂F₁(1, b; c; z) for 0 ≤ z < 1, c > b > 0 and c > 1: its series is of falling positive terms; near 1, where
 * that is slow, Gauss's continued fraction (NIST DLMF 15.7.1), evaluated by Lentz's method.
 */
export function gaussOfOne(b: number, c: number, z: number): number {
  return z < 0.6 ? seriesOfOne(b, c, z) : fractionOfOne(b, c, z);
}

function seriesOfOne(b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    term *= ((b + n) / (c + n)) * z;
    sum += term;
    if (term < ENOUGH * sum) break;
  }
  return sum;
}

/** 1 / (1 − k₁z / (1 − k₂z / (1 − …))): what stands over it in 15.7.1 is ₂F₁(0, b; c − 1; z) = 1. */
function fractionOfOne(b: number, c: number, z: number): number {
  const floor = c - 1;
  const partOf = (n: number): number => {
    const half = n >> 1;
    const over = (floor + n - 1) * (floor + n);
    return (n % 2 === 1 ? (b + half) * (floor + half) : half * (floor + half - b)) / over;
  };
  let value = 1;
  let up = 1;
  let down = 0;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const part = -partOf(n) * z;
    down = 1 / (1 + part * down);
    up = 1 + part / up;
    const step = up * down;
    value *= step;
    if (Math.abs(step - 1) < ENOUGH * 4) break;
  }
  return 1 / value;
}
