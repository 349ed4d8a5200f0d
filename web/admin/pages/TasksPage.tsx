import { useState } from 'react';
import type { Task, TasksAnswer } from '../../contract/tasks.ts';
import type { Failure } from '../api.ts';
import { useDesk } from '../desk.ts';
import { paths, shopperPath } from '../routes.ts';
import { Buttons, MainButton, SmallButton } from '../ui/buttons.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FactList } from '../ui/facts.tsx';
import type { Fact } from '../ui/facts.tsx';
import { NoteField } from '../ui/fields.tsx';
import { BackLink, PageLink } from '../ui/links.tsx';
import { PageFrame, Stack } from '../ui/PageFrame.tsx';
import { SectionCard } from '../ui/SectionCard.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import type { Words } from '../words/words.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { DeedFailed } from './shopper/DeedFailed.tsx';

type Verb = 'done' | 'refused';
type Asked = { task: Task; verb: Verb };

/** What people at the shop are to do for shoppers: what is open, and the last that was closed. */
export function TasksPage() {
  const { words, api } = useDesk();
  const { value, failure, again } = useAnswer(api.tasks);
  return (
    <PageFrame
      title={words.say('tasks.title')}
      back={<BackLink href={paths.home} label={words.say('app.toHome')} />}
    >
      {failure && !value && <LoadFailed failure={failure} again={again} />}
      {value && <Tasks answer={value} again={again} />}
      {!value && !failure && (
        <Waiting label={words.say('app.loading')} main={[words.say('tasks.open')]} side={[]} />
      )}
    </PageFrame>
  );
}

function Tasks({ answer, again }: { answer: TasksAnswer; again: () => void }) {
  const { words } = useDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = answer.tasks.filter(({ state }) => state === 'open');
  const closed = answer.tasks.filter(({ state }) => state !== 'open');
  return (
    <Stack>
      <SectionCard title={words.say('tasks.open')} headingId="tasks">
        {open.length === 0 ? (
          <Sentence tone="body">{words.say('tasks.none')}</Sentence>
        ) : (
          <FactList
            facts={open.map((task) => ({
              ...factOf(task, answer, words),
              action: <Deeds task={task} onAsk={(verb) => setAsked({ task, verb })} />,
            }))}
          />
        )}
      </SectionCard>
      {closed.length > 0 && (
        <SectionCard title={words.say('tasks.closed')}>
          <FactList facts={closed.map((task) => factOf(task, answer, words))} />
        </SectionCard>
      )}
      {asked && <CloseDialog {...asked} onClose={() => setAsked(null)} onDone={again} />}
    </Stack>
  );
}

function factOf(task: Task, { timeZone, now }: TasksAnswer, words: Words): Fact {
  const moment = Date.parse(now);
  const due = Date.parse(task.dueAt);
  const late = task.state === 'open' && due < moment;
  const day = words.day(Date.parse(task.closedAt ?? task.dueAt), timeZone, moment);
  const state = task.state === 'open' ? (late ? 'late' : 'due') : task.state;
  const price =
    task.points === null
      ? words.say('tasks.byTier')
      : words.say('count.points', { n: task.points });
  return {
    key: task.id,
    state: {
      mark: late ? 'look' : task.state === 'open' ? 'neutral' : 'fine',
      words: words.say(`tasks.state.${late ? 'late' : task.state}`),
    },
    title: <bdi>{task.text}</bdi>,
    note: (
      <>
        <p>
          <PageLink href={shopperPath(task.shopperId)}>
            <bdi>{task.name ?? words.say('tasks.somebody')}</bdi>
          </PageLink>
          {` · ${price} · ${words.say(`tasks.when.${state}`, { day })}`}
        </p>
        {task.note !== '' && (
          <p>
            <bdi>{task.note}</bdi>
          </p>
        )}
      </>
    ),
  };
}

function Deeds({ task, onAsk }: { task: Task; onAsk: (verb: Verb) => void }) {
  const { words } = useDesk();
  const what = `\u2068${task.text}\u2069`;
  return (
    <Buttons>
      <SmallButton label={words.say('tasks.doneWhat', { what })} onPress={() => onAsk('done')}>
        {words.say('tasks.done')}
      </SmallButton>
      <SmallButton label={words.say('tasks.refuseWhat', { what })} onPress={() => onAsk('refused')}>
        {words.say('tasks.refuse')}
      </SmallButton>
    </Buttons>
  );
}

type DialogProps = Asked & { onClose: () => void; onDone: () => void };

/** One question with what follows from it: done costs the points, refused gives them back. */
function CloseDialog({ task, verb, onClose, onDone }: DialogProps) {
  const { words, api, announce } = useDesk();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await api.closeTask(task.id, verb, note.trim());
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    announce(words.say(`tasks.${verb}Said`));
    onDone();
    onClose();
    document.getElementById('tasks')?.focus();
  };
  const cost = task.points === null ? 'Tier' : 'Body';
  return (
    <Dialog title={words.say(`tasks.${verb}Title`)} onClose={onClose}>
      {failure && <DeedFailed failure={failure} />}
      <Sentence>
        {words.say(`tasks.${verb}${cost}`, {
          what: `\u2068${task.text}\u2069`,
          points: words.say('count.points', { n: task.points ?? 0 }),
        })}
      </Sentence>
      <NoteField id="task-note" label={words.say('tasks.note')} value={note} onChange={setNote} />
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say(`tasks.${verb}Button`)}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
