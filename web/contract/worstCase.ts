/** A first program and what a program costs at worst: asked before anything is published. */
import { z } from 'zod';
import { program } from './merchant.ts';

const count = z.int().nonnegative();

/** A margin in basis points of the price, and how large an order is; omitted: as the books tell. */
const shopAnswers = {
  marginBasisPoints: z.int().min(1).max(10_000),
  aovMinor: z.int().min(1).max(100_000_000_000).optional(),
};

/** The two questions before a first program. Nothing is published. */
export const defaultsRequest = z.object({
  ...shopAnswers,
  /** Omitted: 14. */
  returnDays: z.int().min(0).max(365).optional(),
});

export const worstCaseRequest = z.object({ ...shopAnswers, program });

/** What an order costs as a share of its goods, up to the next 0.1 %; the parts add up to it. */
const orderCost = z.object({
  shareBasisPoints: count,
  parts: z.array(
    z.object({
      kind: z.enum(['nextOrder', 'friend', 'points', 'bonus', 'advocate']),
      shareBasisPoints: count,
    }),
  ),
});

/** The share of a repeat order that a shopper who uses everything gets, and what stands beside it. */
export const worstCase = orderCost.extend({
  aboveHalfMargin: z.boolean(),
  /** The same for a friend's first order, the advocate's points included. */
  friendOrder: orderCost.nullable(),
  /** The largest share of one basket that a reward takes off, paid with points. */
  rewardShareBasisPoints: count,
  /** Shipping is paid for somewhere and is in no figure: we do not know its price. */
  shippingLeftOut: z.boolean(),
  /** Something is done by hand and is in no figure: we do not know its price either. */
  handLeftOut: z.boolean().optional(),
});

/** `orders`: over how many orders the average was taken; 0 when the merchant named it. */
export const worstCaseAnswer = z.object({
  worstCase,
  aovMinor: z.int().positive(),
  orders: count,
  /** What the month's bonuses are worth at most, and how many points 5 % of last month's sales are. */
  bonus: z.object({ worthMinor: count.nullable(), suggestedPoints: count.nullable() }).optional(),
});

export const defaultsAnswer = worstCaseAnswer.extend({ program });

export type DefaultsRequest = z.infer<typeof defaultsRequest>;
export type DefaultsAnswer = z.infer<typeof defaultsAnswer>;
export type WorstCaseRequest = z.input<typeof worstCaseRequest>;
export type WorstCaseAnswer = z.infer<typeof worstCaseAnswer>;
