/**
 * Exact rationals on bigint, so that rates and multipliers meet one floor at the end and none on
 * the way. `den` is always positive; a ratio is kept as given, not reduced.
 */
export type Ratio = { readonly num: bigint; readonly den: bigint };

/** `num / den`; throws a RangeError when `den` is 0. Numbers must be whole. */
export function ratio(num: bigint | number, den: bigint | number = 1n): Ratio {
  const [n, d] = [BigInt(num), BigInt(den)];
  if (d === 0n) throw new RangeError('a ratio over zero');
  return d < 0n ? { num: -n, den: -d } : { num: n, den: d };
}

export const ONE: Ratio = { num: 1n, den: 1n };
export const ZERO: Ratio = { num: 0n, den: 1n };

/** 10,000 basis points are 1. */
export const fromBasisPoints = (basisPoints: number): Ratio => ratio(basisPoints, 10_000);

export const times = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.num, den: a.den * b.den });

export const plus = (a: Ratio, b: Ratio): Ratio =>
  a.den === b.den
    ? { num: a.num + b.num, den: a.den }
    : { num: a.num * b.den + b.num * a.den, den: a.den * b.den };

/** The largest whole number that is not above the ratio (towards minus infinity). */
export function floor({ num, den }: Ratio): bigint {
  const whole = num / den;
  return num < 0n && whole * den !== num ? whole - 1n : whole;
}
