/** `/api/referrals`: rewards for friends that wait for a person, and what was decided. */
import { z } from 'zod';

const whole = z.int().nonnegative();

/** What speaks against a reward; `n` says of how many, where there may be many. */
export const referralReason = z.object({
  kind: z.enum([
    'cap',
    'sameEmail',
    'samePhone',
    'boughtAsOther',
    'sameHousehold',
    'friendsTogether',
    'anotherThere',
    'sentEachOther',
    'circle',
    'manyInADay',
    'throwAwayMail',
    'friendReturned',
    'friendsReturned',
    'justOverMinimum',
  ]),
  n: whole.nullable(),
});

const person = z.object({ id: z.uuid(), name: z.string().nullable() });

export const referralToDecide = z.object({
  /** The friend's order, by our own id. */
  id: z.uuid(),
  orderName: z.string().nullable(),
  placedAt: z.iso.datetime(),
  member: person,
  /** Null: they were erased, or nobody in particular. */
  friend: person.nullable(),
  /** What the member gets if it is paid. */
  points: whole,
  reasons: z.array(referralReason),
  /** Who sent whom round in the circle, from the member on and back; empty: there is none. */
  circle: z.array(z.string().nullable()),
  /** Since when it waits, and until when it is not lost; null: nothing waits. */
  heldAt: z.iso.datetime().nullable(),
  decideUntil: z.iso.datetime().nullable(),
  /** The member asked for another look. */
  appealedAt: z.iso.datetime().nullable(),
  /** refusedByRules: too much spoke against it to ask; late: nobody decided in time. */
  state: z.enum(['waiting', 'paid', 'refused', 'refusedByRules', 'late']),
  decidedAt: z.iso.datetime().nullable(),
  /** Who decided, by their name or number; null: no person did. */
  decidedBy: z.string().nullable(),
  note: z.string().nullable(),
  /** A person's word about the same people was the answer. */
  remembered: z.boolean(),
});

export const referralsAnswer = z.object({
  now: z.iso.datetime(),
  timeZone: z.string(),
  /** Those that wait longest first, 100 at most. */
  waiting: z.array(referralToDecide),
  /** Newest first, 50 at most. */
  decided: z.array(referralToDecide),
});

export const decideRequest = z.object({
  pays: z.boolean(),
  note: z.string().trim().min(1).max(500),
});

export type ReferralReason = z.infer<typeof referralReason>;
export type ReferralToDecide = z.infer<typeof referralToDecide>;
export type ReferralsAnswer = z.infer<typeof referralsAnswer>;
export type DecideRequest = z.infer<typeof decideRequest>;
