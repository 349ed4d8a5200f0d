/** What a merchant does to what the shop sells. */
import type { CatalogueVerbs, Collection, CollectionRule } from '../catalogue.types.ts';
import {
  collectionGonePayload,
  collectionPayload,
  productGonePayload,
  productPayload,
} from '../payloads/product.ts';
import {
  deleteCollection,
  deleteProduct,
  listCollections,
  readCollection,
  saveProduct,
  writeCollection,
} from '../state/catalogue.ts';
import { listProducts, readShop } from '../state/shops.ts';
import type { Product } from '../types.ts';
import type { Message } from '../webhooks/sender.ts';
import type { Hands } from './placing.ts';

const folded = (text: string): string => text.toLowerCase();

function fits(product: Product, { column, condition }: CollectionRule): boolean {
  const values = { TAG: product.tags, TYPE: [product.type], VENDOR: [product.vendor] }[column];
  return values.some((value) => folded(value) === folded(condition));
}

/** Whether the collection holds the product: picked by hand, or by its rules. */
export function holdsProduct(collection: Collection, product: Product): boolean {
  const { productIds, rules, disjunctive } = collection;
  if (productIds !== null) return productIds.includes(product.id);
  if (rules.length === 0) return false;
  return disjunctive
    ? rules.some((rule) => fits(product, rule))
    : rules.every((rule) => fits(product, rule));
}

const handleOf = (title: string): string => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');

type Parts = Hands & { send: (domain: string, messages: readonly Message[]) => void };

export const catalogueVerbs = (parts: Parts): CatalogueVerbs => ({
  ...productVerbs(parts),
  ...collectionVerbs(parts),
});

type OfProducts = 'createProduct' | 'updateProduct' | 'deleteProduct';

function productVerbs({ db, ids, now, send }: Parts): Pick<CatalogueVerbs, OfProducts> {
  const save = (domain: string, topic: string, product: Product): Product => {
    const shop = readShop(db, domain);
    saveProduct(db, domain, product);
    send(domain, [{ topic, body: () => productPayload(shop, product) }]);
    return product;
  };
  const find = (domain: string, id: string): Product => {
    const product = listProducts(db, domain).find((each) => each.id === id);
    if (!product) throw new Error(`no such product: ${id}`);
    return product;
  };
  return {
    createProduct(domain, { priceMinor, ...input }) {
      const moment = { createdAt: now(), updatedAt: now() };
      const variant = { id: ids.next(), title: 'Default Title', priceMinor, sku: '' };
      return save(domain, 'products/create', {
        vendor: readShop(db, domain).name,
        type: '',
        tags: [],
        description: '',
        picture: '',
        giftCard: false,
        ...input,
        ...moment,
        handle: handleOf(input.title),
        variants: [variant],
        id: ids.next(),
      });
    },
    updateProduct(domain, id, change) {
      const product = { ...find(domain, id), ...change, updatedAt: now() };
      return save(domain, 'products/update', product);
    },
    deleteProduct(domain, id) {
      find(domain, id);
      deleteProduct(db, domain, id);
      send(domain, [{ topic: 'products/delete', body: () => productGonePayload(id) }]);
    },
  };
}

type OfCollections = 'collections' | 'createCollection' | 'updateCollection' | 'deleteCollection';

/**
 * "Occurs whenever a collection is updated, including when a product is manually added or removed …
 * or when the collection rules change." https://shopify.dev/docs/api/webhooks/2026-07 (collections/update)
 */
function collectionVerbs({ db, ids, now, send }: Parts): Pick<CatalogueVerbs, OfCollections> {
  const save = (domain: string, topic: string, collection: Collection): Collection => {
    const shop = readShop(db, domain);
    writeCollection(db, domain, collection);
    send(domain, [{ topic, body: () => collectionPayload(shop, collection) }]);
    return collection;
  };
  return {
    collections: (domain) => listCollections(db, domain),
    createCollection: (domain, input) =>
      save(domain, 'collections/create', {
        disjunctive: false,
        rules: [],
        productIds: input.rules ? null : [],
        ...input,
        id: ids.next(),
        handle: handleOf(input.title),
        createdAt: now(),
        updatedAt: now(),
      }),
    updateCollection(domain, id, change) {
      const collection = readCollection(db, domain, id);
      if (!collection) throw new Error(`no such collection: ${id}`);
      return save(domain, 'collections/update', { ...collection, ...change, updatedAt: now() });
    },
    deleteCollection(domain, id) {
      deleteCollection(db, domain, id);
      send(domain, [{ topic: 'collections/delete', body: () => collectionGonePayload(id) }]);
    },
  };
}
