import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floor, fromBasisPoints, ONE, plus, ratio, times, ZERO } from './ratio.ts';

const anyRatio = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([num, den]) => ratio(num, den));

describe('ratio', () => {
  test.each([
    [7, 2, 3n],
    [-7, 2, -4n],
    [7, -2, -4n],
    [-8, 2, -4n],
    [0, 5, 0n],
    [6, 3, 2n],
  ])('floor of %d/%d is %s', (num, den, whole) => expect(floor(ratio(num, den))).toBe(whole));

  test('a ratio over zero throws', () =>
    expect(() => ratio(1, 0)).toThrow(new RangeError('a ratio over zero')));

  test('of one denominator stays over it, and is never reduced', () => {
    expect(plus(ratio(1, 6), ratio(3, 6))).toEqual({ num: 4n, den: 6n });
    expect(plus(ratio(1, 2), ratio(1, 3))).toEqual({ num: 5n, den: 6n });
  });

  test('basis points', () => {
    expect(floor(times(ratio(4000), fromBasisPoints(1250)))).toBe(500n);
  });

  test('the sum and the product are exact', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        const sum = plus(a, b);
        expect(sum.num * a.den * b.den).toBe((a.num * b.den + b.num * a.den) * sum.den);
        const product = times(a, b);
        expect(product.num * a.den * b.den).toBe(a.num * b.num * product.den);
        expect(floor(plus(a, ZERO))).toBe(floor(a));
        expect(floor(times(a, ONE))).toBe(floor(a));
      }),
    );
  });

  test('floor is the largest whole number not above', () => {
    fc.assert(
      fc.property(anyRatio, (a) => {
        const whole = floor(a);
        expect(whole * a.den <= a.num && (whole + 1n) * a.den > a.num).toBe(true);
      }),
    );
  });
});
