import { useMemo, useState } from 'react';
import { createApi } from './api.ts';
import { bridge } from './bridge.ts';
import { DeskProvider } from './desk.ts';
import { FilePage } from './pages/FilePage.tsx';
import { FilesPage } from './pages/FilesPage.tsx';
import { HealthPage } from './pages/HealthPage.tsx';
import { HomePage } from './pages/HomePage.tsx';
import { NowherePage } from './pages/NowherePage.tsx';
import { ProgramPage } from './pages/ProgramPage.tsx';
import { ReferralsPage } from './pages/ReferralsPage.tsx';
import { SegmentsPage } from './pages/SegmentsPage.tsx';
import { RetentionPage } from './pages/RetentionPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { ShopperPage } from './pages/ShopperPage.tsx';
import { ShoppersPage } from './pages/ShoppersPage.tsx';
import { TasksPage } from './pages/TasksPage.tsx';
import { paths } from './routes.ts';
import type { Route } from './routes.ts';
import { AppFrame } from './ui/AppFrame.tsx';
import { AppNav } from './ui/AppNav.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { Sentence } from './ui/Sentence.tsx';
import { useRoute } from './useRoute.ts';
import type { Words } from './words/words.ts';

const pages = {
  home: HomePage,
  program: ProgramPage,
  shoppers: ShoppersPage,
  files: FilesPage,
  tasks: TasksPage,
  segments: SegmentsPage,
  referrals: ReferralsPage,
  retention: RetentionPage,
  health: HealthPage,
  settings: SettingsPage,
  nowhere: NowherePage,
};

export function App({ words }: { words: Words }) {
  const { route, go } = useRoute();
  const [said, announce] = useState('');
  const api = useMemo(() => createApi(words.locale), [words]);
  const desk = useMemo(() => ({ words, api, go, announce }), [words, api, go]);
  if (bridge() === null) {
    return (
      <AppFrame locale={words.locale} go={go}>
        <main className="rg-outside">
          <Sentence>{words.say('app.outside')}</Sentence>
        </main>
      </AppFrame>
    );
  }
  return (
    <AppFrame locale={words.locale} go={go}>
      <AppNav
        home={{ href: paths.home, label: words.say('app.name') }}
        links={[
          { href: paths.program, label: words.say('nav.program') },
          { href: paths.shoppers, label: words.say('nav.shoppers') },
          { href: paths.segments, label: words.say('nav.segments') },
          { href: paths.retention, label: words.say('nav.retention') },
          { href: paths.health, label: words.say('nav.health') },
          { href: paths.settings, label: words.say('nav.settings') },
        ]}
      />
      <DeskProvider value={desk}>
        <PageOf route={route} />
      </DeskProvider>
      <LiveRegion said={said} />
    </AppFrame>
  );
}

/** Another shopper is another page: nothing of the last one stays in its forms. */
function PageOf({ route }: { route: Route }) {
  if (route.page === 'file') return <FilePage key={route.id} id={route.id} />;
  if (route.page === 'shopper') return <ShopperPage key={route.id} id={route.id} />;
  const Page = pages[route.page];
  return <Page />;
}
