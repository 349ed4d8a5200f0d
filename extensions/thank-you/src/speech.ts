/** Numbers, money and days as the reader's language writes them, and the texts around them. */
import type { MoneyStyle, Order, Value } from './order.types.ts';

const tags = {
  en: { number: 'en-US', date: 'en-GB' },
  fa: { number: 'fa-IR', date: 'fa-IR-u-ca-persian' },
  ar: { number: 'ar-EG-u-nu-arab', date: 'ar-EG-u-nu-arab' },
};

/** The language of our texts: others read the default, English. */
function tagsOf(isoCode: string) {
  const language = isoCode.slice(0, 2);
  return language === 'fa' || language === 'ar' ? tags[language] : tags.en;
}

export type Speech = ReturnType<typeof createSpeech>;

export function createSpeech(isoCode: string, { money: style, timeZone, now }: Order) {
  const tag = tagsOf(isoCode);
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(tag.number, options).format(value);
  const money = (minor: number, other = style) => writeMoney(other, minor, number);
  return {
    money,
    /** The text that counts `n`, in the language's plural form. */
    counting: (key: string, n: number) =>
      shopify.i18n.translate(key, { count: n, n: number(n) }) as string,
    /** The text for an amount or share off, or its twin for free shipping. */
    offering(key: string, value: Value): string {
      if (value.kind === 'freeShipping') return shopify.i18n.translate(`${key}Ship`);
      const p =
        value.kind === 'amountOff'
          ? money(value.amountMinor)
          : number(value.basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 });
      return shopify.i18n.translate(key, { p });
    },
    /** A day of the shop's calendar. */
    day: (isoDay: string) => writeDay(tag.date, new Date(`${isoDay}T12:00:00Z`), 'UTC', now),
    /** An instant's day at the shop, with its weekday, as deadlines have it. */
    deadline(instant: string): string {
      const date = new Date(instant);
      const weekday = new Intl.DateTimeFormat(tag.date, { weekday: 'long', timeZone }).format(date);
      return `${weekday} ${writeDay(tag.date, date, timeZone, now)}`;
    },
  };
}

function writeMoney(
  { currency, decimals, factor, label }: MoneyStyle,
  minor: number,
  number: (value: number, options?: Intl.NumberFormatOptions) => string,
): string {
  const amount = minor / 10 ** decimals / factor;
  if (label) return `${number(amount, { maximumFractionDigits: 2 })}\u00a0${label}`;
  return number(amount, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
}

/** Day and month, and the year where it is another one. */
function writeDay(tag: string, date: Date, timeZone: string, now: string): string {
  const yearOf = (each: Date) =>
    new Intl.DateTimeFormat(tag, { year: 'numeric', timeZone }).format(each);
  const year = yearOf(date) === yearOf(new Date(now)) ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone, ...year }).format(
    date,
  );
}
