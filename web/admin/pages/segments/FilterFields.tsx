import { useState } from 'react';
import type { ConditionShown, SegmentsAnswer } from '../../../contract/segments.ts';
import { useDesk } from '../../desk.ts';
import type { Speech } from '../../program/sentences.ts';
import type { Names } from '../../program/useNames.ts';
import { isGroup, newCondition, newGroup } from '../../segments/segmentForm.ts';
import type { ConditionForm, FilterForm, GroupForm, Match } from '../../segments/segmentForm.ts';
import { conditionLine } from '../../segments/segmentSentences.ts';
import { Buttons, PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { ChoiceField, FieldGroup } from '../../ui/fields.tsx';
import { plain } from '../../words/words.ts';
import { ConditionFields } from './ConditionFields.tsx';

export type Writing = { answer: SegmentsAnswer; speech: Speech; names: Names };

const MATCHES = ['all', 'any', 'none'] as const;

type Props = {
  id: string;
  writing: Writing;
  filter: FilterForm;
  onChange: (filter: FilterForm) => void;
  /** Inside another one no further groups are offered. */
  inside?: boolean;
};

/** Which conditions there are, and how they belong together. */
export function FilterFields({ id, writing, filter, onChange, inside }: Props) {
  const { words } = useDesk();
  const { of } = filter;
  const put = (at: number, part: ConditionForm | GroupForm): void =>
    onChange({ ...filter, of: of.with(at, part) });
  const drop = (at: number): void => onChange({ ...filter, of: of.toSpliced(at, 1) });
  return (
    <>
      <ChoiceField<Match>
        id={`${id}-match`}
        label={words.say(inside ? 'segments.matchGroup' : 'segments.match')}
        value={filter.match}
        choices={MATCHES.map((value) => ({ value, label: words.say(`segments.matches.${value}`) }))}
        onChange={(match) => onChange({ ...filter, match })}
      />
      {of.map((part, at) =>
        isGroup(part) ? (
          <GroupFields
            key={part.key}
            {...{ id: `${id}-${at}`, at, writing, part }}
            onChange={(next) => put(at, next)}
            onDrop={() => drop(at)}
          />
        ) : (
          <div className="rg-reward" key={part.key}>
            <FieldGroup legend={words.say('segments.condition', { n: at + 1 })}>
              <ConditionFields
                id={`${id}-${at}`}
                writing={writing}
                condition={part}
                onChange={(next) => put(at, next)}
              />
            </FieldGroup>
            <div>
              <PlainButton
                label={words.say('segments.removeConditionWhat', { n: at + 1 })}
                onPress={() => drop(at)}
              >
                {words.say('segments.removeCondition')}
              </PlainButton>
            </div>
          </div>
        ),
      )}
      <AddCondition
        {...{ id, writing }}
        onAdd={(part) => onChange({ ...filter, of: [...of, part] })}
        onGroup={inside ? null : () => onChange({ ...filter, of: [...of, newGroup()] })}
      />
    </>
  );
}

type GroupProps = {
  id: string;
  at: number;
  writing: Writing;
  part: GroupForm;
  onChange: (part: GroupForm) => void;
  onDrop: () => void;
};

function GroupFields({ id, at, writing, part, onChange, onDrop }: GroupProps) {
  const { words } = useDesk();
  return (
    <div className="rg-reward">
      <FieldGroup legend={words.say('segments.group', { n: at + 1 })}>
        <FilterFields
          {...{ id, writing }}
          inside
          filter={part}
          onChange={({ match, of }) =>
            onChange({ ...part, match, of: of.flatMap((each) => (isGroup(each) ? [] : [each])) })
          }
        />
      </FieldGroup>
      <div>
        <PlainButton onPress={onDrop}>{words.say('segments.removeGroup')}</PlainButton>
      </div>
    </div>
  );
}

type AddProps = {
  id: string;
  writing: Writing;
  onAdd: (condition: ConditionForm) => void;
  onGroup: (() => void) | null;
};

/** A condition is chosen by its own sentence, as it could be. */
function AddCondition({ id, writing, onAdd, onGroup }: AddProps) {
  const { words } = useDesk();
  const { answer, speech } = writing;
  const { conditions, tiers, groups } = answer;
  const [code, setCode] = useState(conditions[0]?.code ?? '');
  const chosen = conditions.find((each) => each.code === code) ?? conditions[0];
  if (!chosen) return null;
  const first = { tier: tiers[0]?.id ?? '', group: groups[0] ?? '' };
  const shown = ({ code: is, example }: ConditionShown): string =>
    plain(conditionLine({ is, args: exampleOf(example, first) }, answer, speech));
  return (
    <>
      <ChoiceField
        id={`${id}-add`}
        label={words.say('segments.add')}
        value={chosen.code}
        choices={conditions.map((each) => ({ value: each.code, label: shown(each) }))}
        onChange={setCode}
      />
      <Buttons>
        <SmallButton onPress={() => onAdd(newCondition(chosen, first))}>
          {words.say('segments.addThis')}
        </SmallButton>
        {onGroup && <PlainButton onPress={onGroup}>{words.say('segments.addGroup')}</PlainButton>}
      </Buttons>
    </>
  );
}

/** Tiers and groups of an example are the club's own. */
const exampleOf = (
  example: ConditionShown['example'],
  first: { tier: string; group: string },
): ConditionShown['example'] => ({
  ...example,
  ...('tier' in example ? { tier: first.tier } : {}),
  ...('group' in example ? { group: first.group } : {}),
});
