/** The languages of the admin, and what each of them needs beyond its words. */
export type Locale = 'en' | 'fa' | 'ar';

/** Persian dates are in the Persian calendar; Arabic ones in the Gregorian, both in own digits. */
const intlLocales: Record<Locale, string> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian',
  ar: 'ar-EG-u-nu-arab',
};

/** For dates; English days come before their months, as in "22 November". */
export const intlLocale = (locale: Locale): string => intlLocales[locale];

/** English money is written "$1", not "US$1". */
export const numberLocale = (locale: Locale): string =>
  locale === 'en' ? 'en-US' : intlLocales[locale];

export const direction = (locale: Locale): 'ltr' | 'rtl' => (locale === 'en' ? 'ltr' : 'rtl');

/** The first tag that names a language we speak, such as "fa-IR"; English when none does. */
export function pickLocale(...tags: readonly (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const language = tag?.toLowerCase().split(/[-_]/)[0];
    if (language === 'en' || language === 'fa' || language === 'ar') return language;
  }
  return 'en';
}
