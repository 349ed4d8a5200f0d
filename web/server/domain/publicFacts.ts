/** What everybody may know of a club: how its shop writes money, and its program's promise. */
import { decimalsOf } from './money.ts';
import type { Program } from './program.ts';
import { offeredRewards } from './rewardSteps.ts';

export type MoneyFacts = { currency: string; moneyFactor: number; moneyLabel: string | null };

/** `moneyStyle` of the contract. */
export const moneyStyle = ({ currency, moneyFactor, moneyLabel }: MoneyFacts) => ({
  currency,
  decimals: decimalsOf(currency) ?? 2,
  factor: moneyFactor,
  label: moneyLabel,
});

/** `publicProgram` of the contract: rewards from the smallest price up. */
export function publicProgram(program: Program) {
  const { points, perMinor } = program.earning;
  const rewards = offeredRewards(program)
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
