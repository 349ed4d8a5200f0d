/** Days to choose from, in the calendar that the reader counts in. */
import { dayAt } from '../program/schedule.ts';
import { intlLocale } from '../words/locale.ts';
import type { Locale } from '../words/locale.ts';

/** One day of the shop: its name on the wire, "2025-09-01", and what the reader calls it. */
export type Day = { iso: string; year: string; month: string; date: string };

const DAY_MS = 86_400_000;
/** Shops were opened later than that. */
const MOST_DAYS = 8000;

/** Every day of the shop's calendar between two moments, both included, oldest first. */
export function daysBetween(from: number, to: number, zone: string, locale: Locale): Day[] {
  const format = new Intl.DateTimeFormat(intlLocale(locale), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  });
  const last = Date.parse(`${dayAt(to, zone)}T12:00:00Z`);
  const first = Math.max(
    Date.parse(`${dayAt(Math.min(from, to), zone)}T12:00:00Z`),
    last - MOST_DAYS * DAY_MS,
  );
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, at) => {
    const noon = first + at * DAY_MS;
    const parts = new Map(format.formatToParts(noon).map(({ type, value }) => [type, value]));
    return {
      iso: new Date(noon).toISOString().slice(0, 10),
      year: parts.get('year') ?? '',
      month: parts.get('month') ?? '',
      date: parts.get('day') ?? '',
    };
  });
}

/** What can be chosen beside a day: the years, its year's months, its month's days. */
export function choicesBeside(days: readonly Day[], chosen: Day) {
  const year = days.filter((day) => day.year === chosen.year);
  const month = year.filter((day) => day.month === chosen.month);
  return {
    years: [...new Set(days.map((day) => day.year))],
    months: [...new Set(year.map((day) => day.month))],
    dates: month.map((day) => day.date),
  };
}

/** The day that is nearest to what was meant when one part of a date was changed. */
export function withPart(days: readonly Day[], chosen: Day, part: Partial<Omit<Day, 'iso'>>): Day {
  const wanted = { ...chosen, ...part };
  const year = days.filter((day) => day.year === wanted.year);
  const month = year.filter((day) => day.month === wanted.month);
  return month.find((day) => day.date === wanted.date) ?? month.at(-1) ?? year[0] ?? chosen;
}
