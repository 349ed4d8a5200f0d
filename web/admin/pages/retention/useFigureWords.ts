import { useEffect, useState } from 'react';
import { figureWords } from '../../words/figureWords.ts';
import type { FigureTexts, FigureWords } from '../../words/figureWords.ts';
import type { Locale } from '../../words/locale.ts';
import type { Words } from '../../words/words.ts';
import type { MoneyStyle } from '../../../contract/shopper.ts';

async function load(locale: Locale): Promise<FigureTexts> {
  switch (locale) {
    case 'en':
      return (await import('./locales/en.json')).default;
    case 'fa':
      return (await import('./locales/fa.json')).default;
    case 'ar':
      return (await import('./locales/ar.json')).default;
  }
}

/** This page's own texts, which no other page has to carry; null until they are here. */
export function useFigureTexts(locale: Locale): FigureTexts | null {
  const [texts, setTexts] = useState<FigureTexts | null>(null);
  useEffect(() => {
    void load(locale).then(setTexts);
  }, [locale]);
  return texts;
}

/** With money as the shop writes it, and months of the language's own calendar. */
export const wordsFor = (words: Words, texts: FigureTexts, money: MoneyStyle): FigureWords =>
  figureWords(words.locale, texts, {
    calendar: 'own',
    money: (minor) => words.money(Math.round(minor), money),
  });
