/** What every measure answers. The page docs/measures.md says how each one is made. */

/** Below so many of what is counted a figure is too few to tell. */
export const TOO_FEW = 20;

export type MeasureUnit = 'share' | 'days' | 'orders' | 'items' | 'minor' | 'points';

/**
 * 95 %. `wilson`: of a share (Wilson 1927); `t`: of a mean (Student); `ranks`: of a median, by the
 * ranks that a binomial leaves open; `trinomial`: of promoters less detractors.
 */
export type Interval = {
  low: number;
  high: number;
  method: 'wilson' | 't' | 'ranks' | 'trinomial';
};

export type Measure = {
  /** One of `MEASURES`, or what a caller calls a figure of its own. */
  code: string;
  unit: MeasureUnit;
  /** Null where there is nothing to divide by. Shares from 0 to 1; money in minor units, unrounded. */
  value: number | null;
  interval: Interval | null;
  /** How many were counted, the denominator: what, the registry says (`counts`). */
  n: number;
  /** `n` is below `TOO_FEW`: say so, and show no colour. */
  tooFew: boolean;
} & Window;

/** Local days, first and last, both included. */
export type Window = { fromDay: number; toDay: number };

type Row = {
  unit: MeasureUnit;
  /** What `n` counts. */
  counts: 'shoppers' | 'orders' | 'gaps' | 'answers' | 'visitors' | 'codes' | 'subscriptions';
  /** What it is made from. */
  source: 'orders' | 'subscriptions' | 'signals' | 'surveys' | 'referrals' | 'codes' | 'costs';
};

const made = (unit: Row['unit'], counts: Row['counts'], source: Row['source']): Row => ({
  unit,
  counts,
  source,
});

/** Every measure there is; each has its section in docs/measures.md, which a test sees. */
export const MEASURES = {
  repeatPurchaseRate: made('share', 'shoppers', 'orders'),
  purchaseFrequency: made('orders', 'shoppers', 'orders'),
  purchaseInterval: made('days', 'gaps', 'orders'),
  churnRate: made('share', 'shoppers', 'orders'),
  retentionRate: made('share', 'shoppers', 'orders'),
  inactiveShare: made('share', 'shoppers', 'orders'),
  returningSalesShare: made('share', 'orders', 'orders'),
  averageOrder: made('minor', 'orders', 'orders'),
  historicClv: made('minor', 'shoppers', 'orders'),
  basketSize: made('items', 'orders', 'orders'),
  repurchaseRate: made('share', 'shoppers', 'orders'),
  reorderRhythm: made('days', 'gaps', 'orders'),
  monthlyRecurringRevenue: made('minor', 'subscriptions', 'subscriptions'),
  revenueChurn: made('share', 'subscriptions', 'subscriptions'),
  returningVisitorRate: made('share', 'visitors', 'signals'),
  netPromoterScore: made('points', 'answers', 'surveys'),
  referralConversion: made('share', 'codes', 'referrals'),
  codeConversion: made('share', 'codes', 'codes'),
  acquisitionCost: made('minor', 'shoppers', 'costs'),
  reacquisitionCost: made('minor', 'shoppers', 'costs'),
  payback: made('days', 'shoppers', 'costs'),
} as const satisfies Record<string, Row>;

export type MeasureCode = keyof typeof MEASURES;

export function measured(
  code: MeasureCode,
  window: Window,
  n: number,
  value: number | null,
  interval: Interval | null = null,
): Measure {
  const { unit } = MEASURES[code];
  return { code, unit, value: n > 0 ? value : null, interval, n, tooFew: n < TOO_FEW, ...window };
}
