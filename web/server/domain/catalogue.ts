/** What a shop sells, as far as rules look at it. Ids are the platform's. */
import { foldText } from './searchText.ts';

/** What is known of a product; kept on an order as it was when the order was first judged. */
export type ProductSeen = {
  productId: string;
  vendor: string | null;
  type: string | null;
  /** Compared without regard to case. */
  tags: readonly string[];
  collectionIds: readonly string[];
};

/** What a message tells of a product. In which collections it is, no message says. */
export type ProductFacts = {
  productId: string;
  title: string;
  vendor: string | null;
  type: string | null;
  /** In one order, each once. */
  tags: readonly string[];
  updatedAt: number;
};

/** What the platform answers when it is asked for a product. */
export type WholeProduct = ProductFacts & { collectionIds: readonly string[] };

/** `search`: the title as it is looked for. */
export type Searchable<Facts> = Facts & { search: string };

export const searchable = <Facts extends ProductFacts>(product: Facts): Searchable<Facts> => ({
  ...product,
  search: foldText(product.title),
});

export type CollectionFacts = { collectionId: string; title: string; updatedAt: number };
