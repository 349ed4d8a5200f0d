import type { Home } from '../../contract/merchant.ts';
import { useDesk } from '../desk.ts';
import { Columns, PageFrame } from '../ui/PageFrame.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { AliveCard } from './home/AliveCard.tsx';
import { BroughtCard } from './home/BroughtCard.tsx';
import { GuideCard } from './home/GuideCard.tsx';
import { NeedsCard } from './home/NeedsCard.tsx';
import { PointsCard } from './home/PointsCard.tsx';
import { LoadFailed } from './LoadFailed.tsx';

/** How it stands: what needs somebody, whether it is alive, and the points. */
export function HomePage() {
  const { words, api } = useDesk();
  const { value: home, failure, again } = useAnswer(api.home);
  const badge = home ? <HomeBadge home={home} /> : undefined;
  return (
    <PageFrame title={words.say('app.name')} badge={badge}>
      {failure && <LoadFailed failure={failure} again={again} />}
      {home && (
        <Columns
          main={
            <>
              {home.programVersion === null && <GuideCard />}
              <PointsCard home={home} />
              {home.programVersion !== null && <BroughtCard home={home} />}
            </>
          }
          side={
            <>
              <NeedsCard home={home} again={again} />
              <AliveCard home={home} />
            </>
          }
        />
      )}
      {!home && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('home.points')]}
          side={[words.say('home.needs'), words.say('home.alive')]}
        />
      )}
    </PageFrame>
  );
}

function HomeBadge({ home }: { home: Home }) {
  const { words } = useDesk();
  if (home.parked.length > 0 || !home.booksBalance) {
    return <StateBadge tone="attention">{words.say('home.look')}</StateBadge>;
  }
  if (home.programVersion === null) {
    return <StateBadge tone="new">{words.say('home.notSetUp')}</StateBadge>;
  }
  return <StateBadge tone="success">{words.say('home.running')}</StateBadge>;
}
