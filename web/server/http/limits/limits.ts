/**
 * How often one may guess. What is limited are misses: a forged proof, an id or a code that is nobody's.
 * What is found costs nothing, so a sale never runs into these. The few calls that cost the shop
 * something each (a redemption makes a code) have a limit of their own.
 * Why these numbers: docs/decisions/0019-guessing-is-limited-not-buying.md
 */
import { createBuckets } from './buckets.ts';
import type { Buckets, Rate } from './buckets.ts';
import type { Refused } from '../refusals.ts';

export type Who = {
  /** Null: not known, see `addressOf`. */
  address?: string | null;
  club?: string;
  /** A shopper or a member of staff, within the club; null: nobody is logged in. */
  person?: string | null;
};

type Dimension = keyof Who;

export const RATES = {
  /** A message at the webhook door whose signature is wrong. */
  forgedWebhook: { address: { burst: 200, perSecond: 5 } },
  /** A call at any other door without a proof that holds. */
  forgedCall: { address: { burst: 100, perSecond: 1 } },
  /** A personal code that nobody has: these are words, so they could be tried one by one. */
  friendCode: { club: { burst: 600, perSecond: 10 }, person: { burst: 30, perSecond: 0.2 } },
  /** A mail to prove an address, and its answer: each call counts, whatever comes of it. */
  friendCheck: { club: { burst: 300, perSecond: 3 }, person: { burst: 20, perSecond: 0.05 } },
  /** A redemption that is not this shopper's. */
  redemption: { person: { burst: 60, perSecond: 1 } },
  /** A checkout that is not known, or not yet: the thank-you page asks every two seconds. */
  checkout: {
    address: { burst: 300, perSecond: 10 },
    club: { burst: 3000, perSecond: 100 },
    person: { burst: 60, perSecond: 1 },
  },
  /** An id of the admin that is nobody's. */
  merchantId: { person: { burst: 120, perSecond: 2 } },
  /** Redeeming, putting back, inviting: each that is granted may cost the shop a call. */
  shopperWrite: { person: { burst: 300, perSecond: 2 } },
  /** Any call with an API key: every one counts. A busy shop has some actions a second. */
  apiCall: { person: { burst: 600, perSecond: 50 } },
  /** Any call of the admin: every one counts. */
  merchantCall: { person: { burst: 1000, perSecond: 50 } },
} as const satisfies Record<string, Partial<Record<Dimension, Rate>>>;

export type Kind = keyof typeof RATES;

export type Limits = {
  /** The refusal of a caller who has to wait, else null. Asking costs nothing. */
  refuse(kind: Kind, who: Who): Refused | null;
  /** Counts one against everybody who is named. */
  count(kind: Kind, who: Who): void;
};

const keyOf = (dimension: Dimension, who: Who): string | null => {
  const { address = null, club = null, person = null } = who;
  if (dimension === 'address') return address;
  if (dimension === 'club') return club;
  return person === null ? null : `${club}/${person}`;
};

const DIMENSIONS = ['address', 'club', 'person'] as const;

/** `now` is real time in ms, not the clock of the books: that one stands still, or jumps, in a demo. */
export function createLimits(now: () => number): Limits {
  const buckets = new Map<string, Buckets>();
  for (const [kind, rates] of Object.entries(RATES)) {
    for (const [dimension, rate] of Object.entries(rates)) {
      buckets.set(`${kind} ${dimension}`, createBuckets(rate, now));
    }
  }
  const concerned = (kind: Kind, who: Who) =>
    DIMENSIONS.flatMap((dimension) => {
      const bucket = buckets.get(`${kind} ${dimension}`);
      const key = keyOf(dimension, who);
      return bucket && key !== null ? [{ bucket, key }] : [];
    });
  return {
    refuse(kind, who) {
      const waits = concerned(kind, who).map(({ bucket, key }) => bucket.waitMs(key));
      const seconds = Math.ceil(Math.max(0, ...waits) / 1000);
      return seconds > 0 ? { kind: 'tooOften', data: { seconds } } : null;
    },
    count(kind, who) {
      for (const { bucket, key } of concerned(kind, who)) bucket.take(key);
    },
  };
}

/** For a server whose callers are counted elsewhere, and for load generators. */
export const noLimits: Limits = { refuse: () => null, count: () => {} };
