import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.stop());

const lineIds = (order: { lines: readonly { id: string }[] }) => order.lines.map((each) => each.id);

describe('an order', () => {
  it('is priced as the cart was, tax on top', () => {
    const order = shop.order({ 'linen-tea-towel': 1, 'olive-wood-spoon': 3 });
    expect(order).toMatchObject({
      subtotalMinor: 4999,
      shippingMinor: 700,
      taxMinor: 110 + 165,
      totalMinor: 4999 + 700 + 275,
      financialStatus: 'paid',
      name: '#1001',
    });
  });

  it('at a till is not sent, and a zero total is paid without money', () => {
    expect(shop.order({ 'harbor-mug': 1 }, { source: 'pos' }).shippingMinor).toBe(0);
    const big = { paid: false, codes: [] };
    expect(shop.order({ 'harbor-mug': 1 }, big).financialStatus).toBe('pending');
  });

  it('remembers when it was placed and who bought it', () => {
    const placedAt = Date.parse('2025-11-01T00:00:00Z');
    const buyer = {
      kind: 'guest' as const,
      email: 'g@example.com',
      phone: null,
      firstName: 'G',
      lastName: 'H',
    };
    const order = shop.order({ 'harbor-mug': 1 }, { placedAt, buyer });
    expect(order).toMatchObject({ placedAt, customerId: null, customerName: 'G H' });
  });
});

describe('a refund', () => {
  it('gives back units with their tax, then shipping, then the rest', () => {
    const order = shop.order({ 'linen-tea-towel': 1, 'olive-wood-spoon': 3 });
    const [towel, spoon] = lineIds(order);
    const unit = shop.sim.commerce.refund(DOMAIN, {
      orderId: order.id,
      lines: [{ lineId: spoon ?? '', quantity: 1 }],
      shipping: false,
    });
    expect(unit.refundedMinor).toBe(1000 + 55);
    expect(unit.financialStatus).toBe('partially_refunded');
    expect(unit.lines[1]?.currentQuantity).toBe(2);
    const rest = shop.sim.commerce.refund(DOMAIN, {
      orderId: order.id,
      lines: [
        { lineId: towel ?? '', quantity: 1 },
        { lineId: spoon ?? '', quantity: 2 },
      ],
      shipping: true,
    });
    expect(rest.refundedMinor).toBe(order.totalMinor);
    expect(rest.financialStatus).toBe('refunded');
  });

  it('can be goodwill without a line, and never more than was paid', () => {
    const order = shop.order({ 'harbor-mug': 1 });
    const give = (amountMinor: number) =>
      shop.sim.commerce.refund(DOMAIN, {
        orderId: order.id,
        lines: [],
        shipping: false,
        amountMinor,
      });
    expect(give(500)).toMatchObject({ refundedMinor: 500, financialStatus: 'partially_refunded' });
    expect(() => give(order.totalMinor)).toThrow('at most');
    const line = lineIds(order)[0] ?? '';
    expect(() =>
      shop.sim.commerce.refund(DOMAIN, {
        orderId: order.id,
        lines: [{ lineId: line, quantity: 2 }],
        shipping: false,
      }),
    ).toThrow('cannot refund 2 of 1');
  });
});

describe('edits and cancellations', () => {
  it('an edit takes units away and moves no money', () => {
    const order = shop.order({ 'olive-wood-spoon': 3 });
    const line = lineIds(order)[0] ?? '';
    const edited = shop.sim.commerce.edit(DOMAIN, order.id, line, 1);
    expect(edited).toMatchObject({ refundedMinor: 0, financialStatus: 'paid' });
    expect(edited.lines[0]).toMatchObject({ quantity: 3, currentQuantity: 1 });
    expect(() => shop.sim.commerce.edit(DOMAIN, order.id, line, 2)).toThrow('takes units away');
  });

  it('a cancellation gives all money back or none', () => {
    const one = shop.order({ 'harbor-mug': 2 }, { tipMinor: 300 });
    const given = shop.sim.commerce.cancel(DOMAIN, one.id, { refund: true });
    expect(given).toMatchObject({ refundedMinor: one.totalMinor, financialStatus: 'refunded' });
    const kept = shop.sim.commerce.cancel(DOMAIN, shop.order({ 'harbor-mug': 1 }).id, {
      refund: false,
    });
    expect(kept).toMatchObject({ refundedMinor: 0, financialStatus: 'paid' });
    const unpaid = shop.order({ 'harbor-mug': 1 }, { paid: false });
    const voided = shop.sim.commerce.cancel(DOMAIN, unpaid.id, { refund: false });
    expect(voided.financialStatus).toBe('voided');
    expect(() => shop.sim.commerce.markPaid(DOMAIN, unpaid.id)).toThrow('cancelled');
  });
});

describe('any sequence of refunds and edits', () => {
  it('never gives back more than was paid, and a cancellation gives exactly the rest', () => {
    const step = fc.record({
      line: fc.nat(1),
      quantity: fc.integer({ min: 1, max: 4 }),
      edit: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const order = shop.order({ 'linen-tea-towel': 4, 'salt-jar': 4 }, { codes: ['AUTUMN15'] });
        for (const { line, quantity, edit } of steps) {
          const now = shop.sim.commerce.order(DOMAIN, order.id)?.lines[line];
          if (!now || now.currentQuantity < quantity) continue;
          if (edit) {
            shop.sim.commerce.edit(DOMAIN, order.id, now.id, now.currentQuantity - quantity);
          } else {
            const lines = [{ lineId: now.id, quantity }];
            shop.sim.commerce.refund(DOMAIN, { orderId: order.id, lines, shipping: false });
          }
        }
        const before = shop.sim.commerce.order(DOMAIN, order.id);
        expect(before?.refundedMinor).toBeLessThanOrEqual(order.totalMinor - 700);
        const after = shop.sim.commerce.cancel(DOMAIN, order.id, { refund: true });
        expect(after.refundedMinor).toBe(order.totalMinor);
      }),
      { numRuns: 40 },
    );
  });
});
