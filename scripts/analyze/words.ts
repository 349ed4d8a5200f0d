/** What the summary and the page say, in one language. */
import arShared from '../../web/admin/pages/retention/locales/ar.json' with { type: 'json' };
import enShared from '../../web/admin/pages/retention/locales/en.json' with { type: 'json' };
import faShared from '../../web/admin/pages/retention/locales/fa.json' with { type: 'json' };
import { figureWords } from '../../web/admin/words/figureWords.ts';
import type { FigureTexts, FigureWords } from '../../web/admin/words/figureWords.ts';
import { numberLocale } from '../../web/admin/words/locale.ts';
import type { Locale } from '../../web/admin/words/locale.ts';
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import fa from './locales/fa.json' with { type: 'json' };

type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Path<T[K]>}`;
}[keyof T & string];
export type Key = Path<typeof en> | Path<typeof enShared>;

export type Words = FigureWords & {
  say(key: Key, values?: Readonly<Record<string, string | number>>): string;
};

/** What both the page of the admin and this report say stands with the page. */
const TEXTS: Record<Locale, FigureTexts> = {
  en: { ...enShared, ...en },
  fa: { ...faShared, ...fa },
  ar: { ...arShared, ...ar },
};

/** Money is hundredths of the file's, in whole units from a hundred on; months are our calendar's. */
export function wordsOf(locale: Locale, currency: string | null): Words {
  const format = (decimals: number) =>
    new Intl.NumberFormat(numberLocale(locale), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  const [whole, cents] = [format(0), format(2)];
  return figureWords(locale, TEXTS[locale], {
    calendar: 'gregory',
    money(minor) {
      const text = (Math.abs(minor) >= 10_000 ? whole : cents).format(minor / 100);
      return currency === null ? text : `${text}\u00a0${currency}`;
    },
  });
}
