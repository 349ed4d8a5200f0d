import type { ProgramAnswer } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { PlainButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { ShopClock } from './useProgramDesk.ts';

type Props = { answer: ProgramAnswer; clock: ShopClock; onGoBack: (version: number) => void };

/** Every version there ever was, newest first; none of them is ever changed. */
export function VersionsCard({ answer, clock, onGoBack }: Props) {
  const { words } = useDesk();
  const versions = answer.versions.toSorted((a, b) => b.version - a.version);
  const stateOf = (version: number): 'live' | 'planned' | 'old' => {
    if (version === answer.current?.version) return 'live';
    return version === answer.scheduled?.version ? 'planned' : 'old';
  };
  const facts = versions.map(({ version, effectiveFrom }): Fact => {
    const state = stateOf(version);
    return {
      key: String(version),
      title: words.say('program.versions.version', { version }),
      note: words.day(Date.parse(effectiveFrom), clock.zone, clock.now),
      action:
        state === 'old' ? (
          <PlainButton
            label={words.say('program.versions.goBackWhat', { version })}
            onPress={() => onGoBack(version)}
          >
            {words.say('program.versions.goBack')}
          </PlainButton>
        ) : (
          <StateBadge tone={state === 'live' ? 'success' : 'info'}>
            {words.say(`program.versions.${state}`)}
          </StateBadge>
        ),
    };
  });
  return (
    <SectionCard title={words.say('program.versions.title')}>
      {facts.length > 0 ? (
        <FactList facts={facts} />
      ) : (
        <Sentence tone="body">{words.say('program.versions.none')}</Sentence>
      )}
    </SectionCard>
  );
}
