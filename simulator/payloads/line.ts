import { decimalText } from '../engine/money.ts';
import type { OrderLine, OrderRecord } from '../engine/records.ts';
import { currentQuantity, lineDiscount } from '../engine/totals.ts';
import { gid } from '../state/ids.ts';
import type { Minor } from '../types.ts';
import type { Json } from './json.ts';
import { moneySet } from './money.ts';

type Fields = { [key: string]: Json };

export function taxLines(order: OrderRecord, taxMinor: Minor): Json[] {
  if (taxMinor === 0) return [];
  return [
    {
      channel_liable: false,
      price: decimalText(taxMinor, order.currency),
      price_set: moneySet(taxMinor, order.currency),
      rate: order.taxRateBasisPoints / 10_000,
      title: order.taxesIncluded ? 'VAT' : 'State Tax',
    },
  ];
}

export function allocations(
  order: OrderRecord,
  parts: readonly { application: number; amountMinor: Minor }[],
): Json[] {
  return parts.map((each) => ({
    amount: decimalText(each.amountMinor, order.currency),
    discount_application_index: each.application,
    amount_set: moneySet(each.amountMinor, order.currency),
  }));
}

/**
 * What line items of orders and of refunds have in common. `total_discount` counts discounts on the
 * line alone, not those spread over the order, which are in discount_allocations:
 * https://shopify.dev/docs/api/admin-rest/latest/resources/order (line_items)
 */
function common(order: OrderRecord, line: OrderLine): Fields {
  return {
    id: BigInt(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    fulfillable_quantity: order.cancelledAt === null ? currentQuantity(line) : 0,
    fulfillment_service: line.giftCard ? 'gift_card' : 'manual',
    fulfillment_status: null,
    gift_card: line.giftCard,
    grams: line.giftCard ? 0 : 600,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: decimalText(line.priceMinor, order.currency),
    price_set: moneySet(line.priceMinor, order.currency),
    product_exists: true,
    product_id: BigInt(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: !line.giftCard,
    sku: line.sku,
    taxable: !line.giftCard,
    title: line.title,
    total_discount: decimalText(0, order.currency),
    total_discount_set: moneySet(0, order.currency),
    variant_id: BigInt(line.variantId),
    variant_inventory_management: null,
    variant_title: line.variantTitle || null,
    vendor: line.vendor,
    tax_lines: taxLines(order, line.taxMinor),
    duties: [],
    discount_allocations: lineDiscount(line) === 0 ? [] : allocations(order, line.allocations),
  };
}

export function orderLine(order: OrderRecord, line: OrderLine): Fields {
  return {
    ...common(order, line),
    attributed_staffs: [],
    current_quantity: currentQuantity(line),
    sales_line_item_group_id: null,
  };
}

export const refundedLine = common;
