/** Words of figures and pictures, for the Retention page and for the report on a file of orders. */
import { direction, intlLocale, numberLocale } from './locale.ts';
import type { Locale } from './locale.ts';

export type FigureTexts = { [key: string]: string | FigureTexts };
type Values = Readonly<Record<string, string | number>>;

export type FigureWords = {
  locale: Locale;
  dir: 'ltr' | 'rtl';
  say(key: string, values?: Values): string;
  /** As `say`, for names that come from data; the name itself where there is no such text. */
  name(group: string, code: string): string;
  number(value: number, decimals?: number): string;
  /** Without thousands apart, for the number of a line. */
  ordinal(value: number): string;
  percent(share: number, decimals?: number): string;
  money(minor: number): string;
  /** Days since 1970-01-01. */
  day(day: number): string;
  /** The month that begins on that day. */
  month(day: number): string;
};

const DAY_MS = 86_400_000;

/** `calendar` is that of months; days are always in the language's own. */
export function figureWords(
  locale: Locale,
  texts: FigureTexts,
  { money, calendar }: { money: (minor: number) => string; calendar: 'gregory' | 'own' },
): FigureWords {
  const numbers = numberLocale(locale);
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(numbers, options);
  const whole = format({ maximumFractionDigits: 0 });
  const days = new Intl.DateTimeFormat(intlLocale(locale), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const ours = locale === 'fa' && calendar === 'gregory';
  const months = new Intl.DateTimeFormat(ours ? 'fa-IR-u-ca-gregory' : intlLocale(locale), {
    timeZone: 'UTC',
    month: 'short',
    year: locale === 'en' ? '2-digit' : 'numeric',
  });
  const number = (value: number, decimals = 0): string =>
    decimals === 0
      ? whole.format(value)
      : format({ maximumFractionDigits: decimals }).format(value);
  const find = (key: string): string | null => {
    let found: string | FigureTexts | undefined = texts;
    for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    return typeof found === 'string' ? found : null;
  };
  return {
    locale,
    dir: direction(locale),
    say: (key, values = {}) =>
      (find(key) ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => {
        const value = values[name];
        if (value === undefined) return hole;
        return typeof value === 'number' ? number(value, 2) : value;
      }),
    name: (group, code) => find(`${group}.${code}`) ?? code,
    number,
    ordinal: (value) => format({ useGrouping: false }).format(value),
    percent: (share, decimals = 0) =>
      format({ style: 'percent', maximumFractionDigits: decimals }).format(share),
    money,
    day: (day) => days.format(day * DAY_MS),
    month: (day) => months.format(day * DAY_MS),
  };
}
