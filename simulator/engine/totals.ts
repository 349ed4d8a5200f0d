import type { Minor } from '../types.ts';
import { shareOfUnits } from './money.ts';
import type { OrderLine, OrderRecord } from './records.ts';

export type Totals = {
  grossMinor: Minor;
  discountsMinor: Minor;
  subtotalMinor: Minor;
  shippingMinor: Minor;
  taxMinor: Minor;
  totalMinor: Minor;
};

/** Units neither edited away nor refunded. */
export function currentQuantity(line: OrderLine): number {
  return line.quantity - line.removed - line.refunded;
}

export function lineDiscount(line: OrderLine): Minor {
  return line.allocations.reduce((sum, each) => sum + each.amountMinor, 0);
}

/** price × quantity − discounts, as ordered. */
export function lineValue(line: OrderLine): Minor {
  return line.priceMinor * line.quantity - lineDiscount(line);
}

/**
 * What the next `units` units of a line to go are worth of `total` (its value, discount or tax).
 * Cumulative floors, the last unit takes the rest: the parts always sum to the whole.
 */
export function nextShare(line: OrderLine, total: Minor, units: number): Minor {
  const gone = line.removed + line.refunded;
  return (
    shareOfUnits(total, gone + units, line.quantity) - shareOfUnits(total, gone, line.quantity)
  );
}

/** The part of `total` that belongs to the units still there. */
export function currentShare(line: OrderLine, total: Minor): Minor {
  return total - shareOfUnits(total, line.removed + line.refunded, line.quantity);
}

const sum = (amounts: readonly Minor[]): Minor => amounts.reduce((a, b) => a + b, 0);

function complete(order: OrderRecord, parts: Omit<Totals, 'totalMinor'>): Totals {
  const added = order.taxesIncluded ? 0 : parts.taxMinor;
  const totalMinor = parts.subtotalMinor + parts.shippingMinor + added + order.tipMinor;
  return { ...parts, totalMinor };
}

/** Totals as ordered; they never change. */
export function orderedTotals(order: OrderRecord): Totals {
  const shipping = order.shipping;
  return complete(order, {
    grossMinor: sum(order.lines.map((line) => line.priceMinor * line.quantity)),
    discountsMinor: sum(order.lines.map(lineDiscount)) + (shipping?.discountMinor ?? 0),
    subtotalMinor: sum(order.lines.map(lineValue)),
    shippingMinor: shipping ? shipping.priceMinor - shipping.discountMinor : 0,
    taxMinor: sum(order.lines.map((line) => line.taxMinor)),
  });
}

/** Totals after edits and refunds (Shopify's current_* fields). A tip stays. */
export function currentTotals(order: OrderRecord): Totals {
  const ordered = orderedTotals(order);
  return complete(order, {
    grossMinor: sum(order.lines.map((line) => line.priceMinor * currentQuantity(line))),
    discountsMinor:
      sum(order.lines.map((line) => currentShare(line, lineDiscount(line)))) +
      (order.shipping?.discountMinor ?? 0),
    subtotalMinor: sum(order.lines.map((line) => currentShare(line, lineValue(line)))),
    shippingMinor: ordered.shippingMinor - refundedShipping(order),
    taxMinor: sum(order.lines.map((line) => currentShare(line, line.taxMinor))),
  });
}

export function refundedShipping(order: OrderRecord): Minor {
  return sum(order.refunds.map((refund) => refund.shippingMinor));
}

export function refundedMoney(order: OrderRecord): Minor {
  return sum(order.refunds.map((refund) => refund.moneyMinor));
}

export type FinancialStatus = 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided';

/** https://shopify.dev/docs/api/admin-rest/latest/resources/order (financial_status) */
export function financialStatus(order: OrderRecord): FinancialStatus {
  if (!order.paid) return order.cancelledAt === null ? 'pending' : 'voided';
  const total = orderedTotals(order).totalMinor;
  const money = refundedMoney(order);
  if (total === 0) {
    const empty = order.lines.every((line) => currentQuantity(line) === 0);
    return order.refunds.length > 0 && empty ? 'refunded' : 'paid';
  }
  if (money === 0) return 'paid';
  return money >= total ? 'refunded' : 'partially_refunded';
}
