/**
 * Token buckets in the memory of this process. One that is full again is forgotten, and of the others
 * only the newest are kept, so that no crowd of strangers can fill the memory.
 */

/** `burst` at once, and `perSecond` more for every second that passes. */
export type Rate = { burst: number; perSecond: number };

export type Buckets = {
  /** How long until the next one is welcome, ms; 0: now. Asking costs nothing. */
  waitMs(key: string): number;
  /** Takes one out. Many that were under way together may overdraw it, by one burst at most. */
  take(key: string): void;
  /** How many keys are remembered. */
  size(): number;
};

type Level = { tokens: number; at: number };

/** `now` in ms, never backwards. */
export function createBuckets(rate: Rate, now: () => number, mostKeys = 20_000): Buckets {
  const { burst, perSecond } = rate;
  const levels = new Map<string, Level>();

  function tokensOf(key: string): number {
    const level = levels.get(key);
    if (!level) return burst;
    const tokens = level.tokens + ((now() - level.at) / 1000) * perSecond;
    if (tokens < burst) return tokens;
    levels.delete(key);
    return burst;
  }

  return {
    waitMs(key) {
      const tokens = tokensOf(key);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
    take(key) {
      const tokens = Math.max(-burst, tokensOf(key) - 1);
      levels.delete(key);
      levels.set(key, { tokens, at: now() });
      if (levels.size <= mostKeys) return;
      const [oldest] = levels.keys();
      if (oldest !== undefined) levels.delete(oldest);
    },
    size: () => levels.size,
  };
}
