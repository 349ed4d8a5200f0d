import type { OrderLine, OrderRecord } from '../../engine/records.ts';
import { currentQuantity, lineDiscount, lineValue } from '../../engine/totals.ts';
import { gid } from '../../state/ids.ts';
import type { Minor } from '../../types.ts';
import type { Arguments, Node } from '../context.ts';
import { moneyBag, moneyV2 } from './money.ts';

/** Discount applications share their values with the order's `discountApplications`. */
export function applicationNode(order: OrderRecord, index: number): Node {
  const each = order.applications[index];
  if (!each) throw new Error(`no discount application ${index}`);
  return {
    __typename: 'DiscountCodeApplication',
    index,
    code: each.code,
    allocationMethod: 'ACROSS',
    targetSelection: each.selection === 'all' ? 'ALL' : 'ENTITLED',
    targetType: each.target === 'line_item' ? 'LINE_ITEM' : 'SHIPPING_LINE',
    value:
      each.value.kind === 'percentage'
        ? { __typename: 'PricingPercentageValue', percentage: each.value.millionths / 10_000 }
        : { __typename: 'MoneyV2', ...moneyV2(each.value.amountMinor, order.currency) },
  };
}

export function allocationNodes(
  order: OrderRecord,
  parts: readonly { application: number; amountMinor: Minor }[],
): Node[] {
  return parts.map((part) => ({
    allocatedAmount: moneyV2(part.amountMinor, order.currency),
    allocatedAmountSet: moneyBag(part.amountMinor, order.currency),
    discountApplication: () => applicationNode(order, part.application),
  }));
}

export function taxLineNodes(order: OrderRecord, taxMinor: Minor): Node[] {
  if (taxMinor === 0) return [];
  return [
    {
      title: order.taxesIncluded ? 'VAT' : 'State Tax',
      rate: order.taxRateBasisPoints / 10_000,
      ratePercentage: order.taxRateBasisPoints / 100,
      priceSet: moneyBag(taxMinor, order.currency),
      channelLiable: false,
      source: 'shopify',
    },
  ];
}

export function lineItemNode(order: OrderRecord, line: OrderLine): Node {
  const bag = (amount: Minor) => moneyBag(amount, order.currency);
  const currentUnits = currentQuantity(line);
  return {
    __typename: 'LineItem',
    id: gid('LineItem', line.id),
    title: line.title,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    variantTitle: line.variantTitle || null,
    vendor: line.vendor,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: currentUnits,
    refundableQuantity: currentUnits,
    unfulfilledQuantity: currentUnits,
    nonFulfillableQuantity: line.quantity - currentUnits,
    isGiftCard: line.giftCard,
    requiresShipping: !line.giftCard,
    taxable: !line.giftCard,
    restockable: !line.giftCard,
    merchantEditable: order.cancelledAt === null,
    product: {
      __typename: 'Product',
      id: gid('Product', line.productId),
      legacyResourceId: line.productId,
      title: line.title,
    },
    variant: {
      __typename: 'ProductVariant',
      id: gid('ProductVariant', line.variantId),
      legacyResourceId: line.variantId,
      title: line.variantTitle,
    },
    customAttributes: [],
    discountAllocations: allocationNodes(order, line.allocations),
    duties: [],
    taxLines: (args: Arguments) =>
      taxLineNodes(order, line.taxMinor).slice(0, (args['first'] as number | undefined) ?? 1),
    originalUnitPriceSet: bag(line.priceMinor),
    originalTotalSet: bag(line.priceMinor * line.quantity),
    // Discounts on the line alone, not those spread over the order; hence the undiscounted total
    // unless code discounts are asked for.
    totalDiscountSet: bag(0),
    discountedTotalSet: (args: Arguments) =>
      bag(args['withCodeDiscounts'] === true ? lineValue(line) : line.priceMinor * line.quantity),
    discountedUnitPriceSet: bag(line.priceMinor),
    discountedUnitPriceAfterAllDiscountsSet: () =>
      bag(line.priceMinor - Math.floor(lineDiscount(line) / line.quantity)),
  };
}
