import type { RewardForm } from './form.ts';

/** An empty reward that combines and lives as the last one does. */
export function newReward(rewards: readonly RewardForm[]): RewardForm {
  const last = rewards.at(-1);
  return {
    // Never an id that some version had: a redemption names the reward by it.
    id: crypto.randomUUID(),
    points: '',
    kind: 'amountOff',
    amount: '',
    percent: '',
    items: [],
    goods: '',
    tag: '',
    access: '',
    forGood: false,
    deed: '',
    steps: '',
    prefix: '',
    times: '',
    timesDays: '',
    inAll: '',
    fromTier: '',
    minimum: '',
    codeDays: last?.codeDays ?? '30',
    combinesWith: last?.combinesWith ?? { order: false, product: false, shipping: true },
  };
}
