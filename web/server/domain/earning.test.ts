import { describe, expect, test } from 'vitest';
import { orderPoints, pointsByLine, pointsOf } from './earning.ts';
import type { LineFacts, OrderFacts, OrderScalars, RefundFacts } from './orderFacts.ts';
import { aLine, anOrder, aProgram, aRefund, back, someFacts } from './orderFacts.fixtures.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { Program, Tier } from './program.ts';

const silver: Tier = {
  id: 'silver',
  name: 'Silver',
  from: 1,
  multiplierBasisPoints: 15_000,
  entryPoints: 0,
  birthdayPoints: 0,
  perks: [],
};
/** 5 points per 1.00, and half as many again for whoever is silver. */
const tiered = (earning: Partial<Program['earning']> = {}, currency = 'USD'): Program => ({
  ...aProgram(earning, currency),
  tiers: { by: 'points', over: 'lifetime', graceDays: 60, levels: [silver] },
});
const isSilver: SeenOfOrder = {
  timeZone: 'UTC',
  shopper: { nthOrder: 2, lastOrderAt: null, tier: 'silver', tags: [] },
  campaigns: true,
  products: {},
};
const points = (facts: OrderFacts, program = tiered()): number =>
  Number(orderPoints(facts, program, isSilver).points);

describe('the worked example: 5 points per 1 USD, tier × 1.5', () => {
  const order = (thirdLine: Partial<LineFacts> = {}, more: Partial<OrderScalars> = {}) =>
    anOrder(
      [
        aLine('1', 1999),
        aLine('2', 1000, {
          quantity: 3,
          discounts: [{ code: null, amountMinor: 450 }],
          ...thirdLine,
        }),
        aLine('3', 5000, { giftCard: true }),
      ],
      { shippingMinor: 700, ...more },
    );
  const oneBack = aRefund([back('2', 1, 850)]);
  const restBack = aRefund([back('1', 1, 1999), back('2', 2, 1700), back('3', 1, 5000)], {
    id: '9002',
    shippingMinor: 700,
  });

  test('4549 eligible earn 341', () => {
    const told = orderPoints(someFacts(order()), tiered(), isSilver);
    expect(told.eligibleMinor).toBe(4549);
    expect(told.points).toBe(341n);
  });

  test('one 10.00 item refunded: 3699 earn 277, a posting of −64', () => {
    const told = orderPoints(
      someFacts(order({ currentQuantity: 2 }), [oneBack]),
      tiered(),
      isSilver,
    );
    expect(told.eligibleMinor).toBe(3699);
    expect(told.points).toBe(277n);
    expect(told.points - 341n).toBe(-64n);
  });

  test('all refunded: 0, a posting of −277', () => {
    const gone = order({ currentQuantity: 0 }, { refunded: true });
    const told = points(someFacts(gone, [oneBack, restBack]));
    expect(told).toBe(0);
    expect(told - 277).toBe(-277);
  });

  test('goodwill of 5.00 with no line instead: 4049 earn 303, a posting of −38', () => {
    const told = orderPoints(
      someFacts(order(), [aRefund([], { moneyMinor: 500 })]),
      tiered(),
      isSilver,
    );
    expect(told.eligibleMinor).toBe(4049);
    expect(told.points).toBe(303n);
    expect(told.points - 341n).toBe(-38n);
  });

  test('the explanation is JSON that recomputes to the same number', () => {
    const told = orderPoints(someFacts(order()), tiered(), isSilver);
    expect(JSON.parse(JSON.stringify(told.explain))).toEqual({
      eligibleMinor: 4549,
      tier: 'silver',
      points: 5,
      perMinor: 100,
      multipliers: [['15000', '10000']],
      fixed: '0',
    });
    expect(pointsOf(JSON.parse(JSON.stringify(told.explain)))).toBe(341n);
    expect(pointsOf({ ...told.explain, fixed: '20' })).toBe(361n);
  });

  test('line by line, for display: largest remainder, sums to 341', () => {
    expect(pointsByLine(someFacts(order()), tiered(), isSilver)).toEqual([
      { lineId: '1', points: 150n },
      { lineId: '2', points: 191n },
      { lineId: '3', points: 0n },
    ]);
  });
});

