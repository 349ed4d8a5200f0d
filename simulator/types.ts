/**
 * The words of the simulated store. `engine/` implements `Commerce`; the Admin API, the storefront and
 * the admin shell only talk to it. Money is an integer number of the shop currency's minor units
 * (Shopify's own table: JPY and IRR 0, KWD 3, others 2); ids are decimal text above 2^53, as real ones.
 */
import type { CatalogueVerbs } from './catalogue.types.ts';

export type Minor = number;

export type SimShop = {
  domain: string; // northday.myshopify.com
  id: string;
  name: string;
  handle: string; // northday: storefront at http://northday.localhost:PORT
  currency: string;
  locale: string; // default storefront locale
  locales: readonly string[];
  timeZone: string;
  taxesIncluded: boolean;
  taxRateBasisPoints: number;
  shippingMinor: Minor;
  /** How Liquid's money filters write money here, e.g. "${{amount}}" or "{{amount_no_decimals}} تومان" */
  moneyFormat: string;
  /** 10 where prices are kept in rial and spoken in toman; 1 otherwise. */
  moneyFactor: number;
  plan: 'basic' | 'plus';
};

export type Variant = { id: string; title: string; priceMinor: Minor; sku: string };
export type Product = {
  id: string;
  handle: string;
  title: string;
  vendor: string;
  type: string;
  tags: readonly string[];
  description: string;
  /** Inline SVG: no picture is fetched. */
  picture: string;
  giftCard: boolean;
  variants: readonly Variant[];
  /** Absent: long ago. */
  createdAt?: number;
  updatedAt?: number;
};

/** A made-up street of the shop's country, and the phone at the door where that is another. */
export type PostalAddress = { street: string; phone: string | null };

/**
 * https://shopify.dev/docs/api/admin-graphql/2026-07/enums/CustomerEmailMarketingState, in the small
 * letters of webhooks.
 */
export type EmailConsent = {
  state: 'not_subscribed' | 'pending' | 'subscribed' | 'unsubscribed';
  updatedAt: number;
};

export type Customer = {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  locale: string;
  tags: readonly string[];
  createdAt: number;
  updatedAt: number;
  ordersCount: number;
  /** Of a classic account; absent: enabled. */
  state?: 'disabled' | 'invited' | 'enabled' | 'declined';
  /** Whether they want the shop's mails, and since when; absent: nobody asked. */
  emailConsent?: EmailConsent;
  /** Absent: the address is verified. */
  emailVerified?: boolean;
  /** Without one, they live in a house of their own in the simulator's street. */
  address?: PostalAddress;
};

export type CartInput = {
  lines: readonly { variantId: string; quantity: number }[];
  codes: readonly string[];
  customerId: string | null;
  attributes?: Readonly<Record<string, string>>;
};

export type PricedCode = {
  code: string;
  applicable: boolean;
  /** Why not: 'unknown' | 'minimum' | 'used' | 'ended' | 'combination' | 'empty' */
  reason: string | null;
  amountMinor: Minor;
};

export type PricedLine = {
  variantId: string;
  productId: string;
  quantity: number;
  priceMinor: Minor;
  allocations: readonly { code: string; amountMinor: Minor }[];
  taxMinor: Minor;
};

export type PricedCart = {
  lines: readonly PricedLine[];
  codes: readonly PricedCode[];
  subtotalMinor: Minor; // after discounts, before shipping and added tax
  discountMinor: Minor;
  shippingMinor: Minor;
  taxMinor: Minor;
  totalMinor: Minor;
};

export type Buyer =
  | { kind: 'customer'; customerId: string }
  | {
      kind: 'guest';
      email: string | null;
      phone: string | null;
      firstName: string;
      lastName: string;
      address?: PostalAddress;
    }
  | { kind: 'nobody' }; // a POS sale without a customer

export type PlaceOrder = {
  cart: CartInput;
  buyer: Buyer;
  source: 'web' | 'pos' | 'shopify_draft_order';
  paid: boolean; // false: cash on delivery, pending
  test: boolean;
  /** Backdates `processed_at` and `created_at`; default now. */
  placedAt?: number;
  tipMinor?: Minor;
  landingSite?: string;
  /** Bought by a company (B2B) and not by the customer for themselves. */
  company?: boolean;
  /** Pays with the customer's store credit as far as it goes, and the rest as `paid` says. */
  storeCredit?: boolean;
};

