/** Which reward is best with what is in a cart (`POST advice` at the app proxy). */
import { z } from 'zod';

const whole = z.int();

/** What is in the cart now, as the theme's own cart tells it; amounts in minor units. */
export const adviceRequest = z.object({
  lines: z
    .array(
      z.object({
        productId: z.string().regex(/^\d{1,20}$/),
        /** Price × quantity before any discount. */
        amountMinor: whole.nonnegative().max(1_000_000_000_000),
        giftCard: z.boolean(),
      }),
    )
    .max(500),
  /** Codes that apply: what each takes off, and of which class it is. */
  taken: z
    .array(
      z.object({
        code: z.string().min(1).max(255),
        offMinor: whole.nonnegative().max(1_000_000_000_000),
        class: z.enum(['order', 'product', 'shipping']),
      }),
    )
    .max(20),
});

/** Rewards that the shopper can pay for and the cart allows, and which choice has the lowest total. */
export const adviceAnswer = z.object({
  /** What the goods cost if nothing is taken. */
  nowMinor: whole,
  choices: z.array(
    z.object({
      rewardId: z.string(),
      totalMinor: whole,
      offMinor: whole,
      /** Codes on the cart that give way to it. */
      instead: z.array(z.string()).readonly(),
    }),
  ),
  /** Null: the cart as it is, and keeping the points. */
  best: z.string().nullable(),
});

export type AdviceAnswer = z.infer<typeof adviceAnswer>;
