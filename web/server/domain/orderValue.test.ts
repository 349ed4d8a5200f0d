import { describe, expect, test } from 'vitest';
import type { OrderScalars, RefundFacts } from './orderFacts.ts';
import {
  aLine,
  anOrder,
  aProgram,
  aRefund,
  back,
  PLACED_AT,
  someFacts,
} from './orderFacts.fixtures.ts';
import { fullyRefunded, valueOrder } from './orderValue.ts';

const values = (order: OrderScalars, refunds: RefundFacts[] = [], program = aProgram()) =>
  valueOrder(someFacts(order, refunds), program).lines.map((line) => line.valueMinor);
const eligible = (order: OrderScalars, refunds: RefundFacts[] = [], program = aProgram()) =>
  valueOrder(someFacts(order, refunds), program).eligibleMinor;

describe('why a line counts or does not', () => {
  test('gift cards and lines that are gone do not', () => {
    const order = anOrder([
      aLine('1', 1000),
      aLine('2', 5000, { giftCard: true }),
      aLine('3', 700, { currentQuantity: 0 }),
    ]);
    expect(valueOrder(someFacts(order), aProgram()).lines).toEqual([
      { lineId: '1', valueMinor: 1000, counted: true, why: 'counts' },
      { lineId: '2', valueMinor: 0, counted: false, why: 'giftCard' },
      { lineId: '3', valueMinor: 0, counted: false, why: 'gone' },
    ]);
  });

  test.each<[string, Partial<OrderScalars>]>([
    ['otherCurrency', { currency: 'EUR' }],
    ['test', { test: true }],
    ['cancelled', { cancelledAt: 5 }],
    ['draft', { source: 'x_draft_order' }],
    ['unpaid', { paid: false }],
    ['refunded', { refunded: true }],
    ['refunded', { dispute: { lost: true, toldAt: 5 } }],
  ])('%s takes the whole order out', (why, more) =>
    expect(valueOrder(someFacts(anOrder([aLine('1', 1000)], more)), aProgram())).toMatchObject({
      lines: [{ lineId: '1', valueMinor: 0, counted: false, why }],
      eligibleMinor: 0,
    }),
  );
});

describe('edits', () => {
  const three = (currentQuantity: number) =>
    aLine('1', 1000, {
      quantity: 3,
      currentQuantity,
      discounts: [{ code: 'A', amountMinor: 100 }],
    });
  test.each([
    [3, 2900],
    [2, 1934], // 2900 − ⌊2900 × 1 ÷ 3⌋
    [1, 967],
    [0, 0],
  ])('%d of 3 units stay', (current, value) =>
    expect(values(anOrder([three(current)]))).toEqual([value]),
  );

  test('one unit refunded, one removed: the last one keeps the rest', () =>
    expect(values(anOrder([three(1)]), [aRefund([back('1', 1, 966)])])).toEqual([967]));

  test('an edit that shows as a refund is taken off once', () =>
    expect(values(anOrder([three(2)]), [aRefund([back('1', 1, 966)], { moneyMinor: 0 })])).toEqual([
      1934,
    ]));

  test('money given back for the removed unit, with its tax, is no goodwill', () => {
    const line = aLine('1', 1000, { quantity: 2, currentQuantity: 1, taxMinor: 160 });
    const order = anOrder([line, aLine('2', 500)]);
    expect(values(order, [aRefund([], { moneyMinor: 1080 })])).toEqual([1000, 500]);
    expect(values(order, [aRefund([], { moneyMinor: 1110 })])).toEqual([980, 490]);
  });

  test('a line that was added later counts', () =>
    expect(
      eligible(
        anOrder([three(3), aLine('2', 400, { quantity: 0, currentQuantity: 0 }), aLine('3', 100)]),
      ),
    ).toBe(3000));
});

