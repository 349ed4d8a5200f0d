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
import type { OrderScalars, RefundFacts } from './orderFacts.ts';
import { orderPoints } from './earning.ts';
import { amountBefore, countedOrder, countedStored, worthBy } from './tiersCounted.ts';
import type { OrderForTiers } from './tiersCounted.ts';
import type { Tiers } from './program.ts';

const HOUR = 3_600_000;
const program = aProgram();
const judged = { program, seen: null };
const lines = [aLine('1', 3000), aLine('2', 1000, { quantity: 2 })];

/** Amounts by hours after the order was placed, by what happened before that hour. */
const amounts = (
  by: Tiers['by'],
  order: Partial<OrderScalars>,
  refunds: RefundFacts[],
  hours: number[],
  asked = program,
) => {
  const facts = someFacts(anOrder(lines, order), refunds);
  const counted = countedOrder('1', facts, worthBy(by, asked, judged));
  if (!counted) throw new Error('nothing counted');
  return hours.map((hour) => Number(amountBefore(counted, PLACED_AT + hour * HOUR)));
};
const refund = (hour: number, ...refunded: ReturnType<typeof back>[]) =>
  aRefund(refunded, { id: String(hour), createdAt: PLACED_AT + hour * HOUR });
/** As the platform tells it later: what is left of each line after the refunds. */
const left = (one: number, two: number) => [
  { ...aLine('1', 3000), currentQuantity: one },
  { ...aLine('2', 1000, { quantity: 2 }), currentQuantity: two },
];

describe('what an order counts for, and since when for less', () => {
  test('nothing happened', () => {
    expect(amounts('spend', {}, [], [0, 9])).toEqual([5000, 5000]);
    expect(amounts('orders', {}, [], [0])).toEqual([1]);
    expect(amounts('points', {}, [], [0])).toEqual([250]);
  });

  test('refunds, each from its own moment on, and not before', () => {
    const refunds = [refund(4, back('2', 2, 2000)), refund(2, back('1', 1, 3000))];
    const order = { lines: left(0, 0), refunded: true };
    const hours = [0, 2, 3, 4, 5];
    expect(amounts('spend', order, refunds, hours)).toEqual([5000, 5000, 2000, 2000, 0]);
    expect(amounts('orders', order, refunds, hours)).toEqual([1, 1, 1, 1, 0]);
    expect(amounts('points', order, refunds, hours)).toEqual([250, 250, 100, 100, 0]);
  });

  test('money given back without a line', () => {
    const goodwill = aRefund([], { createdAt: PLACED_AT + 2 * HOUR, moneyMinor: 500 });
    expect(amounts('spend', {}, [goodwill], [2, 3])).toEqual([5000, 4500]);
  });

  test('an edit, which nobody dates, from the beginning', () => {
    expect(amounts('spend', { lines: left(1, 1) }, [], [0])).toEqual([4000]);
    const both = [refund(2, back('1', 1, 3000))];
    expect(amounts('spend', { lines: left(0, 1) }, both, [0, 3])).toEqual([4000, 1000]);
  });

  test('cancelled', () => {
    const order = { cancelledAt: PLACED_AT + 3 * HOUR };
    expect(amounts('spend', order, [], [3, 4])).toEqual([5000, 0]);
  });

  test('a lost dispute, from when it was told', () => {
    const dispute = { lost: true, toldAt: PLACED_AT + 3 * HOUR };
    expect(amounts('spend', { dispute }, [], [3, 4])).toEqual([5000, 0]);
    expect(amounts('spend', { dispute: { ...dispute, lost: false } }, [], [4])).toEqual([5000]);
  });

  test.each<[string, Partial<OrderScalars>]>([
    ['a test', { test: true }],
    ['not paid', { paid: false }],
    ['a draft', { source: 'draft' }],
    ['a gift card', { lines: [aLine('1', 3000, { giftCard: true })] }],
    ['in another currency', { currency: 'EUR' }],
    ['given back whole, and no refund told', { refunded: true }],
    ['of a company', { company: true }],
  ])('%s counts for nothing', (_what, order) => {
    for (const by of ['spend', 'orders', 'points'] as const) {
      expect(amounts(by, order, [], [1])).toEqual([0]);
    }
  });

  test('of a company, where companies collect', () => {
    const whoEarns = { companies: true, withTags: [], withoutTags: [] };
    expect(amounts('spend', { company: true }, [], [1], { ...program, whoEarns })).toEqual([5000]);
  });

  test('points are told without what campaigns add', () => {
    const campaign = {
      id: 'c',
      rule: 'perOrder',
      args: { points: 500, minimumMinor: 0 },
      name: 'C',
      from: null,
      until: null,
      tiers: [],
      budgetPoints: null,
      firstShoppers: null,
    };
    const facts = someFacts(anOrder(lines));
    const during = { program: { ...program, campaigns: [campaign] }, seen: null };
    expect(orderPoints(facts, during.program).points).toBe(750n);
    expect(countedOrder('1', facts, worthBy('points', program, during))?.amount).toBe(250n);
  });

  test('an order of before the first version has spend and no points', () => {
    const facts = someFacts(anOrder(lines));
    expect(countedOrder('1', facts, worthBy('points', program, null))?.amount).toBe(0n);
    expect(countedOrder('1', facts, worthBy('spend', program, null))?.amount).toBe(5000n);
  });

  test('a refund whose order has not come yet is nothing', () => {
    const facts = { scalars: null, refunds: [refund(1)] };
    expect(countedOrder('1', facts, worthBy('spend', program, null))).toBeNull();
  });

  test.each<[Tiers['by'], Partial<OrderForTiers>, bigint]>([
    ['points', {}, 250n],
    ['spend', {}, 5000n],
    ['orders', {}, 1n],
    ['orders', { salesMinor: 0 }, 0n],
    ['spend', { company: true }, 0n],
    ['spend', { facts: someFacts(anOrder([aLine('1', 700)])) }, 700n],
    ['points', { facts: someFacts(anOrder([aLine('1', 700)])) }, 35n],
    ['points', { facts: someFacts(anOrder(lines)), programVersion: null }, 0n],
  ])('as it is stored, by %s: %j', (by, more, amount) => {
    const stored: OrderForTiers = {
      platformOrderId: '1',
      placedAt: PLACED_AT,
      programVersion: 1,
      points: 250n,
      salesMinor: 5000,
      company: false,
      paid: true,
      facts: null,
      seen: null,
      ...more,
    };
    const versions = [{ version: 1, effectiveFrom: 0, program }];
    expect(countedStored(by, program, versions, stored)).toEqual({
      platformOrderId: '1',
      at: PLACED_AT,
      amount,
      later: [],
    });
  });
});
