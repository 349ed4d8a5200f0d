import type { Collection } from '../catalogue.types.ts';
import { decimalText } from '../engine/money.ts';
import { gid } from '../state/ids.ts';
import type { Product, SimShop } from '../types.ts';
import type { Json } from './json.ts';
import { shopTime } from './time.ts';

/** products/create and products/update: in which collections it is, neither says. */
export function productPayload(shop: SimShop, product: Product): Json {
  const created = shopTime(product.createdAt ?? 0, shop.timeZone);
  const updated = shopTime(product.updatedAt ?? 0, shop.timeZone);
  return {
    id: BigInt(product.id),
    admin_graphql_api_id: gid('Product', product.id),
    title: product.title,
    handle: product.handle,
    body_html: product.description,
    vendor: product.vendor,
    product_type: product.type,
    tags: product.tags.toSorted().join(', '),
    status: 'active',
    published_scope: 'web',
    published_at: created,
    created_at: created,
    updated_at: updated,
    template_suffix: null,
    options: [],
    images: [],
    image: null,
    media: [],
    category: null,
    has_variants_that_requires_components: false,
    variant_gids: product.variants.map(({ id }) => ({
      admin_graphql_api_id: gid('ProductVariant', id),
      updated_at: updated,
    })),
    variants: product.variants.map((variant, n) => ({
      id: BigInt(variant.id),
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      product_id: BigInt(product.id),
      title: variant.title,
      position: n + 1,
      price: decimalText(variant.priceMinor, shop.currency),
      compare_at_price: null,
      sku: variant.sku,
      barcode: null,
      taxable: !product.giftCard,
      inventory_policy: 'deny',
      inventory_item_id: null,
      inventory_quantity: 0,
      old_inventory_quantity: 0,
      option1: variant.title,
      option2: null,
      option3: null,
      image_id: null,
      created_at: created,
      updated_at: updated,
    })),
  };
}

/** products/delete: nothing else is told of it. */
export const productGonePayload = (id: string): Json => ({ id: BigInt(id) });

/** collections/create and collections/update: which products it holds, neither says. */
export function collectionPayload(shop: SimShop, collection: Collection): Json {
  const { disjunctive, rules } = collection;
  const smart = rules.map(({ column, condition }) => ({
    column: column.toLowerCase(),
    relation: 'equals',
    condition,
  }));
  return {
    id: BigInt(collection.id),
    admin_graphql_api_id: gid('Collection', collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: shopTime(collection.updatedAt, shop.timeZone),
    body_html: '',
    published_at: shopTime(collection.createdAt, shop.timeZone),
    published_scope: 'web',
    sort_order: 'best-selling',
    template_suffix: null,
    ...(collection.productIds === null ? { disjunctive, rules: smart } : {}),
  };
}

/** collections/delete */
export const collectionGonePayload = (id: string): Json => ({
  id: BigInt(id),
  published_scope: 'web',
  admin_graphql_api_id: gid('Collection', id),
});
