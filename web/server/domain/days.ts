import type { Expiry } from './program.ts';

/** A day of the shop's own calendar, 'YYYY-MM-DD'. Days compare as text. */
export type LocalDay = string;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Making a formatter costs 100 times more than using it, and this is on the order path. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** The local day at that moment. Throws a RangeError for a time zone that does not exist. */
export const localDay = (ms: number, timeZone: string): LocalDay =>
  formatterOf(timeZone).format(ms).slice(0, 10);

/** How far local clocks are ahead of UTC at that moment. */
function offsetMs(ms: number, timeZone: string): number {
  const wall = Date.parse(`${formatterOf(timeZone).format(ms).replace(' ', 'T')}Z`);
  return wall - Math.floor(ms / 1000) * 1000;
}

const dayStarts = new Map<string, number>();
const DAY_STARTS_KEPT = 10_000;

/**
 * The first moment of a local day. Where clocks jump over midnight, that is the moment of the jump;
 * a day that a country skipped begins when the day after it does.
 */
export function startOfLocalDay(day: LocalDay, timeZone: string): number {
  const key = timeZone + day;
  const known = dayStarts.get(key);
  if (known !== undefined) return known;
  if (dayStarts.size >= DAY_STARTS_KEPT) dayStarts.clear();
  const start = findStart(day, timeZone);
  dayStarts.set(key, start);
  return start;
}

function findStart(day: LocalDay, timeZone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const guess = midnight - offsetMs(midnight - offsetMs(midnight, timeZone), timeZone);
  if (localDay(guess, timeZone) === day && localDay(guess - 1, timeZone) < day) return guess;
  let before = midnight - 30 * HOUR_MS;
  let after = midnight + 30 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle, timeZone) >= day) after = middle;
    else before = middle;
  }
  return after;
}

/** The exclusive end of the local day that holds `ms`: the first moment of the next one. */
export const endOfLocalDay = (ms: number, timeZone: string): number =>
  startOfLocalDay(addDays(localDay(ms, timeZone), 1), timeZone);

/** The exclusive end of the local day that comes `days` after the one that holds `ms`. */
export const endOfLocalDayAfter = (ms: number, days: number, timeZone: string): number =>
  startOfLocalDay(addDays(localDay(ms, timeZone), days + 1), timeZone);

export function addDays(day: LocalDay, days: number): LocalDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of the month `months` later, or that month's last day when it has no such day. */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDate = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const to = new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate)));
  return to.toISOString().slice(0, 10);
}

/**
 * When points that were earned at `from` stop being spendable by themselves: the exclusive end of the
 * shop's local day, or null for never. Signs of life may keep them longer (`keptBy`).
 */
export function expiryOf(expiry: Expiry, from: number, timeZone: string): number | null {
  if (expiry.kind === 'never') return null;
  const lastDay = addMonths(localDay(from, timeZone), expiry.months);
  return startOfLocalDay(addDays(lastDay, 1), timeZone);
}

/** Until when an order or a redemption at `at` keeps points; null where activity moves no end. */
export const keptBy = (expiry: Expiry, at: number, timeZone: string): number | null =>
  expiry.kind === 'inactivity' ? expiryOf(expiry, at, timeZone) : null;

/** Pending points become available this many times 24 hours after the order was placed. */
export const availableAt = (placedAt: number, pendingDays: number): number =>
  placedAt + pendingDays * DAY_MS;

/** The time on the shop's clocks at that moment, 'HH:MM'. Times of one day compare as text. */
export const localTime = (ms: number, timeZone: string): string =>
  formatterOf(timeZone).format(ms).slice(11, 16);

/** 1 for Monday to 7 for Sunday, at the shop. */
export const weekdayOf = (ms: number, timeZone: string): number =>
  ((dayNumber(localDay(ms, timeZone)) + 3) % 7) + 1;

/** Days since 1 January 1970, a Thursday: each local day has one number and its successor the next. */
export const dayNumber = (day: LocalDay): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** The day of such a number. */
export const dayOf = (number: number): LocalDay =>
  new Date(number * DAY_MS).toISOString().slice(0, 10);
