/** https://shopify.dev/docs/api/admin-graphql/2026-07/queries/orders */
import { z } from 'zod';
import { queryOfPeople } from './operation.ts';
import { LINE, ORDER, pageInfo, PEOPLE, SHIPPING } from './orderShape.ts';

/**
 * Ten orders of seven lines: one query may cost 1,000 points at most, where a connection costs what
 * is asked of each of its nodes as often as its size. An order is read by itself, so that one whose
 * content is odd does not hide the others.
 */
export const LIST_ORDERS = queryOfPeople(
  'ListOrders',
  z.object({ orders: z.object({ nodes: z.array(z.unknown()), pageInfo }) }),
  `query ListOrders($query: String!, $after: String) {
    orders(first: 10, after: $after, sortKey: UPDATED_AT, query: $query) {
      nodes {
        ${ORDER}
        ${PEOPLE}
        refunds(first: 1) { id }
        shippingLines(first: 2) {
          nodes { ${SHIPPING} }
          pageInfo { hasNextPage }
        }
        lineItems(first: 7) {
          nodes { ${LINE} }
          pageInfo { hasNextPage }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
);
