import { decimalText, decimalsOf } from '../engine/money.ts';
import type { OrderRecord, OrderRefund } from '../engine/records.ts';
import { gid } from '../state/ids.ts';
import type { Minor, SimShop } from '../types.ts';
import type { Json } from './json.ts';
import { refundedLine } from './line.ts';
import { moneySet } from './money.ts';
import { shopTime } from './time.ts';

/** Refund line amounts are JSON numbers, unlike all other money. */
const numberOf = (amount: Minor, currency: string) => amount / 10 ** decimalsOf(currency);

/**
 * refunds/create, and an element of an order's `refunds`. Shipping given back is in
 * refund_shipping_lines; money beyond (negative) or short of (positive) what was due is an
 * order adjustment.
 * https://shopify.dev/changelog/refunding-orders-with-multiple-shipping-lines-returns-accurate-data
 */
export function refundPayload(shop: SimShop, order: OrderRecord, refund: OrderRefund): Json {
  const at = shopTime(refund.createdAt, shop.timeZone);
  return {
    id: BigInt(refund.id),
    order_id: BigInt(order.id),
    created_at: at,
    note: refund.note,
    user_id: 548380009,
    processed_at: at,
    duties: [],
    total_duties_set: moneySet(0, order.currency),
    return: null,
    refund_shipping_lines: shippingLines(order, refund),
    restock: false,
    admin_graphql_api_id: gid('Refund', refund.id),
    order_adjustments: adjustments(order, refund),
    refund_line_items: refund.lines.map((each) => refundLine(order, each)),
    transactions: transactions(shop, order, refund),
  };
}

function refundLine(order: OrderRecord, each: OrderRefund['lines'][number]): Json {
  const line = order.lines.find((candidate) => candidate.id === each.lineId);
  if (!line) throw new Error(`refund of a line that is not there: ${each.lineId}`);
  return {
    id: BigInt(each.id),
    quantity: each.quantity,
    line_item_id: BigInt(each.lineId),
    location_id: null,
    restock_type: 'no_restock',
    subtotal: numberOf(each.subtotalMinor, order.currency),
    total_tax: numberOf(each.taxMinor, order.currency),
    subtotal_set: moneySet(each.subtotalMinor, order.currency),
    total_tax_set: moneySet(each.taxMinor, order.currency),
    line_item: refundedLine(order, line),
  };
}

function shippingLines(order: OrderRecord, refund: OrderRefund): Json[] {
  if (!refund.shippingRefundId || !order.shipping) return [];
  return [
    {
      id: BigInt(refund.shippingRefundId),
      shipping_line: { id: BigInt(order.shipping.id), title: 'Standard', code: 'standard' },
      subtotal_amount_set: moneySet(refund.shippingMinor, order.currency),
      tax_amount_set: moneySet(0, order.currency),
    },
  ];
}

function adjustments(order: OrderRecord, refund: OrderRefund): Json[] {
  if (!refund.adjustmentId) return [];
  const amount = -refund.discrepancyMinor;
  return [
    {
      id: BigInt(refund.adjustmentId),
      order_id: BigInt(order.id),
      refund_id: BigInt(refund.id),
      kind: 'refund_discrepancy',
      reason: 'Refund discrepancy',
      amount: decimalText(amount, order.currency),
      tax_amount: decimalText(0, order.currency),
      amount_set: moneySet(amount, order.currency),
      tax_amount_set: moneySet(0, order.currency),
    },
  ];
}

function transactions(shop: SimShop, order: OrderRecord, refund: OrderRefund): Json[] {
  const credit = refund.storeCredit;
  const amountMinor = refund.moneyMinor - (credit?.amountMinor ?? 0);
  const { transactionId } = refund;
  const money = transactionId && amountMinor > 0 ? [{ transactionId, amountMinor }] : [];
  return [
    ...money.map((each) => transaction(shop, order, refund, { ...each, gateway: 'bogus' })),
    ...(credit
      ? [transaction(shop, order, refund, { ...credit, gateway: 'shopify_store_credit' })]
      : []),
  ];
}

function transaction(
  shop: SimShop,
  order: OrderRecord,
  refund: OrderRefund,
  of: { transactionId: string; amountMinor: Minor; gateway: string },
): Json {
  const at = shopTime(refund.createdAt, shop.timeZone);
  const unsettled = { amount: '0.0', currency: 'XXX' };
  return {
    id: BigInt(of.transactionId),
    admin_graphql_api_id: gid('OrderTransaction', of.transactionId),
    order_id: BigInt(order.id),
    kind: 'refund',
    gateway: of.gateway,
    status: 'success',
    message: 'Bogus Gateway: Forced success',
    created_at: at,
    processed_at: at,
    test: order.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: order.saleId === null ? null : BigInt(order.saleId),
    device_id: null,
    error_code: null,
    source_name: order.source,
    receipt: {},
    amount: decimalText(of.amountMinor, order.currency),
    currency: order.currency,
    payment_id: `#${order.number}.1`,
    total_unsettled_set: { presentment_money: unsettled, shop_money: unsettled },
    manual_payment_gateway: false,
    amount_rounding: null,
  };
}
