import { useState } from 'react';
import type { Finding } from '../../../contract/health.ts';
import type { Home } from '../../../contract/merchant.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { paths } from '../../routes.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { PageLink } from '../../ui/links.tsx';
import { Note } from '../../ui/Note.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { reasonOf } from '../failureWords.ts';
import { asideTitle, findingWords } from '../health/healthWords.ts';
import type { Words } from '../../words/words.ts';
import { nowOf } from './now.ts';

type Parked = Home['parked'][number];

/** Those that stand here one by one, with their own buttons. */
const told: readonly string[] = ['messagesSetAside', 'deliveriesSetAside', 'booksWrong'];

type Props = { home: Home; findings: readonly Finding[]; again: () => void };

/** What waits for a person, with its reason and one button each. */
export function NeedsCard({ home, findings, again }: Props) {
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
    const title = asideTitle(parked.topic, words);
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
  facts.unshift(...toDecide(home, words), ...tasksOf(home, words), ...bonusesOf(home, words));
  const when = { zone: home.timeZone, now: nowOf(home) };
  for (const finding of findings.filter(
    ({ level, code }) => level === 'act' && !told.includes(code),
  )) {
    const { title, note } = findingWords(finding, when, words);
    const toHealth = <PageLink href={paths.health}>{words.say('nav.health')}</PageLink>;
    facts.unshift({ key: finding.code, title, note, action: toHealth });
  }
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

/** What somebody is to do by hand; nothing where there is nothing. */
function tasksOf({ tasks = 0 }: Home, words: Words): Fact[] {
  if (tasks === 0) return [];
  const action = <PageLink href={paths.tasks}>{words.say('tasks.look')}</PageLink>;
  const note = words.say('home.tasksNote');
  return [{ key: 'tasks', title: words.say('home.tasks', { n: tasks }), note, action }];
}

/** The month's bonuses are given: they stop, and orders go on earning. */
function bonusesOf(home: Home, words: Words): Fact[] {
  const { bonuses, timeZone } = home;
  if (!bonuses || bonuses.given < bonuses.points) return [];
  const day = words.day(Date.parse(bonuses.againAt), timeZone, nowOf(home));
  const points = words.say('count.points', { n: bonuses.points });
  const fact: Fact = {
    key: 'bonuses',
    title: words.say('home.bonusesGiven'),
    note: words.say('home.bonusesNote', { points, day }),
    action: <PageLink href={paths.program}>{words.say('nav.program')}</PageLink>,
  };
  return [fact];
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

function toDecide({ referralsToDecide: n = 0 }: Home, words: Words): Fact[] {
  if (n === 0) return [];
  const fact: Fact = {
    key: 'referrals',
    title: words.say('referrals.needs', { n }),
    note: words.say('referrals.needsNote'),
    action: <PageLink href={paths.referrals}>{words.say('referrals.title')}</PageLink>,
  };
  return [fact];
}
