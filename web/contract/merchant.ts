/** What the embedded admin and API keys say and hear (`/api/*`). */
import { z } from 'zod';
import { ruleArg } from './rules.ts';
import { cashbackGiven, moneyStyle } from './money.ts';
import { combinesWith, nextOrder, offer } from './offers.ts';
import { rewardValue } from './values.ts';

const whole = z.int();
const count = whole.nonnegative();

export const reward = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  points: whole.positive(),
  value: rewardValue,
  minimumMinor: count,
  combinesWith,
  codeDays: whole.min(1).max(365),
  steps: whole.min(2).max(20).exactOptional(),
  prefix: z
    .string()
    .regex(/^[A-Z0-9]{1,8}$/)
    .exactOptional(),
  perShopper: z
    .object({ times: whole.min(1).max(1000), days: whole.min(1).max(3650).nullable() })
    .exactOptional(),
  inAll: whole.positive().exactOptional(),
  fromTier: z.string().max(64).exactOptional(),
});

export const referral = z.object({
  friend: offer,
  advocatePoints: whole.positive(),
  waitDays: whole.min(0).max(365),
  /** With the points, when they are the member's: a code of theirs, used once, for so many days. */
  advocateCode: offer.extend({ days: whole.min(1).max(365) }).exactOptional(),
  /** Likewise: store credit, to spend within so many days. */
  advocateCredit: z
    .object({ amountMinor: whole.positive(), days: whole.min(1).max(365) })
    .exactOptional(),
  /** More friends of one member than this are set aside for a person to decide; omitted: no end. */
  caps: z
    .object({ in30Days: whole.min(1).max(1000), inYear: whole.min(1).max(10_000) })
    .exactOptional(),
  /** A friend proves an address and gets a code of their own, once; no code is shared. */
  strict: z.boolean().exactOptional(),
  /** Points on top for a member's n-th friend who counts, ascending. */
  steps: z
    .array(z.object({ at: whole.min(1).max(100), points: whole.positive() }))
    .max(10)
    .exactOptional(),
});

const id = z.string().regex(/^[a-z0-9-]{1,64}$/);

const ruleUse = z.object({
  id,
  rule: z.string().min(1).max(64),
  args: z.record(z.string().max(64), ruleArg),
});

const moment = count.nullable();

export const campaign = ruleUse.extend({
  name: z.string().trim().min(1).max(80),
  from: moment,
  until: moment,
  tiers: z.array(id).max(10),
  budgetPoints: whole.positive().nullable(),
  firstShoppers: whole.positive().nullable(),
});

const perk = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), offer, days: whole.min(1).max(365) }),
  z.object({ kind: z.literal('tag'), tag: z.string().trim().min(1).max(40) }),
  z.object({ kind: z.literal('byHand'), text: z.string().trim().min(1).max(200) }),
]);

export const tiers = z.object({
  by: z.enum(['points', 'spend', 'orders']),
  over: z.enum(['lifetime', 'rolling12Months', 'calendarYear']),
  graceDays: whole.min(0).max(365),
  levels: z
    .array(
      z.object({
        id,
        name: z.string().trim().min(1).max(40),
        from: count,
        multiplierBasisPoints: whole.min(10_000).max(100_000),
        entryPoints: count,
        birthdayPoints: count,
        perks: z.array(perk).max(10),
      }),
    )
    .min(1)
    .max(10),
});

const tagList = z.array(z.string().trim().min(1).max(40)).max(50);

/** `onlyTold`: no points end whose shopper was not told of it in time. */
const months = { months: whole.min(1).max(120), onlyTold: z.boolean().exactOptional() };

export const program = z.object({
  currency: z.string().length(3),
  earning: z.object({
    points: count,
    perMinor: whole.positive(),
    includeShipping: z.boolean(),
    includeTips: z.boolean(),
    includeDuties: z.boolean(),
  }),
  pendingDays: whole.min(0).max(365),
  expiry: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('never') }),
    z.object({ kind: z.literal('afterEarning'), ...months }),
    z.object({ kind: z.literal('inactivity'), ...months }),
  ]),
  graceDays: whole.min(0).max(365),
  debt: z.enum(['owe', 'writeOff']),
  maxOpenCodes: whole.min(1).max(1000),
  rewards: z.array(reward).max(20),
  referral: referral.nullable().default(null),
  nextOrder: nextOrder.nullable().default(null),
  holdOut: z.boolean().default(true),
  rules: z.array(ruleUse).max(100).exactOptional(),
  campaigns: z.array(campaign).max(50).exactOptional(),
  /** Points that campaigns and what people do besides buying may bring in a month; omitted: no end. */
  bonusBudget: z.object({ points: whole.positive() }).exactOptional(),
  tiers: tiers.nullable().exactOptional(),
  whoEarns: z
    .object({ companies: z.boolean(), withoutTags: tagList, withTags: tagList })
    .exactOptional(),
  phase: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('running') }),
      z.object({ kind: z.literal('stopped'), spendUntil: moment }),
    ])
    .exactOptional(),
});

