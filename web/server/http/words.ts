/** What the doors say to people, by language. Texts stand in words/*.json, one file a language. */
import ar from './words/ar.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import fa from './words/fa.json' with { type: 'json' };

export const LANGUAGES = ['en', 'fa', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text, or its plural forms by CLDR category (`other` is always there). */
export type Text = string | { [form: string]: string };
export type Section = 'errors' | 'problems' | 'page' | 'terms';
type Words = Record<Section, Record<string, Text>>;

const WORDS: Record<Language, Words> = { en, fa, ar };
const PLURALS: Record<Language, Intl.PluralRules> = {
  en: new Intl.PluralRules('en'),
  fa: new Intl.PluralRules('fa'),
  ar: new Intl.PluralRules('ar'),
};

const asLanguage = (tag: string): Language | null => {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
};

/** The reader's language: `?locale=` first, then Accept-Language in its order of weight, then en. */
export function languageOf(asked: unknown, acceptLanguage: string | undefined): Language {
  const named = typeof asked === 'string' ? asLanguage(asked) : null;
  if (named) return named;
  const offers = (acceptLanguage ?? '').slice(0, 500).split(',');
  const weighed = offers.map((offer) => {
    const [tag = '', ...parameters] = offer.split(';');
    const weight = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find((q) => q);
    return { language: asLanguage(tag), weight: weight === undefined ? 1 : Number(weight) };
  });
  weighed.sort((a, b) => b.weight - a.weight);
  return weighed.find(({ language, weight }) => language && weight > 0)?.language ?? 'en';
}

/** The text of a key, in the plural form that `count` takes. Throws when there is no such key. */
export function textOf(language: Language, section: Section, key: string, count = 0): string {
  const words: Record<string, Text> = WORDS[language][section];
  const text = words[key];
  if (typeof text === 'string') return text;
  const form = text?.[PLURALS[language].select(count)] ?? text?.['other'];
  if (form === undefined) throw new Error(`no words for ${section}.${key}`);
  return form;
}
