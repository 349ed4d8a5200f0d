import { useDesk } from '../../desk.ts';
import type { RewardForm } from '../../program/form.ts';
import { newReward } from '../../program/newReward.ts';
import { PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { FieldGroup } from '../../ui/fields.tsx';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';
import { RewardFields } from './RewardFields.tsx';

/** The server takes at most this many. */
const MOST = 20;

export function RewardsForm({ editing }: { editing: Editing }) {
  const { words, announce } = useDesk();
  const { form, change } = editing.draft;
  const { rewards } = form;

  const set = (at: number, patch: Partial<RewardForm>): void =>
    change({ rewards: rewards.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  const remove = (at: number): void => {
    change({ rewards: rewards.toSpliced(at, 1) });
    announce(words.say('program.rewards.removed'));
    focusField('add-reward');
  };
  const add = (): void => {
    change({ rewards: [...rewards, newReward(rewards)] });
    announce(words.say('program.rewards.added'));
    focusField(`rewards.${rewards.length}.kind`);
  };

  return (
    <>
      {rewards.map((reward, at) => (
        <div className="rg-reward" key={reward.id}>
          <FieldGroup legend={words.say('program.rewards.reward', { n: at + 1 })}>
            <RewardFields editing={editing} at={at} onChange={(patch) => set(at, patch)} />
          </FieldGroup>
          <div>
            <PlainButton
              label={words.say('program.rewards.removeWhat', { n: at + 1 })}
              onPress={() => remove(at)}
            >
              {words.say('program.rewards.remove')}
            </PlainButton>
          </div>
        </div>
      ))}
      {rewards.length < MOST && (
        <div>
          <SmallButton id="add-reward" onPress={add}>
            {words.say('program.rewards.add')}
          </SmallButton>
        </div>
      )}
    </>
  );
}