describe('other currencies', () => {
  test('JPY: 3 points per 100 yen of 7,480 yen', () => {
    const yen = anOrder([aLine('1', 3500, { quantity: 2 }), aLine('2', 480)], { currency: 'JPY' });
    expect(points(someFacts(yen), tiered({ points: 3, perMinor: 100 }, 'JPY'))).toBe(336);
  });

  test('KWD: 3 points per 0.100 dinar of 15.125 dinar', () => {
    const dinar = anOrder([aLine('1', 15125)], { currency: 'KWD' });
    const program = tiered({ points: 3, perMinor: 100 }, 'KWD');
    expect(Number(orderPoints(someFacts(dinar), program).points)).toBe(453);
    expect(points(someFacts(dinar), program)).toBe(680);
  });

  test("an order in another currency than the program's earns nothing", () => {
    expect(points(someFacts(anOrder([aLine('1', 5000)], { currency: 'EUR' })))).toBe(0);
  });
});

describe('one floor an order', () => {
  test('three lines of 0.33 earn what 0.99 earns, not three floors', () => {
    const lines = ['1', '2', '3'].map((id) => aLine(id, 33));
    const program = aProgram({ points: 2, perMinor: 100 });
    expect(Number(orderPoints(someFacts(anOrder(lines)), program).points)).toBe(1);
  });

  test('multipliers meet the rate before the floor', () => {
    const program = tiered({ points: 2, perMinor: 3 });
    const facts = someFacts(anOrder([aLine('1', 1)]));
    expect(orderPoints(facts, program, isSilver).points).toBe(1n);
  });

  test('ties of the display go to the lower position', () => {
    const program = aProgram({ points: 1, perMinor: 100 });
    const facts = someFacts(anOrder([aLine('1', 150), aLine('2', 150)]));
    expect(pointsByLine(facts, program).map((line) => line.points)).toEqual([2n, 1n]);
  });

  test('shipping that earns takes its share of the display', () => {
    const program = aProgram({ points: 1, perMinor: 100, includeShipping: true });
    const facts = someFacts(anOrder([aLine('1', 300)], { shippingMinor: 100 }));
    expect(orderPoints(facts, program).points).toBe(4n);
    expect(pointsByLine(facts, program)).toEqual([{ lineId: '1', points: 3n }]);
  });
});

describe('who and where', () => {
  const line = [aLine('1', 2000)];
  const worth = (more: Partial<OrderScalars>, refunds: RefundFacts[] = []) =>
    points(someFacts(anOrder(line, more), refunds));
  test.each<[string, Partial<OrderScalars>, number]>([
    ['a guest', { buyer: { customerId: null, email: 'a@b.example', phone: null } }, 150],
    ['nobody known', { buyer: { customerId: null, email: null, phone: null } }, 150],
    ['point of sale', { source: 'pos' }, 150],
    ['another channel', { source: '580111' }, 150],
    ['a test order', { test: true }, 0],
    ['a draft', { source: 'some_draft_order' }, 0],
    ['not paid', { paid: false }, 0],
    ['cancelled', { cancelledAt: 1 }, 0],
    ['refunded without a word about lines', { refunded: true }, 0],
  ])('%s', (_, more, expected) => expect(worth(more)).toBe(expected));

  test('a total of zero earns nothing', () => {
    const free = aLine('1', 2000, { discounts: [{ code: 'FREE', amountMinor: 2000 }] });
    expect(points(someFacts(anOrder([free])))).toBe(0);
  });

  test('only a refund has come: nothing', () =>
    expect(points({ scalars: null, refunds: [aRefund([back('1', 1, 2000)])] })).toBe(0));
});
