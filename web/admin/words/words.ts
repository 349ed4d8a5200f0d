/** Everything the admin says, in one language: texts, numbers, dates, lists and money. */
import type { MoneyStyle } from '../../contract/shopper.ts';
import { writeMoney } from '../money/writeMoney.ts';
import type en from '../locales/en.json';
import { intlLocale, numberLocale } from './locale.ts';
import type { Locale } from './locale.ts';

type Plural = { other: string };
type Path<T> = {
  [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Path<T[K]>}`;
}[keyof T & string];

/** A dotted name of a text, such as 'home.title'. */
export type Key = Path<typeof en>;
export type Texts = { [key: string]: string | Texts };
/** Numbers are written in the language's digits; `n` also chooses the plural form. */
export type Values = Readonly<Record<string, string | number>>;

export type Words = {
  locale: Locale;
  /** The text with its holes filled; `**…**` marks what is bold. Throws on an unknown key. */
  say(key: Key, values?: Values): string;
  number(value: number): string;
  /** With its sign: "+180", "−64". */
  signed(value: number): string;
  /** Basis points: 1000 is "10%". */
  percent(basisPoints: number): string;
  /** Minor units. */
  money(minor: number, style: MoneyStyle): string;
  list(items: readonly string[]): string;
  /** Day and month, the year only when it is another one than now. `zone` is an IANA name. */
  day(at: number, zone: string, now: number): string;
  weekday(at: number, zone: string): string;
  time(at: number, zone: string): string;
  /** How long ago, in the largest unit that fits, at least a minute: "12 minutes ago". */
  ago(at: number, now: number): string;
};

function lookUp(texts: Texts, key: string): string | Texts {
  let found: string | Texts | undefined = texts;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  if (found === undefined) throw new Error(`there is no text "${key}"`);
  return found;
}

/** Texts must hold every key of English; a test of the tree sees to it. */
export function createWords(locale: Locale, texts: Texts): Words {
  const numbers = new Intl.NumberFormat(numberLocale(locale));
  const plurals = new Intl.PluralRules(numberLocale(locale));
  const choose = (forms: Texts, n: unknown): string => {
    const form = typeof n === 'number' ? plurals.select(n) : 'other';
    return String(forms[form] ?? forms['other']);
  };
  const date = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(intlLocale(locale), { timeZone: zone, ...options }).format(at);
  return {
    locale,
    say(key, values = {}) {
      const found = lookUp(texts, key);
      const text = typeof found === 'string' ? found : choose(found, values['n']);
      return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
        const value = values[name];
        if (value === undefined) return hole;
        return typeof value === 'number' ? numbers.format(value) : value;
      });
    },
    number: (value) => numbers.format(value),
    signed: (value) => `${value < 0 ? '\u2212' : '+'}${numbers.format(Math.abs(value))}`,
    percent: (basisPoints) =>
      new Intl.NumberFormat(numberLocale(locale), {
        style: 'percent',
        maximumFractionDigits: 2,
      }).format(basisPoints / 10_000),
    money: (minor, style) => writeMoney(minor, style, numberLocale(locale)),
    list: (items) =>
      new Intl.ListFormat(numberLocale(locale), { type: 'conjunction' }).format(items),
    day(at, zone, now) {
      const sameYear = date(at, zone, { year: 'numeric' }) === date(now, zone, { year: 'numeric' });
      const year = sameYear ? {} : ({ year: 'numeric' } as const);
      return date(at, zone, { day: 'numeric', month: 'long', ...year });
    },
    weekday: (at, zone) => date(at, zone, { weekday: 'long' }),
    time: (at, zone) => date(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ago(at, now) {
      const minutes = Math.max(1, Math.floor((now - at) / 60_000));
      const relative = new Intl.RelativeTimeFormat(numberLocale(locale));
      if (minutes < 60) return relative.format(-minutes, 'minute');
      const hours = Math.floor(minutes / 60);
      return hours < 48
        ? relative.format(-hours, 'hour')
        : relative.format(-Math.floor(hours / 24), 'day');
    },
  };
}

/** The sentence without the marks of what is bold. */
export const plain = (sentence: string): string => sentence.replaceAll('**', '');
