/** What the mirror of a shop's catalogue knows of a product; ids are the platform's. */
export type ProductSeen = {
  productId: string;
  vendor: string | null;
  type: string | null;
  /** Compared without regard to case. */
  tags: readonly string[];
  collectionIds: readonly string[];
};
