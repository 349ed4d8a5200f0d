/** What Shopify tells of customers beside their orders. */
import { z } from 'zod';
import { query } from './operation.ts';

/** A whole number that may come as text: an UnsignedInt64. */
const count = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/**
 * https://shopify.dev/docs/api/admin-graphql/2026-07/queries/nodes
 * https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Customer#field-Customer.fields.numberOfOrders
 */
export const COUNT_ORDERS = query(
  'CountOrders',
  z.object({ nodes: z.array(z.object({ id: z.string(), numberOfOrders: count }).nullable()) }),
  `query CountOrders($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Customer { id numberOfOrders } }
  }`,
);

/** https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Customer#field-Customer.fields.tags */
export const READ_TAGS = query(
  'ReadTags',
  z.object({ nodes: z.array(z.object({ id: z.string(), tags: z.array(z.string()) }).nullable()) }),
  `query ReadTags($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Customer { id tags } }
  }`,
);
