/** Who comes back (`/api/retention`): measures, pictures' figures, and what a merchant sets for them. */
import { z } from 'zod';
import { moneyStyle } from './money.ts';

/** Days since 1970-01-01, of the shop's calendar. */
const day = z.int();
const count = z.int().nonnegative();
const figure = z.number().nullable();

export const measure = z.object({
  /** As docs/measures.md names it. */
  code: z.string(),
  unit: z.enum(['share', 'days', 'orders', 'items', 'minor', 'points']),
  value: figure,
  /** 95 %; null where there is none. */
  interval: z.object({ low: z.number(), high: z.number(), method: z.string() }).nullable(),
  n: count,
  tooFew: z.boolean(),
  fromDay: day,
  toDay: day,
  /** What `n` counts, and what it is made from. */
  counts: z.string(),
  source: z.string(),
});

export const comparison = z.object({
  code: z.string(),
  one: measure,
  other: measure,
  difference: figure,
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  tooFew: z.boolean(),
});

const bin = z.object({ from: z.number(), to: z.number(), count });
const score = z.object({
  predicted: z.number(),
  bins: z.array(z.object({ x: count, shoppers: count, actual: z.number(), predicted: z.number() })),
});

/** The same measures of one month, or of who first bought in it. */
export const monthRow = z.object({ startDay: day, measures: z.array(measure) });

/** A month, on the average: what is spent to win shoppers and to win them back; margin of sales. */
export const retentionCosts = z.strictObject({
  acquisitionMinor: z.int().min(0).max(1_000_000_000_000),
  reacquisitionMinor: z.int().min(0).max(1_000_000_000_000),
  marginBasisPoints: z.int().min(0).max(10_000),
});

export const retentionAnswer = z.object({
  now: z.iso.datetime(),
  money: moneyStyle,
  fromDay: day,
  toDay: day,
  /** Who is looked at, of everybody who has bought by `toDay`. */
  shoppers: count,
  allShoppers: count,
  /** Drawn by chance, where there are more than so many; null: everybody. */
  sampledFrom: count.nullable(),
  /** Whether everything that was bought is in yet. */
  whole: z.boolean(),
  measures: z.array(measure),
  /** Measures that cannot be told here, and why. */
  missing: z.array(
    z.object({
      code: z.string(),
      why: z.enum(['noSignals', 'noSubscriptions', 'noAnswers', 'noCosts']),
    }),
  ),
  rhythm: z.object({
    usualDays: count,
    churnDays: count,
    gaps: count,
    source: z.enum(['measured', 'set', 'assumed']),
    bins: z.array(bin),
  }),
  settings: z.object({ churnDays: count.nullable(), costs: retentionCosts.nullable() }),
  cohorts: z.array(z.object({ startDay: day, shoppers: count, buyers: z.array(count) })),
  months: z.array(monthRow),
  byCohort: z.array(monthRow),
  curves: z.array(
    z.object({
      segment: z.string(),
      points: z.array(z.object({ month: count, share: z.number(), n: count })),
    }),
  ),
  grid: z.object({
    cells: z.array(z.array(z.object({ shoppers: count, segment: z.string() }))),
    segments: z.array(z.object({ name: z.string(), shoppers: count })),
  }),
  moves: z.object({
    fromDay: day,
    toDay: day,
    all: z.array(z.object({ from: z.string().nullable(), to: z.string(), shoppers: count })),
  }),
  /** As foreseen last night; null before the first. */
  value: z.object({ bins: z.array(bin), middle: z.number(), mean: z.number() }).nullable(),
  /** Of the whole shop; null where the models were not tried. */
  holdout: z
    .object({ days: count, actual: count, bgnbd: score.nullable(), paretoNbd: score.nullable() })
    .nullable(),
  foreseenOn: day.nullable(),
  products: z.array(
    z.object({
      productId: z.string(),
      title: z.string().nullable(),
      repurchaseRate: measure,
      reorderRhythm: measure,
    }),
  ),
  /** Who had bought before against who is new; who has earned points against others. */
  comparisons: z.object({ oldAndNew: z.array(comparison), members: z.array(comparison) }),
  hint: z.object({ stage: z.string(), keepPercent: z.tuple([count, count]) }),
});

/** `days`: null is from the first order on. */
export const retentionQuery = z.strictObject({
  days: z.coerce.number<string>().int().min(1).max(36_525).optional(),
  /** "segment:champions", "stage:lost". */
  who: z
    .string()
    .regex(/^(segment|stage):[A-Za-z]{1,30}$/)
    .optional(),
  calendar: z.enum(['gregory', 'persian']).default('gregory'),
});

/** Null: as measured; nothing is entered. */
export const retentionSettings = z.strictObject({
  churnDays: z.int().min(14).max(1826).nullable(),
  costs: retentionCosts.nullable(),
});

export type RetentionMeasure = z.infer<typeof measure>;
export type RetentionComparison = z.infer<typeof comparison>;
export type RetentionMonth = z.infer<typeof monthRow>;
export type RetentionAnswer = z.infer<typeof retentionAnswer>;
export type RetentionSettings = z.infer<typeof retentionSettings>;
