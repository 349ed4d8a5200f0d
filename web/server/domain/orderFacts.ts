/**
 * Order facts: the platform-neutral picture of an order that rules look at.
 *
 * Money is an integer number of the shop currency's minor units (`Minor`), always a safe integer:
 * the gateway refuses anything else. Times are milliseconds since the epoch. Ids are text, because
 * the platform's ids exceed 2^53.
 */
export type Minor = number;

/** What one discount took off one line. `code` is null for automatic and manual discounts. */
export type LineDiscount = { code: string | null; amountMinor: Minor };

export type LineFacts = {
  id: string;
  productId: string | null;
  /** Price of one unit before any discount; holds tax when the order's `taxesIncluded`. */
  priceMinor: Minor;
  /** Units ordered, and units still there after refunds and edits. */
  quantity: number;
  currentQuantity: number;
  discounts: readonly LineDiscount[];
  /** All tax on the line as ordered (before refunds and edits). */
  taxMinor: Minor;
  giftCard: boolean;
};

export type RefundLine = {
  lineId: string;
  quantity: number;
  subtotalMinor: Minor;
  taxMinor: Minor;
};

export type RefundFacts = {
  id: string;
  createdAt: number;
  lines: readonly RefundLine[];
  /** Shipping and duties given back, tax on them included. */
  shippingMinor: Minor;
  dutiesMinor: Minor;
  /** Money that really went back to the buyer (successful refund transactions). */
  moneyMinor: Minor;
};

/** Who bought: the platform's customer id when there is one, else what a guest typed. */
export type BuyerFacts = {
  customerId: string | null;
  email: string | null;
  phone: string | null;
};

/** Everything a newest-wins snapshot says about an order; refunds converge on their own. */
export type OrderScalars = {
  name: string;
  currency: string;
  placedAt: number;
  cancelledAt: number | null;
  test: boolean;
  /** Financial status paid, partially_refunded or refunded. */
  paid: boolean;
  /** The platform says that every penny went back. */
  refunded: boolean;
  /** Where it was sold: 'web', 'pos', 'draft' or another channel's own name. */
  source: string;
  taxesIncluded: boolean;
  buyer: BuyerFacts;
  lines: readonly LineFacts[];
  shippingMinor: Minor;
  tipMinor: Minor;
  dutiesMinor: Minor;
  totalMinor: Minor;
  /** Codes the buyer used, as the platform spells them, upper-cased by us. */
  codes: readonly string[];
  /**
   * The referral code that brought the buyer, upper-cased: a cart attribute `ref`, else `?ref=` of the
   * page they landed on. Sticky: once told, never forgotten.
   */
  referredBy: string | null;
  /**
   * Whether the buyer's bank took the payment back, as the platform last told it when asked; absent
   * where it never told of a dispute. Messages about an order say nothing of it.
   */
  dispute?: DisputeFacts;
  /** Bought by a company and not by a person; absent where it was not. */
  company?: true;
  /** What the buyer paid in, and `totalMinor` in it; absent where that is the shop's own currency. */
  presentment?: { currency: string; totalMinor: Minor };
};

/** `toldAt` (ms): of two answers the later one counts, since banks change their minds. */
export type DisputeFacts = { lost: boolean; toldAt: number };

export type OrderSnapshot = OrderScalars & {
  platformOrderId: string;
  updatedAt: number;
  /** When the message was triggered (ms); breaks ties between equal `updatedAt`. */
  triggeredAt: number;
  /** The platform was asked and answered: wins a tie against a message. */
  asked: boolean;
  refunds: readonly RefundFacts[];
};

/** What is stored for an order: the merge of all we were told. */
export type OrderFacts = {
  /** Null while only a refund has come, and its order has not. */
  scalars: (OrderScalars & { updatedAt: number; triggeredAt: number; asked: boolean }) | null;
  /** Sorted by id. */
  refunds: readonly RefundFacts[];
};
