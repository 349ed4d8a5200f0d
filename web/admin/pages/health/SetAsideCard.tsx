import type { Health } from '../../../contract/health.ts';
import { useDesk } from '../../desk.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import { Note } from '../../ui/Note.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';
import type { Place } from '../history/place.ts';
import { asideNote, asideTitle } from './healthWords.ts';
import type { Retrying } from './useRetry.ts';

type Props = { health: Health; place: Place; retry: Retrying; headingId: string };

/** What could not be handled, kept until somebody tries it again. */
export function SetAsideCard({ health, place, retry, headingId }: Props) {
  const { words } = useDesk();
  const { setAside } = health;
  const { failure } = retry;
  const facts = setAside.map((aside) => {
    const title = asideTitle(aside.topic, words);
    return {
      key: aside.id,
      title,
      note: (
        <>
          <p>{asideNote(aside, place, words)}</p>
          <p>
            <bdi dir="ltr">{[aside.topic, aside.reason].filter(Boolean).join(': ')}</bdi>
          </p>
        </>
      ),
      action: (
        <SmallButton
          label={words.say('home.retryWhat', { what: title })}
          busy={retry.busy === aside.id}
          onPress={() => void retry.one(aside)}
        >
          {words.say('app.tryAgain')}
        </SmallButton>
      ),
    };
  });
  return (
    <SectionCard title={words.say('health.setAside.title')} headingId={headingId}>
      {failure && (
        <Note tone="critical" title={words.say('failure.retry')}>
          <Sentence tone="body">
            {words.say('failure.retryBody', { reason: reasonOf(failure, words) })}
          </Sentence>
        </Note>
      )}
      {facts.length > 0 ? (
        <FactList facts={facts} />
      ) : (
        <Sentence tone="body">{words.say('health.setAside.none')}</Sentence>
      )}
    </SectionCard>
  );
}
