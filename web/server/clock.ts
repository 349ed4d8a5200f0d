/** The one source of business time. Leases and timeouts use real time instead. */
export type Clock = { now(): number };

export const realClock: Clock = { now: () => Date.now() };

/** For the demo and tests: real time plus an offset, or a fixed instant; only ever moves forward. */
export type MovableClock = Clock & { moveTo(ms: number): void };

export function movableClock(start: { offsetMs: number } | { frozenAt: number }): MovableClock {
  const frozen = 'frozenAt' in start;
  let base = frozen ? start.frozenAt : start.offsetMs;
  const now = () => (frozen ? base : Date.now() + base);
  return {
    now,
    moveTo: (ms) => {
      if (ms > now()) base = frozen ? ms : ms - Date.now();
    },
  };
}
