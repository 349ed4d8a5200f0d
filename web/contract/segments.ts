/** Segments: shoppers grouped by what is known of them (`/api/segments`). */
import { z } from 'zod';
import { moneyStyle } from './money.ts';
import { argSpec, ruleArg } from './rules.ts';

const moment = z.iso.datetime();
const count = z.int().nonnegative();
const args = z.record(z.string().max(40), ruleArg);

export const match = z.enum(['all', 'any', 'none']);
export const condition = z.strictObject({ is: z.string().max(40), args });
const conditions = z.array(condition).min(1).max(30).readonly();
export const conditionGroup = z.strictObject({ match, of: conditions });
/** Two levels are as deep as people can follow. All of nothing is everybody. */
export const segmentFilter = z.strictObject({
  match,
  of: z
    .array(z.union([condition, conditionGroup]))
    .max(30)
    .readonly(),
});

/** As a rule's arguments; a tier and a group are the club's own, and a text is somebody's word. */
export const conditionArg = z.union([
  argSpec,
  z.object({ kind: z.literal('text'), max: z.int() }),
  z.object({ kind: z.literal('tier') }),
  z.object({ kind: z.literal('group') }),
]);

export const conditionShown = z.object({
  code: z.string(),
  args: z.record(z.string(), conditionArg),
  /** Goes on from "Shoppers who…"; `{name}` stands for an argument. */
  sentence: z.object({ en: z.string(), fa: z.string(), ar: z.string() }),
  example: args,
});

export const segment = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['live', 'static']),
  /** Null: a list that came from a file. */
  filter: segmentFilter.nullable(),
  tag: z.string().nullable(),
  shoppers: count,
  /** How many came and went in the last 30 days. */
  entered: count,
  left: count,
  /** Null: it has not been worked out yet. */
  settledAt: moment.nullable(),
  /** Why it is not as new as it should be. */
  problem: z.enum(['tooSlow']).nullable(),
});

const score = z.int().min(1).max(10);
const span = z.tuple([score, score]).readonly();
const cuts = z.array(z.number().nonnegative()).max(9).readonly();
export const segmentRow = z.strictObject({
  name: z.string().trim().min(1).max(60),
  recency: span,
  frequency: span,
  monetary: span,
});
/** Scores from 1 to `bins`, the most the best. Null: the club's own quantiles; the usual table. */
export const scoringRequest = z.strictObject({
  bins: z.int().min(2).max(10),
  cutPoints: z.strictObject({ recencyDays: cuts, orders: cuts, amountMinor: cuts }).nullable(),
  groups: z.array(segmentRow).min(1).max(30).readonly().nullable(),
});

export const segmentsAnswer = z.object({
  now: moment,
  timeZone: z.string(),
  money: moneyStyle,
  segments: z.array(segment),
  conditions: z.array(conditionShown),
  tiers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Names of the scoring's table, 'others' last. */
  groups: z.array(z.string()).readonly(),
  scoring: scoringRequest,
});

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u);
/** Shopify's own bounds: 255 characters, and commas part tags from one another; a perk's are shorter. */
const tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^,\p{Cc}]*$/u)
  .nullable();

export const segmentRequest = z.strictObject({
  id: z.uuid(),
  name,
  kind: z.enum(['live', 'static']),
  filter: segmentFilter,
  tag: tag.default(null),
});
/** `filter` null: as it was. */
export const segmentChange = z.strictObject({ name, tag, filter: segmentFilter.nullable() });
export const countRequest = z.strictObject({ filter: segmentFilter });
/** Empty: the segment is named by the address. */
export const segmentAct = z.strictObject({});

/** `shoppers` null: it would take too long to say. */
export const countAnswer = z.object({
  shoppers: count.nullable(),
  examples: z.array(z.object({ id: z.uuid(), name: z.string().nullable() })),
});
/** What a list's file came to: lines that name nobody whom the club knows are left out. */
export const listAnswer = segmentsAnswer.extend({ unknown: count });

export type ConditionBody = z.infer<typeof condition>;
export type GroupBody = z.infer<typeof conditionGroup>;
export type FilterBody = z.infer<typeof segmentFilter>;
export type ConditionArg = z.infer<typeof conditionArg>;
export type ConditionShown = z.infer<typeof conditionShown>;
export type SegmentShown = z.infer<typeof segment>;
export type SegmentsAnswer = z.infer<typeof segmentsAnswer>;
export type SegmentRequest = z.infer<typeof segmentRequest>;
export type SegmentChange = z.infer<typeof segmentChange>;
export type ScoringRequest = z.infer<typeof scoringRequest>;
export type CountAnswer = z.infer<typeof countAnswer>;
export type ListAnswer = z.infer<typeof listAnswer>;