export type RefundInput = {
  orderId: string;
  /** Units to refund by order line id. */
  lines: readonly { lineId: string; quantity: number }[];
  /** Give the shipping back too. */
  shipping: boolean;
  /**
   * Money to give back in all. Default: exactly what lines, tax and shipping come to. More is a
   * goodwill refund, less a restocking fee.
   */
  amountMinor?: Minor;
  note?: string;
};

/** A closed dispute may be closed again the other way: banks change their minds. */
export type DisputeOutcome = 'open' | 'lost' | 'won';

export type SimOrderSummary = {
  id: string;
  name: string; // #1058
  customerId: string | null;
  customerName: string;
  placedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  financialStatus: 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided';
  test: boolean;
  codes: readonly string[];
  lines: readonly {
    id: string;
    title: string;
    variantId: string;
    productId: string;
    quantity: number;
    currentQuantity: number;
    priceMinor: Minor;
    discountMinor: Minor;
    giftCard: boolean;
  }[];
  subtotalMinor: Minor;
  shippingMinor: Minor;
  taxMinor: Minor;
  totalMinor: Minor;
  refundedMinor: Minor;
  /** What was paid with store credit. */
  storeCreditMinor: Minor;
  statusToken: string; // unguessable part of the thank-you page's path
  checkoutToken: string; // what extensions know as shopify.checkoutToken; the webhook's checkout_token
};

/** Oldest movement first; what was taken is below 0. */
export type StoreCredit = {
  balanceMinor: Minor;
  movements: readonly {
    kind: 'credit' | 'debit' | 'revert' | 'expiration';
    amountMinor: Minor;
    createdAt: number;
    expiresAt: number | null;
  }[];
};

/** What a person at the shop or in the storefront can do. Every change sends its webhooks. */
export type Commerce = CatalogueVerbs & {
  shops(): readonly SimShop[];
  shop(domain: string): SimShop;
  products(domain: string): readonly Product[];
  customers(domain: string): readonly Customer[];
  customer(domain: string, id: string): Customer | null;
  createCustomer(
    domain: string,
    input: {
      email: string | null;
      phone: string | null;
      firstName: string;
      lastName: string;
      locale?: string;
      tags?: readonly string[];
      address?: PostalAddress;
      emailVerified?: boolean;
      state?: Customer['state'];
    },
  ): Customer;
  /** The customer, or the shop, ticks or unticks the box for the shop's mails. */
  setEmailConsent(domain: string, id: string, state: EmailConsent['state']): Customer;
  updateCustomer(
    domain: string,
    id: string,
    input: Partial<
      Pick<Customer, 'email' | 'phone' | 'firstName' | 'lastName' | 'tags' | 'emailVerified'>
    >,
  ): Customer;
  /**
   * Makes one customer of two: the deleted one's orders become the kept one's.
   * https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/customerMerge
   */
  mergeCustomers(domain: string, keptId: string, deletedId: string): Customer;
  /** The customer's store credit in the shop's currency, or another. */
  storeCredit(domain: string, customerId: string, currency?: string): StoreCredit;
  /** The merchant gives (above 0) or takes (below 0) store credit by hand. */
  adjustStoreCredit(domain: string, customerId: string, amountMinor: Minor): StoreCredit;
  /** Metafield text by owner gid (customer, app installation), namespace and key; null if none. */
  metafield(domain: string, ownerId: string, namespace: string, key: string): string | null;
  priceCart(domain: string, cart: CartInput): PricedCart;
  placeOrder(domain: string, input: PlaceOrder): SimOrderSummary;
  markPaid(domain: string, orderId: string): SimOrderSummary;
  refund(domain: string, input: RefundInput): SimOrderSummary;
  /** Sets a line's quantity after purchase (0 removes it): an order edit, no money moves by itself. */
  edit(domain: string, orderId: string, lineId: string, quantity: number): SimOrderSummary;
  cancel(domain: string, orderId: string, options: { refund: boolean }): SimOrderSummary;
  /** The buyer's bank takes the payment back (open), and who was right in the end. */
  dispute(domain: string, orderId: string, outcome: DisputeOutcome): SimOrderSummary;
  /** All of them, or those of one customer. Newest number first. */
  orders(domain: string, customerId?: string): readonly SimOrderSummary[];
  order(domain: string, id: string): SimOrderSummary | null;
  uninstall(domain: string): void;
  /** Sends the three compliance topics by hand. */
  compliance(
    domain: string,
    topic: 'customers/data_request' | 'customers/redact' | 'shop/redact',
    customerId?: string,
  ): void;
};
