import { useDesk } from '../../desk.ts';
import type { Draft } from '../../program/useDraft.ts';
import { ChangeList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';

/** The old rule beside the new one: what is given away, and what is taken. */
export function ChangeCard({ draft }: { draft: Draft }) {
  const { words } = useDesk();
  const { changes } = draft;
  return (
    <SectionCard title={words.say('program.change.title')} headingId="what-will-change">
      {changes === null ? (
        <Sentence tone="body">{words.say('program.change.unreadable')}</Sentence>
      ) : (
        <ChangeList
          changes={changes.map((change) => ({ key: change.about, ...change }))}
          was={words.say('program.change.was')}
          becomes={words.say('program.change.becomes')}
          gone={words.say('program.change.gone')}
        />
      )}
      <Sentence tone="soft">{words.say('program.change.past')}</Sentence>
    </SectionCard>
  );
}
