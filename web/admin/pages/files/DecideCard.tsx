import { useState } from 'react';
import type { BulkAnswer, BulkShown } from '../../../contract/bulk.ts';
import type { Failure, FileVerb } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { shareOf } from '../../history/stage.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';
import { changeSentence, wrongSentence } from './fileWords.ts';

type Props = { answer: BulkAnswer; again: () => void };

/** What a file does, and the buttons that its state allows. */
export function DecideCard({ answer, again }: Props) {
  const { words, api } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(false);
  const { bulk } = answer;
  const decide = async (verb: FileVerb): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const done = await api.decideFile(bulk.id, verb);
    setBusy(false);
    setFailure(done.ok ? null : done);
    setAsking(false);
    again();
  };
  const wrong = wrongSentence(bulk, words);
  return (
    <SectionCard title={words.say('files.what')}>
      {failure && (
        <Note tone="critical" title={words.say('files.failed')}>
          <Sentence tone="body">{reasonOf(failure, words)}</Sentence>
        </Note>
      )}
      <Sentence>{changeSentence(bulk, words)}</Sentence>
      {wrong !== null && <Sentence tone="soft">{wrong}</Sentence>}
      <Moving bulk={bulk} />
      <Aside answer={answer} />
      <Deeds answer={answer} busy={busy} onDo={(verb) => void decide(verb)} onUndo={setAsking} />
      {asking && (
        <Dialog title={words.say('files.undoAsk')} onClose={() => setAsking(false)}>
          <Sentence tone="body">{words.say('files.undoBody')}</Sentence>
          <Buttons>
            <MainButton busy={busy} onPress={() => void decide('undo')}>
              {words.say('files.undoYes')}
            </MainButton>
            <SmallButton onPress={() => setAsking(false)}>{words.say('app.cancel')}</SmallButton>
          </Buttons>
        </Dialog>
      )}
    </SectionCard>
  );
}

function Moving({ bulk }: { bulk: BulkShown }) {
  const { words } = useDesk();
  const { state, planned, done, undone } = bulk;
  if (state !== 'running' && state !== 'undoing') return null;
  const [some, all] =
    state === 'running' ? [done.lines, planned.lines] : [undone.lines, done.lines];
  const said = words.say('files.progress', {
    done: words.number(some),
    all: words.number(all),
  });
  return (
    <Progress label={words.say(`files.state.${state}`)} share={shareOf(some, all)} value={said} />
  );
}

/** Who else is needed, and what stayed spent. */
function Aside({ answer: { bulk, you } }: { answer: BulkAnswer }) {
  const { words } = useDesk();
  const { state, planned, undone } = bulk;
  if (state === 'checked' && planned.given + planned.taken > you.left) {
    return (
      <Sentence tone="body">{words.say('files.alone', { n: words.number(you.left) })}</Sentence>
    );
  }
  if (state === 'waiting') {
    const who = `\u2068${bulk.askedBy ?? ''}\u2069`;
    return <Sentence tone="body">{words.say('files.asked', { who })}</Sentence>;
  }
  if (undone.short === 0) return null;
  const points = words.say('count.points', { n: undone.short });
  return <Sentence tone="body">{words.say('files.short', { points })}</Sentence>;
}

type DeedsProps = {
  answer: BulkAnswer;
  busy: boolean;
  onDo: (verb: FileVerb) => void;
  onUndo: (asking: true) => void;
};

function Deeds({ answer: { bulk, you }, busy, onDo, onUndo }: DeedsProps) {
  const { words } = useDesk();
  const { state } = bulk;
  const drop = <SmallButton onPress={() => onDo('drop')}>{words.say('files.drop')}</SmallButton>;
  if (state === 'checked') {
    return (
      <Buttons>
        {bulk.planned.lines > 0 && (
          <MainButton busy={busy} onPress={() => onDo('start')}>
            {words.say('files.start')}
          </MainButton>
        )}
        {drop}
      </Buttons>
    );
  }
  if (state === 'waiting') {
    const mayAgree = you.role === 'manager' && you.actor !== bulk.askedBy;
    if (!mayAgree) return <Buttons>{drop}</Buttons>;
    return (
      <Buttons>
        <MainButton busy={busy} onPress={() => onDo('approve')}>
          {words.say('files.agree')}
        </MainButton>
        {drop}
      </Buttons>
    );
  }
  if (state !== 'done' || bulk.done.lines === 0) return null;
  return (
    <Buttons>
      <SmallButton onPress={() => onUndo(true)}>{words.say('files.undo')}</SmallButton>
    </Buttons>
  );
}
