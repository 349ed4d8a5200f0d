import { useState } from 'react';
import type { ProgramAnswer, ProgramBody } from '../../contract/merchant.ts';
import { useDesk } from '../desk.ts';
import { PageFrame } from '../ui/PageFrame.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { nowOf } from './home/now.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { ProgramDesk } from './program/ProgramDesk.tsx';
import { TwoQuestions } from './program/TwoQuestions.tsx';
import { baseOf } from '../program/useDraft.ts';
import type { ShopClock } from './program/useProgramDesk.ts';

/** The rules of the club: read as sentences, changed in place, published as a version. */
export function ProgramPage() {
  const { words, api } = useDesk();
  const asked = useAnswer(api.program);
  const home = useAnswer(api.home);
  const registry = useAnswer(api.rules);
  // What publishing brings back is newer than what the page was opened with.
  const [newer, setNewer] = useState<ProgramAnswer | null>(null);
  const answer = newer ?? asked.value;
  const rules = registry.value?.rules ?? null;
  const [suggested, setSuggested] = useState<ProgramBody | null>(null);
  const asking = answer !== null && baseOf(answer) === null && suggested === null;
  const clock: ShopClock | null = home.value
    ? { zone: home.value.timeZone, now: nowOf(home.value) }
    : null;
  const failure = asked.failure ?? home.failure ?? registry.failure;
  const again = (): void => {
    if (asked.failure) asked.again();
    if (home.failure) home.again();
    if (registry.failure) registry.again();
  };
  const begin = (program: ProgramBody, told: ProgramAnswer): void => {
    setNewer(told);
    setSuggested(program);
  };
  const badge = answer && clock ? <ProgramBadge answer={answer} clock={clock} /> : undefined;
  return (
    <PageFrame title={words.say('program.title')} badge={badge}>
      {failure && <LoadFailed failure={failure} again={again} />}
      {answer && clock && asking && <TwoQuestions money={answer.money} onProgram={begin} />}
      {answer && clock && rules && !asking && (
        <ProgramDesk {...{ answer, suggested, clock, rules }} onAnswer={setNewer} />
      )}
      {!(answer && clock && (asking || rules)) && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('program.earning.title'), words.say('program.rewards.title')]}
          side={[words.say('program.versions.title')]}
        />
      )}
    </PageFrame>
  );
}

function ProgramBadge({ answer, clock }: { answer: ProgramAnswer; clock: ShopClock }) {
  const { words } = useDesk();
  const { current, scheduled } = answer;
  if (current) {
    const live = words.say('program.versionLive', { version: current.version });
    return <StateBadge tone="info">{live}</StateBadge>;
  }
  if (!scheduled) return <StateBadge tone="new">{words.say('program.notPublished')}</StateBadge>;
  const day = words.day(Date.parse(scheduled.effectiveFrom), clock.zone, clock.now);
  const planned = words.say('program.versionPlanned', { version: scheduled.version, day });
  return <StateBadge tone="info">{planned}</StateBadge>;
}
