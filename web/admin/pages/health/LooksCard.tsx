import type { Health } from '../../../contract/health.ts';
import { useDesk } from '../../desk.ts';
import { FactList } from '../../ui/facts.tsx';
import type { Fact } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import type { Words } from '../../words/words.ts';
import { lookedSentence } from '../home/LookedLine.tsx';

/** What is checked by itself, and when it was last. */
export function LooksCard({ health }: { health: Health }) {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('health.looks.title')}>
      <FactList facts={looksOf(health, words)} />
    </SectionCard>
  );
}

function looksOf(health: Health, words: Words): Fact[] {
  const now = Date.parse(health.at);
  const { lastReceivedAt } = health.messages;
  const heard =
    lastReceivedAt === null
      ? words.say('health.looks.heardNever')
      : words.say('health.looks.heardAt', { ago: words.ago(Date.parse(lastReceivedAt), now) });
  return [
    { key: 'heard', title: words.say('health.looks.heard'), note: heard },
    {
      key: 'orders',
      title: words.say('health.looks.orders'),
      note: lookedSentence(health.healing.reconciliation, now, words),
    },
    {
      key: 'checked',
      title: words.say('health.looks.checked'),
      note: checkedNote(health.healing.subscriptions, now, words),
    },
    { key: 'books', title: words.say('health.looks.books'), note: booksNote(health, now, words) },
    {
      key: 'mails',
      title: words.say('health.looks.mails'),
      note: words.say(health.mails === 'on' ? 'health.looks.mailsOn' : 'health.looks.mailsOff'),
    },
  ];
}

type Subscriptions = Health['healing']['subscriptions'];

function checkedNote(found: Subscriptions, now: number, words: Words): string {
  const { checkedAt, mendedAt, mended, reason } = found;
  if (reason !== null) return words.say('health.looks.checkFailed');
  if (checkedAt === null) return words.say('health.looks.checkedNever');
  const ago = words.ago(Date.parse(checkedAt), now);
  // Only what that check itself set right; older mendings are told as findings.
  if (mendedAt === checkedAt && mended.length > 0) {
    return words.say('health.looks.checkedMended', { ago, n: mended.length });
  }
  return words.say('health.looks.checkedAt', { ago });
}

function booksNote({ audit }: Health, now: number, words: Words): string {
  if (audit === null) return words.say('health.looks.booksNever');
  const ago = words.ago(Date.parse(audit.at), now);
  return words.say(audit.findings > 0 ? 'health.looks.booksBad' : 'health.looks.booksAt', { ago });
}
