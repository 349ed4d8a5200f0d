/**
 * The places where the platforms' documentation leaves a choice. Each is one named function with a
 * test and a line in docs/assumptions.md; when a live store answers, only the function changes.
 */
import type { LineFacts, Minor, OrderScalars, RefundLine } from './orderFacts.ts';

/** A refunded line's subtotal is in the same terms as the price: it holds tax when prices do. */
export const refundSubtotalHoldsTax = (taxesIncluded: boolean): boolean => taxesIncluded;

/** Money that a refunded line accounts for, tax included. */
export const refundLineMoney = (line: RefundLine, taxesIncluded: boolean): Minor =>
  line.subtotalMinor + (refundSubtotalHoldsTax(taxesIncluded) ? 0 : line.taxMinor);

/**
 * Units that an edit removed. Whether the platform also reports an edit as a refund makes no
 * difference: units that a refund names are counted there and not here. `currentQuantity` leaves
 * out refunded and removed units; where a refund came before the order's newer snapshot it still
 * holds them, and nothing was removed as far as we know.
 */
export const unitsRemovedByEdit = (line: LineFacts, refundedUnits: number): number =>
  Math.max(0, Math.min(line.quantity, line.quantity - line.currentQuantity - refundedUnits));

/** Goodwill money is taken off the lines whole; no tax is looked for inside it. */
export const goodwillOffLines = (goodwillMinor: Minor): Minor => goodwillMinor;

/**
 * Shipping (or duties) that still earns, where the program lets it earn. What was given back holds
 * its tax and cannot be told apart from it, so it counts down whole.
 */
export const keptAfterRefund = (paidMinor: Minor, refundedMinor: Minor): Minor =>
  Math.max(0, paidMinor - refundedMinor);

/** Orders that staff wrote out by hand name a draft as their source. */
export const isDraft = (order: OrderScalars): boolean =>
  order.source.toLowerCase().includes('draft');
