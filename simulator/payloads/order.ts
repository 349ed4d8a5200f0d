import { decimalText } from '../engine/money.ts';
import type { OrderRecord } from '../engine/records.ts';
import {
  currentTotals,
  financialStatus,
  orderedTotals,
  refundedMoney,
  refundedShipping,
} from '../engine/totals.ts';
import { gid } from '../state/ids.ts';
import type { Customer, Minor, SimShop } from '../types.ts';
import { address, orderCustomer } from './customer.ts';
import type { Json } from './json.ts';
import { allocations, orderLine, taxLines } from './line.ts';
import { moneySet } from './money.ts';
import { refundPayload } from './refund.ts';
import { shopTime } from './time.ts';

type Fields = { [key: string]: Json };

/** orders/{create,paid,updated,cancelled}: one shape, `customer` null for guests and at the till. */
export function orderPayload(shop: SimShop, order: OrderRecord, customer: Customer | null): Json {
  return {
    ...identity(shop, order),
    ...people(shop, order, customer),
    ...amounts(order),
    ...fixed(order),
    discount_applications: order.applications.map((each) => application(order, each)),
    discount_codes: order.codes.map((each) => ({
      code: each.code,
      amount: decimalText(each.amountMinor, order.currency),
      type: each.type,
    })),
    line_items: order.lines.map((line) => orderLine(order, line)),
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    shipping_lines: shippingLines(order),
  };
}

