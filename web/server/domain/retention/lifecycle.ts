/** Where a shopper stands in the shop's own rhythm, and who moved. */
import { buyingDays } from './history.ts';
import type { History } from './history.ts';
import type { Rhythm } from './rhythm.ts';

export const STAGES = ['new', 'active', 'lapsing', 'lost', 'returned'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * As of the end of `asOfDay`; null before the first purchase. Silent for more than the churn window:
 * lost. For more than the usual gap: lapsing. Else returned when the last purchase ended a silence
 * longer than the churn window, new after one purchase, and active.
 */
export function stageOf(history: History, rhythm: Rhythm, asOfDay: number): Stage | null {
  const days = buyingDays(history, asOfDay);
  const last = days.at(-1);
  if (!last) return null;
  const silence = asOfDay - last.day;
  if (silence > rhythm.churnDays) return 'lost';
  if (silence > rhythm.usualDays) return 'lapsing';
  const before = days.at(-2);
  if (!before) return 'new';
  return last.day - before.day > rhythm.churnDays ? 'returned' : 'active';
}

export type StageMove = { from: Stage | null; to: Stage; shoppers: number };

/** Who stands where on `toDay` and stood where on `fromDay`, both by one rhythm. Null: not yet one. */
export function movesOf(
  histories: Iterable<History>,
  rhythm: Rhythm,
  fromDay: number,
  toDay: number,
): StageMove[] {
  const counts = new Map<string, StageMove>();
  for (const history of histories) {
    const to = stageOf(history, rhythm, toDay);
    if (to === null) continue;
    const from = stageOf(history, rhythm, fromDay);
    const key = `${from}>${to}`;
    const move = counts.get(key) ?? { from, to, shoppers: 0 };
    move.shoppers += 1;
    counts.set(key, move);
  }
  const rank = (stage: Stage | null) => (stage === null ? -1 : STAGES.indexOf(stage));
  return [...counts.values()].toSorted(
    (one, other) => rank(one.from) - rank(other.from) || rank(one.to) - rank(other.to),
  );
}