/** `baseVersion` is the version the editor started from: another one since then is a conflict. */
export const publishRequest = z.object({
  baseVersion: count,
  /** Omitted: now. Never in the past. */
  effectiveFrom: z.iso.datetime().optional(),
  /** Above half the margin: what is given at worst, as the merchant typed it. */
  confirmedBasisPoints: count.optional(),
  program,
});

/** What a merchant tells of the shop; `aovMinor` null: the shop's own orders tell. */
export const answersRequest = z.object({
  marginBasisPoints: whole.min(1).max(10_000),
  aovMinor: whole.min(1).max(100_000_000_000).nullable(),
});

export const programVersion = z.object({
  version: whole.positive(),
  effectiveFrom: z.iso.datetime(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  program,
});

export const programAnswer = z.object({
  current: programVersion.nullable(),
  scheduled: programVersion.nullable(),
  versions: z.array(programVersion),
  money: moneyStyle,
  answers: answersRequest.nullable().optional(), // null until a merchant has told the margin
});

export const home = z.object({
  shopName: z.string(),
  money: moneyStyle,
  timeZone: z.string(),
  /** The app's own clock, which in a demo may be ahead of the browser's. */
  now: z.iso.datetime().optional(),
  programVersion: whole.nullable(),
  lastOrderAt: z.iso.datetime().nullable(),
  waiting: count,
  parked: z.array(
    z.object({
      id: z.string(),
      topic: z.string(),
      reason: z.string(),
      receivedAt: z.iso.datetime(),
      attempts: count,
    }),
  ),
  points: z.object({ issued: count, redeemed: count, outstanding: whole, onTheWay: count }),
  /** Codes for next orders that were made in the last 90 days, and what became of them. */
  nextOrders: z
    .object({
      issued: count,
      used: count,
      /** Shoppers' orders that would have brought one, kept out for measuring. */
      heldOut: count,
      /** What the orders that used them are worth now, and what the codes took off. */
      salesMinor: count,
      costMinor: count,
      /** Money credit that orders brought instead of codes, by currency, the shop's own first. */
      cashback: z.array(cashbackGiven).optional(),
    })
    .optional(),
  /** Points that bonuses may bring this month, what they have brought, and when they begin anew. */
  bonuses: z
    .object({ points: count, given: count, againAt: z.iso.datetime() })
    .nullable()
    .optional(),
  /** Friends' orders that count, over the last 90 days; the discount is all that codes gave. */
  referrals: z
    .object({
      orders: count,
      salesMinor: count,
      pointsGiven: count,
      discountMinor: count,
      leakage: z.object({ own: count, known: count, belowMinimum: count }),
    })
    .optional(),
  shoppers: count,
  /** What waits for a person: who asked what is kept of them, tasks, and rewards for friends. */
  dataRequests: count.optional(),
  tasks: count.optional(),
  referralsToDecide: count.optional(),
  booksBalance: z.boolean(),
});

/** How the shop writes its money: `factor` 10 where rials are spoken of as toman. */
export const moneyRequest = z.object({
  factor: z.union([z.literal(1), z.literal(10), z.literal(1000)]),
  label: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .regex(/^\P{Cc}*$/u)
    .nullable(),
});

/** What a program takes from points that shoppers hold, in words; `from`: when that may begin. */
export const fairnessRequest = z.object({ program });
export const fairnessAnswer = z.object({
  changes: z.array(z.string()),
  from: z.iso.datetime().nullable(),
});

/** What an editor may send: parts that are left out are off. */
export type ProgramBody = z.input<typeof program>;
export type PublishRequest = z.infer<typeof publishRequest>;
export type ProgramAnswer = z.infer<typeof programAnswer>;
export type AnswersRequest = z.infer<typeof answersRequest>;
export type MoneyRequest = z.infer<typeof moneyRequest>;
export type Home = z.infer<typeof home>;
export type FairnessRequest = z.input<typeof fairnessRequest>;
export type FairnessAnswer = z.infer<typeof fairnessAnswer>;
