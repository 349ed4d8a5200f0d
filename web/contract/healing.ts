/** How a shop's orders are kept whole, and what its past may bring (`/api/healing`, `/api/history`). */
import { z } from 'zod';

const whole = z.int();
const count = whole.nonnegative();
const moment = z.iso.datetime();

/** `none`: nothing of before the program is rewarded, on purpose. */
export const pastChoice = z.discriminatedUnion('choice', [
  z.object({ choice: z.literal('none') }),
  z.object({ choice: z.literal('all') }),
  /** `since`: the first local day of the shop whose orders count. */
  z.object({ choice: z.literal('since'), since: z.iso.date() }),
]);

export const previewRequest = pastChoice;

/** The id is made by whoever asks: asked again with the same one, it is the same decision. */
export const rewardRequest = z.intersection(z.object({ id: z.uuid() }), pastChoice);

/** What the decision would give right now. It could be taken back by adjustments only. */
export const previewAnswer = z.object({
  programVersion: whole.positive(),
  orders: count,
  shoppers: count,
  points: count,
  /** Of these points: they would end at once, and they would not be available yet. */
  expired: count,
  onTheWay: count,
});

export const pastReward = z.object({
  id: z.string(),
  choice: z.enum(['none', 'since', 'all']),
  since: moment.nullable(),
  programVersion: whole.positive().nullable(),
  state: z.enum(['running', 'done']),
  /** Orders to look at, and looked at so far. */
  total: count,
  judged: count,
  /** Orders that brought points, their shoppers, the points, and those of them that ended at once. */
  orders: count,
  shoppers: count,
  points: count,
  expired: count,
  askedBy: z.string(),
  askedAt: moment,
  endedAt: moment.nullable(),
});

export const healing = z.object({
  /** The order history: read once, when the shop connected. */
  import: z.object({
    state: z.enum(['waiting', 'copying', 'reading', 'done']),
    read: count,
    /** How many there are; null until the shop has told. */
    total: count.nullable(),
    unreadable: count,
    oldestAt: moment.nullable(),
    beganAt: moment.nullable(),
    endedAt: moment.nullable(),
    /** Only orders of so many days could be reached; null: all of them. */
    limitedToDays: count.nullable(),
    /** Why it cannot go on right now, in the platform's or our own short word. */
    reason: z.string().nullable(),
  }),
  /** Orders that messages had not told us of, found by asking. */
  reconciliation: z.object({
    lastAt: moment.nullable(),
    nextAt: moment.nullable(),
    /** Why the last look came to nothing. */
    reason: z.string().nullable(),
    /** In the last 7 days. */
    found: z.object({
      asked: count,
      missing: count,
      stale: count,
      repaired: count,
      gone: count,
      unreadable: count,
      pointsMoved: count,
    }),
  }),
  /** The mirror of what the shop sells: read whole when it connected, and again every night. */
  catalogue: z.object({
    state: z.enum(['waiting', 'reading', 'done']),
    /** Products that the newest reading has read, and how many there are, once the shop has told. */
    read: count,
    total: count.nullable(),
    beganAt: moment.nullable(),
    /** When one came to its end last. */
    lastAt: moment.nullable(),
    /** Why the newest one cannot go on right now. */
    reason: z.string().nullable(),
    /** In the last 7 days: products nobody had told of, known otherwise, or gone without a word. */
    found: z.object({ missing: count, stale: count, gone: count }),
  }),
  /** Orders that could not be read, newest first. */
  unreadable: z.array(
    z.object({ platformOrderId: z.string(), reason: z.string(), seenAt: moment }),
  ),
  subscriptions: z.object({
    checkedAt: moment.nullable(),
    /** The newest mending: when, and which topics it was about. */
    mendedAt: moment.nullable(),
    mended: z.array(z.string()),
    /** Why the last check came to nothing. */
    reason: z.string().nullable(),
  }),
  /** What the shop does not let us reach; null: not asked yet. */
  unreached: z.array(z.enum(['scopes', 'olderOrders', 'personalDetails'])).nullable(),
  /** The newest decision about orders of before the first program; null: none was made. */
  pastReward: pastReward.nullable(),
  /** Orders of before the first program that nobody has rewarded, and that belong to somebody. */
  unrewarded: count,
});

export type PreviewRequest = z.infer<typeof previewRequest>;
export type RewardRequest = z.infer<typeof rewardRequest>;
export type PreviewAnswer = z.infer<typeof previewAnswer>;
export type PastRewardAnswer = z.infer<typeof pastReward>;
export type Healing = z.infer<typeof healing>;
