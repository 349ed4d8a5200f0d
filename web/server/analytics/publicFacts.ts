/** What everybody may know of a club: how its shop writes money, and its program's promise. */
import { decimalsOf } from '../domain/money.ts';
import type { Program, RewardValue } from '../domain/program.ts';

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
  const rewards = program.rewards
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

export const isoOf = (ms: number): string => new Date(ms).toISOString();

export type RedemptionFacts = {
  redemptionId: string;
  rewardId: string;
  points: bigint | number;
  terms: { value: RewardValue; minimumMinor: number };
  status: 'issuing' | 'open' | 'closing' | 'cancelled' | 'lapsed' | 'used' | 'refused';
  code: string;
  /** Exclusive end, ms. */
  expiresAt: number;
  reason: string | null;
};

const CAN_BE_SHOWN: ReadonlySet<string> = new Set(['open', 'used']);

/** `redemption` of the contract: the code only while it can be shown. */
export const redemptionShown = (redemption: RedemptionFacts) => ({
  id: redemption.redemptionId,
  rewardId: redemption.rewardId,
  points: Number(redemption.points),
  value: redemption.terms.value,
  minimumMinor: redemption.terms.minimumMinor,
  status: redemption.status,
  code: CAN_BE_SHOWN.has(redemption.status) ? redemption.code : null,
  expiresAt: isoOf(redemption.expiresAt - 1),
  reason: redemption.status === 'refused' ? redemption.reason : null,
});
