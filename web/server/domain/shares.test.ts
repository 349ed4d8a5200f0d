import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideByLargestRemainder, mulDivFloor } from './shares.ts';

describe('divideByLargestRemainder', () => {
  test.each([
    [10n, [1n, 1n, 1n], [4n, 3n, 3n]],
    [10n, [0n, 1n, 1n], [0n, 5n, 5n]],
    [1n, [2n, 3n, 2n], [0n, 1n, 0n]],
    [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    [5n, [0n, 0n], [0n, 0n]],
    [500n, [1999n, 2550n], [220n, 280n]],
  ])('%s over %s is %s', (total, weights, parts) =>
    expect(divideByLargestRemainder(total, weights)).toEqual(parts),
  );

  test('parts sum to the total, are off by less than 1 and never above their weight', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(weights, fc.bigInt({ min: 0n, max: 10n ** 15n }), (list, any) => {
        const sum = list.reduce((a, b) => a + b, 0n);
        if (sum === 0n) return;
        const total = any % (sum + 1n);
        const parts = divideByLargestRemainder(total, list);
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
        parts.forEach((part, i) => {
          const weight = list[i] ?? 0n;
          expect(part >= 0n && part <= weight).toBe(true);
          const off = part * sum - total * weight;
          expect(off > -sum && off < sum).toBe(true);
        });
      }),
    );
  });

  test.each([
    [-1n, [1n]],
    [1n, [2n, -1n]],
  ])('%s over %s is a bug', (total, weights) =>
    expect(() => divideByLargestRemainder(total, weights)).toThrow(
      new RangeError('negative share'),
    ),
  );
});

test('mulDivFloor is exact past 2^53', () => {
  expect(mulDivFloor(Number.MAX_SAFE_INTEGER, 7, 8)).toBe(7881299347898367);
  expect(mulDivFloor(7, 1, 2)).toBe(3);
});
