import { useState } from 'react';
import type { RuleShown } from '../../../contract/rules.ts';
import { ruleLine } from '../../program/ruleSentences.ts';
import type { Speech } from '../../program/sentences.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { plain } from '../../words/words.ts';

type Props = {
  id: string;
  label: string;
  rules: readonly RuleShown[];
  speech: Speech;
  onAdd: (rule: RuleShown) => void;
};

/** A rule is chosen by its own sentence, as it could be. */
export function AddRule({ id, label, rules, speech, onAdd }: Props) {
  const { words } = speech;
  const [code, setCode] = useState(rules[0]?.code ?? '');
  const chosen = rules.find((rule) => rule.code === code) ?? rules[0];
  if (!chosen) return null;
  return (
    <>
      <ChoiceField
        id={id}
        label={label}
        value={chosen.code}
        choices={rules.map((rule) => ({
          value: rule.code,
          label: plain(ruleLine({ rule: rule.code, args: rule.example }, speech, rule)),
        }))}
        onChange={setCode}
      />
      <div>
        <SmallButton onPress={() => onAdd(chosen)}>
          {words.say('program.rules.addThis')}
        </SmallButton>
      </div>
    </>
  );
}
