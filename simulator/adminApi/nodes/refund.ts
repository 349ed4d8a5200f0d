import { isoTime } from '../../clock.ts';
import type { OrderRecord, OrderRefund } from '../../engine/records.ts';
import { gid } from '../../state/ids.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Node } from '../context.ts';
import { lineItemNode } from './line.ts';
import { moneyBag, moneyV2 } from './money.ts';

export function refundNode(order: OrderRecord, refund: OrderRefund): Node {
  const at = isoTime(refund.createdAt);
  const { currency } = order;
  return {
    __typename: 'Refund',
    id: gid('Refund', refund.id),
    legacyResourceId: refund.id,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    note: refund.note,
    duties: [],
    return: null,
    staffMember: null,
    totalRefunded: moneyV2(refund.moneyMinor, currency),
    totalRefundedSet: moneyBag(refund.moneyMinor, currency),
    refundLineItems: (args: Arguments) => listConnection(refundLines(order, refund), args),
    refundShippingLines: (args: Arguments) => listConnection(shippingLines(order, refund), args),
    orderAdjustments: (args: Arguments) => listConnection(adjustments(order, refund), args),
    transactions: (args: Arguments) => listConnection(refundTransactions(order, refund), args),
  };
}

function refundLines(order: OrderRecord, refund: OrderRefund): Node[] {
  return refund.lines.map((each) => {
    const line = order.lines.find((candidate) => candidate.id === each.lineId);
    if (!line) throw new Error(`refund of a line that is not there: ${each.lineId}`);
    return {
      id: gid('RefundLineItem', each.id),
      lineItem: () => lineItemNode(order, line),
      location: null,
      quantity: each.quantity,
      priceSet: moneyBag(line.priceMinor, order.currency),
      restockType: 'NO_RESTOCK',
      restocked: false,
      subtotalSet: moneyBag(each.subtotalMinor, order.currency),
      totalTaxSet: moneyBag(each.taxMinor, order.currency),
    };
  });
}

function shippingLines(order: OrderRecord, refund: OrderRefund): Node[] {
  if (!refund.shippingRefundId) return [];
  return [
    {
      id: gid('RefundShippingLine', refund.shippingRefundId),
      subtotalAmountSet: moneyBag(refund.shippingMinor, order.currency),
      taxAmountSet: moneyBag(0, order.currency),
    },
  ];
}

function adjustments(order: OrderRecord, refund: OrderRefund): Node[] {
  if (!refund.adjustmentId) return [];
  return [
    {
      id: gid('OrderAdjustment', refund.adjustmentId),
      amountSet: moneyBag(-refund.discrepancyMinor, order.currency),
      taxAmountSet: moneyBag(0, order.currency),
      reason: 'OTHER',
    },
  ];
}

export function refundTransactions(order: OrderRecord, refund: OrderRefund): Node[] {
  const { createdAt, storeCredit } = refund;
  const moneyMinor = refund.moneyMinor - (storeCredit?.amountMinor ?? 0);
  const money = { createdAt, moneyMinor };
  return [
    ...(refund.transactionId && moneyMinor > 0
      ? [transactionNode(order, refund.transactionId, 'REFUND', money)]
      : []),
    ...(storeCredit ? [creditTransaction(order, 'REFUND', { createdAt, ...storeCredit })] : []),
  ];
}

/** What store credit paid, or was given back. */
export const creditTransaction = (
  order: OrderRecord,
  kind: 'SALE' | 'REFUND',
  of: { createdAt: number; amountMinor: number; transactionId: string },
): Node => ({
  ...transactionNode(order, of.transactionId, kind, {
    createdAt: of.createdAt,
    moneyMinor: of.amountMinor,
  }),
  gateway: 'shopify_store_credit',
});

/** A sale or refund that went through. */
export function transactionNode(
  order: OrderRecord,
  id: string,
  kind: 'SALE' | 'REFUND',
  of: { createdAt: number; moneyMinor: number },
): Node {
  const at = isoTime(of.createdAt);
  return {
    __typename: 'OrderTransaction',
    id: gid('OrderTransaction', id),
    kind,
    status: 'SUCCESS',
    gateway: 'bogus',
    test: order.test,
    createdAt: at,
    processedAt: at,
    amountSet: moneyBag(of.moneyMinor, order.currency),
    manualPaymentGateway: false,
    errorCode: null,
  };
}
