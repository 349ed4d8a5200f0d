/** What a merchant picks from where a rule asks for products, collections, tags or vendors. */
import { z } from 'zod';

const count = z.int().nonnegative();

/** Either typed text ('' for what comes first), or ids whose names are wanted: up to 200 of each kind. */
export const catalogueQuery = z.object({
  query: z.string().max(100).default(''),
  products: z.string().max(5000).optional(),
  collections: z.string().max(5000).optional(),
});

/** `products`: how many of what the shop sells carry it. */
const word = z.object({ name: z.string(), products: count });

/** At most 20 of each kind for typed text. What was deleted is found by its id only. */
export const catalogueAnswer = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      vendor: z.string().nullable(),
      deleted: z.boolean(),
    }),
  ),
  collections: z.array(
    z.object({ id: z.string(), title: z.string(), products: count, deleted: z.boolean() }),
  ),
  tags: z.array(word),
  vendors: z.array(word),
  types: z.array(word),
  /** False: it has not been read whole yet, so that what is missing here may be sold all the same. */
  whole: z.boolean(),
});

export type CatalogueAnswer = z.infer<typeof catalogueAnswer>;
