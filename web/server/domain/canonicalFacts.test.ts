import { describe, expect, test } from 'vitest';
import { canonical, compareIds, compareText } from './canonicalFacts.ts';
import type { LineDiscount, RefundLine } from './orderFacts.ts';
import { aLine, anOrder, aRefund, back, someFacts } from './orderFacts.fixtures.ts';

/** Every order in which some things may be told. */
function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((first, i) =>
    permutations(all.filter((_, j) => j !== i)).map((rest) => [first, ...rest]),
  );
}

describe('what sorts before what', () => {
  test.each([
    ['999', '1001', -1],
    ['1001', '1002', -1],
    ['1001', '1001', 0],
    ['a', 'b', -1],
    ['', '1', -1],
  ])('ids: %j and %j', (a, b, sign) => {
    expect(Math.sign(compareIds(a, b))).toBe(sign);
    expect(Math.sign(compareIds(b, a))).toBe(-sign || 0);
  });

  test('text goes by its characters, whatever its length', () => {
    expect([compareText('999', '1001'), compareText('1001', '999')]).toEqual([1, -1]);
    expect(compareText('x', 'x')).toBe(0);
  });
});

describe('one order has one text', () => {
  const discounts: LineDiscount[] = [
    { code: 'A', amountMinor: 3 },
    { code: 'A', amountMinor: 4 },
    { code: '', amountMinor: 1 },
    { code: null, amountMinor: 2 },
    { code: null, amountMinor: 1 },
  ];
  const lines: RefundLine[] = [
    back('9', 2, 100, 10),
    back('10', 1, 100, 10),
    back('10', 1, 100, 11),
    back('10', 1, 101, 0),
    back('10', 2, 7, 0),
  ];
  const refunds = [
    aRefund(lines, { id: '999' }),
    aRefund([], { id: '1001', moneyMinor: 5 }),
    aRefund([], { id: '1000', moneyMinor: 9 }),
  ];
  const facts = (
    off: LineDiscount[],
    refundLines: RefundLine[],
    turn: (typeof refunds)[number][],
  ) =>
    someFacts(
      anOrder([aLine('9', 1000, { discounts: off }), aLine('10', 500)], { codes: ['B', 'A', 'B'] }),
      turn.map((each) => (each.id === '999' ? { ...each, lines: refundLines } : each)),
    );
  const text = canonical(facts(discounts, lines, refunds));

  test('in whatever order its discounts were told', () => {
    for (const turned of permutations(discounts)) {
      expect(canonical(facts(turned, lines, refunds))).toBe(text);
    }
  });

  test('in whatever order the lines of a refund were told', () => {
    for (const turned of permutations(lines)) {
      expect(canonical(facts(discounts, turned, refunds))).toBe(text);
    }
  });

  test('in whatever order its refunds were told', () => {
    for (const turned of permutations(refunds)) {
      expect(canonical(facts(discounts, lines, turned))).toBe(text);
    }
  });

  test('which is written down as this, and digests in the books depend on it', () => {
    const [, scalars, told] = JSON.parse(text) as [unknown, Record<string, unknown>, unknown];
    expect(Object.keys(scalars)).toEqual(
      (
        'name currency placedAt cancelledAt test paid refunded source taxesIncluded buyer lines ' +
        'shippingMinor tipMinor dutiesMinor totalMinor codes referredBy'
      ).split(' '),
    );
    expect(scalars).toMatchObject({
      codes: ['A', 'B'],
      lines: [
        {
          id: '9',
          discounts: [
            { code: null, amountMinor: 1 },
            { code: null, amountMinor: 2 },
            { code: '', amountMinor: 1 },
            { code: 'A', amountMinor: 3 },
            { code: 'A', amountMinor: 4 },
          ],
        },
        { id: '10', discounts: [] },
      ],
    });
    expect(told).toMatchObject([
      {
        id: '999',
        lines: [
          { lineId: '9', quantity: 2 },
          { lineId: '10', quantity: 1, subtotalMinor: 100, taxMinor: 10 },
          { lineId: '10', quantity: 1, subtotalMinor: 100, taxMinor: 11 },
          { lineId: '10', quantity: 1, subtotalMinor: 101 },
          { lineId: '10', quantity: 2 },
        ],
      },
      { id: '1000', moneyMinor: 9 },
      { id: '1001', moneyMinor: 5 },
    ]);
  });

  test('with the moment of an answer, and without that of a message', () => {
    const order = anOrder([]);
    const at = (triggeredAt: number, asked: boolean) =>
      canonical({ scalars: { ...order, updatedAt: 7, triggeredAt, asked }, refunds: [] });
    expect(at(8, false)).toBe(at(9, false));
    expect(at(8, true)).not.toBe(at(9, true));
    expect(canonical({ scalars: null, refunds: [] })).toBe('[null,null,[]]');
  });
});
