import { describe, expect, it } from 'vitest';
import { order, ORDER_ID, payload, refund, set } from './orderFixture.ts';
import { translate } from './translate.ts';

const AT = Date.parse('2026-07-03T14:00:02Z');
const read = (topic: string, body: unknown) => translate(topic, payload(body), AT);

describe('refunds', () => {
  it('say the same alone as inside their order', () => {
    const alone = read('refunds/create', refund());
    const inside = read('orders/updated', order());
    if (alone.kind !== 'refund' || inside.kind !== 'order') throw new Error('not read');
    expect(alone.platformOrderId).toBe(ORDER_ID);
    expect(alone.refund).toEqual(inside.snapshot.refunds[0]);
  });

  it('know shipping from an adjustment where the API is older', () => {
    const older = {
      ...refund(),
      refund_shipping_lines: [],
      order_adjustments: [{ kind: 'shipping_refund', amount: '-7.00', tax_amount: '-0.56' }],
    };
    expect(read('refunds/create', older)).toMatchObject({ refund: { shippingMinor: 756 } });
  });

  it('sum duties, and goodwill without lines', () => {
    const goodwill = {
      ...refund(),
      refund_line_items: [],
      refund_shipping_lines: [],
      duties: [{ amount_set: set('1.10') }, { amount_set: set('2.20') }],
      transactions: [{ kind: 'refund', status: 'success', amount: '5.00', currency: null }],
    };
    expect(read('refunds/create', goodwill)).toMatchObject({
      refund: { lines: [], shippingMinor: 0, dutiesMinor: 330, moneyMinor: 500 },
    });
  });

  it('convert money that went back in the buyer’s currency at the refund’s own rate', () => {
    const [line] = refund().refund_line_items;
    const both = {
      shop_money: { amount: '8.50', currency_code: 'USD' },
      presentment_money: { amount: '1275', currency_code: 'JPY' },
    };
    const abroad = {
      ...refund(),
      refund_line_items: [{ ...line, subtotal_set: both }],
      transactions: [{ kind: 'refund', status: 'success', amount: '1377', currency: 'JPY' }],
    };
    expect(read('refunds/create', abroad)).toMatchObject({ refund: { moneyMinor: 918 } });
    expect(read('refunds/create', { ...abroad, refund_line_items: [] })).toEqual({
      kind: 'unreadable',
      reason: 'refund.transaction: in another currency',
    });
  });
});