function identity(shop: SimShop, order: OrderRecord): Fields {
  const at = (ms: number | null) => (ms === null ? null : shopTime(ms, shop.timeZone));
  const host = `https://${shop.domain}`;
  return {
    id: BigInt(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: 580111,
    cancel_reason: order.cancelledAt === null ? null : 'customer',
    cancelled_at: at(order.cancelledAt),
    cart_token: order.source === 'web' ? order.checkoutToken.slice(0, 24) : null,
    checkout_token: order.source === 'web' ? order.checkoutToken : null,
    closed_at: null,
    // https://shopify.dev/docs/api/admin-rest/latest/resources/order#resource-object
    company: order.company ? { id: 1, location_id: 1 } : null,
    confirmation_number: order.token.slice(0, 9).toUpperCase(),
    confirmed: true,
    created_at: at(order.createdAt),
    currency: order.currency,
    financial_status: financialStatus(order),
    fulfillment_status: null,
    landing_site: order.landingSite,
    landing_site_ref: refOf(order.landingSite),
    name: `#${order.number}`,
    note_attributes: Object.entries(order.attributes).map(([name, value]) => ({ name, value })),
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `${host}/${shop.id}/orders/${order.token}/authenticate?key=${order.token}`,
    payment_gateway_names: order.paid ? gateways(order) : ['manual'],
    presentment_currency: order.currency,
    processed_at: at(order.processedAt),
    source_name: order.source,
    test: order.test,
    token: order.token,
    updated_at: at(order.updatedAt),
  };
}

const gateways = (order: OrderRecord): string[] => [
  ...(order.storeCredit ? ['shopify_store_credit'] : []),
  ...(order.saleId ? ['bogus'] : []),
];

function refOf(landingSite: string | null): string | null {
  if (landingSite === null) return null;
  return new URL(landingSite, 'https://shop.invalid').searchParams.get('ref');
}

function people(shop: SimShop, order: OrderRecord, customer: Customer | null): Fields {
  const { contact } = order;
  const known = contact.firstName !== '' || contact.lastName !== '';
  const place = known ? address(shop, contact) : null;
  const postal = place && { ...place, latitude: null, longitude: null };
  return {
    billing_address: postal,
    shipping_address: order.shipping ? postal : null,
    contact_email: contact.email,
    email: contact.email,
    phone: contact.phone,
    customer_locale: order.locale,
    customer: customer ? orderCustomer(shop, customer) : null,
  };
}

function amounts(order: OrderRecord): Fields {
  const ordered = orderedTotals(order);
  const current = currentTotals(order);
  const received = order.paid ? ordered.totalMinor - refundedMoney(order) : 0;
  const outstanding = order.cancelledAt === null ? current.totalMinor - received : 0;
  const text = (amount: Minor) => decimalText(amount, order.currency);
  const set = (amount: Minor) => moneySet(amount, order.currency);
  const pair = (name: string, amount: Minor): Fields => ({
    [name]: text(amount),
    [`${name}_set`]: set(amount),
  });
  const shippingLeft = ordered.shippingMinor - refundedShipping(order);
  return {
    ...pair('subtotal_price', ordered.subtotalMinor),
    ...pair('total_discounts', ordered.discountsMinor),
    ...pair('total_line_items_price', ordered.grossMinor),
    ...pair('total_price', ordered.totalMinor),
    ...pair('total_tax', ordered.taxMinor),
    ...pair('current_subtotal_price', current.subtotalMinor),
    ...pair('current_total_discounts', current.discountsMinor),
    ...pair('current_total_price', current.totalMinor),
    ...pair('current_total_tax', current.taxMinor),
    current_shipping_price_set: set(shippingLeft),
    total_shipping_price_set: set(ordered.shippingMinor),
    total_outstanding: text(Math.max(0, outstanding)),
    total_tip_received: text(order.tipMinor),
    total_cash_rounding_payment_adjustment_set: set(0),
    total_cash_rounding_refund_adjustment_set: set(0),
    tax_lines: taxLines(order, ordered.taxMinor),
    taxes_included: order.taxesIncluded,
    total_weight: order.lines.reduce((sum, l) => sum + (l.giftCard ? 0 : 600 * l.quantity), 0),
  };
}

function fixed(order: OrderRecord): Fields {
  return {
    browser_ip: order.source === 'web' ? '127.0.0.1' : null,
    buyer_accepts_marketing: false,
    client_details: null,
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    device_id: null,
    duties_included: false,
    estimated_taxes: false,
    fulfillments: [],
    line_item_groups: [],
    location_id: order.source === 'pos' ? 655441491 : null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    note: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_terms: null,
    po_number: null,
    reference: null,
    referring_site: null,
    returns: [],
    source_identifier: null,
    source_url: null,
    tags: '',
    tax_exempt: false,
    user_id: null,
  };
}

/** 150000 → "15.0", 125000 → "12.5". */
function decimalPercent(millionths: number): string {
  const text = String(millionths / 10_000);
  return text.includes('.') ? text : `${text}.0`;
}

function application(order: OrderRecord, each: OrderRecord['applications'][number]): Json {
  const percentage = each.value.kind === 'percentage';
  return {
    target_type: each.target,
    type: 'discount_code',
    value:
      each.value.kind === 'percentage'
        ? decimalPercent(each.value.millionths)
        : decimalText(each.value.amountMinor, order.currency),
    value_type: percentage ? 'percentage' : 'fixed_amount',
    allocation_method: 'across',
    target_selection: each.selection,
    code: each.code,
  };
}

function shippingLines(order: OrderRecord): Json[] {
  const { shipping, currency } = order;
  if (!shipping) return [];
  const discounted = shipping.priceMinor - shipping.discountMinor;
  const taken =
    shipping.application === null
      ? []
      : [{ application: shipping.application, amountMinor: shipping.discountMinor }];
  return [
    {
      id: BigInt(shipping.id),
      carrier_identifier: null,
      code: 'standard',
      current_discounted_price_set: moneySet(discounted - refundedShipping(order), currency),
      discounted_price: decimalText(discounted, currency),
      discounted_price_set: moneySet(discounted, currency),
      is_removed: false,
      phone: null,
      price: decimalText(shipping.priceMinor, currency),
      price_set: moneySet(shipping.priceMinor, currency),
      requested_fulfillment_service_id: null,
      source: 'shopify',
      title: 'Standard',
      tax_lines: [],
      discount_allocations: allocations(order, taken),
    },
  ];
}
