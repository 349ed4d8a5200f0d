/** What shoppers cost, where the merchant says what was spent on them. */
import { buyingDays } from '../history.ts';
import type { History } from '../history.ts';
import type { Rhythm } from '../rhythm.ts';
import { TOO_FEW, measured } from './measure.ts';
import type { Measure, Window } from './measure.ts';

export type Costs = {
  /** Spent in the window to win new shoppers, and to win back lost ones. Minor units. */
  acquisitionMinor: number;
  reacquisitionMinor: number;
  /** Of sales, before either. */
  marginBasisPoints: number;
};

/** Acquisition and re-acquisition cost, and in how many days a newcomer's margin has paid for it. */
export function costMeasures(
  histories: readonly History[],
  window: Window,
  rhythm: Rhythm,
  costs: Costs,
): Measure[] {
  let [won, wonBack] = [0, 0];
  for (const history of histories) {
    const days = buyingDays(history, window.toDay);
    for (const [n, { day }] of days.entries()) {
      if (day < window.fromDay) continue;
      const before = days[n - 1];
      if (!before) won += 1;
      else if (day - before.day > rhythm.churnDays) wonBack += 1;
    }
  }
  const cost = won > 0 ? costs.acquisitionMinor / won : null;
  const back = wonBack > 0 ? costs.reacquisitionMinor / wonBack : null;
  const payback = cost === null ? null : paybackDays(histories, window.toDay, cost, costs);
  return [
    measured('acquisitionCost', window, won, cost),
    measured('reacquisitionCost', window, wonBack, back),
    measured('payback', window, won, payback),
  ];
}

/**
 * The first day after the first purchase by which the mean shopper's margin is the cost: the mean
 * cumulative function (Nelson 1988), which takes each shopper for as long as they have been seen. Null
 * where that day has not been seen of `TOO_FEW` shoppers.
 */
function paybackDays(
  histories: readonly History[],
  toDay: number,
  costMinor: number,
  { marginBasisPoints }: Costs,
): number | null {
  const spent = new Map<number, number>();
  const ages: number[] = [];
  for (const history of histories) {
    const days = buyingDays(history, toDay);
    const first = days[0];
    if (!first) continue;
    ages.push(toDay - first.day);
    for (const { day, amountMinor } of days) {
      spent.set(day - first.day, (spent.get(day - first.day) ?? 0) + amountMinor);
    }
  }
  const ascending = Int32Array.from(ages).sort();
  let [sum, younger] = [0, 0];
  for (const age of [...spent.keys()].toSorted((one, other) => one - other)) {
    while ((ascending[younger] ?? Infinity) < age) younger += 1;
    const seen = ascending.length - younger;
    if (seen < TOO_FEW) return null;
    sum += (spent.get(age) ?? 0) / seen;
    if ((sum * marginBasisPoints) / 10_000 >= costMinor) return age;
  }
  return null;
}
