/** An order as it stands now. https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Order */
import { z } from 'zod';
import { query, queryOfPeople } from './operation.ts';
import { LINE, lineItems, order, ORDER, PEOPLE, refund, SHIPPING } from './orderShape.ts';
import { instant } from './shapes.ts';

/** Pages are small because one query may cost 1,000 points at most. */
const LINE_ITEMS = `lineItems(first: 25, after: $after) {
    nodes { ${LINE} }
    pageInfo { hasNextPage endCursor }
  }`;

export const READ_ORDER = queryOfPeople(
  'ReadOrder',
  z.object({ order: order.nullable() }),
  `query ReadOrder($id: ID!, $after: String) {
    order(id: $id) {
      ${ORDER}
      ${PEOPLE}
      shippingLines(first: 20) {
        nodes { ${SHIPPING} }
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
