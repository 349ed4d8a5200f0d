/** A stepped amount is offered once for each step: the shopper picks one, and each has terms of its own. */
import type { Program, Reward } from './program.ts';

/** What a program offers, each step by itself: the first bears the reward's id, the others `id~2`, `id~3`… */
export const offeredRewards = ({ rewards }: Pick<Program, 'rewards'>): Reward[] =>
  rewards.flatMap(stepsOf);

export function stepsOf(reward: Reward): Reward[] {
  const { steps = 1, value } = reward;
  if (value.kind !== 'amountOff') return [reward];
  return Array.from({ length: steps }, (_, at) => {
    const times = at + 1;
    return {
      ...reward,
      id: times === 1 ? reward.id : `${reward.id}~${times}`,
      points: reward.points * times,
      minimumMinor: reward.minimumMinor * times,
      value: { ...value, amountMinor: value.amountMinor * times },
    };
  });
}

/** The reward of the program that a step belongs to. */
export const rewardOfStep = (id: string): string => id.replace(/~\d+$/, '');
