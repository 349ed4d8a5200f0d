/** Birthdays and years in the club: whose day a local day is. */
import { rulesFor } from './actions.ts';
import { addDays, addMonths, localDay, startOfLocalDay } from './days.ts';
import type { LocalDay } from './days.ts';
import { endsYear, mostDays, persianDay } from './persianDays.ts';
import type { Program } from './program.ts';

const CELEBRATED = ['birthday', 'anniversary'] as const;
export type Celebrated = (typeof CELEBRATED)[number];

/** What a program gives points for on a day of the shopper's own. */
export const celebratedBy = (program: Program | null): Celebrated[] =>
  CELEBRATED.filter(
    (action) =>
      program &&
      (rulesFor(program, { action, about: null }).length > 0 ||
        (action === 'birthday' && hasGifts(program))),
  );

const hasGifts = ({ tiers }: Program): boolean =>
  tiers?.levels.some(({ birthdayPoints }) => birthdayPoints > 0) ?? false;

export const celebrates = (program: Program): boolean => celebratedBy(program).length > 0;

/** In the calendar that their shopper counts birthdays by. */
export type Calendar = 'gregory' | 'persian';
export type Birthday = { calendar: Calendar; month: number; day: number };

/** There is such a day, in some year. */
export const isBirthday = ({ calendar, month, day }: Birthday): boolean =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <=
    (calendar === 'persian' ? mostDays(month) : new Date(Date.UTC(2024, month, 0)).getUTCDate());

/** The year of a calendar in which a day lies: there is one birthday in each. */
export const yearOf = (calendar: Calendar, day: LocalDay): string =>
  calendar === 'persian' ? String(persianDay(day).year) : day.slice(0, 4);

/**
 * Whose birthday a day is: 28 February is that of the 29th too, in a year without one, and so is the
 * 29th of Esfand that of the 30th.
 */
export function birthdaysOn(day: LocalDay, calendar: Calendar): Birthday[] {
  if (calendar === 'persian') {
    const { month: own, day: date } = persianDay(day);
    const mine = { calendar, month: own, day: date };
    return own === 12 && date === 29 && endsYear(day) ? [mine, { ...mine, day: 30 }] : [mine];
  }
  const [, month = 0, date = 0] = day.split('-').map(Number);
  const own = { calendar, month, day: date };
  const leaps = month === 2 && date === 28 && addDays(day, 1).endsWith('-03-01');
  return leaps ? [own, { ...own, day: 29 }] : [own];
}

const MONTHS = 12;

/**
 * The spans of moments that lie whole years before a day, one a year back to `since`: who joined in
 * one of them has their anniversary. Every joining day comes once a year, 29 February too.
 */
export function yearsBefore(
  day: LocalDay,
  since: number,
  timeZone: string,
): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  const first = localDay(since, timeZone);
  for (let years = 1; ; years += 1) {
    const [from, to] = [day, addDays(day, 1)].map((each) => addMonths(each, -MONTHS * years));
    if (from === undefined || to === undefined || to <= first) return spans;
    const span = { from: startOfLocalDay(from, timeZone), to: startOfLocalDay(to, timeZone) };
    if (span.from < span.to) spans.push(span);
  }
}
