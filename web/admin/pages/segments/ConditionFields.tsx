import type { RuleArg } from '../../../contract/rules.ts';
import type { ConditionArg, SegmentsAnswer } from '../../../contract/segments.ts';
import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import { isTyped } from '../../segments/segmentForm.ts';
import type { ConditionForm } from '../../segments/segmentForm.ts';
import { conditionLine, groupName, stageName } from '../../segments/segmentSentences.ts';
import { ChoiceField, Fields, NumberField, WordField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { plain } from '../../words/words.ts';
import type { Words } from '../../words/words.ts';
import { ItemsField } from '../program/ItemsField.tsx';
import type { Writing } from './FilterFields.tsx';

type Props = {
  id: string;
  writing: Writing;
  condition: ConditionForm;
  onChange: (condition: ConditionForm) => void;
};

/** What a condition says, and the fields of its arguments. */
export function ConditionFields({ id, writing, condition, onChange }: Props) {
  const { answer, speech } = writing;
  const shown = answer.conditions.find(({ code }) => code === condition.is);
  const args = Object.entries(shown?.args ?? {});
  if (args.length === 0) {
    return <Sentence tone="body">{plain(conditionLine(condition, answer, speech))}</Sentence>;
  }
  return (
    <>
      {shown && (
        <Sentence tone="soft">
          {plain(conditionLine({ is: shown.code, args: shown.example }, answer, speech))}
        </Sentence>
      )}
      <Fields>
        {args.map(([name, spec]) => (
          <ArgField
            key={name}
            {...{ id: `${id}-${name}`, name, spec, writing, condition }}
            onTyped={(typed) =>
              onChange({ ...condition, typed: { ...condition.typed, [name]: typed } })
            }
            onValue={(value) =>
              onChange({ ...condition, args: { ...condition.args, [name]: value } })
            }
          />
        ))}
      </Fields>
    </>
  );
}

type ArgProps = {
  id: string;
  name: string;
  spec: ConditionArg;
  writing: Writing;
  condition: ConditionForm;
  onTyped: (typed: string) => void;
  onValue: (value: RuleArg) => void;
};

function ArgField({ id, name, spec, writing, condition, onTyped, onValue }: ArgProps) {
  const { words } = useDesk();
  const { answer, speech, names } = writing;
  const label = labelOf(name, words);
  const value = condition.args[name];
  const sign = moneySign(speech.money, numberLocale(words.locale));
  if (isTyped(spec)) {
    return (
      <NumberField
        {...{ id, label }}
        unit={spec.kind === 'amount' ? sign : undefined}
        decimal={spec.kind === 'amount'}
        value={condition.typed[name] ?? ''}
        onChange={onTyped}
        onLeave={() => undefined}
      />
    );
  }
  if (spec.kind === 'items') {
    const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
    const editing = { names, speech, errorAt: () => undefined };
    return <ItemsField {...{ id, label, editing, spec, chosen }} onChange={onValue} />;
  }
  const choices = choicesOf(spec, answer, words);
  if (choices) {
    return <ChoiceField {...{ id, label, choices }} value={String(value)} onChange={onValue} />;
  }
  return <WordField {...{ id, label }} long value={String(value ?? '')} onChange={onValue} />;
}

/** Null: it is no choice. */
function choicesOf(spec: ConditionArg, { tiers, groups }: SegmentsAnswer, words: Words) {
  const { kind } = spec;
  if (kind === 'tier') return tiers.map((tier) => ({ value: tier.id, label: tier.name }));
  if (kind === 'group') {
    return groups.map((group) => ({ value: group, label: groupName(group, words) }));
  }
  if (kind !== 'choice') return null;
  return spec.of.map((stage) => ({ value: stage, label: stageName(stage, words) }));
}

const NAMED = [
  'orders',
  'amountMinor',
  'days',
  'items',
  'tier',
  'points',
  'from',
  'to',
  'group',
  'language',
  'friends',
  'tag',
  'percent',
  'stage',
] as const;

function labelOf(name: string, words: Words): string {
  const named = NAMED.find((each) => each === name);
  return named ? words.say(`segments.arg.${named}`) : name;
}
