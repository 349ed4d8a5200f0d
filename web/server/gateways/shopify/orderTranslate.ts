/**
 * Order payloads: orders/create, paid, updated and cancelled share one shape.
 * https://shopify.dev/docs/api/webhooks/latest?reference=toml (orders topics)
 * https://shopify.dev/docs/api/admin-rest/latest/resources/order (what each field means)
 */
import { z } from 'zod';
import type { LineDiscount, LineFacts, OrderSnapshot } from '../../domain/orderFacts.ts';
import type { OrderAside } from '../platform.ts';
import { moneySet, plainAmount, presentmentOf, shopAmount, total } from './amounts.ts';
import { byId, exchangeOf, refundFacts, refundPayload } from './refundTranslate.ts';
import {
  blankable,
  codesOf,
  idOf,
  instant,
  numericId,
  referredBy,
  sourceOf,
  standingOf,
} from './shapes.ts';

const taxLine = z.object({ price: plainAmount, price_set: moneySet.nullish() });

const allocation = z.object({
  amount: plainAmount,
  amount_set: moneySet.nullish(),
  discount_application_index: z.int().nonnegative(),
});

const line = z.object({
  id: numericId,
  admin_graphql_api_id: z.string().nullish(),
  product_id: numericId.nullish(),
  price: plainAmount,
  price_set: moneySet.nullish(),
  quantity: z.int().nonnegative(),
  current_quantity: z.int().nonnegative().nullish(),
  gift_card: z.boolean().nullish(),
  discount_allocations: z.array(allocation).nullish(),
  tax_lines: z.array(taxLine).nullish(),
});
type Line = z.infer<typeof line>;

/** https://shopify.dev/docs/api/admin-rest/latest/resources/order (shipping_address) */
const postalAddress = z.object({
  address1: blankable,
  address2: blankable,
  zip: blankable,
  city: blankable,
  country_code: blankable,
});

const application = z.object({ type: z.string(), code: z.string().nullish() });
type Application = z.infer<typeof application>;

const shippingLine = z.object({
  discounted_price: plainAmount,
  discounted_price_set: moneySet.nullish(),
  is_removed: z.boolean().nullish(),
});

/** The fields of an order that we use; unknown ones are ignored. */
export const orderPayload = z.object({
  id: numericId,
  admin_graphql_api_id: z.string().nullish(),
  name: z.string(),
  currency: z.string(),
  created_at: instant,
  processed_at: instant.nullish(),
  updated_at: instant,
  cancelled_at: instant.nullish(),
  test: z.boolean().nullish(),
  financial_status: z.string().nullable(),
  source_name: blankable,
  /** Whom a B2B order is for; null for everybody else's. */
  company: z.looseObject({}).nullish(),
  taxes_included: z.boolean(),
  email: blankable,
  phone: blankable,
  customer: z.object({ id: numericId, admin_graphql_api_id: z.string().nullish() }).nullish(),
  line_items: z.array(line),
  shipping_lines: z.array(shippingLine),
  total_price: plainAmount,
  total_price_set: moneySet.nullish(),
  total_tip_received: plainAmount,
  total_tip_received_set: moneySet.nullish(),
  original_total_duties_set: moneySet.nullish(),
  note_attributes: z.array(z.object({ name: z.string(), value: z.unknown() })).nullish(),
  landing_site: blankable,
  checkout_token: blankable,
  shipping_address: postalAddress.nullish(),
  billing_address: postalAddress.nullish(),
  customer_locale: blankable,
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  discount_applications: z.array(application).nullish(),
  refunds: z.array(refundPayload).nullish(),
});
export type OrderPayload = z.infer<typeof orderPayload>;

/** One order for both shapes, by code (none first) and amount. */
export const sortedDiscounts = (discounts: readonly LineDiscount[]): LineDiscount[] =>
  discounts.toSorted((a, b) => {
    const [left, right] = [a.code ?? '', b.code ?? ''];
    return left < right ? -1 : left > right ? 1 : a.amountMinor - b.amountMinor;
  });

