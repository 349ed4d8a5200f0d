/** The rules that there are, as forms and sentences are drawn from them. */
import { z } from 'zod';

const bounds = { min: z.int(), max: z.int() };

/** What an argument is filled with, and between which bounds. */
export const argSpec = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('points'), ...bounds }),
  z.object({ kind: z.literal('amount'), ...bounds }),
  z.object({
    kind: z.literal('count'),
    ...bounds,
    unit: z.enum(['orders', 'days', 'times', 'items']),
  }),
  /** In basis points: 20000 is × 2. */
  z.object({ kind: z.literal('multiplier'), ...bounds }),
  z.object({ kind: z.literal('choice'), of: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('time') }),
  z.object({ kind: z.literal('hours') }),
  z.object({ kind: z.literal('weekdays') }),
  z.object({
    kind: z.literal('items'),
    of: z.array(z.enum(['product', 'collection', 'tag', 'vendor'])).readonly(),
  }),
  z.object({ kind: z.literal('word'), max: z.int() }),
  z.object({ kind: z.literal('yesNo') }),
]);

/** An argument as it stands in a program. */
export const ruleArg = z.union([
  z.string().max(200),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(500).readonly(),
]);

export const ruleShown = z.object({
  code: z.string(),
  /** What it looks at: an order, or something that a shopper did. */
  about: z.enum(['order', 'action']),
  /** Whether a campaign may give it for a while. */
  campaign: z.boolean(),
  args: z.record(z.string(), argSpec),
  /** `{name}` stands for an argument; `[…{name}…]` is left out where that is 0 or nothing. */
  sentence: z.object({ en: z.string(), fa: z.string(), ar: z.string() }),
  /** Arguments that it could be filled with. */
  example: z.record(z.string(), ruleArg),
});

export const rulesAnswer = z.object({ rules: z.array(ruleShown) });

/** What a rule or a campaign did to an order's points. */
export const ruleDid = z.object({
  id: z.string(),
  rule: ruleShown,
  args: z.record(z.string(), ruleArg),
  /** The campaign's own name; null where it is a rule. */
  campaign: z.string().nullable(),
  /** What it gave beside the rate; null where it is in the rate. */
  points: z.int().nullable(),
  /** What a campaign would have given, had there been enough left; null where it gave all. */
  wanted: z.int().nullable(),
});

export type ArgSpec = z.infer<typeof argSpec>;
export type RuleArg = z.infer<typeof ruleArg>;
export type RuleShown = z.infer<typeof ruleShown>;
export type RulesAnswer = z.infer<typeof rulesAnswer>;
export type RuleDid = z.infer<typeof ruleDid>;
