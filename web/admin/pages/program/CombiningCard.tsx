import { useDesk } from '../../desk.ts';
import type { DiscountClass, RewardForm } from '../../program/form.ts';
import { combiningSentence, discountClasses, openCodesSentence } from '../../program/sentences.ts';
import { CheckField, FieldGroup, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

export function CombiningCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="combining"
      editing={editing}
      form={<CombiningForm editing={editing} />}
      view={(program) => (
        <>
          <Sentence>{openCodesSentence(program, speech)}</Sentence>
          {program.rewards.length > 0 && (
            <Sentence tone="soft">{combiningSentence(program, speech)}</Sentence>
          )}
        </>
      )}
    />
  );
}

/** One answer for all rewards; 'mixed' until somebody gives it. */
function sharedBy(rewards: readonly RewardForm[], name: DiscountClass): boolean | 'mixed' {
  const answers = new Set(rewards.map(({ combinesWith }) => combinesWith[name]));
  return answers.size > 1 ? 'mixed' : answers.has(true);
}

function CombiningForm({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const { form, change, leave } = draft;
  const { rewards } = form;
  const setAll = (name: DiscountClass, on: boolean): void =>
    change({
      rewards: rewards.map((reward) => ({
        ...reward,
        combinesWith: { ...reward.combinesWith, [name]: on },
      })),
    });
  return (
    <>
      <NumberField
        id="maxOpenCodes"
        label={words.say('program.combining.maxOpenCodes')}
        value={form.maxOpenCodes}
        error={errorAt('maxOpenCodes')}
        onChange={(maxOpenCodes) => change({ maxOpenCodes })}
        onLeave={() => leave('maxOpenCodes')}
      />
      {rewards.length > 0 && (
        <FieldGroup legend={words.say('program.combining.boxes')}>
          {discountClasses.map((name) => (
            <CheckField
              key={name}
              label={words.say(`program.combining.${name}Box`)}
              checked={sharedBy(rewards, name)}
              onChange={(on) => setAll(name, on)}
            />
          ))}
        </FieldGroup>
      )}
    </>
  );
}
