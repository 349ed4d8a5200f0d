import type { Product } from './types.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/input-objects/CollectionRuleInput, its relation EQUALS. */
export type CollectionRule = { column: 'TAG' | 'TYPE' | 'VENDOR'; condition: string };

/** Filled by hand, or by rules. */
export type Collection = {
  id: string;
  handle: string;
  title: string;
  createdAt: number;
  updatedAt: number;
  /** Null: by rules. */
  productIds: readonly string[] | null;
  rules: readonly CollectionRule[];
  /** One rule is enough; otherwise all must hold. */
  disjunctive: boolean;
};

type ProductChange = Partial<Pick<Product, 'title' | 'vendor' | 'type' | 'tags'>>;
type CollectionChange = Partial<Pick<Collection, 'title' | 'productIds' | 'rules' | 'disjunctive'>>;

/** What a merchant does to what the shop sells. Every change sends its webhooks. */
export type CatalogueVerbs = {
  /** One variant of this price; the rest as given. */
  createProduct(
    domain: string,
    input: ProductChange & { title: string; priceMinor: number },
  ): Product;
  updateProduct(domain: string, id: string, change: ProductChange): Product;
  deleteProduct(domain: string, id: string): void;
  collections(domain: string): readonly Collection[];
  createCollection(domain: string, input: CollectionChange & { title: string }): Collection;
  updateCollection(domain: string, id: string, change: CollectionChange): Collection;
  deleteCollection(domain: string, id: string): void;
};
