/** What a merchant's own systems say and hear by an API key (`/api/actions`). */
import { z } from 'zod';

const address = z.string().trim().min(1).max(320);

/** Who did it: one of the three. A guest collects under the address until they join. */
export const whoRequest = z.union([
  z.strictObject({ customerId: z.string().regex(/^\d{1,20}$/) }),
  z.strictObject({ email: address }),
  /** With its country: +989121234567. */
  z.strictObject({ phone: address }),
]);

/** `key` is the caller's own: the same key and input is the same action, however often it is told. */
export const actionRequest = z.object({
  key: z.string().min(1).max(200),
  /** `review`, `visit`, `survey`, or the word of a rule about an action of one's own. */
  action: z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/),
  /** Which page or survey. */
  about: z
    .string()
    .regex(/^[\w./-]{1,80}$/)
    .exactOptional(),
  shopper: whoRequest,
  /** When it happened; now, when left out. */
  occurredAt: z.iso.datetime().exactOptional(),
});

export const birthday = z.object({
  /** The one that month and day are of; the Gregorian one when left out. */
  calendar: z.enum(['gregory', 'persian']).default('gregory'),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
});

/** Day and month, and never the year: nobody's age is any of our business. */
export const birthdayRequest = birthday.extend({ shopper: whoRequest });
export const birthdayAnswer = z.object({ birthday });

export const outcomes = [
  'earned',
  'limit', // as often as the rule allows
  'tooNew', // known for too short a time
  'tooSoon', // too soon after the last one
  'heldOut', // a surprise that this shopper does not get, so that its effect can be measured
  'frozen',
  'asking', // the shop is asked for this customer’s tags first: tell it again to hear what came of it
  'tags', // customers with these tags do not collect
  'budget', // the month’s bonuses are given
  'blocked', // by the merchant, when it happened
  'stopped',
  'noRule',
  'programOff',
] as const;

/** As it was recorded, the first time and every time after. */
export const actionAnswer = z.object({
  action: z.object({
    key: z.string(),
    action: z.string(),
    occurredAt: z.iso.datetime(),
    outcome: z.enum(outcomes),
    points: z.int().nonnegative(),
  }),
  /** Of a review that brought points: what is to stand beside it, by language. */
  disclosure: z.record(z.string(), z.string()).optional(),
});

export type BirthdayAnswer = z.infer<typeof birthdayAnswer>;
export type ActionRequest = z.infer<typeof actionRequest>;
export type ActionAnswer = z.infer<typeof actionAnswer>;
