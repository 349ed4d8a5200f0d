/**
 * What we know of each shop's bucket of points, from the last answers of the shop: so that a call that
 * would surely be throttled waits instead of being sent, and shops that are empty hold up no others.
 * https://shopify.dev/docs/api/usage/limits: each call asks for its whole requested cost; what it did
 * not use comes back at once, and the rest by and by.
 */
import { z } from 'zod';

export const costShape = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number().positive(),
  }),
});
export type Cost = z.infer<typeof costShape>;

/** This share of a bucket is left for those for whom somebody waits. */
export const RESERVED = 0.2;

export type Buckets = {
  /**
   * Real ms until a call of this name may be sent; 0: now, and its points are set aside until `done`.
   * `first` goes before others: it may use the reserve.
   */
  take(shop: string, name: string, first: boolean): Taken;
  /** The call that `take` let through is over; `cost` is what the shop said, when it said anything. */
  done(shop: string, name: string, taken: Taken, cost: Cost | null): void;
  /** The shop asked for silence, by 429 and Retry-After. */
  hush(shop: string, ms: number): void;
};

export type Taken = { waitMs: number; points: number };

type Bucket = {
  available: number;
  maximum: number;
  restoreRate: number;
  seenAt: number;
  onTheWay: number;
  hushedUntil: number;
};

/** More shops than one process speaks to in a while; forgetting one costs one throttled call. */
const MAX_SHOPS = 10_000;

const unknown = (): Bucket => ({
  available: Number.POSITIVE_INFINITY,
  maximum: Number.POSITIVE_INFINITY,
  restoreRate: 1,
  seenAt: 0,
  onTheWay: 0,
  hushedUntil: 0,
});

export function openBuckets(realNow: () => number = () => performance.now()): Buckets {
  const buckets = new Map<string, Bucket>();
  /** What calls of a name ask for: the schema's cost is the same at every shop. */
  const costs = new Map<string, number>();
  const bucketOf = (shop: string): Bucket => {
    const bucket = buckets.get(shop) ?? unknown();
    if (buckets.size >= MAX_SHOPS && !buckets.has(shop)) buckets.clear();
    buckets.set(shop, bucket);
    return bucket;
  };
  return {
    take(shop, name, first) {
      const bucket = bucketOf(shop);
      const now = realNow();
      const cost = costs.get(name) ?? 0;
      const restored = ((now - bucket.seenAt) / 1000) * bucket.restoreRate;
      const available = Math.min(bucket.maximum, bucket.available + restored) - bucket.onTheWay;
      const reserve = first || bucket.maximum === Number.POSITIVE_INFINITY ? 0 : RESERVED;
      const needed = Math.min(bucket.maximum, cost + (reserve && reserve * bucket.maximum));
      const missing = cost === 0 ? 0 : needed - available;
      const refillMs = missing > 0 ? Math.ceil((missing / bucket.restoreRate) * 1000) : 0;
      const waitMs = Math.max(refillMs, Math.ceil(bucket.hushedUntil - now), 0);
      if (waitMs > 0) return { waitMs, points: 0 };
      bucket.onTheWay += cost;
      return { waitMs, points: cost };
    },
    done(shop, name, { points }, cost) {
      const bucket = bucketOf(shop);
      bucket.onTheWay = Math.max(0, bucket.onTheWay - points);
      if (!cost) return;
      costs.set(name, cost.requestedQueryCost);
      bucket.available = cost.throttleStatus.currentlyAvailable;
      bucket.maximum = cost.throttleStatus.maximumAvailable;
      bucket.restoreRate = cost.throttleStatus.restoreRate;
      bucket.seenAt = realNow();
    },
    hush(shop, ms) {
      const bucket = bucketOf(shop);
      bucket.hushedUntil = Math.max(bucket.hushedUntil, realNow() + ms);
    },
  };
}
