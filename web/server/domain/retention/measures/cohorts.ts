/** Retention cohorts: shoppers by the period of their first purchase, and who buys how much later. */
import { persianDay } from '../../persianDays.ts';
import { buyingDays } from '../history.ts';
import type { History } from '../history.ts';
import { wilson } from './intervals.ts';
import { TOO_FEW } from './measure.ts';
import type { Interval } from './measure.ts';

/** Numbers a day's period; neighbours differ by 1. Months of any calendar, weeks, quarters. */
export type PeriodOf = (day: number) => number;

/** Months of our calendar since year 0: 24,312 is January 2026. */
export function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The day on which such a month begins. */
export const startOfMonth = (month: number): number =>
  Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;

const persianMonths = new Map<number, number>();

/** Months of the Persian calendar since its year 0: 16,860 is Farvardin 1405. */
export function persianMonthOf(day: number): number {
  const known = persianMonths.get(day);
  if (known !== undefined) return known;
  const { year, month } = persianDay(new Date(day * 86_400_000).toISOString().slice(0, 10));
  const period = year * 12 + month - 1;
  persianMonths.set(day, period);
  return period;
}

/** The day on which the period of a day begins. */
export function startOfPeriod(day: number, periodOf: PeriodOf): number {
  let start = day;
  while (periodOf(start - 1) === periodOf(day)) start -= 1;
  return start;
}

export type Cohort = {
  period: number;
  shoppers: number;
  /** By periods since the first, which is 0: how many bought, and for how much. */
  buyers: number[];
  amountMinor: number[];
};

/** Every cohort up to the period of `toDay`, which may not be over; ascending. */
export function cohortsOf(
  histories: Iterable<History>,
  toDay: number,
  periodOf: PeriodOf = monthOf,
): Cohort[] {
  const cohorts = new Map<number, Cohort>();
  const last = periodOf(toDay);
  for (const history of histories) {
    const days = buyingDays(history, toDay);
    const first = days[0];
    if (!first) continue;
    const period = periodOf(first.day);
    const cohort = cohorts.get(period) ?? emptyCohort(period, last);
    cohorts.set(period, cohort);
    cohort.shoppers += 1;
    let before = -1;
    for (const { day, amountMinor } of days) {
      const at = periodOf(day) - period;
      if (at !== before) cohort.buyers[at] = (cohort.buyers[at] ?? 0) + 1;
      cohort.amountMinor[at] = (cohort.amountMinor[at] ?? 0) + amountMinor;
      before = at;
    }
  }
  return [...cohorts.values()].toSorted((one, other) => one.period - other.period);
}

const emptyCohort = (period: number, last: number): Cohort => ({
  period,
  shoppers: 0,
  buyers: Array.from({ length: last - period + 1 }, () => 0),
  amountMinor: Array.from({ length: last - period + 1 }, () => 0),
});

export type CurvePoint = {
  /** Periods since the first purchase. */
  at: number;
  share: number;
  interval: Interval | null;
  n: number;
  tooFew: boolean;
};

/** Of all cohorts together, of those that are old enough for each point: the last period is left out. */
export function retentionCurve(cohorts: readonly Cohort[]): CurvePoint[] {
  const longest = Math.max(0, ...cohorts.map(({ buyers }) => buyers.length - 1));
  return Array.from({ length: longest }, (_, at) => {
    const old = cohorts.filter(({ buyers }) => buyers.length - 1 > at);
    const n = old.reduce((sum, { shoppers }) => sum + shoppers, 0);
    const bought = old.reduce((sum, { buyers }) => sum + (buyers[at] ?? 0), 0);
    return { at, share: bought / n, interval: wilson(bought, n), n, tooFew: n < TOO_FEW };
  });
}
