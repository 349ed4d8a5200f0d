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

  test('a ratio over zero throws', () => expect(() => ratio(1, 0)).toThrow(RangeError));

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
