/**
 * One leaky bucket per shop, restored in real time.
 * https://shopify.dev/docs/api/usage/limits (standard plans restore 100 points a second; the size
 * is only seen in answers, where 2000 has been observed).
 */
export type ThrottleStatus = {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};

export type Throttle = {
  /** False when the shop has fewer points than that: nothing is taken then. */
  take(shop: string, points: number): boolean;
  /** Gives back what was requested and not used. */
  giveBack(shop: string, points: number): void;
  /** Takes points, as many as there are at most. */
  spend(shop: string, points: number): void;
  status(shop: string): ThrottleStatus;
};

export function makeThrottle(
  limits: { bucket: number; restorePerSecond: number },
  realNow: () => number = () => performance.now(),
): Throttle {
  const buckets = new Map<string, { available: number; at: number }>();
  const bucketOf = (shop: string) => {
    const now = realNow();
    const bucket = buckets.get(shop) ?? { available: limits.bucket, at: now };
    const restored = ((now - bucket.at) / 1000) * limits.restorePerSecond;
    bucket.available = Math.min(limits.bucket, bucket.available + restored);
    bucket.at = now;
    buckets.set(shop, bucket);
    return bucket;
  };
  return {
    take(shop, points) {
      const bucket = bucketOf(shop);
      if (bucket.available < points) return false;
      bucket.available -= points;
      return true;
    },
    giveBack(shop, points) {
      const bucket = bucketOf(shop);
      bucket.available = Math.min(limits.bucket, bucket.available + points);
    },
    spend(shop, points) {
      const bucket = bucketOf(shop);
      bucket.available = Math.max(0, bucket.available - points);
    },
    status: (shop) => ({
      maximumAvailable: limits.bucket,
      currentlyAvailable: Math.floor(bucketOf(shop).available),
      restoreRate: limits.restorePerSecond,
    }),
  };
}
