/**
 * RFM: recency, frequency and monetary value of each shopper, scored by cut points, named by a table.
 * A value v is in the bin with lower ≤ v < upper, so ties are never split and two runs agree.
 */
import { quantile } from './numbers/quantile.ts';
import type { ShopperBase } from './base.ts';

export type CutPoints = {
  recencyDays: readonly number[];
  orders: readonly number[];
  amountMinor: readonly number[];
};

/** Scores from 1 to 5, both ends included, 5 the best. The first row that matches names a shopper. */
export type SegmentRow = {
  name: string;
  recency: readonly [number, number];
  frequency: readonly [number, number];
  monetary: readonly [number, number];
};

export type RfmOptions = {
  /** 5 unless told. Cut points that are given decide the number by themselves. */
  bins?: number;
  cutPoints?: CutPoints;
  segments?: readonly SegmentRow[];
};

export type Rfm = {
  cutPoints: CutPoints;
  /** Rows as in the base. Scores from 1 to the number of bins. */
  recency: Uint8Array;
  frequency: Uint8Array;
  monetary: Uint8Array;
  /** Index into `segments`. */
  segment: Uint8Array;
  /** In the table's order, `UNNAMED` last. */
  segments: { name: string; shoppers: number }[];
};

export const UNNAMED = 'others';

const row = (
  name: string,
  recency: [number, number],
  frequency: [number, number],
  monetary: [number, number],
): SegmentRow => ({ name, recency, frequency, monetary });

/**
 * The usual names, over every combination of scores: nobody is left without one. Where most shoppers
 * buy once, one order scores above 1 (ties are never split), so no name rests on a frequency of 1 alone.
 */
export const USUAL_SEGMENTS: readonly SegmentRow[] = [
  row('champions', [4, 5], [4, 5], [4, 5]),
  row('loyal', [3, 5], [4, 5], [1, 5]),
  row('newcomers', [4, 5], [1, 1], [1, 5]),
  row('potentialLoyal', [4, 5], [1, 3], [1, 5]),
  row('needAttention', [3, 3], [1, 3], [3, 5]),
  row('promising', [3, 3], [1, 3], [1, 2]),
  row('cannotLose', [1, 2], [4, 5], [4, 5]),
  row('atRisk', [1, 2], [3, 5], [3, 5]),
  row('aboutToSleep', [2, 2], [1, 5], [1, 5]),
  row('lost', [1, 1], [1, 5], [1, 5]),
];

const FIFTHS = 5;

/** The quantiles at 1/bins, 2/bins… of a column; none for an empty base. */
function cutsOf(column: Int32Array | Float64Array, bins: number): number[] {
  if (column.length === 0) return [];
  const ascending = column.toSorted();
  return Array.from({ length: bins - 1 }, (_, n) => quantile(ascending, (n + 1) / bins));
}

/** The shop's own cut points. Throws a RangeError unless `bins` is a whole number from 2 to 100. */
export function cutPointsOf(base: ShopperBase, bins = FIFTHS): CutPoints {
  if (!Number.isInteger(bins) || bins < 2 || bins > 100) throw new RangeError(`${bins} bins`);
  return {
    recencyDays: cutsOf(recencyOf(base), bins),
    orders: cutsOf(base.orders, bins),
    amountMinor: cutsOf(base.amountMinor, bins),
  };
}

/** Days since the last purchase. */
const recencyOf = (base: ShopperBase): Int32Array =>
  base.TDays.map((days, n) => days - (base.txDays[n] ?? 0));

/** How many cut points are not above the value: the bin's number, from 0. */
function binOf(value: number, cuts: readonly number[]): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const scores = (column: Int32Array | Float64Array, cuts: readonly number[]): Uint8Array =>
  Uint8Array.from(column, (value) => binOf(value, cuts) + 1);

/** Recent is good: the fewest days score highest. */
const reversedScores = (column: Int32Array, cuts: readonly number[]): Uint8Array =>
  Uint8Array.from(column, (value) => cuts.length + 1 - binOf(value, cuts));

const within = (score: number, [low, high]: readonly [number, number]): boolean =>
  score >= low && score <= high;

/**
 * By three scores, the index of the row that names a shopper; the table's length where none does. A table
 * that is given speaks of the scores as they are; the usual one speaks of fifths, so where there are not
 * five bins scores are scaled.
 */
export function namerOf(
  cutPoints: CutPoints,
  segments?: readonly SegmentRow[],
): (recency: number, frequency: number, monetary: number) => number {
  const table = segments ?? USUAL_SEGMENTS;
  const fifthOf = (score: number, cuts: readonly number[]): number =>
    segments ? score : Math.ceil((score * FIFTHS) / (cuts.length + 1));
  return (recency, frequency, monetary) => {
    const r = fifthOf(recency, cutPoints.recencyDays);
    const f = fifthOf(frequency, cutPoints.orders);
    const m = fifthOf(monetary, cutPoints.amountMinor);
    const found = table.findIndex(
      (row) => within(r, row.recency) && within(f, row.frequency) && within(m, row.monetary),
    );
    return found < 0 ? table.length : found;
  };
}

/** Throws a RangeError for cut points that do not ascend. */
export function rfmOf(base: ShopperBase, options: RfmOptions = {}): Rfm {
  const cutPoints = options.cutPoints ?? cutPointsOf(base, options.bins);
  for (const cuts of Object.values(cutPoints)) {
    if (cuts.some((cut, n) => !(cut >= (cuts[n - 1] ?? cut)))) {
      throw new RangeError('cut points do not ascend');
    }
  }
  const table = options.segments ?? USUAL_SEGMENTS;
  const nameOf = namerOf(cutPoints, options.segments);
  const recency = reversedScores(recencyOf(base), cutPoints.recencyDays);
  const frequency = scores(base.orders, cutPoints.orders);
  const monetary = scores(base.amountMinor, cutPoints.amountMinor);
  const counts = Array.from({ length: table.length + 1 }, () => 0);
  const segment = recency.map((score, n) => {
    const index = nameOf(score, frequency[n] ?? 1, monetary[n] ?? 1);
    counts[index] = (counts[index] ?? 0) + 1;
    return index;
  });
  const segments = [...table.map(({ name }) => name), UNNAMED].map((name, n) => ({
    name,
    shoppers: counts[n] ?? 0,
  }));
  return { cutPoints, recency, frequency, monetary, segment, segments };
}
