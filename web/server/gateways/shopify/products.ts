/** Products as Shopify answers them. */
import type { z } from 'zod';
import type { CollectionFacts, WholeProduct } from '../../domain/catalogue.ts';
import type { Answer, ShopCall } from '../platform.ts';
import { openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { FETCH_PRODUCTS, LIST_MEMBERS, MORE_COLLECTIONS } from './productOperations.ts';
import type { product } from './productOperations.ts';
import { gidOf, idOf, tagsOf } from './shapes.ts';

const textOf = (text: string): string | null => (text.trim() === '' ? null : text);

/** Ids in one order, so that the same collections are the same list. */
export const wholeProduct = (
  answered: z.infer<typeof product>,
  collections: readonly { id: string }[],
): WholeProduct => ({
  productId: idOf(answered.id, 'Product'),
  title: answered.title,
  vendor: textOf(answered.vendor),
  type: textOf(answered.productType),
  tags: tagsOf(answered.tags),
  updatedAt: answered.updatedAt,
  collectionIds: collections.map(({ id }) => idOf(id, 'Collection')).sort(),
});

/** https://shopify.dev/docs/api/admin-graphql/2026-07/queries/nodes: null for what is not there. */
export async function fetchProducts(
  run: Run,
  call: ShopCall,
  productIds: readonly string[],
): Promise<Answer<{ products: readonly WholeProduct[] }>> {
  const line = openLine(call);
  const ids = productIds.map((id) => gidOf('Product', id));
  const answer = await run(line, FETCH_PRODUCTS, { ids });
  if (!answer.ok) return answer;
  const products: WholeProduct[] = [];
  for (const node of answer.data.nodes) {
    if (!node) continue;
    const { nodes, pageInfo } = node.collections;
    const rest = pageInfo.hasNextPage ? await restOf(run, line, node.id, pageInfo.endCursor) : null;
    if (rest && !rest.ok) return rest;
    products.push(wholeProduct(node, [...nodes, ...(rest?.nodes ?? [])]));
  }
  return { ok: true, products };
}

async function restOf(
  run: Run,
  line: Line,
  id: string,
  from: string | null,
): Promise<Answer<{ nodes: { id: string }[] }>> {
  const all: { id: string }[] = [];
  for (let after = from; ;) {
    const variables: Record<string, unknown> = { id, after };
    const answer = await run(line, MORE_COLLECTIONS, variables);
    if (!answer.ok) return answer;
    const { nodes = [], pageInfo } = answer.data.product?.collections ?? {};
    all.push(...nodes);
    if (!pageInfo?.hasNextPage) return { ok: true, nodes: all };
    after = pageInfo.endCursor;
  }
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Collection#connection-products */
export async function listMembers(
  run: Run,
  call: ShopCall,
  collectionId: string,
  after: string | null,
): Promise<
  Answer<{ collection: CollectionFacts | null; productIds: string[]; next: string | null }>
> {
  const id = gidOf('Collection', collectionId);
  const answer = await run(openLine(call), LIST_MEMBERS, { id, after });
  if (!answer.ok) return answer;
  const { collection: found } = answer.data;
  if (!found) return { ok: true, collection: null, productIds: [], next: null };
  const { title, updatedAt, products } = found;
  return {
    ok: true,
    collection: { collectionId, title, updatedAt },
    productIds: products.nodes.map((node) => idOf(node.id, 'Product')),
    next: products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null,
  };
}
