import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, decimalText, divideHalfUp, minorOf, shareOfUnits } from './money.ts';

describe('money', () => {
  it.each([
    [1999, 'USD', '19.99'],
    [5, 'USD', '0.05'],
    [-500, 'USD', '-5.00'],
    [70, 'JPY', '70'],
    [1234, 'KWD', '1.234'],
    [9_500_000, 'IRR', '9500000'],
  ])('writes %i %s as %s and reads it back', (amount, currency, text) => {
    expect(decimalText(amount, currency)).toBe(text);
    expect(minorOf(text, currency)).toBe(amount);
  });

  it.each(['1.234', '', 'abc', '1,00', '1e3'])('refuses %j as dollars', (text) => {
    expect(minorOf(text, 'USD')).toBeNull();
  });

  it('rounds halves up', () => {
    expect([149n, 150n, 151n].map((n) => divideHalfUp(n, 100n))).toEqual([1, 2, 2]);
  });
});

describe('allocate', () => {
  const weights = fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 12 });

  it('sums to the total and never gives a line more than it has', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (each, part) => {
        const sum = each.reduce((a, b) => a + b, 0);
        const total = Math.floor(sum * part);
        const parts = allocate(total, each);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        parts.forEach((amount, n) => expect(amount).toBeLessThanOrEqual(each[n] ?? 0));
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('gives the odd cents to the largest remainders, ties to the first', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(500, [1999, 3000])).toEqual([200, 300]);
    expect(allocate(10, [0, 0])).toEqual([0, 0]);
  });
});

describe('shareOfUnits', () => {
  it('splits into units whose sum is the whole', () => {
    expect([1, 2, 3].map((n) => shareOfUnits(2550, n, 3))).toEqual([850, 1700, 2550]);
    expect(shareOfUnits(100, 1, 3)).toBe(33);
    expect(shareOfUnits(100, 3, 3)).toBe(100);
  });
});
