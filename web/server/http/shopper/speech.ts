/** Sentences, numbers, money and dates of the points page, in one language and one shop's style. */
import type { MoneyStyle } from '../../../contract/shopper.ts';
import { textOf } from '../words.ts';
import type { Language } from '../words.ts';
import { markup } from './markup.ts';
import type { Markup, Printable } from './markup.ts';

export const NUMBERS: Record<Language, string> = {
  en: 'en-US',
  fa: 'fa-IR',
  ar: 'ar-EG-u-nu-arab',
};
const DATES: Record<Language, string> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian',
  ar: 'ar-EG-u-nu-arab',
};

export type Values = Record<string, Printable | number>;

export type Speech = {
  language: Language;
  dir: 'ltr' | 'rtl';
  /** A text of the page; numbers among the values are written in its digits, `n` counts. */
  t(key: string, values?: Values): Markup;
  number(value: number): string;
  signed(value: number): Markup;
  percent(basisPoints: number): string;
  /** `plain` drops decimals that are all zero. */
  money(minor: number): Printable;
  plain(minor: number): Printable;
  /** A calendar day (YYYY-MM-DD) and a moment, both as a day of the shop. */
  day(isoDay: string): string;
  date(moment: string): string;
};

export type Place = { language: Language; money: MoneyStyle; timeZone: string; now: string };

export function createSpeech(place: Place): Speech {
  const { language } = place;
  const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(NUMBERS[language], options).format(value);
  const t = (key: string, values: Values = {}): Markup => {
    const count = values['n'] ?? values['k'];
    const text = textOf(language, 'page', key, typeof count === 'number' ? count : 0);
    const parts = text.split(/\{(\w)\}/).map((part, at): Printable => {
      const value = at % 2 ? (values[part] ?? null) : part;
      return typeof value === 'number' ? number(value) : value;
    });
    return markup`${parts}`;
  };
  return {
    language,
    dir: language === 'en' ? 'ltr' : 'rtl',
    t,
    number: (value) => number(value),
    signed: (value) =>
      markup`<bdi dir="ltr">${value < 0 ? '\u2212' : '+'}${number(Math.abs(value))}</bdi>`,
    percent: (basisPoints) =>
      number(basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 }),
    ...createMoney(place.money, number),
    ...createDates(place),
  };
}

/** Minor units ÷ 10^decimals ÷ factor, then the shop's own unit, glued, or the currency's sign. */
function createMoney(
  { currency, decimals, factor, label }: MoneyStyle,
  number: (value: number, options?: Intl.NumberFormatOptions) => string,
): Pick<Speech, 'money' | 'plain'> {
  const write = (minor: number, options: Intl.NumberFormatOptions): Printable => {
    const amount = minor / 10 ** decimals / factor;
    if (label) {
      const digits = number(amount, { maximumFractionDigits: 2 });
      return markup`<bdi>${digits}\u00a0${label}</bdi>`;
    }
    return number(amount, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...options,
    });
  };
  return {
    money: (minor) => write(minor, {}),
    plain: (minor) => write(minor, { trailingZeroDisplay: 'stripIfInteger' }),
  };
}

/** Day and month, with the year only where it is another one. */
function createDates({ language, timeZone, now }: Place): Pick<Speech, 'day' | 'date'> {
  const tag = DATES[language];
  const yearOf = (date: Date, zone: string) =>
    new Intl.DateTimeFormat(tag, { year: 'numeric', timeZone: zone }).format(date);
  const write = (date: Date, zone: string) => {
    const otherYear = yearOf(date, zone) !== yearOf(new Date(now), timeZone);
    return new Intl.DateTimeFormat(tag, {
      day: 'numeric',
      month: 'long',
      timeZone: zone,
      ...(otherYear ? { year: 'numeric' } : {}),
    }).format(date);
  };
  return {
    day: (isoDay) => write(new Date(`${isoDay}T12:00:00Z`), 'UTC'),
    date: (moment) => write(new Date(moment), timeZone),
  };
}
