import type { DataRequestsAnswer } from '../../contract/dataRequests.ts';
import type { Home } from '../../contract/merchant.ts';
import type { Health } from '../../contract/health.ts';
import { useDesk } from '../desk.ts';
import { Columns, PageFrame } from '../ui/PageFrame.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import type { Asked } from '../useAnswer.ts';
import { LooksCard } from './health/LooksCard.tsx';
import { ReachCard } from './health/ReachCard.tsx';
import { RequestsCard } from './health/RequestsCard.tsx';
import { verdictWith } from './health/requestWords.ts';
import { SetAsideCard } from './health/SetAsideCard.tsx';
import { useHealth } from './health/useHealth.ts';
import { useRetry } from './health/useRetry.ts';
import { VerdictCard } from './health/VerdictCard.tsx';
import { HistoryCard } from './history/HistoryCard.tsx';
import { placeOf } from './history/place.ts';
import { LoadFailed } from './LoadFailed.tsx';

const setAsideId = 'set-aside';

/** Whether all is well, what is not, what to do about it, and what lies outside of our reach. */
export function HealthPage() {
  const { words, api } = useDesk();
  const { value: home, failure: noHome, again: askHome } = useAnswer(api.home);
  const { value: health, failure: noHealth, again: askHealth } = useHealth(api);
  const requests = useAnswer(api.dataRequests);
  const asked = requests.value?.requests ?? [];
  // They come together, so that nothing is pushed down.
  const ready = requests.value !== null || requests.failure !== null;
  const again = (): void => {
    if (noHome) askHome();
    askHealth();
  };
  const failure = noHealth ?? noHome;
  return (
    <PageFrame
      title={words.say('health.title')}
      badge={
        health && ready ? (
          <VerdictBadge verdict={verdictWith(health.verdict, asked, Date.parse(health.at))} />
        ) : undefined
      }
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      {home && health && ready && (
        <Cards home={home} health={health} requests={requests} again={again} />
      )}
      {!(home && health && ready) && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('health.verdictTitle'), words.say('health.setAside.title')]}
          side={[words.say('health.looks.title'), words.say('health.reach.title')]}
        />
      )}
    </PageFrame>
  );
}

type CardsProps = {
  home: Home;
  health: Health;
  requests: Asked<DataRequestsAnswer>;
  again: () => void;
};

function Cards({ home, health, requests, again }: CardsProps) {
  const retry = useRetry(setAsideId, again);
  const place = { ...placeOf(home), now: Date.parse(health.at) };
  return (
    <Columns
      main={
        <>
          <VerdictCard
            health={health}
            requests={requests.value?.requests ?? []}
            place={place}
            retry={retry}
            again={again}
          />
          <SetAsideCard health={health} place={place} retry={retry} headingId={setAsideId} />
          <RequestsCard asked={requests} place={place} />
        </>
      }
      side={
        <>
          <LooksCard health={health} />
          <ReachCard unreached={health.healing.unreached} />
          <HistoryCard
            brief={false}
            healing={health.healing}
            place={place}
            again={again}
            onSettled={again}
          />
        </>
      }
    />
  );
}

const tones = { good: 'success', look: 'attention', act: 'critical' } as const;

function VerdictBadge({ verdict }: { verdict: Health['verdict'] }) {
  const { words } = useDesk();
  return <StateBadge tone={tones[verdict]}>{words.say(`health.badge.${verdict}`)}</StateBadge>;
}
