/** What the storefront surfaces say and hear through the app proxy (`/proxy/*`). */
import { z } from 'zod';
import { cashback, moneyStyle } from './money.ts';
import { shopperTier } from './shopperTier.ts';
import { rewardValue } from './values.ts';
import { waysToEarn } from './waysToEarn.ts';

export { waysToEarn };

/** Minor units and points travel as JSON integers; both stay below 2^53. */
const whole = z.int();

/** A share with an end comes with its name, in the reader's language. */
const namedShare = z.object({
  kind: z.literal('percentUpTo'),
  basisPoints: whole,
  capMinor: whole,
  text: z.string(),
});

export const publicReward = z.object({
  id: z.string(),
  points: whole,
  value: z.union([namedShare, rewardValue]),
  minimumMinor: whole,
  codeDays: whole,
});

export const publicProgram = z.object({
  points: whole,
  perMinor: whole,
  pendingDays: whole,
  rewards: z.array(publicReward),
});

export const redemptionStatus = z.enum([
  'issuing', // points are set aside; the code is being made, or the shop is to do it by hand
  'open', // the code works, the access is there
  'closing', // being put back
  'cancelled', // put back
  'lapsed', // ran out unused, points are back
  'used', // an order used it, the time of the access is over, or the shop has done it
  'refused', // the shop did not accept the code, points are back
]);

export const redemption = z.object({
  id: z.uuid(),
  rewardId: z.string(),
  points: whole,
  value: rewardValue,
  minimumMinor: whole,
  status: redemptionStatus,
  /** Present while the code can be shown (open, used). */
  code: z.string().nullable(),
  /** The last moment the code works, so its day in the shop's time zone is the day to show. */
  expiresAt: z.iso.datetime(),
  /** Why it was refused, as a stable word. */
  reason: z.string().nullable(),
});

/** A single-use code that an order brought for the next one. */
export const nextOrderCode = z.object({
  code: z.string(),
  value: rewardValue,
  minimumMinor: whole,
  /** The last moment it works, so its day in the shop's time zone is the day to show. */
  endsAt: z.iso.datetime(),
});

export const friendOffer = z.object({
  firstName: z.string().nullable(),
  friend: z.object({ value: rewardValue, minimumMinor: whole }),
  /** True: no code is shared. The friend proves an address (`friend/check`) and gets their own. */
  strict: z.boolean().optional(),
});

/** `ref` is the code of whoever sent them. 202, whoever asks for whichever address. */
export const friendCheckRequest = z.object({
  ref: z.string().min(3).max(40),
  email: z.string().min(3).max(254),
});
export const friendCheckAnswer = z.object({ sent: z.literal(true) });

/** `code` is what the mail said. */
export const friendCodeRequest = friendCheckRequest.extend({ code: z.string().min(1).max(20) });

/** A code for one friend, used once. Not `ready`: it is on its way to the shop; ask again. */
export const friendCodeAnswer = z.object({
  code: z.string(),
  ready: z.boolean(),
  value: rewardValue,
  minimumMinor: whole,
  /** The last day on which it works, in the shop's time zone. */
  day: z.iso.date(),
  link: z.url(),
});

/** What inviting brings both sides, and the shopper's own code and share link once they have one. */
export const invite = z.object({
  /** Null until it is asked for (`POST invite`) or the first paid order brings it. */
  code: z.string().nullable(),
  link: z.url().nullable(),
  friend: friendOffer.shape.friend,
  advocatePoints: whole,
  waitDays: whole,
  /** The code that comes with the points, where one does. */
  also: z.object({ value: rewardValue, minimumMinor: whole }).optional(),
  /** Points on top with the n-th friend who counts. */
  steps: z.array(z.object({ at: whole, points: whole })).optional(),
  /** The code works at checkout. */
  ready: z.boolean(),
});

export const inviteAnswer = z.object({ invite });

export const friend = z.object({
  /** Names this line, for asking for another look at it. */
  id: z.uuid(),
  name: z.string().nullable(),
  /** waiting: on the way, or not paid yet (0 points); got: the shopper's; none: see `reason`. */
  status: z.enum(['waiting', 'got', 'none']),
  points: whole,
  /** The day on which the points become, or became, the shopper's; null without points. */
  day: z.iso.date().nullable(),
  /** Why no points (yet): held: somebody looks; refused: by the shop; late: nobody looked in time. */
  reason: z
    .enum(['known', 'belowMinimum', 'notPaid', 'returned', 'held', 'refused', 'late', 'notCounted'])
    .nullable(),
  /** The day since when somebody looks; null: nobody does. */
  since: z.iso.date().nullable(),
  /** Another look can be asked for, once. */
  mayAppeal: z.boolean(),
});

