/** What the simulator keeps about discounts and orders. Amounts are minor units, times ms. */
import type { Minor, PostalAddress } from '../types.ts';

export type DiscountClass = 'ORDER' | 'PRODUCT' | 'SHIPPING';

export type DiscountRecord = {
  id: string;
  title: string;
  value:
    | { kind: 'amount'; amountMinor: Minor }
    /** Millionths: 150000 is 15 %. */
    | { kind: 'percentage'; millionths: number }
    | { kind: 'freeShipping'; maximumShippingMinor: Minor | null };
  /** Null: the whole order; else only these products, or those of these collections. */
  productIds: readonly string[] | null;
  collectionIds: readonly string[] | null;
  minimumSubtotalMinor: Minor | null;
  minimumQuantity: number | null;
  /** Uses of each code, not of all together. */
  usageLimit: number | null;
  oncePerCustomer: boolean;
  /** Null: everyone. */
  customerIds: readonly string[] | null;
  combinesWith: { order: boolean; product: boolean; shipping: boolean };
  startsAt: number;
  endsAt: number | null;
  tags: readonly string[];
  createdAt: number;
  updatedAt: number;
};

/** A redeem code of a parent discount. `uses` never falls, not even when an order is cancelled. */
export type CodeRecord = { id: string; code: string; discountId: string; uses: number };

export type OrderLine = {
  id: string;
  productId: string;
  variantId: string;
  title: string;
  variantTitle: string;
  sku: string;
  vendor: string;
  quantity: number;
  priceMinor: Minor;
  /** `application` is an index into the order's applications. */
  allocations: { application: number; amountMinor: Minor }[];
  taxMinor: Minor;
  giftCard: boolean;
  /** Units taken away by edits and by refunds. */
  removed: number;
  refunded: number;
};

export type OrderApplication = {
  code: string;
  value: { kind: 'amount'; amountMinor: Minor } | { kind: 'percentage'; millionths: number };
  target: 'line_item' | 'shipping_line';
  selection: 'all' | 'entitled';
};

export type OrderRefund = {
  id: string;
  createdAt: number;
  note: string | null;
  lines: {
    id: string;
    lineId: string;
    quantity: number;
    subtotalMinor: Minor;
    taxMinor: Minor;
  }[];
  shippingMinor: Minor;
  shippingRefundId: string | null;
  /** Money beyond (+) or short of (−) what lines and shipping come to. */
  discrepancyMinor: Minor;
  adjustmentId: string | null;
  /** Refund transaction; null when no money moved. */
  transactionId: string | null;
  moneyMinor: Minor;
  /** The part of the money that went back to store credit; absent: none. */
  storeCredit?: { amountMinor: Minor; transactionId: string };
};

/** A chargeback of the whole order; its status in the spelling of webhooks. */
export type OrderDispute = {
  id: string;
  status: 'needs_response' | 'lost' | 'won';
  initiatedAt: number;
  finalizedAt: number | null;
};

export type OrderRecord = {
  id: string;
  number: number;
  currency: string;
  taxesIncluded: boolean;
  taxRateBasisPoints: number;
  token: string;
  checkoutToken: string;
  customerId: string | null;
  contact: {
    email: string | null;
    phone: string | null;
    firstName: string;
    lastName: string;
    address?: PostalAddress;
  };
  locale: string;
  source: 'web' | 'pos' | 'shopify_draft_order';
  test: boolean;
  landingSite: string | null;
  attributes: Readonly<Record<string, string>>;
  createdAt: number;
  processedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  lines: OrderLine[];
  applications: OrderApplication[];
  codes: { code: string; amountMinor: Minor; type: string }[];
  shipping: {
    id: string;
    priceMinor: Minor;
    discountMinor: Minor;
    application: number | null;
  } | null;
  tipMinor: Minor;
  /** Absent in orders of before there were companies. */
  company?: boolean;
  paid: boolean;
  /** The sale; null for a zero total or while unpaid. */
  saleId: string | null;
  /** What was paid with store credit, and its transaction; absent: nothing was. */
  storeCredit?: { amountMinor: Minor; transactionId: string };
  refunds: OrderRefund[];
  /** At most one; absent on most orders. */
  disputes?: OrderDispute[];
};
