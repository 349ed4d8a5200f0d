import type { ProgramBody } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { basketSentence, nameOf, rewardsSentence } from '../../program/sentences.ts';
import { Ladder } from '../../ui/facts.tsx';
import type { Step } from '../../ui/facts.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';
import { RewardsForm } from './RewardsForm.tsx';

export function RewardsCard({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { speech } = editing;

  const steps = ({ rewards }: ProgramBody): Step[] =>
    rewards
      .toSorted((a, b) => a.points - b.points)
      .map(({ id, points, value }) => ({
        key: id,
        price: words.number(points),
        value:
          value.kind === 'amountOff'
            ? words.money(value.amountMinor, speech.money)
            : 'basisPoints' in value
              ? words.percent(value.basisPoints)
              : value.kind === 'walletCredit'
                ? words.money(value.amountMinor, speech.money)
                : (nameOf(value) ?? words.say('reward.freeShipping')),
      }));

  return (
    <EditCard
      card="rewards"
      editing={editing}
      form={<RewardsForm editing={editing} />}
      view={(program) => (
        <>
          <Sentence>
            {`${rewardsSentence(program, speech)} ${basketSentence(program, speech)}`.trim()}
          </Sentence>
          {program.rewards.length > 0 && (
            <Ladder label={words.say('program.rewards.ladder')} steps={steps(program)} />
          )}
        </>
      )}
    />
  );
}
