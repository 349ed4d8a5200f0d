import { useState } from 'react';
import type { Home } from '../../../contract/merchant.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { Note } from '../../ui/Note.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { Words } from '../../words/words.ts';
import { reasonOf } from '../failureWords.ts';
import { nowOf } from './now.ts';

type Parked = Home['parked'][number];

function titleOf({ topic }: Parked, words: Words): string {
  if (topic.startsWith('orders')) return words.say('home.parked.order');
  if (topic.startsWith('refunds')) return words.say('home.parked.refund');
  if (topic.startsWith('customers')) return words.say('home.parked.customer');
  return words.say('home.parked.message');
}

/** What waits for a person, with its reason and one button each. */
export function NeedsCard({ home, again }: { home: Home; again: () => void }) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const retry = async (parked: Parked): Promise<void> => {
    if (busy !== null) return;
    setBusy(parked.id);
    const answer = await api.retryParked(parked.id);
    setBusy(null);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) announce(words.say('home.retried'));
    // Its button goes with it; the heading is the nearest thing that stays.
    if (answer.ok) document.getElementById('needs')?.focus();
    again();
  };

  const facts = home.parked.map((parked): Fact => {
    const title = titleOf(parked, words);
    return {
      key: parked.id,
      title,
      note: <ParkedNote parked={parked} home={home} />,
      action: (
        <SmallButton
          label={words.say('home.retryWhat', { what: title })}
          busy={busy === parked.id}
          onPress={() => void retry(parked)}
        >
          {words.say('app.tryAgain')}
        </SmallButton>
      ),
    };
  });
  if (!home.booksBalance) {
    const note = words.say('home.needsBrokenNote');
    facts.unshift({ key: 'books', title: words.say('home.needsBroken'), note });
  }
  const count = <StateBadge tone="attention">{words.number(facts.length)}</StateBadge>;
  return (
    <SectionCard
      title={words.say('home.needs')}
      headingId="needs"
      action={facts.length > 0 ? count : undefined}
    >
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
        <Sentence tone="body">{words.say('home.needsNothing')}</Sentence>
      )}
    </SectionCard>
  );
}

function ParkedNote({ parked, home }: { parked: Parked; home: Home }) {
  const { words } = useDesk();
  const at = Date.parse(parked.receivedAt);
  return (
    <>
      <p>
        <bdi>{parked.reason}</bdi>
      </p>
      <p>
        {words.say('home.parkedNote', {
          n: parked.attempts,
          day: words.day(at, home.timeZone, nowOf(home)),
          time: words.time(at, home.timeZone),
        })}
      </p>
    </>
  );
}
