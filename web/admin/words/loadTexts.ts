import type { Locale } from './locale.ts';
import type { Texts } from './words.ts';

/** One language's texts, and its font where the system's own would not do. */
export async function loadTexts(locale: Locale): Promise<Texts> {
  switch (locale) {
    case 'en':
      return (await import('../locales/en.json')).default;
    case 'fa':
      await import('@fontsource-variable/vazirmatn/index.css');
      return (await import('../locales/fa.json')).default;
    case 'ar':
      await import('@fontsource-variable/vazirmatn/index.css');
      return (await import('../locales/ar.json')).default;
  }
}
