/** Revenue that recurs, and how much of it is lost. */
import { DAYS_IN } from '../history.ts';
import { measured } from './measure.ts';
import type { Measure, Window } from './measure.ts';

/** An order that a subscription made: it is due again after `everyDays`. */
export type SubscriptionOrder = {
  subscriptionId: string;
  day: number;
  amountMinor: number;
  everyDays: number;
};

/** An order that comes half an interval late is late; after that the subscription has ended. */
const LATE = 1.5;

/** What each living subscription brings a month as of the end of `day`, by its latest order. */
function recurringOn(orders: Iterable<SubscriptionOrder>, day: number): Map<string, number> {
  const latest = new Map<string, SubscriptionOrder>();
  for (const order of orders) {
    const known = latest.get(order.subscriptionId);
    if (order.day <= day && (!known || known.day < order.day)) {
      latest.set(order.subscriptionId, order);
    }
  }
  const living = [...latest.values()].filter((order) => day - order.day <= order.everyDays * LATE);
  return new Map(
    living.map(({ subscriptionId, amountMinor, everyDays }) => [
      subscriptionId,
      (amountMinor * DAYS_IN.month) / everyDays,
    ]),
  );
}

/** MRR at the window's end; MRR lost since its beginning, by ends and by less, over what was there. */
export function subscriptionMeasures(
  orders: readonly SubscriptionOrder[],
  window: Window,
): { monthlyRecurringRevenue: Measure; revenueChurn: Measure } {
  const before = recurringOn(orders, window.fromDay - 1);
  const now = recurringOn(orders, window.toDay);
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, each) => total + each, 0);
  const base = sum(before.values());
  const lost = sum([...before].map(([id, amount]) => Math.max(0, amount - (now.get(id) ?? 0))));
  const revenue = sum(now.values());
  return {
    monthlyRecurringRevenue: measured('monthlyRecurringRevenue', window, now.size, revenue),
    revenueChurn: measured('revenueChurn', window, before.size, base > 0 ? lost / base : null),
  };
}
