/**
 * A share off with an end. No platform's code says both (docs/decisions/0056), so it becomes the amount
 * that it is of one cart, from the smallest basket on of which that amount is no more than the share.
 */
import type { Minor } from './orderFacts.ts';
import type { Reward, RewardValue } from './program.ts';

export type CappedShare = Extract<RewardValue, { kind: 'percentUpTo' }>;

const ALL = 10_000n;

/** What it takes off goods of this sum, rounded down. */
export const amountOf = ({ basisPoints, capMinor }: CappedShare, baseMinor: Minor): Minor =>
  Math.min(capMinor, Number((BigInt(baseMinor) * BigInt(basisPoints)) / ALL));

/**
 * The reward as an amount off that its shopper was told. Whatever they say, it is never more than the
 * share of a basket it works on, nor than its end. Null: it can be no such amount.
 */
export function asAmountOff(
  reward: Reward & { value: CappedShare },
  toldMinor: Minor | undefined,
): Reward | null {
  const { basisPoints, capMinor } = reward.value;
  if (toldMinor === undefined || toldMinor < 1 || toldMinor > capMinor) return null;
  const share = BigInt(basisPoints);
  const smallest = (BigInt(toldMinor) * ALL + share - 1n) / share;
  return {
    ...reward,
    value: { kind: 'amountOff', amountMinor: toldMinor },
    minimumMinor: Math.max(reward.minimumMinor, Number(smallest)),
  };
}

export const isCapped = (reward: Reward): reward is Reward & { value: CappedShare } =>
  reward.value.kind === 'percentUpTo';
