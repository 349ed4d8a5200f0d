import { useState } from 'react';
import type { SegmentsAnswer } from '../../../contract/segments.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { minorPerUnit } from '../../money/writeMoney.ts';
import { AXES, readScoring, writeScoring } from '../../segments/scoringForm.ts';
import { MainButton } from '../../ui/buttons.tsx';
import { EditableCard } from '../../ui/EditableCard.tsx';
import { NoteField, NumberField, WordField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';

type Props = { answer: SegmentsAnswer; onDone: () => void };

/** How shoppers are scored by recency, frequency and money, and what the scores are called. */
export function ScoringCard({ answer, onDone }: Props) {
  const { words } = useDesk();
  const [editing, setEditing] = useState(false);
  const { scoring } = answer;
  const own = scoring.cutPoints !== null || scoring.groups !== null;
  const title = words.say('segments.scoring');
  return (
    <EditableCard
      title={title}
      edit={{ text: words.say('app.edit'), full: words.say('app.editWhat', { what: title }) }}
      done={{ text: words.say('app.cancel'), full: words.say('app.cancel') }}
      editing={editing}
      onEditing={setEditing}
      form={<ScoringFields answer={answer} onDone={onDone} />}
    >
      <Sentence>{words.say('segments.scoringBody', { n: scoring.bins })}</Sentence>
      <Sentence tone="soft">
        {words.say(own ? 'segments.scoringOwn' : 'segments.scoringUsual')}
      </Sentence>
    </EditableCard>
  );
}

function ScoringFields({ answer, onDone }: Props) {
  const { words, api, announce } = useDesk();
  const minor = minorPerUnit(answer.money);
  const [form, setForm] = useState(() => writeScoring(answer.scoring, minor));
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { request, wrong } = readScoring(form, minor);
  const send = async (): Promise<void> => {
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    const done = await api.chooseScoring(request);
    setFailure(done.ok ? null : done);
    if (!done.ok) return;
    announce(words.say('segments.scoringSaid'));
    onDone();
  };
  const error = (field: keyof typeof wrong, text: string): string | undefined =>
    tried && wrong[field] ? text : undefined;
  return (
    <>
      {failure && <DeedFailed failure={failure} />}
      <NumberField
        id="scoring-bins"
        label={words.say('segments.bins')}
        value={form.bins}
        error={error('bins', '2–10')}
        onChange={(bins) => setForm({ ...form, bins })}
        onLeave={() => undefined}
      />
      {AXES.map((axis) => (
        <WordField
          key={axis}
          id={`scoring-${axis}`}
          label={`${words.say('segments.own')}: ${words.say(`segments.cuts.${axis}`)}`}
          help={words.say('segments.cutsHelp', { n: Math.max(1, request.bins - 1) })}
          error={error(axis, words.say('segments.cutsWrong'))}
          long
          value={form.cuts[axis]}
          onChange={(typed) => setForm({ ...form, cuts: { ...form.cuts, [axis]: typed } })}
        />
      ))}
      <NoteField
        id="scoring-table"
        label={words.say('segments.table')}
        help={words.say('segments.tableHelp')}
        error={error('table', words.say('segments.tableWrong'))}
        value={form.table}
        onChange={(table) => setForm({ ...form, table })}
      />
      <div>
        <MainButton onPress={() => void send()}>{words.say('segments.save')}</MainButton>
      </div>
    </>
  );
}
