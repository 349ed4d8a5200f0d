/** What happens to an order after it was placed: paid, refunded, edited, cancelled. */
import type { DisputeOutcome, RefundInput } from '../types.ts';
import type { Hands } from './placing.ts';
import { purseOf, revert } from './storeCredit.ts';
import type { OrderDispute, OrderLine, OrderRecord, OrderRefund } from './records.ts';
import {
  currentQuantity,
  lineValue,
  nextShare,
  orderedTotals,
  refundedMoney,
  refundedShipping,
} from './totals.ts';

/** Hands at one shop. */
type ShopHands = Hands & { domain: string };

const lineOf = (order: OrderRecord, lineId: string): OrderLine => {
  const line = order.lines.find((each) => each.id === lineId);
  if (!line) throw new Error(`no such line: ${lineId}`);
  return line;
};

export function markPaid(hands: Hands, order: OrderRecord): void {
  if (order.paid) throw new Error('the order is paid already');
  if (order.cancelledAt !== null) throw new Error('a cancelled order cannot be paid');
  order.paid = true;
  order.saleId = hands.ids.next();
  order.updatedAt = hands.now();
}

/**
 * Gives units, shipping and money back. Unpaid orders can be refunded by lines only (no money).
 * Throws when more units or more money would go back than there is.
 */
export function refund(hands: ShopHands, order: OrderRecord, input: RefundInput): OrderRefund {
  for (const { lineId, quantity } of input.lines) {
    const line = lineOf(order, lineId);
    if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > currentQuantity(line)) {
      throw new Error(`cannot refund ${quantity} of ${currentQuantity(line)} units`);
    }
  }
  const lines = input.lines.map(({ lineId, quantity }) => {
    const line = lineOf(order, lineId);
    const subtotalMinor = nextShare(line, lineValue(line), quantity);
    const taxMinor = nextShare(line, line.taxMinor, quantity);
    line.refunded += quantity;
    return { id: hands.ids.next(), lineId, quantity, subtotalMinor, taxMinor };
  });
  const ordered = orderedTotals(order);
  const shippingMinor = input.shipping ? ordered.shippingMinor - refundedShipping(order) : 0;
  const addedTax = order.taxesIncluded ? 0 : lines.reduce((sum, each) => sum + each.taxMinor, 0);
  const due = lines.reduce((sum, each) => sum + each.subtotalMinor, 0) + addedTax + shippingMinor;
  const most = order.paid ? ordered.totalMinor - refundedMoney(order) : 0;
  const moneyMinor = input.amountMinor ?? Math.min(due, most);
  if (!Number.isSafeInteger(moneyMinor) || moneyMinor < 0 || moneyMinor > most) {
    throw new Error(`cannot refund ${moneyMinor}: at most ${most} is left`);
  }
  const discrepancyMinor = order.paid ? moneyMinor - due : 0;
  const refund: OrderRefund = {
    id: hands.ids.next(),
    createdAt: hands.now(),
    note: input.note ?? null,
    lines,
    shippingMinor,
    shippingRefundId: shippingMinor > 0 ? hands.ids.next() : null,
    discrepancyMinor,
    adjustmentId: discrepancyMinor === 0 ? null : hands.ids.next(),
    transactionId: moneyMinor > 0 ? hands.ids.next() : null,
    moneyMinor,
  };
  toStoreCredit(hands, order, refund);
  order.refunds.push(refund);
  order.updatedAt = hands.now();
  return refund;
}

/** What the other tender did not pay goes back to store credit; the merchant may choose otherwise. */
function toStoreCredit(hands: ShopHands, order: OrderRecord, refund: OrderRefund): void {
  if (!order.storeCredit || order.customerId === null) return;
  const returned = order.refunds.reduce(
    (sum, each) => sum + (each.storeCredit?.amountMinor ?? 0),
    0,
  );
  const byOther = orderedTotals(order).totalMinor - order.storeCredit.amountMinor;
  const otherLeft = byOther - (refundedMoney(order) - returned);
  const amountMinor = refund.moneyMinor - Math.min(refund.moneyMinor, otherLeft);
  const purse = purseOf(hands, hands.domain, order.customerId, order.currency);
  if (amountMinor === 0 || !purse) return;
  const what = { amountMinor, event: 'ORDER_REFUND', orderId: order.id } as const;
  refund.storeCredit = { amountMinor, transactionId: revert(hands, hands.domain, purse, what).id };
}

/** An order edit: fewer units of a line, no money. More units than now is not supported. */
export function edit(hands: Hands, order: OrderRecord, lineId: string, quantity: number): void {
  const line = lineOf(order, lineId);
  const now = currentQuantity(line);
  if (order.cancelledAt !== null) throw new Error('a cancelled order cannot be edited');
  if (!Number.isSafeInteger(quantity) || quantity < 0 || quantity >= now) {
    throw new Error(`an edit takes units away: ${quantity} of ${now}`);
  }
  line.removed += now - quantity;
  order.updatedAt = hands.now();
}

/** Cancels; with `refund`, gives back every unit and all the money that is left. */
export function cancel(
  hands: ShopHands,
  order: OrderRecord,
  options: { refund: boolean },
): OrderRefund | null {
  if (order.cancelledAt !== null) throw new Error('the order is cancelled already');
  let given: OrderRefund | null = null;
  if (options.refund) {
    const lines = order.lines
      .filter((line) => currentQuantity(line) > 0)
      .map((line) => ({ lineId: line.id, quantity: currentQuantity(line) }));
    const left = orderedTotals(order).totalMinor - refundedMoney(order);
    const amountMinor = order.paid ? left : 0;
    if (lines.length > 0 || amountMinor > 0) {
      given = refund(hands, order, { orderId: order.id, lines, shipping: true, amountMinor });
    }
  }
  order.cancelledAt = hands.now();
  order.updatedAt = hands.now();
  return given;
}

/**
 * Opens or closes the order's dispute. Nothing else of the order changes, its `updatedAt` included:
 * no page says that a dispute touches the order. True when the dispute is new.
 */
export function dispute(
  hands: Hands,
  order: OrderRecord,
  outcome: DisputeOutcome,
): { dispute: OrderDispute; opened: boolean } {
  if (!order.paid) throw new Error('nothing was paid that could be disputed');
  const known = order.disputes?.[0];
  if (outcome === 'open' && known) throw new Error('the order is disputed already');
  const now = hands.now();
  const dispute = known ?? {
    id: hands.ids.next(),
    status: 'needs_response',
    initiatedAt: now,
    finalizedAt: null,
  };
  if (outcome !== 'open') Object.assign(dispute, { status: outcome, finalizedAt: now });
  order.disputes = [dispute];
  return { dispute, opened: !known };
}
