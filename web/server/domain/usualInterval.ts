/** How long a shopper usually waits from one order to the next, and whether this one came later. */

const DAY_MS = 86_400_000;
/** Gaps of one's own that say more than everybody's. */
const OWN_GAPS = 2;
/** Fewer of everybody's say nothing. */
export const CLUB_GAPS = 20;

/** Why an order was taken for a late one: kept with what it brought. */
export type Overdue = {
  gapDays: number;
  usualDays: number;
  /** Whose gaps were asked. */
  of: 'shopper' | 'club';
  intervals: number;
};

/**
 * Whether an order came later than is usual, as of the moment it was placed. Usual is the median of the
 * shopper's own gaps where there are two, else of the club's (`clubGaps`: gaps between neighbouring
 * orders of one shopper, ended before this order) where there are twenty. `earlier`: when their earlier
 * orders were placed. Null: it did not, or nobody can tell.
 */
export function overdueOf(
  placedAt: number,
  earlier: readonly number[],
  clubGaps: readonly number[],
): Overdue | null {
  const { last, own } = gapsOf(placedAt, earlier);
  if (last === undefined) return null;
  const of = own.length >= OWN_GAPS ? 'shopper' : 'club';
  const gaps = of === 'shopper' ? own : clubGaps;
  if (of === 'club' && gaps.length < CLUB_GAPS) return null;
  const usual = median(gaps);
  const gap = placedAt - last;
  if (gap <= usual) return null;
  const days = (ms: number) => Math.floor(ms / DAY_MS);
  return { gapDays: days(gap), usualDays: days(usual), of, intervals: gaps.length };
}

/** Whether everybody's gaps are asked: there are earlier orders, and too few gaps between them. */
export function asksClub(placedAt: number, earlier: readonly number[]): boolean {
  const { last, own } = gapsOf(placedAt, earlier);
  return last !== undefined && own.length < OWN_GAPS;
}

function gapsOf(placedAt: number, earlier: readonly number[]) {
  const before = earlier.filter((at) => at < placedAt).sort((a, b) => a - b);
  const own = before.slice(1).map((at, n) => at - (before[n] ?? at));
  return { last: before.at(-1), own };
}

/** The lower one of two in the middle. */
function median(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
