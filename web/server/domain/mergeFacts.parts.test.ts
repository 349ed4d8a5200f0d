import { describe, expect, test } from 'vitest';
import { mergeRefund, mergeSnapshot } from './mergeFacts.ts';
import type { OrderFacts, OrderSnapshot, RefundFacts } from './orderFacts.ts';
import { aLine, anOrder, aRefund, aSnapshot, back, PLACED_AT } from './orderFacts.fixtures.ts';

const NOTHING: OrderFacts = { scalars: null, refunds: [] };
const order = anOrder([aLine('1', 1000)]);

/** What two tellings come to, told one way and the other. */
function bothWays(one: Partial<OrderSnapshot>, two: Partial<OrderSnapshot>) {
  const told = [aSnapshot(order, one), aSnapshot(order, two)];
  const merged = (all: OrderSnapshot[]) =>
    all.reduce<OrderFacts>((facts, each) => mergeSnapshot(facts, each).facts, NOTHING).scalars;
  const there = merged(told);
  expect(merged(told.reverse())).toEqual(there);
  return there;
}

describe('what is sticky', () => {
  const later = PLACED_AT + 1000;

  test('a referral once told is never forgotten, and of two the first in text order counts', () => {
    expect(bothWays({ referredBy: 'SARA' }, { updatedAt: later })?.referredBy).toBe('SARA');
    expect(bothWays({}, { referredBy: 'SARA', updatedAt: later })?.referredBy).toBe('SARA');
    expect(
      bothWays({ referredBy: 'ALI' }, { referredBy: 'SARA', updatedAt: later })?.referredBy,
    ).toBe('ALI');
    expect(
      bothWays({ referredBy: 'SARA' }, { referredBy: 'ALI', updatedAt: later })?.referredBy,
    ).toBe('ALI');
    expect(bothWays({}, { updatedAt: later })?.referredBy).toBeNull();
  });

  test('of two moments of cancelling the earlier one counts', () => {
    expect(bothWays({ cancelledAt: 7 }, { cancelledAt: 5, updatedAt: later })?.cancelledAt).toBe(5);
    expect(bothWays({ cancelledAt: 5 }, { cancelledAt: 7, updatedAt: later })?.cancelledAt).toBe(5);
  });

  test('of two answers of one moment about a dispute the one that costs counts', () => {
    const [lost, won] = [true, false].map((is) => ({ dispute: { lost: is, toldAt: 5 } }));
    expect(bothWays({ ...lost }, { ...won, updatedAt: later })?.dispute?.lost).toBe(true);
    expect(bothWays({ ...won }, { ...lost, updatedAt: later })?.dispute?.lost).toBe(true);
    expect(bothWays({ ...won }, { ...won, updatedAt: later })?.dispute?.lost).toBe(false);
  });
});

test('a message of the very moment of an answer knows no more than the answer', () => {
  const answer = aSnapshot(order, { asked: true, triggeredAt: PLACED_AT + 9 });
  const known = mergeSnapshot(null, answer).facts;
  const message = (triggeredAt: number) =>
    mergeSnapshot(known, aSnapshot(order, { paid: false, triggeredAt })).ask;
  expect([message(PLACED_AT + 9), message(PLACED_AT + 10)]).toEqual([false, true]);
});

describe('of two tellings of one refund each part is the larger one', () => {
  const refundOf = (one: RefundFacts, two: RefundFacts) => {
    const there = [one, two].reduce(mergeRefund, NOTHING).refunds;
    expect([two, one].reduce(mergeRefund, NOTHING).refunds).toEqual(there);
    expect(there).toHaveLength(1);
    return there[0];
  };

  test('and its moment the earlier one', () => {
    const one = aRefund([], { createdAt: 5, shippingMinor: 9, dutiesMinor: 1, moneyMinor: 7 });
    const two = aRefund([], { createdAt: 6, shippingMinor: 3, dutiesMinor: 2, moneyMinor: 8 });
    expect(refundOf(one, two)).toEqual({
      id: '9001',
      createdAt: 5,
      lines: [],
      shippingMinor: 9,
      dutiesMinor: 2,
      moneyMinor: 8,
    });
  });

  test.each([
    ['more units, whatever they cost', [back('1', 2, 10, 1)], [back('1', 1, 900, 90)]],
    ['more units over all lines', [back('1', 2, 1), back('2', 2, 1)], [back('1', 3, 900)]],
    ['of as many units, those that cost more', [back('1', 1, 500, 1)], [back('1', 1, 400, 90)]],
    [
      'over all lines too',
      [back('1', 1, 300), back('2', 1, 300)],
      [back('1', 1, 500), back('2', 1, 50)],
    ],
    ['at one price, those with more tax', [back('1', 1, 400, 10)], [back('1', 1, 400, 9)]],
    ['at one price and tax, the last in text order', [back('2', 1, 400)], [back('1', 1, 400)]],
  ])('%s', (_what, fuller, other) => {
    expect(refundOf(aRefund(fuller), aRefund(other))?.lines).toEqual(fuller);
  });
});

test('a refund told twice by one snapshot is one', () => {
  const refunds = [aRefund([], { moneyMinor: 5 }), aRefund([], { moneyMinor: 9 })];
  const { facts } = mergeSnapshot(null, aSnapshot(order, { refunds }));
  expect(facts.refunds).toEqual([aRefund([], { moneyMinor: 9 })]);
});
