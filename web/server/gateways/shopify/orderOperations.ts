/** An order as it stands now. https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Order */
import { z } from 'zod';
import { moneyBag } from './amounts.ts';
import { query } from './operation.ts';
import { blankable, instant } from './shapes.ts';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const lineItem = z.object({
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

const lineItems = z.object({ nodes: z.array(lineItem), pageInfo });

/** Pages are small because one query may cost 1,000 points at most. */
const LINE_ITEMS = `lineItems(first: 25, after: $after) {
    nodes {
      id
      product { id }
      originalUnitPriceSet { shopMoney { amount currencyCode } }
      quantity
      currentQuantity
      isGiftCard
      discountAllocations {
        allocatedAmountSet { shopMoney { amount currencyCode } }
        discountApplication { ... on DiscountCodeApplication { code } }
      }
      taxLines { priceSet { shopMoney { amount currencyCode } } }
    }
    pageInfo { hasNextPage endCursor }
  }`;

const order = z.object({
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
  taxesIncluded: z.boolean(),
  email: blankable,
  phone: blankable,
  customer: z.object({ id: z.string() }).nullable(),
  totalPriceSet: moneyBag,
  totalTipReceivedSet: moneyBag.nullable(),
  originalTotalDutiesSet: moneyBag.nullable(),
  discountCodes: z.array(z.string()),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  shippingLines: z.object({ nodes: z.array(z.object({ discountedPriceSet: moneyBag })) }),
  refunds: z.array(z.object({ id: z.string() })),
  lineItems,
});
export type ApiOrder = z.infer<typeof order>;

export const READ_ORDER = query(
  'ReadOrder',
  z.object({ order: order.nullable() }),
  `query ReadOrder($id: ID!, $after: String) {
    order(id: $id) {
      id
      name
      currencyCode
      createdAt
      processedAt
      updatedAt
      cancelledAt
      test
      displayFinancialStatus
      sourceName
      taxesIncluded
      email
      phone
      customer { id }
      totalPriceSet { shopMoney { amount currencyCode } }
      totalTipReceivedSet { shopMoney { amount currencyCode } }
      originalTotalDutiesSet { shopMoney { amount currencyCode } }
      discountCodes
      customAttributes { key value }
      shippingLines(first: 20) {
        nodes { discountedPriceSet { shopMoney { amount currencyCode } } }
      }
      refunds(first: 100) { id }
      ${LINE_ITEMS}
    }
  }`,
);

export const READ_LINES = query(
  'ReadLines',
  z.object({ order: z.object({ updatedAt: instant, lineItems }).nullable() }),
  `query ReadLines($id: ID!, $after: String) {
    order(id: $id) { updatedAt ${LINE_ITEMS} }
  }`,
);

const refundLineItem = z.object({
  lineItem: z.object({ id: z.string() }),
  quantity: z.int(),
  subtotalSet: moneyBag,
  totalTaxSet: moneyBag,
});

const refund = z.object({
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

export const READ_REFUND = query(
  'ReadRefund',
  z.object({ refund: refund.nullable() }),
  `query ReadRefund($id: ID!, $after: String) {
    refund(id: $id) {
      id
      createdAt
      processedAt
      refundLineItems(first: 50, after: $after) {
        nodes {
          lineItem { id }
          quantity
          subtotalSet { shopMoney { amount currencyCode } }
          totalTaxSet { shopMoney { amount currencyCode } }
        }
        pageInfo { hasNextPage endCursor }
      }
      refundShippingLines(first: 20) {
        nodes {
          subtotalAmountSet { shopMoney { amount currencyCode } }
          taxAmountSet { shopMoney { amount currencyCode } }
        }
      }
      duties { amountSet { shopMoney { amount currencyCode } } }
      transactions(first: 20) {
        nodes { kind status amountSet { shopMoney { amount currencyCode } } }
      }
    }
  }`,
);
