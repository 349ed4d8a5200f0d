/** What a shop sells. https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Product */
import { z } from 'zod';
import { query } from './operation.ts';
import { pageInfo } from './orderShape.ts';
import { instant } from './shapes.ts';

export const PRODUCT = 'id title vendor productType tags updatedAt';

export const product = z.object({
  id: z.string(),
  title: z.string(),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  updatedAt: instant,
});
export const ids = z.array(z.object({ id: z.string() }));

/** Twenty products of twenty collections stay below the 1,000 points that one query may cost. */
export const FETCH_PRODUCTS = query(
  'FetchProducts',
  z.object({
    nodes: z.array(product.extend({ collections: z.object({ nodes: ids, pageInfo }) }).nullable()),
  }),
  `query FetchProducts($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Product {
        ${PRODUCT}
        collections(first: 20) {
          nodes { id }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`,
);

export const LIST_MEMBERS = query(
  'ListMembers',
  z.object({
    collection: z
      .object({
        id: z.string(),
        title: z.string(),
        updatedAt: instant,
        products: z.object({ nodes: ids, pageInfo }),
      })
      .nullable(),
  }),
  `query ListMembers($id: ID!, $after: String) {
    collection(id: $id) {
      id
      title
      updatedAt
      products(first: 250, after: $after) {
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
);

export const LIST_COLLECTIONS = query(
  'ListCollections',
  z.object({
    collections: z.object({
      nodes: z.array(z.object({ id: z.string(), title: z.string(), updatedAt: instant })),
      pageInfo,
    }),
  }),
  `query ListCollections($after: String) {
    collections(first: 250, after: $after) {
      nodes { id title updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`,
);

/** The rest of the collections of a product that is in many. */
export const MORE_COLLECTIONS = query(
  'MoreCollections',
  z.object({ product: z.object({ collections: z.object({ nodes: ids, pageInfo }) }).nullable() }),
  `query MoreCollections($id: ID!, $after: String) {
    product(id: $id) {
      collections(first: 250, after: $after) {
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
);
