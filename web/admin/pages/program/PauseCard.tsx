import type { ProgramBody } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { instantOf, nextDays } from '../../program/schedule.ts';
import { pauseSentence } from '../../program/sentences.ts';
import { ChoiceField, Fields } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

const KINDS = ['running', 'stopped', 'until'] as const;
type Kind = (typeof KINDS)[number];
const DAYS_AHEAD = 400;
/** Held points are to be spendable for so long after it was said. */
const WARNING_DAYS = 31;

/** Stop earning, and spend for good or until a day. */
export function PauseCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="pause"
      editing={editing}
      form={<PauseForm editing={editing} />}
      view={(program) => <Sentence>{pauseSentence(program, speech)}</Sentence>}
    />
  );
}

type Phase = NonNullable<ProgramBody['phase']>;

const kindOf = (phase: Phase | undefined): Kind => {
  if (phase?.kind !== 'stopped') return 'running';
  return phase.spendUntil === null ? 'stopped' : 'until';
};

function PauseForm({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, clock, errorAt } = editing;
  const { form, change } = draft;
  const { phase } = form;
  const days = nextDays(clock.now, clock.zone, DAYS_AHEAD).slice(WARNING_DAYS);
  // A day is whole: points are spent until the next one begins.
  const choices = days.slice(0, -1).map(({ noon }, at) => ({
    value: String(instantOf(days[at + 1]?.day ?? '', 0, clock.zone)),
    label: words.day(noon, clock.zone, clock.now),
  }));
  const until = phase?.kind === 'stopped' ? phase.spendUntil : null;
  const known = choices.some(({ value }) => value === String(until));
  const given =
    until === null || known
      ? []
      : [{ value: String(until), label: words.day(until - 1, clock.zone, clock.now) }];
  const setKind = (kind: Kind): void => {
    if (kind === 'running') return change({ phase: { kind } });
    const spendUntil = kind === 'until' ? Number(choices[0]?.value) : null;
    change({ phase: { kind: 'stopped', spendUntil } });
  };
  return (
    <Fields>
      <ChoiceField
        id="phase.kind"
        label={words.say('program.pause.kind')}
        value={kindOf(phase)}
        choices={KINDS.map((value) => ({ value, label: words.say(`program.pause.${value}`) }))}
        onChange={setKind}
      />
      {until !== null && (
        <ChoiceField
          id="phase.spendUntil"
          label={words.say('program.pause.day')}
          value={String(until)}
          choices={[...given, ...choices]}
          error={errorAt('phase.spendUntil')}
          onChange={(value) => change({ phase: { kind: 'stopped', spendUntil: Number(value) } })}
        />
      )}
    </Fields>
  );
}
