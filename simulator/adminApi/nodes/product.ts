import type { Collection } from '../../catalogue.types.ts';
import { isoTime } from '../../clock.ts';
import { holdsProduct } from '../../engine/catalogue.ts';
import { listCollections } from '../../state/catalogue.ts';
import { gid } from '../../state/ids.ts';
import { listProducts } from '../../state/shops.ts';
import type { Product } from '../../types.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node } from '../context.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Product */
export function productNode(asking: Asking, product: Product): Node {
  const { db, shop } = asking;
  const collections = (args: Arguments): Node => {
    const holding = listCollections(db, shop.domain).filter((each) => holdsProduct(each, product));
    return listConnection(
      holding.map((each) => collectionNode(asking, each)),
      args,
    );
  };
  return {
    __typename: 'Product',
    id: gid('Product', product.id),
    legacyResourceId: product.id,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.type,
    tags: product.tags.toSorted(),
    status: 'ACTIVE',
    isGiftCard: product.giftCard,
    createdAt: isoTime(product.createdAt ?? 0),
    updatedAt: isoTime(product.updatedAt ?? 0),
    collections,
  };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Collection */
export function collectionNode(asking: Asking, collection: Collection): Node {
  const { db, shop } = asking;
  const held = (): Product[] =>
    listProducts(db, shop.domain).filter((product) => holdsProduct(collection, product));
  return {
    __typename: 'Collection',
    id: gid('Collection', collection.id),
    legacyResourceId: collection.id,
    title: collection.title,
    handle: collection.handle,
    updatedAt: isoTime(collection.updatedAt),
    productsCount: () => ({ count: held().length, precision: 'EXACT' }),
    products: (args: Arguments) =>
      listConnection(
        held().map((product) => productNode(asking, product)),
        args,
      ),
  };
}
