import type {
  LineDiscount,
  LineFacts,
  OrderFacts,
  OrderScalars,
  RefundFacts,
  RefundLine,
} from './orderFacts.ts';

/** Numbers as text sort as numbers: 999 before 1001; anything else by its characters. */
export const compareIds = (a: string, b: string): number =>
  a.length - b.length || compareText(a, b);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * One order has one shape: keys in one order and nothing but the fields we use, lines by id (which
 * is their position: platforms number lines upwards), discounts, codes and refunds sorted. Two
 * messages that say the same become the same text.
 */
export const normalScalars = (order: OrderScalars): OrderScalars => ({
  name: order.name,
  currency: order.currency,
  placedAt: order.placedAt,
  cancelledAt: order.cancelledAt,
  test: order.test,
  paid: order.paid,
  refunded: order.refunded,
  source: order.source,
  taxesIncluded: order.taxesIncluded,
  buyer: {
    customerId: order.buyer.customerId,
    email: order.buyer.email,
    phone: order.buyer.phone,
  },
  lines: order.lines.map(normalLine).sort((a, b) => compareIds(a.id, b.id)),
  shippingMinor: order.shippingMinor,
  tipMinor: order.tipMinor,
  dutiesMinor: order.dutiesMinor,
  totalMinor: order.totalMinor,
  codes: [...new Set(order.codes)].sort(compareText),
  referredBy: order.referredBy,
  // Last, and only where there is one: an order without them keeps the text it always had.
  ...(order.company ? { company: true } : {}),
  ...(order.presentment
    ? {
        presentment: {
          currency: order.presentment.currency,
          totalMinor: order.presentment.totalMinor,
        },
      }
    : {}),
  ...(order.dispute ? { dispute: { lost: order.dispute.lost, toldAt: order.dispute.toldAt } } : {}),
});

const normalLine = (line: LineFacts): LineFacts => ({
  id: line.id,
  productId: line.productId,
  priceMinor: line.priceMinor,
  quantity: line.quantity,
  currentQuantity: line.currentQuantity,
  discounts: line.discounts.map(normalDiscount).sort(compareDiscounts),
  taxMinor: line.taxMinor,
  giftCard: line.giftCard,
});

const normalDiscount = ({ code, amountMinor }: LineDiscount): LineDiscount => ({
  code,
  amountMinor,
});

const compareDiscounts = (a: LineDiscount, b: LineDiscount): number =>
  compareText(a.code ?? '', b.code ?? '') ||
  Number(a.code !== null) - Number(b.code !== null) ||
  a.amountMinor - b.amountMinor;

export const normalRefund = (refund: RefundFacts): RefundFacts => ({
  id: refund.id,
  createdAt: refund.createdAt,
  lines: refund.lines.map(normalRefundLine).sort(compareRefundLines),
  shippingMinor: refund.shippingMinor,
  dutiesMinor: refund.dutiesMinor,
  moneyMinor: refund.moneyMinor,
});

const normalRefundLine = (line: RefundLine): RefundLine => ({
  lineId: line.lineId,
  quantity: line.quantity,
  subtotalMinor: line.subtotalMinor,
  taxMinor: line.taxMinor,
});

const compareRefundLines = (a: RefundLine, b: RefundLine): number =>
  compareIds(a.lineId, b.lineId) ||
  a.quantity - b.quantity ||
  a.subtotalMinor - b.subtotalMinor ||
  a.taxMinor - b.taxMinor;

/**
 * The facts as text: the digest that tells "nothing new" is taken from it. `updatedAt` is part of
 * it, because postings are dated by it and because a row that kept an old one would later let a
 * stale message win; so is the moment of an answer that we asked for. When a message was triggered
 * is not: the same word twice is nothing new.
 */
export function canonical({ scalars, refunds }: OrderFacts): string {
  const age = scalars && [scalars.updatedAt, scalars.asked ? scalars.triggeredAt : null];
  return JSON.stringify([
    age,
    scalars && normalScalars(scalars),
    refunds.map(normalRefund).sort((a, b) => compareIds(a.id, b.id)),
  ]);
}
