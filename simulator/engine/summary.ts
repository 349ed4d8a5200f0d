import type { SimOrderSummary } from '../types.ts';
import type { OrderRecord } from './records.ts';
import {
  currentQuantity,
  financialStatus,
  lineDiscount,
  orderedTotals,
  refundedMoney,
} from './totals.ts';

/** The order as the storefront and the admin shell show it. */
export function summary(order: OrderRecord): SimOrderSummary {
  const totals = orderedTotals(order);
  const { firstName, lastName } = order.contact;
  return {
    id: order.id,
    name: `#${order.number}`,
    customerId: order.customerId,
    customerName: `${firstName} ${lastName}`.trim(),
    placedAt: order.processedAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    financialStatus: financialStatus(order),
    test: order.test,
    codes: order.codes.map((each) => each.code),
    lines: order.lines.map((line) => ({
      id: line.id,
      title: line.title,
      variantId: line.variantId,
      productId: line.productId,
      quantity: line.quantity,
      currentQuantity: currentQuantity(line),
      priceMinor: line.priceMinor,
      discountMinor: lineDiscount(line),
      giftCard: line.giftCard,
    })),
    subtotalMinor: totals.subtotalMinor,
    shippingMinor: totals.shippingMinor,
    taxMinor: totals.taxMinor,
    totalMinor: totals.totalMinor,
    refundedMinor: refundedMoney(order),
    storeCreditMinor: order.storeCredit?.amountMinor ?? 0,
    statusToken: order.token,
    checkoutToken: order.checkoutToken,
  };
}
