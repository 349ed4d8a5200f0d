/** Over which time things count for a tier, in the shop's own days. */
import { addDays, expiryOf, localDay, startOfLocalDay } from './days.ts';
import type { Tiers } from './program.ts';

/** What counts, with the amount it comes to. */
export type Item = { at: number; amount: bigint };

/** From a moment on, this much counts. */
export type Change = { at: number; count: bigint };

/** What counts towards more, and the first moment at which some of it does so no longer. */
export type Open = { count: bigint; until: number | null };

/**
 * How what counts goes up and down, by moment, the future too: what ends without anybody's doing.
 * Twelve months are counted as those of points are: to the end of the same day a year later. What a
 * calendar year brought counts until the end of the next one: the better of the two.
 */
export function changesOf(over: Tiers['over'], items: readonly Item[], timeZone: string): Change[] {
  const moments = momentsOf(over, items, timeZone);
  if (over === 'calendarYear') return changesByYear(moments, timeZone);
  let count = 0n;
  return moments.map(({ at, by }) => ({ at, count: (count += by) }));
}

/** By how much what counts goes up or down, each moment once, ascending. */
function momentsOf(over: Tiers['over'], items: readonly Item[], timeZone: string) {
  const by = new Map<number, bigint>();
  const add = (at: number, amount: bigint) => by.set(at, (by.get(at) ?? 0n) + amount);
  for (const { at, amount } of items) {
    if (amount === 0n) continue;
    add(at, amount);
    if (over === 'rolling12Months') add(endOf12Months(at, timeZone), -amount);
    if (over !== 'calendarYear') continue;
    const year = yearOf(at, timeZone);
    for (const later of [1, 2]) add(startOfYear(year + later, timeZone), 0n);
  }
  return [...by].map(([at, amount]) => ({ at, by: amount })).sort((a, b) => a.at - b.at);
}

function changesByYear(moments: readonly { at: number; by: bigint }[], timeZone: string): Change[] {
  const years = new Map<number, bigint>();
  return moments.map(({ at, by }) => {
    const year = yearOf(at, timeZone);
    const now = (years.get(year) ?? 0n) + by;
    years.set(year, now);
    const last = years.get(year - 1) ?? 0n;
    return { at, count: now > last ? now : last };
  });
}

/** What a shopper can add to at that moment. */
export function openAt(
  over: Tiers['over'],
  items: readonly Item[],
  at: number,
  timeZone: string,
): Open {
  if (over === 'lifetime') return { count: sumOf(items), until: null };
  if (over === 'calendarYear') {
    const year = yearOf(at, timeZone);
    const from = startOfYear(year, timeZone);
    return {
      count: sumOf(items.filter((i) => i.at >= from)),
      until: startOfYear(year + 1, timeZone),
    };
  }
  const live = items.filter((each) => each.amount > 0n && endOf12Months(each.at, timeZone) > at);
  const ends = live.map((each) => endOf12Months(each.at, timeZone));
  return { count: sumOf(live), until: ends.length === 0 ? null : Math.min(...ends) };
}

/** What will count at a later moment, and between which moments something can be added to it. */
export type Ahead = { count: bigint; from: number; until: number };

export function openAhead(
  over: Tiers['over'],
  items: readonly Item[],
  later: number,
  at: number,
  timeZone: string,
): Ahead {
  if (over === 'calendarYear') {
    const year = Math.max(yearOf(later, timeZone) - 1, yearOf(at, timeZone));
    const from = startOfYear(year, timeZone);
    const until = startOfYear(year + 1, timeZone);
    return { count: sumOf(items.filter((i) => i.at >= from && i.at < until)), from, until };
  }
  const live = (moment: number) => over === 'lifetime' || endOf12Months(moment, timeZone) > later;
  const count = sumOf(items.filter((each) => live(each.at)));
  return { count, from: live(at) ? at : daysAfter(at, 1, timeZone), until: later };
}

/** The first moment of the local day that comes so many days after the one that holds `at`. */
export const daysAfter = (at: number, days: number, timeZone: string): number =>
  startOfLocalDay(addDays(localDay(at, timeZone), days), timeZone);

const sumOf = (items: readonly Item[]): bigint =>
  items.reduce((all, { amount }) => all + amount, 0n);

const DAY_MS = 86_400_000;

/** Local days that touch one UTC day, with the end of their twelve months: asking the calendar costs. */
type Days = readonly { from: number; end: number }[];
const daysKnown = new Map<string, Days>();
const DAYS_KEPT = 10_000;

function endOf12Months(at: number, timeZone: string): number {
  const utcDay = Math.floor(at / DAY_MS);
  const key = timeZone + utcDay;
  let days = daysKnown.get(key);
  if (!days) {
    if (daysKnown.size >= DAYS_KEPT) daysKnown.clear();
    days = [-1, 0, 1].map((more): Days[number] => {
      const day = new Date((utcDay + more) * DAY_MS).toISOString().slice(0, 10);
      const from = startOfLocalDay(day, timeZone);
      const end = expiryOf({ kind: 'afterEarning', months: 12 }, from, timeZone);
      return { from, end: end ?? Infinity };
    });
    daysKnown.set(key, days);
  }
  return days.findLast(({ from }) => from <= at)?.end ?? Infinity;
}

function yearOf(at: number, timeZone: string): number {
  const year = new Date(at).getUTCFullYear();
  if (at < startOfYear(year, timeZone)) return year - 1;
  return at < startOfYear(year + 1, timeZone) ? year : year + 1;
}

const startOfYear = (year: number, timeZone: string): number =>
  startOfLocalDay(`${String(year).padStart(4, '0')}-01-01`, timeZone);