function lineFacts(line: Line, applications: readonly Application[], currency: string): LineFacts {
  const discounts = (line.discount_allocations ?? []).map((allocation): LineDiscount => {
    const applied = applications[allocation.discount_application_index];
    const code = applied?.type === 'discount_code' ? applied.code : null;
    return {
      code: code ? code.trim().toUpperCase() : null,
      amountMinor: shopAmount(
        allocation.amount_set,
        allocation.amount,
        currency,
        'line.discount_allocation',
      ),
    };
  });
  const taxes = (line.tax_lines ?? []).map((tax) =>
    shopAmount(tax.price_set, tax.price, currency, 'line.tax'),
  );
  return {
    id: line.admin_graphql_api_id ? idOf(line.admin_graphql_api_id, 'LineItem') : line.id,
    productId: line.product_id ?? null,
    priceMinor: shopAmount(line.price_set, line.price, currency, 'line.price'),
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    discounts: sortedDiscounts(discounts),
    taxMinor: total(taxes, 'line.taxes'),
    giftCard: line.gift_card ?? false,
  };
}

function customerIdOf(customer: OrderPayload['customer']): string | null {
  if (!customer) return null;
  const gid = customer.admin_graphql_api_id;
  return gid ? idOf(gid, 'Customer') : customer.id;
}

/**
 * `checkout_token` is what the thank-you page knows as `shopify.checkoutToken`.
 * https://shopify.dev/docs/api/checkout-ui-extensions/latest/target-apis/checkout-apis/checkout-token-api
 */
export const orderAside = (order: OrderPayload): OrderAside => ({
  checkoutToken: order.checkout_token,
  locale: order.customer_locale,
  address: addressOf(order.shipping_address ?? order.billing_address),
});

function addressOf(address: z.infer<typeof postalAddress> | null | undefined) {
  if (!address) return null;
  const { address1, address2, zip, city, country_code: country } = address;
  const lines = [address1, address2].filter((line) => line !== null);
  return { lines, zip, city, country };
}

/** The snapshot of an order payload. Throws Unreadable. */
export function orderSnapshot(order: OrderPayload, triggeredAt: number): OrderSnapshot {
  const { currency } = order;
  const rate = () => exchangeOf([order.total_price_set]);
  const paidIn = order.total_price_set?.presentment_money;
  const shipping = order.shipping_lines
    .filter((line) => !line.is_removed)
    .map((line) =>
      shopAmount(line.discounted_price_set, line.discounted_price, currency, 'shipping'),
    );
  return {
    platformOrderId: order.admin_graphql_api_id
      ? idOf(order.admin_graphql_api_id, 'Order')
      : order.id,
    updatedAt: order.updated_at,
    triggeredAt,
    asked: false,
    name: order.name,
    currency,
    placedAt: order.processed_at ?? order.created_at,
    cancelledAt: order.cancelled_at ?? null,
    test: order.test ?? false,
    ...standingOf(order.financial_status),
    source: sourceOf(order.source_name),
    taxesIncluded: order.taxes_included,
    buyer: {
      customerId: customerIdOf(order.customer),
      email: order.email,
      phone: order.phone,
    },
    lines: order.line_items.map((line) =>
      lineFacts(line, order.discount_applications ?? [], currency),
    ),
    shippingMinor: total(shipping, 'shipping'),
    tipMinor: shopAmount(order.total_tip_received_set, order.total_tip_received, currency, 'tip'),
    dutiesMinor: shopAmount(order.original_total_duties_set, null, currency, 'duties'),
    totalMinor: shopAmount(order.total_price_set, order.total_price, currency, 'total'),
    codes: codesOf((order.discount_codes ?? []).map(({ code }) => code)),
    referredBy: referredBy(
      (order.note_attributes ?? []).map(({ name, value }) => ({
        name,
        value: String(value ?? ''),
      })),
      order.landing_site,
    ),
    ...(order.company ? { company: true as const } : {}),
    ...presentmentOf(currency, paidIn?.amount, paidIn?.currency_code),
    refunds: (order.refunds ?? [])
      .map((refund) => refundFacts(refund, currency, rate))
      .sort((a, b) => byId(a.id, b.id)),
  };
}
