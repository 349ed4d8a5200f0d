import { AppProvider } from '@shopify/polaris';
import en from '@shopify/polaris/locales/en.json';
import '@shopify/polaris/build/esm/styles.css';
import './admin.css';
import './facts.css';
import './shopper.css';
import './health.css';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { createContext, useContext } from 'react';
import type { Locale } from '../words/locale.ts';
import { polarisWords } from './polarisWords.ts';

type LinkProps = ComponentProps<NonNullable<ComponentProps<typeof AppProvider>['linkComponent']>>;

const GoContext = createContext<(path: string) => void>(() => {});

/** Links of Polaris that stay inside the app change the page without loading it anew. */
function AppLink({ url, external, children, className, id, 'aria-label': label }: LinkProps) {
  const go = useContext(GoContext);
  const follow = (event: MouseEvent): void => {
    if (external || !url.startsWith('/') || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    go(url);
  };
  return (
    <a className={className} id={id} aria-label={label} href={url} onClick={follow}>
      {children}
    </a>
  );
}

type Props = { locale: Locale; go: (path: string) => void; children: ReactNode };

/** Polaris's own surroundings: its styles, its few words, its links. */
export function AppFrame({ locale, go, children }: Props) {
  return (
    <GoContext.Provider value={go}>
      <AppProvider i18n={[polarisWords(locale), en]} linkComponent={AppLink}>
        {children}
      </AppProvider>
    </GoContext.Provider>
  );
}
