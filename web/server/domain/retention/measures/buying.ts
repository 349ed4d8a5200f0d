/** Measures of buying, in one pass over anybody's histories: a segment's, a cohort's, the shop's. */
import { buyingDays } from '../history.ts';
import type { History, Purchase } from '../history.ts';
import type { Rhythm } from '../rhythm.ts';
import { count, meanMeasure, medianMeasure, noMoments, shareMeasure } from './intervals.ts';
import type { Moments } from './intervals.ts';
import { measured } from './measure.ts';
import type { Measure, Window } from './measure.ts';

type Tally = {
  buyers: number;
  repeaters: number;
  orders: Moments;
  gaps: number[];
  alive: number;
  churned: number;
  before: number;
  kept: number;
  shoppers: number;
  inactive: number;
  salesMinor: number;
  returningMinor: number;
  amounts: Moments;
  lifetimes: Moments;
};

/** What the registry calls repeatPurchaseRate … historicClv, in its order. */
export function buyingMeasures(
  histories: Iterable<History>,
  window: Window,
  rhythm: Rhythm,
): Measure[] {
  const tally: Tally = {
    buyers: 0,
    repeaters: 0,
    orders: noMoments(),
    gaps: [],
    alive: 0,
    churned: 0,
    before: 0,
    kept: 0,
    shoppers: 0,
    inactive: 0,
    salesMinor: 0,
    returningMinor: 0,
    amounts: noMoments(),
    lifetimes: noMoments(),
  };
  for (const history of histories) tallyOne(tally, history, window, rhythm.churnDays);
  return [
    shareMeasure('repeatPurchaseRate', window, tally.repeaters, tally.buyers),
    meanMeasure('purchaseFrequency', window, tally.orders),
    medianMeasure('purchaseInterval', window, tally.gaps),
    shareMeasure('churnRate', window, tally.churned, tally.alive),
    shareMeasure('retentionRate', window, tally.kept, tally.before),
    shareMeasure('inactiveShare', window, tally.inactive, tally.shoppers),
    measured(
      'returningSalesShare',
      window,
      tally.amounts.n,
      tally.salesMinor > 0 ? tally.returningMinor / tally.salesMinor : null,
    ),
    meanMeasure('averageOrder', window, tally.amounts),
    meanMeasure('historicClv', window, tally.lifetimes),
  ];
}

const inside = ({ fromDay, toDay }: Window, { day }: Purchase): boolean =>
  fromDay <= day && day <= toDay;

function tallyOne(tally: Tally, history: History, window: Window, churnDays: number): void {
  const days = buyingDays(history, window.toDay);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return;
  tally.shoppers += 1;
  tally.inactive += Number(window.toDay - last.day > churnDays);
  count(
    tally.lifetimes,
    days.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  );
  const lastBefore = days.findLast(({ day }) => day < window.fromDay);
  const boughtNow = inside(window, last);
  if (lastBefore) {
    const length = window.toDay - window.fromDay + 1;
    const recent = lastBefore.day >= window.fromDay - length;
    tally.before += Number(recent);
    tally.kept += Number(recent && boughtNow);
    const alive = window.fromDay - 1 - lastBefore.day <= churnDays;
    tally.alive += Number(alive);
    tally.churned += Number(alive && window.toDay - last.day > churnDays);
  }
  if (boughtNow) tallyBuyer(tally, history, days, window);
}

function tallyBuyer(
  tally: Tally,
  history: History,
  days: readonly Purchase[],
  window: Window,
): void {
  const orders = history.purchases.filter((purchase) => inside(window, purchase));
  tally.buyers += 1;
  tally.repeaters += Number(days.length > 1);
  count(tally.orders, orders.length);
  for (const { amountMinor } of orders) count(tally.amounts, amountMinor);
  for (const [n, each] of days.entries()) {
    if (!inside(window, each)) continue;
    tally.salesMinor += each.amountMinor;
    const before = days[n - 1];
    if (!before) continue;
    tally.returningMinor += each.amountMinor;
    tally.gaps.push(each.day - before.day);
  }
}
