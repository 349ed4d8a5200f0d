/**
 * Two groups of shoppers beside each other: old and new buyers, members and others. **They chose
 * themselves**: who joins would have bought more anyway, so a difference is no effect. What the program
 * itself adds is measured by its hold-out alone.
 */
import type { History } from '../history.ts';
import type { Rhythm } from '../rhythm.ts';
import { buyingMeasures } from './buying.ts';
import type { Measure, Window } from './measure.ts';

export type Comparison = {
  code: string;
  one: Measure;
  other: Measure;
  /** `one` − `other`, and its 95 % interval; null where either side has none. */
  difference: number | null;
  interval: { low: number; high: number } | null;
  /** Either side is too few to tell. */
  tooFew: boolean;
  warning: 'groupsChoseThemselves';
};

const COMPARED: readonly string[] = [
  'repeatPurchaseRate',
  'purchaseFrequency',
  'averageOrder',
  'historicClv',
  'churnRate',
];

export function comparisonsOf(
  [one, other]: readonly [Iterable<History>, Iterable<History>],
  window: Window,
  rhythm: Rhythm,
): Comparison[] {
  const others = new Map(buyingMeasures(other, window, rhythm).map((each) => [each.code, each]));
  return buyingMeasures(one, window, rhythm).flatMap((each) => {
    const beside = others.get(each.code);
    return beside && COMPARED.includes(each.code) ? [compared(each, beside)] : [];
  });
}

/**
 * From the two intervals (Newcombe 1998, method 10, for shares; for means the same sum of squares is
 * Welch's).
 */
function compared(one: Measure, other: Measure): Comparison {
  const rest = {
    code: one.code,
    one,
    other,
    tooFew: one.tooFew || other.tooFew,
    warning: 'groupsChoseThemselves' as const,
  };
  if (one.value === null || other.value === null) {
    return { ...rest, difference: null, interval: null };
  }
  const difference = one.value - other.value;
  if (!one.interval || !other.interval) return { ...rest, difference, interval: null };
  const down = Math.hypot(one.value - one.interval.low, other.interval.high - other.value);
  const up = Math.hypot(one.interval.high - one.value, other.value - other.interval.low);
  return { ...rest, difference, interval: { low: difference - down, high: difference + up } };
}

/** Who had bought before the window, and whose first order is in it. */
export function oldAndNew<H extends History>(
  histories: Iterable<H>,
  window: Window,
): { old: H[]; fresh: H[] } {
  const groups: { old: H[]; fresh: H[] } = { old: [], fresh: [] };
  for (const history of histories) {
    const first = history.purchases.reduce((least, { day }) => Math.min(least, day), Infinity);
    if (first > window.toDay) continue;
    groups[first < window.fromDay ? 'old' : 'fresh'].push(history);
  }
  return groups;
}