/** Newest first, 50 at most. */
export const friends = z.object({ friends: z.array(friend) });

export const shopperState = z.object({
  /** Null: nobody is logged in. */
  shopper: z
    .object({
      available: whole,
      debt: whole,
      pending: whole,
      /** Day (YYYY-MM-DD, the shop's calendar day) and sum, soonest first. */
      onTheWay: z.array(z.object({ points: whole, day: z.iso.date() })),
      /** What ends next, where that is soon, and on which day; an order may keep it. */
      ending: z.object({ points: whole, day: z.iso.date(), orderKeeps: z.boolean() }).optional(),
      /** Absent where the program has no tiers. */
      tier: shopperTier.optional(),
    })
    .nullable(),
  /** Null: the merchant has not turned the program on yet. */
  program: publicProgram.nullable(),
  money: moneyStyle,
  timeZone: z.string(),
  /** Null: friends bring nothing here now. */
  invite: invite.nullable(),
  /** Issuing, open and closing ones, newest first. */
  codes: z.array(redemption),
  /** Codes that are open, then money credit (it has an amount), what ends first before the others. */
  nextOrderCodes: z.array(z.union([nextOrderCode, cashback.extend({ code: z.null() })])).optional(),
  /** What there is to know now, such as points that end soon, in the reader's language. */
  notes: z.array(z.string()).optional(),
  /** The app's clock. */
  now: z.iso.datetime().optional(),
});

export const historyRow = z.object({
  id: z.string(),
  /** `points` of a shopper's rows sum to available − debt + on the way; `debtRepaid` moves none (0). */
  kind: z.enum([
    'orderEarned',
    'orderReduced',
    'spent',
    'putBack',
    'returned',
    'retaken',
    'expired',
    'adjusted',
    'debtRepaid',
    'debtWrittenOff',
    'friendEarned',
    'friendReduced',
    'merged',
    'actionEarned',
    'tierEarned',
    'tierReduced',
  ]),
  points: whole,
  at: z.iso.datetime(),
  /** Set while the points are on the way: the day they become the shopper's. */
  yoursOn: z.iso.date().nullable(),
  orderName: z.string().nullable(),
  /** The friend's first name, where the row is about a friend and it is known. */
  friendName: z.string().nullable().optional(),
  /** What the shopper did, where the row is about an action. */
  action: z.string().optional(),
  /** When the shopper was told that these points would end. */
  toldOn: z.iso.date().optional(),
  /** The tier's name, where the row is about entering one. */
  tier: z.string().optional(),
  /** On the way until the shopper has paid for a first order. */
  afterOrder: z.literal(true).optional(),
  /** Eligible amount, rate and points now against before, when the row is about an order. */
  eligibleMinor: whole.nullable(),
  pointsNow: whole.nullable(),
  pointsBefore: whole.nullable(),
  value: rewardValue.nullable(),
  /** What rules and campaigns did, a sentence each in the reader's language. */
  why: z.array(z.string()).optional(),
  /** How many owed points this row's points settled, where they did. */
  settled: whole.optional(),
});

export const history = z.object({ rows: z.array(historyRow), older: z.string().nullable() });

export const redeemRequest = z.object({
  id: z.uuid(),
  rewardId: z.string().min(1).max(64),
  /** The price the shopper agreed to: refused with `priceChanged` if it is another one now. */
  points: whole.positive(),
  /** Of a share with an end: what it takes off, as the shopper was told (`POST advice`). */
  amountMinor: whole.positive().exactOptional(),
});

export const redeemAnswer = z.object({ redemption, available: whole });

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    problem: z.string().optional(),
  }),
});

export type WaysToEarn = z.infer<typeof waysToEarn>;
export type NextOrderCode = z.infer<typeof nextOrderCode>;
export type ShopperState = z.infer<typeof shopperState>;
export type RedeemRequest = z.infer<typeof redeemRequest>;
export type RedeemAnswer = z.infer<typeof redeemAnswer>;
export type Redemption = z.infer<typeof redemption>;
export type History = z.infer<typeof history>;
export type HistoryRow = z.infer<typeof historyRow>;
export type MoneyStyle = z.infer<typeof moneyStyle>;
export type Invite = z.infer<typeof invite>;
export type InviteAnswer = z.infer<typeof inviteAnswer>;
export type Friends = z.infer<typeof friends>;
export type FriendOffer = z.infer<typeof friendOffer>;
export type FriendCheckAnswer = z.infer<typeof friendCheckAnswer>;
export type FriendCodeAnswer = z.infer<typeof friendCodeAnswer>;
export type ErrorBody = z.infer<typeof errorBody>;
