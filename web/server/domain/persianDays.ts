/**
 * Days in the Persian calendar, of which a local day is one: months 1 to 6 have 31 days, 7 to 11 have 30,
 * and Esfand has 29, in a leap year 30. Which years leap is the calendar of ICU that Node carries
 * (https://unicode-org.github.io/icu/userguide/datetime/calendar/).
 */
import { addDays } from './days.ts';
import type { LocalDay } from './days.ts';

export type PersianDay = { year: number; month: number; day: number };

const format = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

export function persianDay(day: LocalDay): PersianDay {
  const parts = format.formatToParts(Date.parse(`${day}T12:00:00Z`));
  const read = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { year: read('year'), month: read('month'), day: read('day') };
}

const ESFAND = 12;

/** How many days a month has in a leap year: the most there are. */
export const mostDays = (month: number): number => (month <= 6 ? 31 : 30);

/** The last day of Esfand, which is the 29th in most years. */
export const endsYear = (day: LocalDay): boolean => persianDay(addDays(day, 1)).month === 1;

/** Whether a day comes before the same day of the year after another; of 30 Esfand, before its last day. */
export function isBeforeNextYear(one: LocalDay, other: LocalDay): boolean {
  const [from, to] = [persianDay(one), persianDay(other)];
  const due = { ...from, year: from.year + 1 };
  if (to.year !== due.year) return to.year < due.year;
  if (to.month !== due.month) return to.month < due.month;
  return to.day < due.day && !(due.month === ESFAND && endsYear(other));
}
