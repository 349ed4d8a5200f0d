/** What the pictures of the report and of the Retention page show, as figures. */
import type { ShopperBase } from './base.ts';
import { TOO_FEW } from './measures/measure.ts';
import { quantile } from './numbers/quantile.ts';
import type { Rfm } from './rfm.ts';

const BARS = 24;
const MONTH_DAYS = 365.25 / 12;
const MOST_CURVES = 4;
const LAST_MONTH = 24;
const QUARTER = 3;

export type Bin = { from: number; to: number; count: number };

/** A width of 1, 2 or 5 times a power of ten, so that about 24 bars reach `top`. */
export function widthFor(top: number): number {
  const bare = Math.max(1e-9, top / BARS);
  const power = 10 ** Math.floor(Math.log10(bare));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= bare) ?? power * 10;
}

/** The last bar holds whatever lies beyond. */
export function histogram(values: ArrayLike<number>, top: number, width: number): Bin[] {
  const count = Math.max(1, Math.ceil(top / width));
  const bars = Array.from({ length: count }, (_, n) => ({
    from: n * width,
    to: (n + 1) * width,
    count: 0,
  }));
  for (let n = 0; n < values.length; n += 1) {
    const bar = bars[Math.max(0, Math.min(count - 1, Math.floor((values[n] ?? 0) / width)))];
    if (bar) bar.count += 1;
  }
  return bars;
}

/** Days between purchases, to well beyond the churn window. */
export function gapBins(gaps: readonly number[], churnDays: number): Bin[] {
  const top = Math.max(30, Math.round(churnDays * 1.6));
  return histogram(gaps, top, Math.max(1, Math.round(widthFor(top))));
}

/** What shoppers are expected to bring; the dearest one in fifty are in the last bar. */
export function valueBins(values: Float64Array): { bins: Bin[]; middle: number; mean: number } {
  const ascending = values.toSorted();
  const top = Math.max(1, quantile(ascending, 0.98));
  const sum = values.reduce((all, value) => all + value, 0);
  return {
    bins: histogram(values, top, widthFor(top)),
    middle: quantile(ascending, 0.5),
    mean: sum / Math.max(1, values.length),
  };
}

/** `cells[f][r]`, both from the lowest score: how many stand there, and what most of them are called. */
export type ScoreCell = { shoppers: number; segment: string };

export function scoreCells(base: ShopperBase, rfm: Rfm): ScoreCell[][] {
  const across = rfm.cutPoints.recencyDays.length + 1;
  const up = rfm.cutPoints.orders.length + 1;
  const grid = Array.from({ length: up }, () =>
    Array.from({ length: across }, () => new Map<number, number>()),
  );
  for (let row = 0; row < base.size; row += 1) {
    const cell = grid[(rfm.frequency[row] ?? 1) - 1]?.[(rfm.recency[row] ?? 1) - 1];
    const segment = rfm.segment[row] ?? 0;
    cell?.set(segment, (cell.get(segment) ?? 0) + 1);
  }
  return grid.map((line) =>
    line.map((cell) => {
      const [most] = [...cell].toSorted(([, one], [, other]) => other - one);
      const shoppers = [...cell.values()].reduce((sum, count) => sum + count, 0);
      return {
        shoppers,
        segment: most === undefined ? '' : (rfm.segments[most[0]]?.name ?? ''),
      };
    }),
  );
}

export type StayPoint = { month: number; share: number; n: number };
export type StayCurve = { segment: string; points: StayPoint[] };

/** Of the largest groups, those who first bought so long ago: the share that still ordered so long after. */
export function stayCurves(base: ShopperBase, rfm: Rfm): StayCurve[] {
  const groups = rfm.segments.map(({ name }) => ({
    name,
    spans: [] as number[],
    ages: [] as number[],
  }));
  for (let row = 0; row < base.size; row += 1) {
    const group = groups[rfm.segment[row] ?? 0];
    group?.spans.push((base.txDays[row] ?? 0) / MONTH_DAYS);
    group?.ages.push((base.TDays[row] ?? 0) / MONTH_DAYS);
  }
  return groups
    .filter(({ spans }) => spans.length >= TOO_FEW)
    .toSorted((one, other) => other.spans.length - one.spans.length)
    .slice(0, MOST_CURVES)
    .map(({ name, spans, ages }) => ({ segment: name, points: pointsOf(spans, ages) }));
}

function pointsOf(spans: readonly number[], ages: readonly number[]): StayPoint[] {
  const points = [];
  for (let month = 0; month <= LAST_MONTH; month += QUARTER) {
    const old = spans.filter((_, row) => (ages[row] ?? 0) >= month);
    if (old.length < TOO_FEW) break;
    const stayed = old.filter((span) => span >= month).length;
    points.push({ month, share: stayed / old.length, n: old.length });
  }
  return points;
}
