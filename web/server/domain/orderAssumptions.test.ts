import { describe, expect, test } from 'vitest';
import {
  goodwillOffLines,
  isDraft,
  keptAfterRefund,
  refundLineMoney,
  refundSubtotalHoldsTax,
  unitsRemovedByEdit,
} from './orderAssumptions.ts';
import { aLine, anOrder, back } from './orderFacts.fixtures.ts';

describe('assumptions', () => {
  test('a refund subtotal holds tax exactly when prices do', () => {
    expect(refundSubtotalHoldsTax(true)).toBe(true);
    expect(refundSubtotalHoldsTax(false)).toBe(false);
  });
  test('units removed by an edit are those no refund names', () => {
    const line = aLine('1', 100, { quantity: 5, currentQuantity: 2 });
    expect([0, 1, 3, 4].map((units) => unitsRemovedByEdit(line, units))).toEqual([3, 2, 0, 0]);
  });
  test('shipping given back counts down whole', () => {
    expect(keptAfterRefund(500, 200)).toBe(300);
    expect(keptAfterRefund(500, 540)).toBe(0);
  });
  test('the money of a refunded line holds its tax once', () => {
    expect(refundLineMoney(back('1', 1, 1190, 190), true)).toBe(1190);
    expect(refundLineMoney(back('1', 1, 1000, 190), false)).toBe(1190);
  });
  test('goodwill comes off whole', () => expect(goodwillOffLines(500)).toBe(500));
  test.each([
    ['some_draft_order', true],
    ['Draft', true],
    ['web', false],
    ['pos', false],
  ])('source %s is a draft: %s', (source, draft) =>
    expect(isDraft(anOrder([], { source }))).toBe(draft),
  );
});
