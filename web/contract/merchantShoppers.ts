/** Shoppers as the embedded admin sees them: the list, one shopper, and what a person may do. */
import { z } from 'zod';
import { ruleDid } from './rules.ts';
import { cashback, moneyStyle } from './money.ts';
import { rewardValue } from './values.ts';

const whole = z.int();
const count = whole.nonnegative();
const moment = z.iso.datetime();

/** What every answer needs to be written in the shop's own money and days. */
const shopWords = { money: moneyStyle, timeZone: z.string(), now: moment };

/** A guest has no name; who was forgotten has nothing but their points. */
export const shopperRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** Below zero: owed. */
  available: whole,
  pending: count,
  orders: count,
  lastOrderAt: moment.nullable(),
  frozen: z.boolean(),
  blocked: z.boolean(),
  /** The name of the tier they hold; null: none, or the program has no tiers. */
  tier: z.string().nullable(),
  erased: z.boolean(),
});

/** Newest first; `after` asks for the next page. */
export const shoppersAnswer = z.object({
  ...shopWords,
  shoppers: z.array(shopperRow),
  /** Tiers of the program in force, lowest first: by one of them the list can be asked for. */
  tiers: z.array(z.object({ id: z.string(), name: z.string() })),
  after: z.string().nullable(),
});

/**
 * Why a number of points. `lines` are there when the order, as we know it, still gives the amount
 * that was counted then; `recomputed` is the sum done again just now.
 */
export const explained = z.object({
  version: whole.nullable(),
  lines: z
    .array(
      z.object({
        /** What the shop calls it today; null where that is not known. */
        title: z.string().nullable(),
        quantity: whole,
        priceMinor: whole,
        discountMinor: whole,
        /** Returned, removed, given back, or tax inside the price. */
        otherMinor: whole,
        valueMinor: whole,
        why: z.enum(['counts', 'giftCard', 'gone', 'order']),
      }),
    )
    .nullable(),
  /** Beside the lines: what counts, and what the order had that does not. */
  countedMinor: z.object({ shipping: count, tips: count, duties: count }),
  leftOutMinor: z.object({ shipping: count, tips: count, duties: count }),
  eligibleMinor: count,
  points: count,
  perMinor: whole.positive(),
  /** The sum before it was rounded down, to a thousandth; without what campaigns do. */
  exact: z.number(),
  /** What rules and campaigns did, in the program's order. */
  rules: z.array(ruleDid),
  before: count,
  now: count,
  recomputed: whole,
});

export const ledgerKinds = [
  'orderEarned',
  'orderReduced',
  'matured',
  'spent',
  'putBack',
  'returned',
  'retaken',
  'expired',
  'adjusted',
  'debtWrittenOff',
  'friendBought',
  'friendReduced',
  'friendMatured',
  'merged',
  'actionEarned',
  'actionMatured',
  'tierEarned',
  'tierReduced',
  'tierMatured',
] as const;

export const ledgerRow = z.object({
  id: z.string(),
  kind: z.enum(ledgerKinds),
  at: moment,
  /** 0 where points only became spendable. */
  points: whole,
  /** How many became spendable, where they did. */
  matured: count.nullable(),
  /** Still on the way, until then. */
  waitingUntil: moment.nullable(),
  /** What could be spent after this row. */
  balance: whole,
  orderName: z.string().nullable(),
  friend: z.string().nullable(),
  /** The tier's name, where the row is about entering one. */
  tier: z.string().nullable(),
  /** Still on the way, until the shopper has paid for a first order. */
  waitsForOrder: z.boolean(),
  /** What the shopper did, and about what; `recomputed` by the rules that gave points, just now. */
  action: z
    .object({
      action: z.string(),
      about: z.string().nullable(),
      version: whole.nullable(),
      recomputed: count.nullable(),
    })
    .nullable(),
  value: rewardValue.nullable(),
  code: z.string().nullable(),
  codeStatus: z.string().nullable(),
  settled: count.nullable(),
  note: z.string().nullable(),
  by: z.string().nullable(),
  explained: explained.nullable(),
});

export const ledger = z.object({ rows: z.array(ledgerRow), older: z.string().nullable() });

