/** Many adjustments at once, from a file, and what the people of a shop may do alone (`/api/bulk`). */
import { z } from 'zod';

const whole = z.int();
const count = whole.nonnegative();

export const bulkState = z.enum([
  'checked', // read; nothing is done
  'waiting', // a second person has to agree
  'running',
  'done',
  'undoing',
  'undone',
  'dropped',
]);

export const lineProblem = z.enum([
  'noPoints',
  'tooManyPoints',
  'noNote',
  'longNote',
  'noShopper',
  'notEnoughPoints',
]);

/** What is to be done, or was: `shoppers` different ones, points given and taken, both counted up. */
const sum = z.object({ lines: count, shoppers: count, given: count, taken: count });

export const bulk = z.object({
  id: z.uuid(),
  name: z.string(),
  state: bulkState,
  lines: count,
  /** Lines that cannot be done, by what is wrong. */
  wrong: z.array(z.object({ problem: lineProblem, lines: count })),
  planned: sum,
  done: sum,
  /** Of what was done, what has been undone, and how much of it was spent meanwhile and stays. */
  undone: sum.extend({ short: count }),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  askedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  endedAt: z.iso.datetime().nullable(),
  undoneBy: z.string().nullable(),
});

export const bulkLine = z.object({
  line: count,
  shopperId: z.uuid().nullable(),
  name: z.string().nullable(),
  points: whole,
  /** What can be spent before and after it; null where the line cannot be done. */
  before: whole.nullable(),
  after: whole.nullable(),
  problem: lineProblem.nullable(),
  done: z.boolean(),
  undone: count.nullable(),
});

export const staffMember = z.object({
  actor: z.string(),
  role: z.enum(['support', 'manager']),
  name: z.string().nullable(),
});

/** `you` is who is asking, and what they may do alone today. */
export const staffAnswer = z.object({
  you: z.object({ actor: z.string(), role: z.enum(['support', 'manager']), left: count }),
  staff: z.array(staffMember),
});

export const staffRequest = z.object({
  actor: z.string().regex(/^staff \d{1,20}$/),
  role: z.enum(['support', 'manager']),
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^\P{Cc}*$/u)
    .nullable(),
});

/** `now`: the app's own clock, which in a demo may be ahead of the browser's. */
export const bulkListAnswer = z.object({
  bulks: z.array(bulk),
  now: z.iso.datetime(),
  you: staffAnswer.shape.you,
});

/** `next`: the line after which the next page begins; null at the end. */
export const bulkAnswer = z.object({
  bulk,
  lines: z.array(bulkLine),
  next: count.nullable(),
  you: staffAnswer.shape.you,
});

export type BulkShown = z.infer<typeof bulk>;
export type BulkLineShown = z.infer<typeof bulkLine>;
export type BulkAnswer = z.infer<typeof bulkAnswer>;
export type BulkListAnswer = z.infer<typeof bulkListAnswer>;
export type StaffAnswer = z.infer<typeof staffAnswer>;
export type StaffRequest = z.infer<typeof staffRequest>;
