/**
 * The shop's year laid over even time. The models know no seasons, so purchases are drawn in even
 * weeks and a calendar says when each moment of even time falls: busy days hold more of it, quiet
 * nights less. Order is kept and two years stay two years, so counts are those of the models.
 */
import { offsetMinutes } from '../payloads/time.ts';
import type { SimShop } from '../types.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const WEEK_DAYS = 7;
/** Two years, to the end of the shop's yesterday. */
export const HISTORY_DAYS = 730;

export type Calendar = {
  startsAt: number;
  /** The first moment of the shop's today; nothing of the history happens then or later. */
  endsAt: number;
  /** Even time from start to end. */
  weeks: number;
  /** The moment (ms, whole seconds) that is `week` weeks of even time after the start. */
  at(week: number): number;
};

/** A bump of `height` over the usual 1, `days` wide, around a month and day. */
type Season = { month: number; day: number; days: number; height: number };

const YEAR_END: readonly Season[] = [
  { month: 11, day: 28, days: 4, height: 1.2 },
  { month: 12, day: 12, days: 11, height: 1.3 },
  { month: 5, day: 8, days: 6, height: 0.35 },
  { month: 1, day: 25, days: 18, height: -0.3 },
];
/** The weeks before Nowruz (March 20), its holidays, and the night of Yalda. */
const NOWRUZ: readonly Season[] = [
  { month: 3, day: 11, days: 8, height: 1.6 },
  { month: 3, day: 27, days: 6, height: -0.6 },
  { month: 12, day: 16, days: 4, height: 0.7 },
  { month: 9, day: 20, days: 8, height: 0.25 },
];

/** From Sunday on. */
const WEEKDAYS = [1.08, 1.05, 1, 1, 1.02, 0.92, 0.93];
const WEEKDAYS_IN_IRAN = [1.1, 1.06, 1.04, 1.02, 0.92, 0.68, 1.18];
/** From midnight on; the sum does not matter. */
const HOURS = [3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 10, 9, 9, 9, 9, 10, 12, 14, 14, 10, 6];

/** How busy a day of the shop is, 1 as usual. `date` is UTC midnight of the local date. */
export function busyness(shop: Pick<SimShop, 'locale'>, date: number): number {
  const persian = shop.locale === 'fa';
  let season = 1;
  for (const { month, day, days, height } of persian ? NOWRUZ : YEAR_END) {
    const year = new Date(date).getUTCFullYear();
    const away = [-1, 0, 1].map((n) => Math.abs(date - Date.UTC(year + n, month - 1, day)));
    season += height * Math.exp(-0.5 * (Math.min(...away) / DAY_MS / days) ** 2);
  }
  const weekday = (persian ? WEEKDAYS_IN_IRAN : WEEKDAYS)[new Date(date).getUTCDay()] ?? 1;
  return Math.max(0.2, season) * weekday;
}

/** When the local date begins (`date` is its UTC midnight), whatever the clocks did that night. */
function midnight(date: number, timeZone: string): number {
  const guess = date - offsetMinutes(date, timeZone) * 60_000;
  return date - offsetMinutes(guess, timeZone) * 60_000;
}

/** Running sums from 0: one more than there are weights. */
function running(weights: readonly number[]): number[] {
  const sums = [0];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  return sums;
}

/** The step of running sums that holds `value`, and how far into it that is (0 to 1). */
function stepOf(sums: readonly number[], value: number): { index: number; part: number } {
  let low = 0;
  let high = sums.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  const from = sums[low] ?? 0;
  const to = sums[low + 1] ?? from;
  return {
    index: low,
    part: to > from ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0,
  };
}

const HOUR_SUMS = running(HOURS);
const ALL_HOURS = HOUR_SUMS.at(-1) ?? 1;

/** The two years of a shop that end with the day before `now`. */
export function calendarOf(shop: Pick<SimShop, 'locale' | 'timeZone'>, now: number): Calendar {
  const local = now + offsetMinutes(now, shop.timeZone) * 60_000;
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  const dates = Array.from({ length: HISTORY_DAYS }, (_, n) => today - (HISTORY_DAYS - n) * DAY_MS);
  const begins = [...dates, today].map((date) => midnight(date, shop.timeZone));
  const days = dates.map((date) => busyness(shop, date));
  const weeks = HISTORY_DAYS / WEEK_DAYS;
  const sums = running(days);
  const scale = (sums.at(-1) ?? 1) / weeks;
  const startsAt = begins[0] ?? now;
  const endsAt = begins.at(-1) ?? now;
  return {
    startsAt,
    endsAt,
    weeks,
    at(week) {
      const day = stepOf(sums, week * scale);
      const hour = stepOf(HOUR_SUMS, day.part * ALL_HOURS);
      const from = begins[day.index] ?? startsAt;
      const length = (begins[day.index + 1] ?? endsAt) - from;
      const into = (hour.index + hour.part) * HOUR_MS * (length / DAY_MS);
      return Math.min(Math.floor((from + into) / 1000) * 1000, endsAt - 1000);
    },
  };
}
