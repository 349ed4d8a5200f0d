/** What a shopper is told of ways to earn besides buying. */
import { z } from 'zod';

const whole = z.int();

/** Ways to earn besides buying, in the program's order. */
export const waysToEarn = z.object({
  ways: z.array(
    z.object({
      /** A rule's code, such as `birthday`. */
      rule: z.string(),
      points: whole,
      /** It is given once, and has been. */
      done: z.boolean(),
      /** What writers and readers of reviews are told, in the reader's language. */
      disclosure: z.string().optional(),
    }),
  ),
  /** Today's product of the daily deal, how many times the points it earns, and when that ends. */
  deal: z
    .object({ productId: z.string(), timesBasisPoints: whole, endsAt: z.iso.datetime() })
    .nullable(),
  /** The shopper's own, once they told it, in the calendar they told it in. */
  birthday: z
    .object({ calendar: z.enum(['gregory', 'persian']), month: whole, day: whole })
    .nullable(),
});
