import { useMemo, useRef, useState } from 'react';
import type { FilterBody, SegmentShown, SegmentsAnswer } from '../../../contract/segments.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import type { Speech } from '../../program/sentences.ts';
import type { Names } from '../../program/useNames.ts';
import { readFilter, writeFilter } from '../../segments/segmentForm.ts';
import type { FilterForm } from '../../segments/segmentForm.ts';
import { filterLine } from '../../segments/segmentSentences.ts';
import { useCount } from '../../segments/useCount.ts';
import type { Counting } from '../../segments/useCount.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { WordField } from '../../ui/fields.tsx';
import { RadioFields } from '../../ui/RadioFields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import type { Words } from '../../words/words.ts';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import { FilterFields } from './FilterFields.tsx';

type Props = {
  answer: SegmentsAnswer;
  /** Null: a new one. */
  segment: SegmentShown | null;
  speech: Speech;
  names: Names;
  onClose: () => void;
  onSaved: () => void;
};

const KINDS = ['live', 'static'] as const;

/** A segment is written in sentences, and counted meanwhile. */
export function SegmentEditor({ answer, segment, speech, names, onClose, onSaved }: Props) {
  const { words } = useDesk();
  const style = { money: answer.money, locale: numberLocale(words.locale) };
  const begin = segment?.filter ?? { match: 'all' as const, of: [] };
  const [name, setName] = useState(segment?.name ?? '');
  const [tag, setTag] = useState(segment?.tag ?? '');
  const [kind, setKind] = useState<SegmentShown['kind']>(segment?.kind ?? 'live');
  const [form, setForm] = useState(() => writeFilter(begin, answer.conditions, style));
  const filter = useMemo(
    () => readFilter(form, answer.conditions, answer.money),
    [form, answer.conditions, answer.money],
  );
  const { busy, failure, save } = useSave(segment, onSaved, onClose);
  // Who is on a list stays as it was.
  const fixed = segment?.kind === 'static';
  const ready = name.trim() !== '' && (fixed || filter !== null);
  const title = segment
    ? words.say('segments.editTitle', { what: `\u2068${segment.name}\u2069` })
    : words.say('segments.newTitle');
  return (
    <SectionCard title={title} headingId="segment">
      <div className="rg-form">
        {failure && <DeedFailed failure={failure} />}
        <WordField
          id="segment-name"
          label={words.say('segments.name')}
          long
          value={name}
          onChange={setName}
        />
        {!fixed && <Who {...{ answer, speech, names, form, filter }} onChange={setForm} />}
        {segment === null && (
          <RadioFields
            name="segment-kind"
            legend={words.say('segments.kind')}
            value={kind}
            choices={KINDS.map((value) => kindChoice(value, words))}
            onChange={setKind}
          />
        )}
        <WordField
          id="segment-tag"
          label={words.say('segments.tag')}
          help={words.say('segments.tagHelp')}
          long
          value={tag}
          onChange={setTag}
        />
        <Buttons>
          <MainButton
            busy={busy}
            onPress={() => {
              const sent = { name: name.trim(), tag: tag.trim() || null };
              if (ready) void save({ ...sent, kind, filter: fixed ? null : filter });
            }}
          >
            {words.say('segments.save')}
          </MainButton>
          <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
        </Buttons>
      </div>
    </SectionCard>
  );
}

type WhoProps = Pick<Props, 'answer' | 'speech' | 'names'> & {
  form: FilterForm;
  filter: FilterBody | null;
  onChange: (form: FilterForm) => void;
};

/** Its conditions, what they say together, and how many fit. */
function Who({ answer, speech, names, form, filter, onChange }: WhoProps) {
  const { api } = useDesk();
  const counting = useCount(filter, api);
  const writing = { answer, speech, names };
  return (
    <>
      <FilterFields id="filter" writing={writing} filter={form} onChange={onChange} />
      {filter && <Sentence tone="soft">{filterLine(filter, answer, speech)}</Sentence>}
      <CountLine counting={counting} />
    </>
  );
}

const kindChoice = (value: SegmentShown['kind'], words: Words) => ({
  value,
  label: words.say(`segments.kinds.${value}`),
  help: words.say(`segments.kindHelp.${value}`),
});

type Sent = Pick<SegmentShown, 'name' | 'tag' | 'kind' | 'filter'>;

function useSave(segment: SegmentShown | null, onSaved: () => void, onClose: () => void) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // The same form keeps its id, so that a lost answer does not make it twice.
  const id = useRef(crypto.randomUUID());
  const save = async ({ name, tag, kind, filter }: Sent): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const whole = filter ?? { match: 'all' as const, of: [] };
    const answer = segment
      ? await api.changeSegment(segment.id, { name, tag, filter })
      : await api.makeSegment({ id: id.current, name, tag, kind, filter: whole });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    // What was refused may be sent again as something else.
    if (!answer.ok) return void (id.current = crypto.randomUUID());
    announce(words.say('segments.savedSaid'));
    onSaved();
    onClose();
  };
  return { busy, failure, save };
}

function CountLine({ counting }: { counting: Counting }) {
  const { words } = useDesk();
  if (counting.kind !== 'counted') {
    const said = counting.kind === 'unfinished' ? 'unfinished' : 'counting';
    return (
      <output className="rg-output">
        <Sentence tone="soft">
          {words.say(counting.kind === 'failed' ? 'failure.unknown' : `segments.${said}`)}
        </Sentence>
      </output>
    );
  }
  const { shoppers, examples } = counting.answer;
  const names = examples.map(({ name }) =>
    name === null ? words.say('segments.somebody') : `\u2068${name}\u2069`,
  );
  return (
    <output className="rg-output">
      <Sentence>
        {shoppers === null
          ? words.say('segments.tooSlow')
          : words.say('segments.count', { shoppers: words.say('count.shoppers', { n: shoppers }) })}
      </Sentence>
      {names.length > 0 && (
        <Sentence tone="soft">
          {words.say('segments.examples', { names: words.list(names) })}
        </Sentence>
      )}
    </output>
  );
}
