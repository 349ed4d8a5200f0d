import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aLine, anOrder, aProgram, aRefund, back, someFacts } from './orderFacts.fixtures.ts';
import { valueOrder } from './orderValue.ts';

test('no order is worth less than 0 or more than was paid for its lines', () => {
  const cents = fc.integer({ min: 0, max: 100_000 });
  const line = fc.record({
    price: cents,
    quantity: fc.integer({ min: 1, max: 5 }),
    left: fc.nat(5),
    off: cents,
    tax: cents,
  });
  const refund = fc.record({
    quantity: fc.nat(5),
    subtotal: cents,
    tax: cents,
    money: cents,
    line: fc.nat(3),
  });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 4 }),
      fc.array(refund, { maxLength: 3 }),
      fc.boolean(),
      (lines, refunds, taxesIncluded) => {
        const order = anOrder(
          lines.map((l, i) =>
            aLine(String(i), l.price, {
              quantity: l.quantity,
              currentQuantity: Math.min(l.left, l.quantity),
              discounts: [{ code: null, amountMinor: Math.min(l.off, l.price * l.quantity) }],
              taxMinor: l.tax,
            }),
          ),
          { taxesIncluded },
        );
        const given = refunds.map((r, i) =>
          aRefund([back(String(r.line), r.quantity, r.subtotal, r.tax)], {
            id: String(i),
            moneyMinor: r.money,
          }),
        );
        const valued = valueOrder(someFacts(order, given), aProgram());
        expect(valued.eligibleMinor).toBe(valued.lines.reduce((sum, l) => sum + l.valueMinor, 0));
        valued.lines.forEach((l, i) => {
          const paid = lines[i] ?? { price: 0, quantity: 0 };
          expect(l.valueMinor).toBeGreaterThanOrEqual(0);
          expect(l.valueMinor).toBeLessThanOrEqual(paid.price * paid.quantity);
          expect(Number.isSafeInteger(l.valueMinor)).toBe(true);
        });
      },
    ),
  );
});
