/** The part of the platform port that is about what a shop sells. */
import type { CollectionFacts, WholeProduct } from '../domain/catalogue.ts';
import type { Answer, ShopCall } from './platform.ts';

/** Some of what a shop sells, as it stands now. */
export type ProductPage = {
  products: WholeProduct[];
  /** Products that must be asked for by themselves. */
  incomplete: string[];
};

export type CataloguePort = {
  /**
   * Products (20 at most) as they stand now, with their collections. What is left out of the answer is
   * gone at the shop.
   */
  fetchProducts(
    call: ShopCall,
    productIds: readonly string[],
  ): Promise<Answer<{ products: readonly WholeProduct[] }>>;

  /**
   * Products that a collection holds, a page at a time; `next` is the place to go on from, null at the
   * end. `collection` null: it is gone.
   */
  listMembers(
    call: ShopCall,
    collectionId: string,
    after: string | null,
  ): Promise<
    Answer<{ collection: CollectionFacts | null; productIds: string[]; next: string | null }>
  >;

  /** All collections, a page at a time; `next` is the place to go on from, null at the end. */
  listCollections(
    call: ShopCall,
    after: string | null,
  ): Promise<Answer<{ collections: CollectionFacts[]; next: string | null }>>;
  /** Asks the platform to copy all products, with their collections; `lookAtExport` looks at it. */
  startCatalogue(call: ShopCall): Promise<Answer<{ exportId: string }>>;
  /** Reads about `limit` products of a finished copy, as `readExport` does orders. */
  readCatalogue(
    call: ShopCall,
    address: string,
    from: number,
    limit: number,
  ): Promise<Answer<{ page: ProductPage; next: number | null }>>;
};
