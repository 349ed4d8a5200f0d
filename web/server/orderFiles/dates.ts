/**
 * Days as people and programs write them. Which of two numbers is the month is decided by the whole
 * file: a row that can be read in one way only is a witness for all the others.
 */
import { latin } from './numbers.ts';

export type DayOrder = 'dmy' | 'mdy';

/** How the file's dates were read, for people. */
export type DateForm = 'iso' | 'compact' | 'dmy' | 'mdy' | 'named' | 'serial' | 'epoch' | 'jalali';

/** A day number, or one that waits for the file's order of day and month. */
export type When = number;

/** Above every day number: year · 10,000 + first · 100 + second. */
const WAITING = 10_000_000;
export const isWaiting = (when: When): boolean => when >= WAITING;

const DAY_MS = 86_400_000;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;

/** Days since 1 January 1970; null for a day that does not exist. */
export function dayOf(year: number, month: number, date: number): number | null {
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return null;
  if (month < 1 || month > 12 || date < 1 || date > lastDate(year, month)) return null;
  return Date.UTC(year, month - 1, date) / DAY_MS;
}

const SHORT = [4, 6, 9, 11];
function lastDate(year: number, month: number): number {
  if (month !== 2) return SHORT.includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

export const isJalaliYear = (year: number): boolean => year >= 1300 && year <= 1420;

const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});
const newYears = new Map<number, number>();

/** The day number of 1 Farvardin, by the calendar of ICU. */
function newYear(year: number): number {
  const known = newYears.get(year);
  if (known !== undefined) return known;
  let day = Date.UTC(year + 621, 2, 19) / DAY_MS;
  while (persian.format(day * DAY_MS) !== '1/1') day += 1;
  newYears.set(year, day);
  return day;
}

/** The solar calendar of Iran: six months of 31 days, five of 30, Esfand with what is left. */
export function jalaliDay(year: number, month: number, date: number): number | null {
  if (month < 1 || month > 12 || date < 1 || date > 31) return null;
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  const day = newYear(year) + before + date - 1;
  const next = month === 12 ? newYear(year + 1) : day + 32;
  return (month > 6 && date > 30) || day >= next ? null : day;
}

const MONTHS = [
  'january|jan|janvier|januar|يناير|كانون الثاني|ژانویه',
  'february|feb|février|februar|فبراير|شباط|فوریه',
  'march|mar|mars|märz|مارس|آذار',
  'april|apr|avril|أبريل|ابريل|نيسان|آوریل',
  'may|mai|مايو|أيار|مه|می',
  'june|jun|juin|juni|يونيو|حزيران|ژوئن',
  'july|jul|juillet|juli|يوليو|تموز|ژوئیه|جولای',
  'august|aug|août|أغسطس|اغسطس|آب|اوت',
  'september|sep|sept|septembre|سبتمبر|أيلول|سپتامبر',
  'october|oct|octobre|oktober|أكتوبر|اكتوبر|تشرين الأول|اکتبر',
  'november|nov|novembre|نوفمبر|تشرين الثاني|نوامبر',
  'december|dec|décembre|dezember|ديسمبر|كانون الأول|دسامبر',
];
const JALALI_MONTHS = 'فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'.split(
  ' ',
);

const months = new Map<string, number>([
  ...MONTHS.flatMap((names, n) => names.split('|').map((name) => [name, n + 1] as const)),
  ...JALALI_MONTHS.map((name, n) => [name, n + 1] as const),
]);

const named =
  /^(?:[\p{L}.]+[,،]?\s+)??(\d{1,4})[\s\-/.]+([\p{L}][\p{L} ]*?)\.?[\s\-/.,،]+(\d{2,4})(?!\d)/u;
const namedFirst =
  /^(?:[\p{L}.]+[,،]?\s+)??(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?[,،\s]+(\d{4})(?!\d)/u;
const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?$/;

/** `witness`: it tells which of two numbers is the month. */
export type Read = { when: When; form: DateForm; witness?: true };

/** Of the two-digit years, the latest that is not in the future of this century's end. */
const fullYear = (year: string): number =>
  year.length === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);

const read = (when: When | null, form: DateForm): Read | null =>
  when === null ? null : { when, form };

function ofYear(year: number, month: number, date: number, form: DateForm): Read | null {
  return isJalaliYear(year)
    ? read(jalaliDay(year, month, date), 'jalali')
    : read(dayOf(year, month, date), form);
}

/** A cell by itself. Null for what is no day, and for years of the Islamic lunar calendar. */
export function readDate(cell: string): Read | null {
  const text = latin(cell)
    .replace(/\p{Cf}/gu, '')
    .trim();
  const iso = yearFirst.exec(text);
  if (iso) return ofYear(Number(iso[1]), Number(iso[2]), Number(iso[3]), 'iso');
  const last = yearLast.exec(text);
  if (last) return withYearLast(Number(last[1]), Number(last[2]), fullYear(last[3] ?? ''));
  const close = compact.exec(text);
  const closeRead =
    close && ofYear(Number(close[1]), Number(close[2]), Number(close[3]), 'compact');
  if (closeRead) return closeRead;
  if (/^\d+(\.\d+)?$/.test(text)) return withoutSigns(Number(text));
  return withName(text);
}

function withYearLast(one: number, other: number, year: number): Read | null {
  if (isJalaliYear(year)) return read(jalaliDay(year, other, one), 'jalali');
  if (one === other) return read(dayOf(year, one, one), 'dmy');
  if (one > 12 || other > 12) {
    const [when, form] =
      one > 12
        ? [dayOf(year, other, one), 'dmy' as const]
        : [dayOf(year, one, other), 'mdy' as const];
    return when === null ? null : { when, form, witness: true };
  }
  if (one < 1 || other < 1 || year < EARLIEST_YEAR || year > LATEST_YEAR) return null;
  return { when: year * 10_000 + one * 100 + other, form: 'dmy' };
}

/** Excel counts from 30 December 1899 (https://support.microsoft.com/office/date-function); Unix from 1970. */
const EXCEL_ZERO = -25_569;

function withoutSigns(value: number): Read | null {
  if (value >= 20_000 && value < 80_000) return read(Math.floor(value) + EXCEL_ZERO, 'serial');
  const ms =
    value >= 1e11 && value < 1e13 ? value : value >= 1e8 && value < 1e10 ? value * 1000 : 0;
  return ms === 0 ? null : read(Math.floor(ms / DAY_MS), 'epoch');
}

function withName(text: string): Read | null {
  const found = named.exec(text);
  if (found) {
    const month = months.get((found[2] ?? '').toLowerCase().trim());
    if (month === undefined) return null;
    const [first = '', last = ''] = [found[1], found[3]];
    const [year, date] = first.length === 4 ? [first, last] : [last, first];
    return ofYear(fullYear(year), month, Number(date), 'named');
  }
  const other = namedFirst.exec(text);
  const month = months.get((other?.[1] ?? '').toLowerCase());
  if (!other || month === undefined) return null;
  return ofYear(fullYear(other[3] ?? ''), month, Number(other[2]), 'named');
}

/** A day that waited, now that the order is known. */
export function settled(when: When, order: DayOrder): number | null {
  if (!isWaiting(when)) return when;
  const year = Math.floor(when / 10_000);
  const one = Math.floor(when / 100) % 100;
  const other = when % 100;
  return order === 'dmy' ? dayOf(year, other, one) : dayOf(year, one, other);
}
