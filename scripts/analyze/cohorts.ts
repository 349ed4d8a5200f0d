/** Who came back, by the month of the first order. */
import type { OrderBook } from '../../web/server/orderFiles/book.ts';

export type Cohort = {
  /** Months since January 1970. */
  month: number;
  shoppers: number;
  /** How many of them ordered in the n-th month after (index 0: the first month itself). */
  active: number[];
};

const DAY_MS = 86_400_000;

/** Months since January 1970 of a day number. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Every month from the first to the last, also those in which nobody came. */
export function cohortsOf({ starts, days, firstDay, asOfDay }: OrderBook): Cohort[] {
  const first = monthOf(firstDay);
  const months = Int32Array.from({ length: Math.max(0, asOfDay - firstDay) + 1 }, (_, n) =>
    monthOf(firstDay + n),
  );
  const last = monthOf(asOfDay);
  const cohorts: Cohort[] = Array.from({ length: last - first + 1 }, (_, n) => ({
    month: first + n,
    shoppers: 0,
    active: Array.from({ length: last - first - n + 1 }, () => 0),
  }));
  for (let shopper = 0; shopper + 1 < starts.length; shopper += 1) {
    const [from, to] = [starts[shopper] ?? 0, starts[shopper + 1] ?? 0];
    if (from === to) continue;
    const start = months[(days[from] ?? 0) - firstDay] ?? first;
    const cohort = cohorts[start - first];
    if (!cohort) continue;
    cohort.shoppers += 1;
    let seen = -1;
    for (let at = from; at < to; at += 1) {
      const after = (months[(days[at] ?? 0) - firstDay] ?? start) - start;
      if (after === seen) continue;
      cohort.active[after] = (cohort.active[after] ?? 0) + 1;
      seen = after;
    }
  }
  return cohorts;
}
