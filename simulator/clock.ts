import type { SimClock } from './front.types.ts';

/**
 * The simulator's clock (ms since the epoch), forward-only. Frozen: it stands still until moved.
 * Running: real time plus an offset that only grows; `remember` is told each move so that a restart
 * does not go back in time.
 */
export function makeClock(
  options: { startAt: number; frozen: boolean },
  remember: (now: number) => void = () => {},
): SimClock {
  let base = options.startAt;
  let since = performance.now();
  const now = () => (options.frozen ? base : Math.floor(base + performance.now() - since));
  return {
    now,
    moveTo(ms) {
      if (!Number.isSafeInteger(ms)) throw new RangeError(`not a time: ${ms}`);
      const current = now();
      if (ms < current) throw new RangeError(`the clock only moves forward: ${ms} < ${current}`);
      base = ms;
      since = performance.now();
      remember(ms);
    },
    advance(ms) {
      if (ms < 0) throw new RangeError(`the clock only moves forward: ${ms}`);
      this.moveTo(now() + ms);
    },
  };
}

/** ISO 8601 with seconds in UTC, as the Admin API's DateTime scalar writes it. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
