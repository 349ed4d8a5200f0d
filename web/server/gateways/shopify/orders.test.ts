/**
 * The Admin API's answer about the order of the fixture, in what a simulated shop never does: tax on
 * returned shipping, failed and voided transactions, duties, an import with another created_at.
 */
import { describe, expect, it } from 'vitest';
import { LINE_ID, order, ORDER_ID, payload, refund, REFUND_ID, set } from './orderFixture.ts';
import { call, data, stage } from './stage.ts';
import { translate } from './translate.ts';

const bag = (amount: string, currencyCode = 'USD') => ({ shopMoney: { amount, currencyCode } });
const onePage = { hasNextPage: false, endCursor: null };
const allocated = (amount: string, discountApplication: object) => ({
  allocatedAmountSet: bag(amount),
  discountApplication,
});

const apiLines = [
  {
    id: `gid://shopify/LineItem/${LINE_ID}`,
    product: { id: 'gid://shopify/Product/788032119674292922' },
    originalUnitPriceSet: bag('10.0'),
    quantity: 3,
    currentQuantity: 2,
    isGiftCard: false,
    discountAllocations: [
      allocated('0.5', {}),
      allocated('3.0', { code: 'summer-30' }),
      allocated('1.0', { code: 'RG7K' }),
    ],
    taxLines: [{ priceSet: bag('2.0') }, { priceSet: bag('0.04') }],
  },
  {
    id: 'gid://shopify/LineItem/12',
    product: null,
    originalUnitPriceSet: bag('19.99'),
    quantity: 1,
    currentQuantity: 1,
    isGiftCard: true,
    discountAllocations: [],
    taxLines: [],
  },
];

const apiOrder = {
  id: `gid://shopify/Order/${ORDER_ID}`,
  name: '#1058',
  currencyCode: 'USD',
  createdAt: '2026-07-01T14:00:05Z',
  processedAt: '2026-07-01T14:00:00Z',
  updatedAt: '2026-07-03T14:00:01Z',
  cancelledAt: null,
  test: false,
  displayFinancialStatus: 'PARTIALLY_REFUNDED',
  sourceName: 'web',
  purchasingEntity: null,
  taxesIncluded: false,
  email: 'ana@example.com',
  phone: null,
  customer: { id: 'gid://shopify/Customer/115310627314723954' },
  totalPriceSet: bag('53.64'),
  totalTipReceivedSet: bag('2.0'),
  originalTotalDutiesSet: bag('3.21'),
  customAttributes: [],
  discountCodes: ['RG7K', 'summer-30'],
  shippingLines: { nodes: [{ discountedPriceSet: bag('7.0') }] },
  refunds: [{ id: `gid://shopify/Refund/${REFUND_ID}` }],
  disputes: [],
  lineItems: { nodes: apiLines, pageInfo: onePage },
};

const paid = (kind: string, status: string, amount: string) => ({
  kind,
  status,
  amountSet: bag(amount),
});

const apiRefund = {
  id: `gid://shopify/Refund/${REFUND_ID}`,
  createdAt: '2026-07-03T14:00:00Z',
  processedAt: '2026-07-03T15:00:00Z',
  refundLineItems: {
    nodes: [
      {
        lineItem: { id: `gid://shopify/LineItem/${LINE_ID}` },
        quantity: 1,
        subtotalSet: bag('8.5'),
        totalTaxSet: bag('0.68'),
      },
    ],
    pageInfo: onePage,
  },
  refundShippingLines: {
    nodes: [{ subtotalAmountSet: bag('7.0'), taxAmountSet: bag('0.56') }],
  },
  duties: [{ amountSet: bag('1.1') }, { amountSet: bag('2.11') }],
  transactions: {
    nodes: [
      paid('REFUND', 'SUCCESS', '16.74'),
      paid('REFUND', 'FAILURE', '99.0'),
      paid('VOID', 'SUCCESS', '99.0'),
      paid('REFUND', 'SUCCESS', '5.0'),
    ],
  },
};

/** What the webhook of the same order says. */
function told() {
  const duties = [{ amount_set: set('1.10') }, { amount_set: set('2.11') }];
  const refunds = [{ ...refund(), duties }];
  const body = payload({ ...order(), original_total_duties_set: set('3.21'), refunds });
  const translated = translate('orders/updated', body, 0);
  if (translated.kind !== 'order') throw new Error(JSON.stringify(translated));
  return translated.snapshot;
}

describe('fetchOrder', () => {
  it('gives the facts of the webhook, byte by byte', async () => {
    const { platform } = await stage(data({ order: apiOrder }), data({ refund: apiRefund }));
    const answer = await platform.fetchOrder(call(), ORDER_ID);
    if (!answer.ok || !answer.snapshot) throw new Error(JSON.stringify(answer));
    const alike = { ...answer.snapshot, triggeredAt: 0, asked: false };
    expect(JSON.stringify(alike)).toBe(JSON.stringify(told()));
  });

  it('asks again later when the order changes while its pages are read', async () => {
    const more = { ...apiOrder.lineItems, pageInfo: { hasNextPage: true, endCursor: 'x' } };
    const { platform } = await stage(
      data({ order: { ...apiOrder, lineItems: more } }),
      data({ order: { updatedAt: '2026-07-03T14:00:02Z', lineItems: apiOrder.lineItems } }),
    );
    expect(await platform.fetchOrder(call(), ORDER_ID)).toMatchObject({
      ok: false,
      failure: { kind: 'later' },
    });
  });

  it('refuses money it cannot count, without throwing', async () => {
    const odd = { ...apiOrder, totalPriceSet: bag('5.00', 'EUR') };
    const { platform } = await stage(data({ order: odd }), data({ refund: apiRefund }));
    expect(await platform.fetchOrder(call(), ORDER_ID)).toEqual({
      ok: false,
      failure: { kind: 'refused', reason: 'total: wrongCurrency' },
    });
  });
});
