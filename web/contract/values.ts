/** What codes take off, and what rewards give. */
import { z } from 'zod';

const whole = z.int();

/** The goods a discount is bound to: ids as `product:1` or `collection:1`, and what they are called. */
const boundTo = z.object({
  items: z.array(z.string().max(80)).min(1).max(50).readonly(),
  name: z.string().trim().min(1).max(80),
});

/** What a code takes off. */
export const codeValue = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('amountOff'),
    amountMinor: whole,
    only: boundTo.exactOptional(),
  }),
  z.object({
    kind: z.literal('percentOff'),
    basisPoints: whole,
    only: boundTo.exactOptional(),
  }),
  z.object({ kind: z.literal('freeShipping') }),
]);

export const rewardValue = z.discriminatedUnion('kind', [
  ...codeValue.options,
  /** One unit of a product, whose worth is taken off it; shoppers read the name. */
  z.object({
    kind: z.literal('freeProduct'),
    item: z.string().regex(/^product:\w{1,70}$/),
    name: z.string().trim().min(1).max(80),
    worthMinor: whole.positive(),
  }),
  /** A share off, and never more than an amount: worked out of the cart for which it is taken. */
  z.object({
    kind: z.literal('percentUpTo'),
    basisPoints: whole.min(1).max(10_000),
    capMinor: whole.positive(),
  }),
  /** Money credit at the shop. */
  z.object({ kind: z.literal('walletCredit'), amountMinor: whole.positive() }),
  /** A tag on the shopper at the shop, which its theme opens things for; shoppers read the name. */
  z.object({
    kind: z.literal('earlyAccess'),
    tag: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .regex(/^[^,]*$/),
    name: z.string().trim().min(1).max(80),
    forGood: z.boolean(),
  }),
  /** A person at the shop does it: what, in the merchant's words. */
  z.object({ kind: z.literal('byHand'), text: z.string().trim().min(1).max(200) }),
]);
