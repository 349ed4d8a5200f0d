/**
 * Messages about products and collections. What they tell, and when they are sent:
 * https://shopify.dev/docs/api/webhooks/2026-07?reference=toml (products and collections topics).
 * No message tells which products are in a collection. `collections/update` is sent when products are
 * added or removed by hand or the rules change, and "not fired when attribute changes affect whether a
 * product matches a collection's rules"; `products/update` is then sent for the product alone.
 */
import { z } from 'zod';
import type { Translated } from '../platform.ts';
import { blankable, idOf, instant, numericId, tagsOf } from './shapes.ts';

/** `tags` is one text, as an order's are: https://shopify.dev/docs/api/admin-rest/2026-07/resources/product */
export const productPayload = z.object({
  id: numericId,
  admin_graphql_api_id: z.string(),
  title: z.string(),
  vendor: blankable,
  product_type: blankable,
  tags: z.string(),
  updated_at: instant,
});

export function productTold(payload: z.infer<typeof productPayload>): Translated {
  return {
    kind: 'product',
    product: {
      productId: idOf(payload.admin_graphql_api_id, 'Product'),
      title: payload.title,
      vendor: payload.vendor,
      type: payload.product_type,
      tags: tagsOf(payload.tags.split(',')),
      updatedAt: payload.updated_at,
    },
  };
}

/** Nothing but its id: with more, it would be another message under this one's topic. */
export const productGonePayload = z.strictObject({ id: numericId });

export const collectionPayload = z.object({
  id: numericId,
  admin_graphql_api_id: z.string(),
  title: z.string(),
  handle: z.string(),
  updated_at: instant,
});

export function collectionTold(payload: z.infer<typeof collectionPayload>): Translated {
  const collectionId = idOf(payload.admin_graphql_api_id, 'Collection');
  const { title, updated_at: updatedAt } = payload;
  return { kind: 'collection', collection: { collectionId, title, updatedAt } };
}

export const collectionGonePayload = z.strictObject({
  id: numericId,
  published_scope: z.string().nullish(),
  admin_graphql_api_id: z.string(),
});

export const collectionGoneTold = (payload: z.infer<typeof collectionGonePayload>): Translated => ({
  kind: 'collectionGone',
  collectionId: idOf(payload.admin_graphql_api_id, 'Collection'),
});
