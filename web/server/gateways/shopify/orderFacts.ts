/**
 * The facts of an order as the Admin API answers it: the same, byte by byte, that its webhooks give.
 * The only place where an answer about an order becomes a snapshot.
 */
import type { LineFacts, OrderSnapshot, RefundFacts } from '../../domain/orderFacts.ts';
import { bagAmount, presentmentOf, total } from './amounts.ts';
import type { ApiLine, ApiOrder, ApiRefund } from './orderShape.ts';
import { sortedDiscounts } from './orderTranslate.ts';
import { byId, sortedLines } from './refundTranslate.ts';
import { codesOf, disputeOf, idOf, referredBy, sourceOf, standingOf } from './shapes.ts';

const lineFacts = (line: ApiLine, currency: string): LineFacts => ({
  id: idOf(line.id, 'LineItem'),
  productId: line.product ? idOf(line.product.id, 'Product') : null,
  priceMinor: bagAmount(line.originalUnitPriceSet, currency, 'line.price'),
  quantity: line.quantity,
  currentQuantity: line.currentQuantity,
  discounts: sortedDiscounts(
    line.discountAllocations.map(({ allocatedAmountSet, discountApplication }) => ({
      code: discountApplication.code?.trim().toUpperCase() ?? null,
      amountMinor: bagAmount(allocatedAmountSet, currency, 'line.discount_allocation'),
    })),
  ),
  taxMinor: total(
    line.taxLines.map((tax) => bagAmount(tax.priceSet, currency, 'line.tax')),
    'line.taxes',
  ),
  giftCard: line.isGiftCard,
});

/** Throws Unreadable. `lines` are all refund lines: those of `refund` are only its first page. */
export function refundFacts(
  refund: ApiRefund,
  lines: ApiRefund['refundLineItems']['nodes'],
  currency: string,
): RefundFacts {
  const shipping = refund.refundShippingLines.nodes.flatMap((line) => [
    bagAmount(line.subtotalAmountSet, currency, 'refund.shipping'),
    bagAmount(line.taxAmountSet, currency, 'refund.shipping_tax'),
  ]);
  const duties = (refund.duties ?? []).map((duty) =>
    bagAmount(duty.amountSet, currency, 'refund.duties'),
  );
  const money = refund.transactions.nodes
    .filter(({ kind, status }) => kind === 'REFUND' && status === 'SUCCESS')
    .map(({ amountSet }) => bagAmount(amountSet, currency, 'refund.transaction'));
  return {
    id: idOf(refund.id, 'Refund'),
    createdAt: refund.createdAt ?? refund.processedAt,
    lines: sortedLines(
      lines.map((line) => ({
        lineId: idOf(line.lineItem.id, 'LineItem'),
        quantity: line.quantity,
        subtotalMinor: bagAmount(line.subtotalSet, currency, 'refund.subtotal'),
        taxMinor: bagAmount(line.totalTaxSet, currency, 'refund.total_tax'),
      })),
    ),
    shippingMinor: total(shipping, 'refund.shipping'),
    dutiesMinor: total(duties, 'refund.duties'),
    moneyMinor: total(money, 'refund.transactions'),
  };
}

/** The facts of an order that the API answered, whole. Throws Unreadable. */
export function snapshotOf(
  order: Omit<ApiOrder, 'lineItems'>,
  lines: readonly ApiLine[],
  refunds: readonly RefundFacts[],
  now: number,
): OrderSnapshot {
  const currency = order.currencyCode;
  const paidIn = order.totalPriceSet.presentmentMoney;
  const shipping = order.shippingLines.nodes.map((line) =>
    bagAmount(line.discountedPriceSet, currency, 'shipping'),
  );
  return {
    platformOrderId: idOf(order.id, 'Order'),
    updatedAt: order.updatedAt,
    triggeredAt: now,
    asked: true,
    name: order.name,
    currency,
    placedAt: order.processedAt ?? order.createdAt,
    cancelledAt: order.cancelledAt,
    test: order.test,
    ...standingOf(order.displayFinancialStatus),
    source: sourceOf(order.sourceName),
    taxesIncluded: order.taxesIncluded,
    buyer: {
      customerId: order.customer ? idOf(order.customer.id, 'Customer') : null,
      email: order.email,
      phone: order.phone,
    },
    lines: lines.map((line) => lineFacts(line, currency)),
    shippingMinor: total(shipping, 'shipping'),
    tipMinor: bagAmount(order.totalTipReceivedSet, currency, 'tip'),
    dutiesMinor: bagAmount(order.originalTotalDutiesSet, currency, 'duties'),
    totalMinor: bagAmount(order.totalPriceSet, currency, 'total'),
    codes: codesOf(order.discountCodes),
    // The page they landed on is told by webhooks only; a merge never forgets it.
    referredBy: referredBy(
      order.customAttributes.map(({ key, value }) => ({ name: key, value })),
      null,
    ),
    ...(order.purchasingEntity?.__typename === 'PurchasingCompany'
      ? { company: true as const }
      : {}),
    ...presentmentOf(currency, paidIn?.amount, paidIn?.currencyCode),
    ...disputeOf(order.disputes, now),
    refunds: refunds.toSorted((a, b) => byId(a.id, b.id)),
  };
}
