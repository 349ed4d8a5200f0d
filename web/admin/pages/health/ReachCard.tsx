import type { Health } from '../../../contract/health.ts';
import { useDesk } from '../../desk.ts';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';

type Unreached = NonNullable<Health['healing']['unreached']>[number];

/** What the shop does not let us reach, and what that means in practice. */
export function ReachCard({ unreached }: { unreached: Health['healing']['unreached'] }) {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('health.reach.title')}>
      {unreached !== null && unreached.length > 0 ? (
        <FactList facts={unreached.map((what) => ({ key: what, ...meaningOf(what, words) }))} />
      ) : (
        <Sentence tone="body">
          {words.say(unreached === null ? 'health.reach.unknown' : 'health.reach.none')}
        </Sentence>
      )}
    </SectionCard>
  );
}

const meaningOf = (what: Unreached, words: Words): { title: string; note: string } =>
  what === 'scopes'
    ? { title: words.say('health.reach.scopes'), note: words.say('health.reach.scopesNote') }
    : {
        title: words.say(`health.finding.${what}.title`),
        note: words.say(`health.finding.${what}.note`),
      };
