/** The measures of one group of shoppers, month by month and cohort by cohort too. */
import type { History } from '../history.ts';
import type { Rhythm } from '../rhythm.ts';
import { buyingMeasures } from './buying.ts';
import { startOfPeriod } from './cohorts.ts';
import type { PeriodOf } from './cohorts.ts';
import type { Measure, Window } from './measure.ts';

export type MonthMeasures = { startDay: number; measures: Measure[] };

/** More months than these nobody reads. */
const MOST_MONTHS = 12;

/** What changes within a month, and what does not depend on how old a cohort is alone. */
const OF_MONTHS: ReadonlySet<string> = new Set([
  'repeatPurchaseRate',
  'purchaseFrequency',
  'churnRate',
  'returningSalesShare',
  'averageOrder',
]);
const OF_COHORTS: ReadonlySet<string> = new Set([
  'repeatPurchaseRate',
  'purchaseInterval',
  'inactiveShare',
  'averageOrder',
  'historicClv',
]);

/** Starts of the latest periods of the window, and the day before the next one (or its end). */
function monthsOf({ fromDay, toDay }: Window, periodOf: PeriodOf): Window[] {
  const months: Window[] = [];
  for (let last = toDay; last >= fromDay && months.length < MOST_MONTHS;) {
    const start = startOfPeriod(last, periodOf);
    months.unshift({ fromDay: start, toDay: last });
    last = start - 1;
  }
  return months;
}

/** The last one may not be over yet. */
export function measuresByMonth(
  histories: readonly History[],
  window: Window,
  rhythm: Rhythm,
  periodOf: PeriodOf,
): MonthMeasures[] {
  return monthsOf(window, periodOf).map((month) => ({
    startDay: month.fromDay,
    measures: buyingMeasures(histories, month, rhythm).filter(({ code }) => OF_MONTHS.has(code)),
  }));
}

/** Of those who first bought in each of the window's latest months: all that they bought since. */
export function measuresByCohort(
  histories: readonly History[],
  window: Window,
  rhythm: Rhythm,
  periodOf: PeriodOf,
): MonthMeasures[] {
  const firstOf = ({ purchases }: History): number =>
    purchases.reduce((least, { day }) => Math.min(least, day), Infinity);
  const cohorts = Map.groupBy(histories, (history) => periodOf(firstOf(history)));
  return monthsOf(window, periodOf).flatMap(({ fromDay }) => {
    const cohort = cohorts.get(periodOf(fromDay));
    if (!cohort) return [];
    const since = { fromDay, toDay: window.toDay };
    const measures = buyingMeasures(cohort, since, rhythm);
    return [{ startDay: fromDay, measures: measures.filter(({ code }) => OF_COHORTS.has(code)) }];
  });
}
