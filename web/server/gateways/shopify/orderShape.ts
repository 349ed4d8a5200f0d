/**
 * An order as the Admin API answers it: one shape and one wording for asking for an order alone, for a
 * page of orders and for a copy of all of them.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Order
 */
import { z } from 'zod';
import { moneyBag } from './amounts.ts';
import { blankable, instant } from './shapes.ts';

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

export const lineItem = z.object({
  id: z.string(),
  product: z.object({ id: z.string() }).nullable(),
  originalUnitPriceSet: moneyBag,
  quantity: z.int(),
  currentQuantity: z.int(),
  isGiftCard: z.boolean(),
  discountAllocations: z.array(
    z.object({
      allocatedAmountSet: moneyBag,
      discountApplication: z.object({ code: z.string().optional() }),
    }),
  ),
  taxLines: z.array(z.object({ priceSet: moneyBag })),
});
export type ApiLine = z.infer<typeof lineItem>;

export const lineItems = z.object({ nodes: z.array(lineItem), pageInfo });

/** What is asked of a line; nothing in it is a connection. */
export const LINE = `id
  product { id }
  originalUnitPriceSet { shopMoney { amount currencyCode } }
  quantity
  currentQuantity
  isGiftCard
  discountAllocations {
    allocatedAmountSet { shopMoney { amount currencyCode } }
    discountApplication { ... on DiscountCodeApplication { code } }
  }
  taxLines { priceSet { shopMoney { amount currencyCode } } }`;

export const order = z.object({
  id: z.string(),
  name: z.string(),
  currencyCode: z.string(),
  createdAt: instant,
  processedAt: instant.nullable(),
  updatedAt: instant,
  cancelledAt: instant.nullable(),
  test: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  sourceName: blankable,
  /** A customer, or a company: https://shopify.dev/docs/api/admin-graphql/2026-07/unions/PurchasingEntity */
  purchasingEntity: z.object({ __typename: z.string() }).nullable(),
  taxesIncluded: z.boolean(),
  email: blankable,
  phone: blankable,
  customer: z.object({ id: z.string() }).nullable(),
  totalPriceSet: moneyBag.extend({ presentmentMoney: moneyBag.shape.shopMoney.nullish() }),
  totalTipReceivedSet: moneyBag.nullable(),
  originalTotalDutiesSet: moneyBag.nullable(),
  discountCodes: z.array(z.string()),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  shippingLines: z.object({ nodes: z.array(z.object({ discountedPriceSet: moneyBag })) }),
  refunds: z.array(z.object({ id: z.string() })),
  disputes: z.array(z.object({ status: z.string() })),
  lineItems,
});
export type ApiOrder = z.infer<typeof order>;

/** What is asked of an order beside its connections and the people in it. */
export const ORDER = `id
  name
  currencyCode
  createdAt
  processedAt
  updatedAt
  cancelledAt
  test
  displayFinancialStatus
  sourceName
  purchasingEntity { __typename }
  taxesIncluded
  customer { id }
  totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  totalTipReceivedSet { shopMoney { amount currencyCode } }
  originalTotalDutiesSet { shopMoney { amount currencyCode } }
  discountCodes
  customAttributes { key value }
  disputes { status }`;

/** Fields that a shop may withhold: https://shopify.dev/docs/apps/launch/protected-customer-data */
export const PEOPLE = 'email phone';

export const SHIPPING = 'discountedPriceSet { shopMoney { amount currencyCode } }';

const refundLineItem = z.object({
  lineItem: z.object({ id: z.string() }),
  quantity: z.int(),
  subtotalSet: moneyBag,
  totalTaxSet: moneyBag,
});

export const refund = z.object({
  id: z.string(),
  createdAt: instant.nullable(),
  processedAt: instant,
  refundLineItems: z.object({ nodes: z.array(refundLineItem), pageInfo }),
  refundShippingLines: z.object({
    nodes: z.array(z.object({ subtotalAmountSet: moneyBag, taxAmountSet: moneyBag })),
  }),
  duties: z.array(z.object({ amountSet: moneyBag })).nullable(),
  transactions: z.object({
    nodes: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: moneyBag })),
  }),
});
export type ApiRefund = z.infer<typeof refund>;
