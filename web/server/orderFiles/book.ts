/** The orders that stand, shopper by shopper and day by day, in flat arrays. */
import { isGone } from './gather.ts';
import type { Gathering } from './gather.ts';
import type { Texts } from './growing.ts';

/** Shopper n's orders stand from `starts[n]` to `starts[n + 1]`, by day. Money in hundredths. */
export type OrderBook = {
  ids: Texts;
  starts: Int32Array;
  days: Int32Array;
  minor: Float64Array;
  /** Shoppers who have at least one order. */
  shoppers: number;
  asOfDay: number;
  firstDay: number;
  lastDay: number;
};

/** Sorted by counting, first by day and then by shopper: no order is compared with another. */
export function bookOf(gathering: Gathering, days: Int32Array, asOfDay: number): OrderBook {
  const { orders, who } = gathering;
  let firstDay = asOfDay;
  let lastDay = -Infinity;
  let size = 0;
  for (let n = 0; n < orders.when.size; n += 1) {
    if (isGone(gathering, n)) continue;
    size += 1;
    firstDay = Math.min(firstDay, days[n] ?? 0);
    lastDay = Math.max(lastDay, days[n] ?? 0);
  }
  const span = size === 0 ? 1 : lastDay - firstDay + 1;
  const byDay = new Int32Array(size);
  const dayStarts = new Int32Array(span + 1);
  const each = (visit: (n: number) => void): void => {
    for (let n = 0; n < orders.when.size; n += 1) if (!isGone(gathering, n)) visit(n);
  };
  each((n) => {
    const after = (days[n] ?? 0) - firstDay + 1;
    dayStarts[after] = (dayStarts[after] ?? 0) + 1;
  });
  for (let n = 1; n <= span; n += 1) dayStarts[n] = (dayStarts[n] ?? 0) + (dayStarts[n - 1] ?? 0);
  each((n) => {
    const day = (days[n] ?? 0) - firstDay;
    const at = dayStarts[day] ?? 0;
    byDay[at] = n;
    dayStarts[day] = at + 1;
  });
  return { ids: who.ids, ...byShopper(gathering, days, byDay), asOfDay, firstDay, lastDay };
}

function byShopper(
  { orders, who }: Gathering,
  days: Int32Array,
  byDay: Int32Array,
): Pick<OrderBook, 'starts' | 'days' | 'minor' | 'shoppers'> {
  const starts = new Int32Array(who.ids.size + 1);
  for (const n of byDay) {
    const after = orders.shopper.at(n) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  const shoppers = starts.filter((count) => count > 0).length;
  for (let n = 1; n < starts.length; n += 1) starts[n] = (starts[n] ?? 0) + (starts[n - 1] ?? 0);
  const next = starts.slice();
  const sorted = new Int32Array(byDay.length);
  const minor = new Float64Array(byDay.length);
  for (const n of byDay) {
    const shopper = orders.shopper.at(n);
    const at = next[shopper] ?? 0;
    sorted[at] = days[n] ?? 0;
    minor[at] = orders.minor.at(n);
    next[shopper] = at + 1;
  }
  return { starts, days: sorted, minor, shoppers };
}
