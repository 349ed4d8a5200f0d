/** What a program gives without a price in points. */
import { z } from 'zod';
import { codeValue } from './values.ts';

const whole = z.int();
const count = whole.nonnegative();

export const combinesWith = z.object({
  order: z.boolean(),
  product: z.boolean(),
  shipping: z.boolean(),
});

export const offer = z.object({ value: codeValue, minimumMinor: count, combinesWith });

/** Money credit at the shop, a share of the order, rounded down to whole `stepMinor`. */
const cashback = z.object({
  kind: z.literal('cashback'),
  basisPoints: whole.min(1).max(10_000),
  stepMinor: whole.positive(),
  waitDays: whole.min(0).max(365),
});

export const nextOrder = offer.extend({
  value: z.union([codeValue, cashback]),
  who: z.enum(['first', 'all', 'above', 'overdue']),
  /** For `above`: what the order's goods are worth at least. */
  fromMinor: whole.positive().exactOptional(),
  days: whole.min(1).max(365),
  quietDays: whole.min(0).max(365),
  reminderDays: z.array(whole.min(1).max(60)).max(3),
});
