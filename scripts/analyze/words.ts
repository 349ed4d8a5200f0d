/** What the summary and the page say, in one language. */
import { intlLocale, numberLocale } from '../../web/admin/words/locale.ts';
import type { Locale } from '../../web/admin/words/locale.ts';
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import fa from './locales/fa.json' with { type: 'json' };

type Texts = { [key: string]: string | Texts };
type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Path<T[K]>}`;
}[keyof T & string];
export type Key = Path<typeof en>;
type Values = Readonly<Record<string, string | number>>;

export type Words = {
  locale: Locale;
  say(key: Key, values?: Values): string;
  /** As `say`, for names that come from data; the name itself where there is no such text. */
  name(group: string, code: string): string;
  number(value: number, decimals?: number): string;
  /** Without thousands apart, for the number of a line. */
  ordinal(value: number): string;
  percent(share: number, decimals?: number): string;
  /** Hundredths of the file's money, in whole units from a hundred on. */
  money(minor: number): string;
  day(day: number): string;
  /** Months of our calendar since year 0, as cohorts are numbered. */
  month(period: number): string;
};

const TEXTS: Record<Locale, Texts> = { en, fa, ar };
const DAY_MS = 86_400_000;

export function wordsOf(locale: Locale, currency: string | null): Words {
  const numbers = numberLocale(locale);
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(numbers, options);
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(intlLocale(locale), { timeZone: 'UTC', ...options });
  const whole = format({ maximumFractionDigits: 0 });
  const cents = format({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const days = date({ day: 'numeric', month: 'long', year: 'numeric' });
  // Cohorts are months of the Gregorian calendar, in every language.
  const calendar = locale === 'fa' ? 'fa-IR-u-ca-gregory' : intlLocale(locale);
  const months = new Intl.DateTimeFormat(calendar, {
    timeZone: 'UTC',
    month: 'short',
    year: locale === 'en' ? '2-digit' : 'numeric',
  });
  const number = (value: number, decimals = 0): string =>
    decimals === 0
      ? whole.format(value)
      : format({ maximumFractionDigits: decimals }).format(value);
  const find = (key: string): string | null => {
    let found: string | Texts | undefined = TEXTS[locale];
    for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
    return typeof found === 'string' ? found : null;
  };
  return {
    locale,
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
    money(minor) {
      const text =
        Math.abs(minor) >= 10_000 ? whole.format(minor / 100) : cents.format(minor / 100);
      return currency === null ? text : `${text}\u00a0${currency}`;
    },
    day: (day) => days.format(day * DAY_MS),
    month: (period) => months.format(Date.UTC(Math.floor(period / 12), period % 12, 1)),
  };
}
