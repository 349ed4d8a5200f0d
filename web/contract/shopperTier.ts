/** A shopper's tier, as shoppers' surfaces are told of it. */
import { z } from 'zod';

/** The tier held, and how far the next one is: in points, minor units or orders, as `by` says. */
export const shopperTier = z.object({
  /** In the merchant's words; null: none yet. */
  name: z.string().nullable(),
  by: z.enum(['points', 'spend', 'orders']),
  /** `byDay`: the last day on which no more is asked; null: any. */
  next: z.object({ name: z.string(), missing: z.int(), byDay: z.iso.date().nullable() }).nullable(),
  /** The last day on which it is held for sure; null: time does not take it. */
  keptThrough: z.iso.date().nullable(),
});
