import type { Finding, Health } from '../../../contract/health.ts';
import { reopenApp, showToast } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { FactList, MarkOf } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Place } from '../history/place.ts';
import { findingWords, reportOf, stateOf, verdictMarks } from './healthWords.ts';
import { verdictWith } from './requestWords.ts';
import type { DataRequest } from './requestWords.ts';
import type { Retrying } from './useRetry.ts';

/** These stand in their own card, with what they mean in practice. */
const elsewhere: readonly string[] = ['olderOrders', 'personalDetails'];

type Props = {
  health: Health;
  /** Who asked what is kept of them. */
  requests: readonly DataRequest[];
  place: Place;
  retry: Retrying;
  again: () => void;
};

/** In one sentence how it stands, and under it what was found, each with what can be done. */
export function VerdictCard({ health, requests, place, retry, again }: Props) {
  const { words, announce } = useDesk();
  const verdict = verdictWith(health.verdict, requests, place.now);
  const open = requests.filter(({ answeredAt }) => answeredAt === null).length;
  const findings = health.findings.filter(({ code }) => !elsewhere.includes(code));
  const lookAgain = (): void => {
    again();
    announce(words.say('health.lookedAgain'));
  };
  return (
    <SectionCard
      title={words.say('health.verdictTitle')}
      action={<PlainButton onPress={lookAgain}>{words.say('health.again')}</PlainButton>}
    >
      <div className="rg-verdict">
        <MarkOf mark={verdictMarks[verdict]} />
        <Sentence>{words.say(`health.${verdict}`)}</Sentence>
      </div>
      {findings.length > 0 ? (
        <FactList
          facts={findings.map((finding) => {
            const { title, note } = findingWords(finding, place, words);
            const action = <Action finding={finding} retry={retry} health={health} place={place} />;
            return { key: finding.code, state: stateOf(finding, words), title, note, action };
          })}
        />
      ) : (
        open === 0 && <Sentence tone="body">{words.say('health.quiet')}</Sentence>
      )}
      {open > 0 && (
        <Sentence tone="body">{words.say('health.requests.waiting', { n: open })}</Sentence>
      )}
      <Sentence tone="soft">
        {words.say('health.asOf', { time: words.time(place.now, place.zone) })}
      </Sentence>
    </SectionCard>
  );
}

type ActionProps = { finding: Finding; retry: Retrying; health: Health; place: Place };

/** The one thing to do about it; nothing where it mends itself. */
function Action({ finding, retry, health, place }: ActionProps) {
  const { words, announce } = useDesk();
  const { todo, code } = finding;
  const named = (text: string): { label: string; text: string } => ({
    text,
    label: `${text}: ${findingWords(finding, place, words).title}`,
  });
  if (todo === 'retry') {
    const kind = code === 'deliveriesSetAside' ? 'delivery' : 'message';
    const { text, label } = named(words.say('health.todo.retry'));
    const mine = health.setAside.filter((aside) => aside.kind === kind);
    return (
      <SmallButton label={label} busy={retry.busy === 'all'} onPress={() => void retry.all(mine)}>
        {text}
      </SmallButton>
    );
  }
  if (todo === 'approve' || todo === 'reopen') {
    const { text, label } = named(words.say('health.todo.reopen'));
    return (
      <SmallButton label={label} onPress={reopenApp}>
        {text}
      </SmallButton>
    );
  }
  if (todo !== 'tellOperator') return null;
  const copy = async (): Promise<void> => {
    const said = await copyReport(health, place.shopName);
    const done = words.say(said ? 'health.copied' : 'health.notCopied', { what: code });
    announce(done);
    showToast(done);
  };
  const { text, label } = named(words.say('health.todo.tellOperator'));
  return (
    <SmallButton label={label} onPress={() => void copy()}>
      {text}
    </SmallButton>
  );
}

/** Browsers may refuse their clipboard inside another page. */
async function copyReport(health: Health, shopName: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(reportOf(health, shopName));
    return true;
  } catch {
    return false;
  }
}
