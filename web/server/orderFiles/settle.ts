/** All rows were read: which orders stand, whose they are, and what refunds take off them. */
import { isWaiting, settled } from './dates.ts';
import type { DateReport } from './dateReader.ts';
import { CANCELLED, CURRENCY_SHIFT, KEPT, REFUNDED, drop, isGone } from './gather.ts';
import type { Gathering } from './gather.ts';
import { bookOf } from './book.ts';
import type { OrderBook } from './book.ts';
import { NOBODY } from './whoBought.ts';

export type Settlement = {
  currency: string | null;
  otherCurrencies: string[];
  cancelled: number;
  /** Orders that refunds took all of. */
  refundedWhole: number;
  /** Refunds with an order of their own number, or found by shopper and day; and those of no order. */
  refunds: { taken: number; lost: number };
  sharedIds: { id: string; orders: number }[];
  afterAsOf: number;
};

export type SettleOptions = { asOfDay: number | null; today: number };

const LONGEST_AHEAD_DAYS = 366;

export function settle(
  gathering: Gathering,
  dates: DateReport,
  { asOfDay, today }: SettleOptions,
): { book: OrderBook; settlement: Settlement } {
  joinLoose(gathering);
  const days = settledDays(gathering, dates, today);
  const { currency, others } = mainCurrency(gathering);
  const settlement: Settlement = {
    currency,
    otherCurrencies: others,
    cancelled: 0,
    refundedWhole: 0,
    refunds: { taken: 0, lost: 0 },
    sharedIds: [],
    afterAsOf: 0,
  };
  dropOthers(gathering, days, settlement);
  dropShared(gathering, settlement);
  const end = asOfDay ?? lastDayOf(gathering, days);
  dropLater(gathering, days, end, settlement);
  const refunds = takeOut(gathering, settlement);
  takeOff(gathering, days, refunds, settlement);
  return { book: bookOf(gathering, days, end), settlement };
}

/** A cancellation whose order came after it. */
function joinLoose(gathering: Gathering): void {
  const { orders } = gathering;
  for (const { order, number } of gathering.loose) {
    const base = gathering.find(number, orders.shopper.at(order));
    if (base < 0) continue;
    orders.minor.values[base] = orders.minor.at(base) + orders.minor.at(order);
    orders.rows.values[base] = orders.rows.at(base) + orders.rows.at(order);
    orders.marks.values[base] = orders.marks.at(base) | REFUNDED;
    drop(gathering, order);
  }
}

function settledDays(gathering: Gathering, { order }: DateReport, today: number): Int32Array {
  const { orders, problems } = gathering;
  const days = orders.when.values;
  for (let n = 0; n < orders.when.size; n += 1) {
    const when = days[n] ?? 0;
    const day = isWaiting(when) ? settled(when, order ?? 'dmy') : when;
    const bad = day === null ? 'noDate' : day > today + LONGEST_AHEAD_DAYS ? 'inFuture' : null;
    days[n] = day ?? 0;
    if (!bad || isGone(gathering, n)) continue;
    problems.count(bad, orders.rows.at(n));
    drop(gathering, n);
  }
  return days;
}

