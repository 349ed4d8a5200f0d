/** How a mail speaks: words, numbers, money and days in the reader's language and the shop's style. */
import type { moneyStyle } from '../../domain/publicFacts.ts';
import type { CodeValue } from '../../domain/program.ts';
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import fa from './locales/fa.json' with { type: 'json' };

export type Language = 'en' | 'fa' | 'ar';
type Text = string | Readonly<Record<string, string>>;
type Words = Readonly<Record<keyof typeof en, Text>>;
export type WordKey = keyof typeof en;

const WORDS: Record<Language, Words> = { en, fa, ar };
const NUMBERS: Record<Language, string> = { en: 'en-US', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };
const DAYS: Record<Language, string> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian',
  ar: 'ar-EG-u-nu-arab',
};

/** The first of these tags that we speak, else English. */
export function languageOf(...tags: readonly (string | null)[]): Language {
  for (const tag of tags) {
    const primary = tag?.toLowerCase().split(/[-_]/)[0];
    if (primary === 'en' || primary === 'fa' || primary === 'ar') return primary;
  }
  return 'en';
}

export type Place = {
  language: Language;
  money: ReturnType<typeof moneyStyle>;
  timeZone: string;
  now: number;
};

/** What stands in for the holes of a text, `{name}`. */
export type Values = Readonly<Record<string, string>>;

export type Speech = {
  language: Language;
  dir: 'ltr' | 'rtl';
  /** The text in parts: what is ours, and what was put in (`hole`). `count` chooses the form. */
  parts(key: WordKey, values?: Values, count?: number): { text: string; hole: boolean }[];
  number(value: number): string;
  /** In the shop's own style, or another currency's. */
  money(minor: number, style?: Place['money']): string;
  value(value: CodeValue): string;
  /** The day with its weekday in words, with the year only where it is another one. */
  day(ms: number): string;
};

/** The text as one plain line. */
export const say = (speech: Speech, key: WordKey, values: Values = {}, count = 0): string =>
  speech
    .parts(key, values, count)
    .map(({ text }) => text)
    .join('');

export function createSpeech(place: Place): Speech {
  const { language } = place;
  const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(NUMBERS[language], options).format(value);
  const plurals = new Intl.PluralRules(language);
  const speech: Speech = {
    language,
    dir: language === 'en' ? 'ltr' : 'rtl',
    parts: (key, values = {}, count = 0) => {
      const found = WORDS[language][key];
      const text =
        typeof found === 'string' ? found : (found[plurals.select(count)] ?? found['other'] ?? '');
      return text
        .split(/\{(\w+)\}/)
        .map((part, at) => ({ text: at % 2 ? (values[part] ?? '') : part, hole: at % 2 === 1 }));
    },
    number: (value) => number(value),
    money: (minor, style = place.money) => moneyOf({ ...place, money: style }, number, minor),
    value: (value) => {
      if (value.kind === 'freeShipping') return say(speech, 'freeShipping');
      const amount =
        value.kind === 'amountOff'
          ? moneyOf(place, number, value.amountMinor)
          : number(value.basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 });
      return say(speech, 'off', { amount });
    },
    day: (ms) => dayOf(place, ms),
  };
  return speech;
}

/** Minor units ÷ 10^decimals ÷ factor, then the shop's own unit, glued, or the currency's sign. */
function moneyOf(
  { money: { currency, decimals, factor, label } }: Place,
  number: (value: number, options?: Intl.NumberFormatOptions) => string,
  minor: number,
): string {
  const amount = minor / 10 ** decimals / factor;
  if (label) return `${number(amount, { maximumFractionDigits: 2 })}\u00a0${label}`;
  return number(amount, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
}

/** Put together here: asked for the weekday and the year at once, ICU writes Persian days backwards. */
function dayOf({ language, timeZone, now }: Place, ms: number): string {
  const write = (moment: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(DAYS[language], { ...options, timeZone }).format(moment);
  const year = { year: 'numeric' } as const;
  const otherYear = write(ms, year) !== write(now, year);
  const day = write(ms, { day: 'numeric', month: 'long', ...(otherYear ? year : {}) });
  const weekday = write(ms, { weekday: 'long' });
  return `${weekday}${language === 'ar' ? '، ' : ' '}${day}`;
}