/** Why an order was taken for one that came later than usual: in days, and whose gaps were asked. */
const overdue = z.object({
  gapDays: count,
  usualDays: count,
  of: z.enum(['shopper', 'club']),
  intervals: count,
});

export const shopperCode = z.object({
  /** Null: taken without one. */
  code: z.string().nullable(),
  kind: z.enum(['reward', 'nextOrder', 'tier']),
  value: rewardValue,
  status: z.string(),
  /** The last moment it works. */
  endsAt: moment,
  madeAt: moment,
  why: overdue.nullable(),
});

/** Money credit that an order brought, and what became of it. */
export const walletRow = cashback.extend({
  status: z.string(),
  orderName: z.string().nullable(),
  why: overdue.nullable(),
  /** What could not be taken back when the order was refunded. */
  unrecoveredMinor: count,
});

export const shopperPage = z.object({
  ...shopWords,
  shopper: shopperRow.extend({
    firstSeenAt: moment,
    frozenAt: moment.nullable(),
    blockedAt: moment.nullable(),
    held: count,
    referralCode: z.string().nullable(),
  }),
  story: z.object({
    firstOrderAt: moment.nullable(),
    lastOrderAt: moment.nullable(),
    /** Of the last 365 days, and what they are worth now. */
    orders: count,
    spentMinor: count,
    /** The usual number of days between two orders; null below four orders. */
    usualDays: count.nullable(),
    cameThrough: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  }),
  /** As models foresaw last night; null: they have not bought, or no night has passed. */
  expected: z
    .object({
      /** More likely gone than not. */
      mayHaveLeft: z.boolean(),
      nextOrderOn: z.iso.date().nullable(),
      /** So far ahead is looked, and what they are expected to bring until then. */
      months: count,
      bringsMinor: count,
    })
    .nullable(),
  enoughFor: rewardValue.nullable(),
  /** Null where the program has no tiers. `missing`: points, minor units or orders, as `by` says. */
  tier: z
    .object({
      name: z.string().nullable(),
      since: moment.nullable(),
      by: z.enum(['points', 'spend', 'orders']),
      next: z
        .object({ name: z.string(), missing: count, byDay: z.iso.date().nullable() })
        .nullable(),
      keep: z
        .object({
          missing: count,
          fromDay: z.iso.date().nullable(),
          byDay: z.iso.date().nullable(),
        })
        .nullable(),
      keptThrough: z.iso.date().nullable(),
    })
    .nullable(),
  onTheWay: z.array(z.object({ points: count, at: moment })),
  friends: z.array(
    z.object({
      id: z.string().nullable(),
      name: z.string().nullable(),
      orderName: z.string().nullable(),
      verdict: z.string(),
      points: count,
      waitingUntil: moment.nullable(),
      broughtMinor: count,
    }),
  ),
  codes: z.array(shopperCode),
  wallet: z.array(walletRow),
  notes: z.array(
    z.object({
      id: z.string(),
      at: moment,
      by: z.string(),
      action: z.enum([
        'adjustPoints',
        'freezeShopper',
        'unfreezeShopper',
        'blockShopper',
        'unblockShopper',
      ]),
      points: whole.nullable(),
      note: z.string(),
    }),
  ),
  ledger,
});

const note = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\0]*$/);

/** `key` is minted by the form: the same key is the same adjustment, however often it comes. */
export const adjustRequest = z.object({
  points: whole.refine((points) => points !== 0),
  note,
  key: z.uuid(),
});

export const freezeRequest = z.object({ frozen: z.boolean(), note });

export const blockRequest = z.object({ blocked: z.boolean(), note });

export type ShopperRow = z.infer<typeof shopperRow>;
export type ShoppersAnswer = z.infer<typeof shoppersAnswer>;
export type ShopperPage = z.infer<typeof shopperPage>;
export type LedgerRow = z.infer<typeof ledgerRow>;
export type Explained = z.infer<typeof explained>;
export type AdjustRequest = z.infer<typeof adjustRequest>;
export type FreezeRequest = z.infer<typeof freezeRequest>;
export type BlockRequest = z.infer<typeof blockRequest>;
