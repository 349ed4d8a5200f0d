import type { ArgSpec, RuleArg } from '../../../contract/rules.ts';
import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import { isTyped } from '../../program/ruleForm.ts';
import type { RuleForm } from '../../program/ruleForm.ts';
import { periodName, weekdayName } from '../../program/ruleSentences.ts';
import { CheckField, ChoiceField, FieldGroup, Fields, NumberField } from '../../ui/fields.tsx';
import { WordField } from '../../ui/fields.tsx';
import { numberLocale } from '../../words/locale.ts';
import type { Words } from '../../words/words.ts';
import type { Editing } from './editing.ts';
import { HoursField } from './HoursField.tsx';
import { ItemsField } from './ItemsField.tsx';

type Props = {
  editing: Editing;
  rule: RuleForm;
  /** Where it stands in a program, such as 'rules.0'. */
  path: string;
  onChange: (patch: Partial<RuleForm>) => void;
};

/** The fields of a rule, drawn from what it says of its arguments. */
export function RuleFields({ editing, rule, path, onChange }: Props) {
  const specs = editing.draft.form.registry.find(({ code }) => code === rule.rule)?.args ?? {};
  const entries = Object.entries(specs);
  const small = entries.filter(([, { kind }]) => kind !== 'items' && kind !== 'weekdays');
  const large = entries.filter(([, { kind }]) => kind === 'items' || kind === 'weekdays');
  const draw = ([name, spec]: [string, ArgSpec]) => (
    <ArgField
      key={name}
      id={`${path}.args.${name}`}
      {...{ name, spec, editing, rule }}
      onTyped={(typed) => onChange({ typed: { ...rule.typed, [name]: typed } })}
      onValue={(value) => onChange({ args: { ...rule.args, [name]: value } })}
    />
  );
  return (
    <>
      <Fields>{small.map(draw)}</Fields>
      {large.map(draw)}
    </>
  );
}

type ArgProps = {
  id: string;
  name: string;
  spec: ArgSpec;
  editing: Editing;
  rule: RuleForm;
  onTyped: (typed: string) => void;
  onValue: (value: RuleArg) => void;
};

function ArgField({ id, name, spec, editing, rule, onTyped, onValue }: ArgProps) {
  const { words } = useDesk();
  const { draft, errorAt, speech } = editing;
  const label = labelOf(name, spec, words);
  const value = rule.args[name];
  const list = Array.isArray(value) ? (value as readonly string[]) : [];
  if (isTyped(spec)) {
    const sign = moneySign(speech.money, numberLocale(words.locale));
    return (
      <NumberField
        {...{ id, label }}
        error={errorAt(id)}
        unit={spec.kind === 'amount' ? sign : spec.kind === 'multiplier' ? '×' : undefined}
        decimal={spec.kind === 'amount' || spec.kind === 'multiplier'}
        value={rule.typed[name] ?? ''}
        onChange={onTyped}
        onLeave={() => draft.leave(id)}
      />
    );
  }
  switch (spec.kind) {
    case 'items':
      return <ItemsField {...{ id, label, editing, spec }} chosen={list} onChange={onValue} />;
    case 'weekdays':
      return <WeekdaysField label={label} chosen={list} onChange={onValue} />;
    case 'hours':
      return <HoursField {...{ id, label }} spans={list} error={errorAt(id)} onChange={onValue} />;
    case 'choice':
      return (
        <ChoiceField
          {...{ id, label }}
          value={String(value)}
          choices={spec.of.map((each) => ({ value: each, label: periodName(each, words) }))}
          onChange={onValue}
        />
      );
    case 'yesNo':
      return <CheckField label={label} checked={value === true} onChange={onValue} />;
    case 'points':
    case 'amount':
    case 'count':
    case 'multiplier':
    case 'time':
      return null;
    case 'word':
      return (
        <WordField
          {...{ id, label }}
          error={errorAt(id)}
          value={String(value)}
          onChange={onValue}
        />
      );
  }
}

const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

type WeekdaysProps = {
  label: string;
  chosen: readonly string[];
  onChange: (days: readonly string[]) => void;
};

function WeekdaysField({ label, chosen, onChange }: WeekdaysProps) {
  const { words } = useDesk();
  return (
    <FieldGroup legend={label}>
      <Fields narrow>
        {DAYS.map((day) => (
          <CheckField
            key={day}
            label={weekdayName(Number(day), words)}
            checked={chosen.includes(day)}
            onChange={(on) => onChange(DAYS.filter((d) => (d === day ? on : chosen.includes(d))))}
          />
        ))}
      </Fields>
    </FieldGroup>
  );
}

const NAMED = [
  'points',
  'minimumMinor',
  'perMinor',
  'by',
  'items',
  'products',
  'days',
  'nth',
  'every',
  'weekdays',
  'hours',
  'waitDays',
  'shown',
  'times',
  'per',
  'action',
  'survey',
  'page',
] as const;

/** Arguments that many rules share have words of their own; any other is called what it is. */
function labelOf(name: string, spec: ArgSpec, words: Words): string {
  const named = NAMED.find((each) => each === name);
  return words.say(named ? `program.rules.arg.${named}` : `program.rules.kind.${spec.kind}`);
}
