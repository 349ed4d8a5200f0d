/** All that a shop sells: its collections in a list, its products in a copy. */
import type { CollectionFacts } from '../../domain/catalogue.ts';
import type { Answer, ProductPage, ShopCall } from '../platform.ts';
import { startBulk } from './bulk.ts';
import type { Shape } from './bulkLines.ts';
import { openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { ids, LIST_COLLECTIONS, PRODUCT, product } from './productOperations.ts';
import { wholeProduct } from './products.ts';
import { idOf } from './shapes.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/queries/collections */
export async function listCollections(
  run: Run,
  call: ShopCall,
  after: string | null,
): Promise<Answer<{ collections: CollectionFacts[]; next: string | null }>> {
  const answer = await run(openLine(call), LIST_COLLECTIONS, { after });
  if (!answer.ok) return answer;
  const { nodes, pageInfo } = answer.data.collections;
  const collections = nodes.map(({ id, title, updatedAt }) => ({
    collectionId: idOf(id, 'Collection'),
    title,
    updatedAt,
  }));
  return { ok: true, collections, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** https://shopify.dev/docs/api/usage/bulk-operations/queries */
export const CATALOGUE = `{
  products {
    edges {
      node {
        ${PRODUCT}
        collections { edges { node { id } } }
      }
    }
  }
}`;

export const startCatalogue = (run: Run, call: ShopCall): Promise<Answer<{ exportId: string }>> =>
  startBulk(run, openLine(call), CATALOGUE);

/** Products of a copy; one whose content is odd is asked for by itself. */
export function productsIn(): Shape<ProductPage> {
  const page: ProductPage = { products: [], incomplete: [] };
  return {
    root: 'Product',
    parts: ['Collection'],
    page,
    take(root, parts) {
      const told = product.safeParse(root);
      const held = ids.safeParse(parts.get('Collection') ?? []);
      if (!told.success || !held.success) return false;
      page.products.push(wholeProduct(told.data, held.data));
      return true;
    },
    tear: (torn) => void page.incomplete.push(...torn),
  };
}
