import { describe, expect, test } from 'vitest';
import { aLine, anOrder, aProgram, aRefund, back, someFacts } from './orderFacts.fixtures.ts';
import { fullyRefunded, salesOf, unitsGone, valueOrder } from './orderValue.ts';

const everything = aProgram({ includeShipping: true, includeTips: true, includeDuties: true });
const extras = { shippingMinor: 500, tipMinor: 150, dutiesMinor: 300 };

test('a refund whose order has not come is worth nothing, in every part', () => {
  const facts = { scalars: null, refunds: [aRefund([back('1', 1, 500)])] };
  expect(valueOrder(facts, everything)).toEqual({
    lines: [],
    extras: { shippingMinor: 0, tipMinor: 0, dutiesMinor: 0 },
    eligibleMinor: 0,
    fullyRefunded: false,
  });
});

test('an order that counts for nothing has no extras either', () => {
  const order = anOrder([aLine('1', 1000)], { ...extras, cancelledAt: 5 });
  expect(valueOrder(someFacts(order), everything)).toEqual({
    lines: [{ lineId: '1', valueMinor: 0, counted: false, why: 'cancelled' }],
    extras: { shippingMinor: 0, tipMinor: 0, dutiesMinor: 0 },
    eligibleMinor: 0,
    fullyRefunded: false,
  });
});

test('each extra counts by itself', () => {
  const facts = someFacts(anOrder([aLine('1', 1000)], extras));
  expect(valueOrder(facts, everything)).toMatchObject({ extras, eligibleMinor: 1950 });
});

describe('what an order is worth for measuring', () => {
  test('is its lines, without shipping, tips, duties and tax, and whatever the program lets earn', () => {
    const order = anOrder([aLine('1', 1000, { taxMinor: 190 }), aLine('2', 500)], extras);
    expect(salesOf(someFacts(order), 'USD')).toBe(1500);
    expect(salesOf(someFacts(order, [aRefund([back('2', 1, 500)])]), 'USD')).toBe(1000);
    expect(salesOf(someFacts({ ...order, cancelledAt: 5 }), 'USD')).toBe(0);
    expect(salesOf(someFacts(order), 'EUR')).toBe(0);
  });
});

describe('an order without lines', () => {
  test('did not go back whole because nothing of it is there', () => {
    expect(fullyRefunded(someFacts(anOrder([])))).toBe(false);
    expect(fullyRefunded(someFacts(anOrder([aLine('1', 5, { quantity: 0 })])))).toBe(false);
  });

  test('earns by its tip, where the program says so', () => {
    const tip = someFacts(anOrder([], { tipMinor: 150 }));
    expect(valueOrder(tip, everything).eligibleMinor).toBe(150);
  });
});

test('units that are gone: what refunds name or what an edit took, the larger, never more than all', () => {
  const line = (currentQuantity: number) => aLine('1', 100, { quantity: 3, currentQuantity });
  const named = (...units: number[]) =>
    units.map((n, i) => aRefund([back('1', n, 100)], { id: `${i}` }));
  expect(unitsGone(line(3), [])).toBe(0);
  expect(unitsGone(line(1), [])).toBe(2);
  expect(unitsGone(line(3), named(1, 1))).toBe(2);
  expect(unitsGone(line(2), named(2))).toBe(2);
  expect(unitsGone(line(0), named(1))).toBe(3);
  expect(unitsGone(line(3), named(2, 2))).toBe(3);
});

test('a line that is gone is worth nothing although a penny of it was not given back', () => {
  const order = anOrder([aLine('1', 1000, { currentQuantity: 0 }), aLine('2', 500)]);
  const kept = [aRefund([back('1', 1, 900)])];
  expect(valueOrder(someFacts(order, kept), aProgram()).lines).toEqual([
    { lineId: '1', valueMinor: 0, counted: false, why: 'gone' },
    { lineId: '2', valueMinor: 500, counted: true, why: 'counts' },
  ]);
});

test('goodwill is no part of what a gift card or a line that is gone takes', () => {
  const order = anOrder([
    aLine('1', 1000, { currentQuantity: 0 }),
    aLine('2', 5000, { giftCard: true }),
    aLine('3', 500),
  ]);
  const refunds = [aRefund([back('1', 1, 1000)]), aRefund([], { id: '9002', moneyMinor: 100 })];
  expect(valueOrder(someFacts(order, refunds), aProgram())).toMatchObject({
    lines: [{ valueMinor: 0 }, { valueMinor: 0 }, { valueMinor: 400 }],
    eligibleMinor: 400,
  });
});
