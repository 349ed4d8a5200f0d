/** What every measure answers, and the registry's row for it. docs/measures.md says the rest. */

/** Below so many shoppers (or whatever is counted) a share is too few to tell. */
export const TOO_FEW = 20;

export type MeasureUnit = 'share' | 'days' | 'orders' | 'minor' | 'items' | 'points' | 'ratio';

/** 95 %. `wilson`: of a share; `t`: of a mean; `nps`: of a difference of two shares. */
export type Interval = { low: number; high: number; method: 'wilson' | 't' | 'nps' };

export type Measure = {
  code: string;
  unit: MeasureUnit;
  /** Null where there is nothing to divide by. Shares from 0 to 1; money in minor units. */
  value: number | null;
  interval: Interval | null;
  /** How many were counted (the denominator): shoppers, orders, answers, by the measure. */
  n: number;
  /** `n` is below `TOO_FEW`: say so, and show no colour. */
  tooFew: boolean;
  /** First and last day that were looked at, both included. */
  fromDay: number;
  toDay: number;
};

export type Window = { fromDay: number; toDay: number };
