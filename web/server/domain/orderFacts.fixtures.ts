/** Orders for tests: plain values to override, nothing random here. */
import type {
  LineFacts,
  OrderFacts,
  OrderScalars,
  OrderSnapshot,
  RefundFacts,
  RefundLine,
} from './orderFacts.ts';
import type { Program } from './program.ts';

export const PLACED_AT = Date.parse('2026-03-01T12:00:00Z');

export const aProgram = (earning: Partial<Program['earning']> = {}, currency = 'USD'): Program => ({
  currency,
  earning: {
    points: 5,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
    ...earning,
  },
  pendingDays: 14,
  expiry: { kind: 'inactivity', months: 12 },
  graceDays: 30,
  debt: 'owe',
  maxOpenCodes: 3,
  rewards: [],
  referral: null,
  nextOrder: null,
  holdOut: false,
});

export const aLine = (
  id: string,
  priceMinor: number,
  more: Partial<LineFacts> = {},
): LineFacts => ({
  id,
  productId: `p${id}`,
  priceMinor,
  quantity: 1,
  currentQuantity: more.quantity ?? 1,
  discounts: [],
  taxMinor: 0,
  giftCard: false,
  ...more,
});

export const anOrder = (lines: LineFacts[], more: Partial<OrderScalars> = {}): OrderScalars => ({
  name: '#1001',
  currency: 'USD',
  placedAt: PLACED_AT,
  cancelledAt: null,
  test: false,
  paid: true,
  refunded: false,
  source: 'web',
  taxesIncluded: false,
  buyer: { customerId: '77', email: null, phone: null },
  lines,
  shippingMinor: 0,
  tipMinor: 0,
  dutiesMinor: 0,
  totalMinor: lines.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0),
  codes: [],
  referredBy: null,
  ...more,
});

export const someFacts = (order: OrderScalars, refunds: RefundFacts[] = []): OrderFacts => ({
  scalars: { ...order, updatedAt: PLACED_AT, triggeredAt: PLACED_AT, asked: false },
  refunds,
});

export const aSnapshot = (
  order: OrderScalars,
  more: Partial<OrderSnapshot> = {},
): OrderSnapshot => ({
  ...order,
  platformOrderId: '5001',
  updatedAt: PLACED_AT,
  triggeredAt: PLACED_AT,
  asked: false,
  refunds: [],
  ...more,
});

/** Money defaults to what the lines come to with their tax, shipping and duties. */
export const aRefund = (lines: RefundLine[], more: Partial<RefundFacts> = {}): RefundFacts => ({
  id: '9001',
  createdAt: PLACED_AT + 86_400_000,
  lines,
  shippingMinor: 0,
  dutiesMinor: 0,
  moneyMinor:
    lines.reduce((sum, line) => sum + line.subtotalMinor + line.taxMinor, 0) +
    (more.shippingMinor ?? 0) +
    (more.dutiesMinor ?? 0),
  ...more,
});

export const back = (
  lineId: string,
  quantity: number,
  subtotalMinor: number,
  taxMinor = 0,
): RefundLine => ({ lineId, quantity, subtotalMinor, taxMinor });
