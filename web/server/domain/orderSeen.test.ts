import { describe, expect, test } from 'vitest';
import {
  aLine,
  anOrder,
  aProgram,
  aRefund,
  back,
  PLACED_AT,
  someFacts,
} from './orderFacts.fixtures.ts';
import { historyAt, needsOf, pastOf } from './orderSeen.ts';
import type { PastOrder } from './orderSeen.ts';

const past = (
  platformOrderId: string,
  placedAt: number,
  more: Partial<PastOrder> = {},
): PastOrder => ({
  platformOrderId,
  placedAt,
  test: false,
  cancelledAt: null,
  goneAt: null,
  ...more,
});

describe('which order of theirs it is', () => {
  const at = { platformOrderId: '10', placedAt: 1000 };
  test.each<[string, PastOrder[], number, number | null]>([
    ['nothing before', [], 1, null],
    ['itself does not count', [past('10', 1000)], 1, null],
    ['one before', [past('9', 900)], 2, 900],
    ['two before, the newer one is the last', [past('8', 950), past('9', 900)], 3, 950],
    ['at one moment the lower id is before', [past('9', 1000), past('11', 1000)], 2, 1000],
    ['one later', [past('9', 1001)], 1, null],
    ['a test', [past('9', 900, { test: true })], 1, null],
    ['cancelled by then', [past('9', 900, { cancelledAt: 999 })], 1, null],
    ['cancelled in that moment or later', [past('9', 900, { cancelledAt: 1000 })], 2, 900],
    ['gone back by then', [past('9', 900, { goneAt: 999 })], 1, null],
    ['gone back in that moment or later', [past('9', 900, { goneAt: 1000 })], 2, 900],
  ])('%s', (_what, orders, nthOrder, lastOrderAt) => {
    expect(historyAt(at, orders)).toEqual({ nthOrder, lastOrderAt });
  });
});

describe('when an order had gone back', () => {
  const order = anOrder([aLine('1', 100), aLine('2', 100, { quantity: 2 })]);
  const refund = (id: string, createdAt: number, lines: Parameters<typeof aRefund>[0]) =>
    aRefund(lines, { id, createdAt });
  const goneAt = (...refunds: ReturnType<typeof aRefund>[]) =>
    pastOf('1', someFacts(order, refunds))?.goneAt;

  test('with its last unit, whatever came in which order', () => {
    const last = refund('b', 30, [back('2', 1, 100)]);
    const first = refund('a', 20, [back('1', 1, 100), back('2', 1, 100)]);
    expect(goneAt(last, first)).toBe(30);
    expect(goneAt(first)).toBeNull();
  });

  test('the same unit twice is one unit', () => {
    expect(
      goneAt(refund('a', 20, [back('2', 2, 1)]), refund('b', 30, [back('2', 2, 1)])),
    ).toBeNull();
  });

  test('nothing ordered, or only a refund heard of, is nothing gone back', () => {
    expect(pastOf('1', someFacts(anOrder([])))?.goneAt).toBeNull();
    expect(pastOf('1', { scalars: null, refunds: [] })).toBeNull();
    expect(goneAt()).toBeNull();
    expect(pastOf('1', someFacts(order))).toMatchObject({ placedAt: PLACED_AT, test: false });
  });
});

describe('what a program needs to see', () => {
  const use = (rule: string) => ({ id: rule.toLowerCase(), rule, args: {} });
  test('a program without rules: nothing at all', () => {
    expect(needsOf(aProgram())).toBeNull();
    const everybody = { companies: true, withTags: [], withoutTags: [] };
    expect(needsOf({ ...aProgram(), rules: [], campaigns: [], whoEarns: everybody })).toBeNull();
  });
  test('rules: what they say', () => {
    const needs = needsOf({ ...aProgram(), rules: [use('itemsRate'), use('comeback')] });
    expect([...(needs ?? [])].sort()).toEqual(['history', 'products']);
    expect(needsOf({ ...aProgram(), rules: [use('perOrder')] })?.size).toBe(0);
  });
});