function mainCurrency({ orders, currencies }: Gathering): {
  currency: string | null;
  others: string[];
} {
  const counts = Array.from({ length: currencies.length + 1 }, () => 0);
  for (let n = 0; n < orders.marks.size; n += 1) {
    const at = orders.marks.at(n) >> CURRENCY_SHIFT;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(0, ...counts.slice(1));
  const main = most === 0 ? -1 : counts.indexOf(most, 1) - 1;
  return {
    currency: currencies[main] ?? null,
    others: currencies.filter((_, n) => n !== main),
  };
}

/** What has no shopper or another money is set aside. */
function dropOthers(gathering: Gathering, days: Int32Array, settlement: Settlement): void {
  const { orders, problems, currencies } = gathering;
  const main = currencies.indexOf(settlement.currency ?? '') + 1;
  for (let n = 0; n < days.length && n < orders.when.size; n += 1) {
    if (isGone(gathering, n)) continue;
    const money = orders.marks.at(n) >> CURRENCY_SHIFT;
    const other = money !== 0 && money !== main;
    if (!other && orders.shopper.at(n) !== NOBODY) continue;
    problems.count(other ? 'otherCurrency' : 'noShopper', orders.rows.at(n));
    drop(gathering, n);
  }
}

const SHARED = { orders: 50, share: 0.05, timesTheOthers: 20, shoppers: 20 };

/** One id with an absurd share of all orders is a till or a placeholder, not a person. */
function dropShared(gathering: Gathering, settlement: Settlement): void {
  const { orders, problems, who } = gathering;
  const counts = new Int32Array(who.ids.size);
  let all = 0;
  for (let n = 0; n < orders.shopper.size; n += 1) {
    const shopper = orders.shopper.at(n);
    if (shopper < 0) continue;
    counts[shopper] = (counts[shopper] ?? 0) + 1;
    all += 1;
  }
  const shared = new Set<number>();
  const shoppers = counts.filter((count) => count > 0).length;
  if (shoppers < SHARED.shoppers) return;
  counts.forEach((count, shopper) => {
    const others = (all - count) / (shoppers - 1);
    const absurd = count >= all * SHARED.share && count >= others * SHARED.timesTheOthers;
    if (count >= SHARED.orders && absurd) shared.add(shopper);
  });
  for (const shopper of shared) {
    settlement.sharedIds.push({ id: who.ids.at(shopper), orders: counts[shopper] ?? 0 });
  }
  for (let n = 0; shared.size > 0 && n < orders.shopper.size; n += 1) {
    if (!shared.has(orders.shopper.at(n))) continue;
    problems.count('sharedId', orders.rows.at(n));
    drop(gathering, n);
  }
}

function lastDayOf(gathering: Gathering, days: Int32Array): number {
  let last = -Infinity;
  for (let n = 0; n < gathering.orders.when.size; n += 1) {
    if (!isGone(gathering, n)) last = Math.max(last, days[n] ?? 0);
  }
  return last === -Infinity ? 0 : last;
}

function dropLater(gathering: Gathering, days: Int32Array, end: number, told: Settlement): void {
  const { orders, problems } = gathering;
  for (let n = 0; n < orders.when.size; n += 1) {
    if (isGone(gathering, n) || (days[n] ?? 0) <= end) continue;
    told.afterAsOf += 1;
    problems.count('afterAsOf', orders.rows.at(n));
    drop(gathering, n);
  }
}

/** Cancelled orders go; what is only a refund is answered, to be taken off another order. */
function takeOut(gathering: Gathering, settlement: Settlement): number[] {
  const { orders } = gathering;
  const refunds: number[] = [];
  for (let n = 0; n < orders.when.size; n += 1) {
    if (isGone(gathering, n)) continue;
    const mark = orders.marks.at(n);
    const minor = orders.minor.at(n);
    const cancelled = (mark & CANCELLED) !== 0 || (mark & (KEPT | REFUNDED)) === 0;
    const whole = (mark & REFUNDED) !== 0 && minor <= 0;
    const own = (mark & KEPT) !== 0;
    if (!cancelled && !whole) {
      if ((mark & REFUNDED) !== 0) settlement.refunds.taken += 1;
      continue;
    }
    if (cancelled) settlement.cancelled += 1;
    else if (own) settlement.refundedWhole += 1;
    if (!cancelled && minor < 0 && !own) refunds.push(n);
    else drop(gathering, n);
  }
  return refunds;
}

/**
 * A refund of no known order is the shopper's own, of that day or before: the latest order of exactly
 * as much, else the latest of at least as much. One that fits none is lost, and said to be.
 */
function takeOff(
  gathering: Gathering,
  days: Int32Array,
  refunds: readonly number[],
  settlement: Settlement,
): void {
  if (refunds.length === 0) return;
  const { orders } = gathering;
  const minor = orders.minor.values;
  const refunding = new Set(refunds);
  const concerned = new Map<number, number[]>();
  for (const n of refunds) concerned.set(orders.shopper.at(n), []);
  for (let n = 0; n < orders.when.size; n += 1) {
    if (!refunding.has(n)) concerned.get(orders.shopper.at(n))?.push(n);
  }
  const dayOf = (n: number): number => days[n] ?? 0;
  for (const list of concerned.values()) list.sort((one, other) => dayOf(other) - dayOf(one));
  for (const refund of refunds.toSorted((one, other) => dayOf(one) - dayOf(other))) {
    const back = -(minor[refund] ?? 0);
    const before = (concerned.get(orders.shopper.at(refund)) ?? []).filter(
      (n) => !isGone(gathering, n) && dayOf(n) <= dayOf(refund),
    );
    const found =
      before.find((n) => minor[n] === back) ?? before.find((n) => (minor[n] ?? 0) > back);
    drop(gathering, refund);
    if (found === undefined) {
      settlement.refunds.lost += 1;
      continue;
    }
    settlement.refunds.taken += 1;
    minor[found] = (minor[found] ?? 0) - back;
    if (minor[found] !== 0) continue;
    settlement.refundedWhole += 1;
    drop(gathering, found);
  }
}
