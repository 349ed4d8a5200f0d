/** What everybody may know of a club: how its shop writes money, and its program's promise. */
import { decimalsOf } from './money.ts';
import type { Program } from './program.ts';
import { offeredRewards } from './rewardSteps.ts';
import { firstTier, openTo } from './tierGate.ts';

export type MoneyFacts = { currency: string; moneyFactor: number; moneyLabel: string | null };

/** `moneyStyle` of the contract. */
export const moneyStyle = ({ currency, moneyFactor, moneyLabel }: MoneyFacts) => ({
  currency,
  decimals: decimalsOf(currency) ?? 2,
  factor: moneyFactor,
  label: moneyLabel,
});

/**
 * `publicProgram` of the contract: rewards from the smallest price up, as they are open to somebody in
 * `tierId`, or to whoever comes.
 */
export function publicProgram(program: Program, tierId: string | null = firstTier(program.tiers)) {
  const { points, perMinor } = program.earning;
  const rewards = offeredRewards(openTo(program, tierId))
    .map(({ id, points: price, value, minimumMinor, codeDays }) => ({
      id,
      points: price,
      value,
      minimumMinor,
      codeDays,
    }))
    .sort((a, b) => a.points - b.points);
  return { points, perMinor, pendingDays: program.pendingDays, rewards };
}
