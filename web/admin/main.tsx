import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { bridge } from './bridge.ts';
import { direction, pickLocale } from './words/locale.ts';
import { loadTexts } from './words/loadTexts.ts';
import { createWords } from './words/words.ts';

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('locale');
  const locale = pickLocale(asked, bridge()?.config.locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
  const words = createWords(locale, await loadTexts(locale));
  const root = document.getElementById('app');
  if (root) createRoot(root).render(<App words={words} />);
}

void start();
