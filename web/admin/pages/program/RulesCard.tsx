import { useDesk } from '../../desk.ts';
import { newRule } from '../../program/ruleForm.ts';
import type { RuleForm } from '../../program/ruleForm.ts';
import { ruleLine } from '../../program/ruleSentences.ts';
import { PlainButton } from '../../ui/buttons.tsx';
import { FieldGroup } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { AddRule } from './AddRule.tsx';
import { EditCard } from './EditCard.tsx';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';
import { RuleFields } from './RuleFields.tsx';

/** Everything that earns besides the amount, or changes what it earns. */
export function RulesCard({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  return (
    <EditCard
      card="rules"
      editing={editing}
      form={<Form editing={editing} />}
      view={({ rules = [] }) =>
        rules.length === 0 ? (
          <Sentence tone="soft">{words.say('program.rules.none')}</Sentence>
        ) : (
          rules.map((use) => <Sentence key={use.id}>{ruleLine(use, editing.speech)}</Sentence>)
        )
      }
    />
  );
}

function Form({ editing }: { editing: Editing }) {
  const { words, announce } = useDesk();
  const { form, change, read } = editing.draft;
  const { rules, registry } = form;
  const set = (at: number, patch: Partial<RuleForm>): void =>
    change({ rules: rules.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  const remove = (at: number): void => {
    change({ rules: rules.toSpliced(at, 1) });
    announce(words.say('program.rules.removed'));
    focusField('add-rules');
  };
  return (
    <>
      {rules.map((rule, at) => (
        <div className="rg-reward" key={rule.id}>
          <FieldGroup legend={words.say('program.rules.rule', { n: at + 1 })}>
            <Sentence tone="soft">
              {ruleLine(read.program.rules?.[at] ?? rule, editing.speech)}
            </Sentence>
            <RuleFields
              editing={editing}
              rule={rule}
              path={`rules.${at}`}
              onChange={(patch) => set(at, patch)}
            />
          </FieldGroup>
          <div>
            <PlainButton
              label={words.say('program.rules.removeWhat', { n: at + 1 })}
              onPress={() => remove(at)}
            >
              {words.say('program.rules.remove')}
            </PlainButton>
          </div>
        </div>
      ))}
      <AddRule
        id="add-rules"
        rules={registry}
        label={words.say('program.rules.add')}
        speech={editing.speech}
        onAdd={(rule) => {
          change({ rules: [...rules, newRule(rule)] });
          announce(words.say('program.rules.added'));
          focusField(`rules.${rules.length}.args.${Object.keys(rule.args)[0] ?? ''}`);
        }}
      />
    </>
  );
}