describe('refunds', () => {
  const order = anOrder(
    [aLine('1', 2000, { taxMinor: 200 }), aLine('2', 1000, { taxMinor: 100 })],
    {
      shippingMinor: 500,
    },
  );
  const withOneBack = anOrder(
    [aLine('1', 2000, { taxMinor: 200, currentQuantity: 0 }), aLine('2', 1000, { taxMinor: 100 })],
    { shippingMinor: 500 },
  );

  test('a line with its tax', () =>
    expect(values(withOneBack, [aRefund([back('1', 1, 2000, 200)])])).toEqual([0, 1000]));

  test('a refund that came before the newer snapshot counts at once', () =>
    expect(values(order, [aRefund([back('1', 1, 2000, 200)])])).toEqual([0, 1000]));

  test('a restocking fee restores nothing', () =>
    expect(values(withOneBack, [aRefund([back('1', 1, 2000, 200)], { moneyMinor: 1500 })])).toEqual(
      [0, 1000],
    ));

  test('a restocking fee kept earlier and goodwill later are one account', () => {
    const fee = aRefund([back('1', 1, 2000, 200)], { moneyMinor: 1900 });
    const goodwill = aRefund([], { id: '9002', moneyMinor: 350 });
    expect(values(withOneBack, [fee, goodwill])).toEqual([0, 950]);
  });

  test('shipping only: nothing, unless shipping earns', () => {
    const refund = [aRefund([], { shippingMinor: 200 })];
    expect(eligible(order, refund)).toBe(3000);
    expect(eligible(order, refund, aProgram({ includeShipping: true }))).toBe(3300);
    expect(eligible(order, [], aProgram({ includeShipping: true }))).toBe(3500);
  });

  test('more shipping back than was paid, for its tax, is worth 0 and no goodwill', () => {
    const refund = [aRefund([], { shippingMinor: 540 })];
    expect(eligible(order, refund, aProgram({ includeShipping: true }))).toBe(3000);
  });

  test('goodwill is spread by largest remainder over lines that count', () => {
    const lines = [
      aLine('1', 1000),
      aLine('2', 1000),
      aLine('3', 1000),
      aLine('4', 9000, { giftCard: true }),
    ];
    expect(values(anOrder(lines), [aRefund([], { moneyMinor: 100 })])).toEqual([966, 967, 967, 0]);
  });

  test('goodwill over several refunds is cumulative', () => {
    const two = [aRefund([], { moneyMinor: 100 }), aRefund([], { id: '9002', moneyMinor: 200 })];
    expect(eligible(order, two)).toBe(2700);
  });

  test('goodwill above the lines leaves 0, not less', () =>
    expect(eligible(order, [aRefund([], { moneyMinor: 3600 })])).toBe(0));
});

describe('taxes included', () => {
  const gross = (currentQuantity = 2) =>
    anOrder([aLine('1', 1190, { quantity: 2, currentQuantity, taxMinor: 380 })], {
      taxesIncluded: true,
    });
  test.each([
    ['as ordered', gross(), [], 2000],
    ['one refunded', gross(1), [aRefund([back('1', 1, 1190, 190)], { moneyMinor: 1190 })], 1000],
    ['one removed by an edit', gross(1), [], 1000],
    ['removed and its money given back', gross(1), [aRefund([], { moneyMinor: 1190 })], 1000],
    ['goodwill comes off whole', gross(), [aRefund([], { moneyMinor: 100 })], 1900],
  ])('%s', (_, order, refunds, value) => expect(eligible(order, refunds)).toBe(value));
});

describe('tips and duties', () => {
  const order = anOrder([aLine('1', 1000)], { tipMinor: 150, dutiesMinor: 300 });
  test('only where the program says so', () => {
    expect(eligible(order)).toBe(1000);
    expect(eligible(order, [], aProgram({ includeTips: true }))).toBe(1150);
    expect(
      eligible(order, [aRefund([], { dutiesMinor: 100 })], aProgram({ includeDuties: true })),
    ).toBe(1200);
  });
});

test('store credit and gift cards are tenders: what they pay counts as paid', () =>
  expect(eligible(anOrder([aLine('1', 1000)], { totalMinor: 1000 }))).toBe(1000));

describe('fullyRefunded', () => {
  test('the platform says so, or no unit is left', () => {
    const line = aLine('1', 1000, { quantity: 2 });
    expect(fullyRefunded(someFacts(anOrder([line])))).toBe(false);
    expect(fullyRefunded(someFacts(anOrder([line], { refunded: true })))).toBe(true);
    expect(fullyRefunded(someFacts(anOrder([line]), [aRefund([back('1', 1, 1000)])]))).toBe(false);
    expect(fullyRefunded(someFacts(anOrder([line]), [aRefund([back('1', 2, 2000)])]))).toBe(true);
    expect(fullyRefunded(someFacts(anOrder([{ ...line, currentQuantity: 0 }])))).toBe(true);
    expect(fullyRefunded({ scalars: null, refunds: [] })).toBe(false);
  });
});

describe('a dispute', () => {
  const order = (lost: boolean) =>
    anOrder([aLine('1', 1000)], { dispute: { lost, toldAt: PLACED_AT } });

  test('that is lost equals a full refund', () => {
    expect(eligible(order(true))).toBe(0);
    expect(fullyRefunded(someFacts(order(true)))).toBe(true);
  });

  test('that is open or won changes nothing', () => {
    expect(eligible(order(false))).toBe(1000);
    expect(fullyRefunded(someFacts(order(false)))).toBe(false);
  });
});
