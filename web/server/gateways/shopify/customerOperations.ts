/** What Shopify tells of customers beside their orders. */
import { z } from 'zod';
import { mutation, query, userErrors } from './operation.ts';

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

/** Plain user errors: a field and a message, no code. */
export const ADD_TAGS = mutation(
  'AddTags',
  z.object({ added: z.object({ userErrors }).nullable() }),
  `mutation AddTags($id: ID!, $tags: [String!]!) {
    added: tagsAdd(id: $id, tags: $tags) { userErrors { field } }
  }`,
);

export const REMOVE_TAGS = mutation(
  'RemoveTags',
  z.object({ removed: z.object({ userErrors }).nullable() }),
  `mutation RemoveTags($id: ID!, $tags: [String!]!) {
    removed: tagsRemove(id: $id, tags: $tags) { userErrors { field } }
  }`,
);
