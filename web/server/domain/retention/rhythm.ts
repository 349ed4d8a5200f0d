/**
 * A shop's own buying rhythm: how long it takes from one purchase to the next, and from when on
 * silence means that a shopper has left. Only gaps that ended are seen, so in a young shop both are
 * too short; the merchant can set the window.
 */
import { quantile } from './numbers/quantile.ts';
import { buyingDays } from './history.ts';
import type { History } from './history.ts';

export type Rhythm = {
  /** Three of four gaps are no longer: beyond it a shopper is late. */
  usualDays: number;
  /** Nine of ten gaps are no longer: beyond it a shopper counts as lost. */
  churnDays: number;
  /** How many gaps this rests on. */
  gaps: number;
  /** `set`: by the merchant; `assumed`: too few gaps to tell (`MIN_GAPS`). */
  source: 'measured' | 'set' | 'assumed';
};

export const MIN_GAPS = 20;
/** Where a shop has too few gaps: a year means lost and a quarter late. */
const ASSUMED = { usualDays: 90, churnDays: 365 };
/** Two orders of one week are one occasion; no shop's window is shorter. */
const SHORTEST = { usualDays: 7, churnDays: 14 };

/** Days between neighbouring buying days, of everybody, up to `asOfDay`; for the histogram too. */
export function gapsOf(histories: Iterable<History>, asOfDay: number): number[] {
  const gaps: number[] = [];
  for (const history of histories) {
    const days = buyingDays(history, asOfDay);
    for (let n = 1; n < days.length; n += 1)
      gaps.push((days[n]?.day ?? 0) - (days[n - 1]?.day ?? 0));
  }
  return gaps;
}

/** `setDays` is the merchant's own churn window. Whole days, rounded up. */
export function rhythmOf(gaps: readonly number[], setDays?: number): Rhythm {
  const ascending = Int32Array.from(gaps).sort();
  const enough = ascending.length >= MIN_GAPS;
  const at = (p: number, least: number) => Math.max(least, Math.ceil(quantile(ascending, p)));
  const measured = enough
    ? { usualDays: at(0.75, SHORTEST.usualDays), churnDays: at(0.9, SHORTEST.churnDays) }
    : ASSUMED;
  const churnDays = setDays ?? measured.churnDays;
  return {
    usualDays: Math.min(measured.usualDays, churnDays),
    churnDays,
    gaps: ascending.length,
    source: setDays === undefined ? (enough ? 'measured' : 'assumed') : 'set',
  };
}
