import type { Health } from '../../contract/health.ts';
import type { Home } from '../../contract/merchant.ts';
import { useDesk } from '../desk.ts';
import { Columns, PageFrame } from '../ui/PageFrame.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { HistoryCard } from './history/HistoryCard.tsx';
import { placeOf } from './history/place.ts';
import { AliveCard } from './home/AliveCard.tsx';
import { BroughtCard } from './home/BroughtCard.tsx';
import { GuideCard } from './home/GuideCard.tsx';
import { NeedsCard } from './home/NeedsCard.tsx';
import { PointsCard } from './home/PointsCard.tsx';
import { useHealth } from './health/useHealth.ts';
import { LoadFailed } from './LoadFailed.tsx';

/** How it stands: what needs somebody, whether it is alive, and the points. */
export function HomePage() {
  const { words, api } = useDesk();
  const { value: home, failure, again } = useAnswer(api.home);
  // Without it Home says what it always says; both come together, so that nothing is pushed down.
  const { value: health, failure: untold, again: askHealth } = useHealth(api);
  const ready = health !== null || untold !== null;
  const badge = home && ready ? <HomeBadge home={home} health={health} /> : undefined;
  return (
    <PageFrame title={words.say('app.name')} badge={badge}>
      {failure && <LoadFailed failure={failure} again={again} />}
      {home && ready && (
        <Columns
          main={
            <>
              {home.programVersion === null && <GuideCard />}
              {home.programVersion !== null && health && (
                <HistoryCard
                  brief
                  healing={health.healing}
                  place={placeOf(home)}
                  again={askHealth}
                  onSettled={again}
                />
              )}
              <PointsCard home={home} />
              {home.programVersion !== null && <BroughtCard home={home} />}
            </>
          }
          side={
            <>
              <NeedsCard home={home} findings={health?.findings ?? []} again={again} />
              <AliveCard home={home} healing={health?.healing ?? null} />
            </>
          }
        />
      )}
      {!(home && ready) && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('home.points')]}
          side={[words.say('home.needs'), words.say('home.alive')]}
        />
      )}
    </PageFrame>
  );
}

function HomeBadge({ home, health }: { home: Home; health: Health | null }) {
  const { words } = useDesk();
  if (home.parked.length > 0 || !home.booksBalance || health?.verdict === 'act') {
    return <StateBadge tone="attention">{words.say('home.look')}</StateBadge>;
  }
  if (home.programVersion === null) {
    return <StateBadge tone="new">{words.say('home.notSetUp')}</StateBadge>;
  }
  return <StateBadge tone="success">{words.say('home.running')}</StateBadge>;
}
