import { useDesk } from '../../desk.ts';
import type { RewardForm } from '../../program/form.ts';
import { ChoiceField, Fields, NumberField, WordField } from '../../ui/fields.tsx';
import type { Editing } from './editing.ts';

type Props = {
  editing: Editing;
  at: number;
  reward: RewardForm;
  onChange: (patch: Partial<RewardForm>) => void;
};

const CODED: readonly RewardForm['kind'][] = [
  'amountOff',
  'percentOff',
  'percentUpTo',
  'freeShipping',
  'freeProduct',
];

/** The lowest tier that may take it, where there are tiers; one that is gone can be let go of. */
function GateField({ editing, at, reward, onChange }: Props) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const { tiers } = draft.form;
  const { fromTier } = reward;
  const known = tiers.on ? tiers.levels : [];
  const gone = fromTier !== '' && !known.some(({ id }) => id === fromTier);
  if (known.length === 0 && !gone) return null;
  const fieldId = `rewards.${at}.fromTier`;
  return (
    <ChoiceField
      id={fieldId}
      label={words.say('program.rewards.fromTier')}
      error={errorAt(fieldId)}
      value={fromTier}
      choices={[
        { value: '', label: words.say('program.rewards.anyTier') },
        ...known.map(({ id, name }) => ({ value: id, label: name })),
        ...(gone ? [{ value: fromTier, label: fromTier }] : []),
      ]}
      onChange={(chosen) => onChange({ fromTier: chosen })}
    />
  );
}

/** Steps of an amount, what stands before its codes, and how often it may be taken. */
export function LimitFields({ editing, at, reward, onChange }: Props) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const number = (name: string, key: 'steps' | 'times' | 'timesDays' | 'inAll') => {
    const id = `rewards.${at}.${name}`;
    return {
      id,
      label: words.say(`program.rewards.${key}`),
      error: errorAt(id),
      onLeave: () => draft.leave(id),
      value: reward[key],
      onChange: (typed: string) => onChange({ [key]: typed }),
    };
  };
  const prefixId = `rewards.${at}.prefix`;
  return (
    <Fields>
      {reward.kind === 'amountOff' && (
        <NumberField {...number('steps', 'steps')} help={words.say('program.rewards.stepsHelp')} />
      )}
      {CODED.includes(reward.kind) && (
        <WordField
          id={prefixId}
          label={words.say('program.rewards.prefix')}
          help={words.say('program.rewards.prefixHelp')}
          error={errorAt(prefixId)}
          value={reward.prefix}
          onChange={(prefix) => onChange({ prefix })}
        />
      )}
      <NumberField
        {...number('perShopper.times', 'times')}
        help={words.say('program.rewards.noLimit')}
      />
      {reward.times.trim() !== '' && (
        <NumberField
          {...number('perShopper.days', 'timesDays')}
          help={words.say('program.rewards.everHelp')}
        />
      )}
      <NumberField {...number('inAll', 'inAll')} help={words.say('program.rewards.noLimit')} />
      <GateField {...{ editing, at, reward, onChange }} />
    </Fields>
  );
}
