/** Stored things as the contract shows them. */
import type { RewardValue } from '../domain/program.ts';

export const isoOf = (ms: number): string => new Date(ms).toISOString();

const NO_CODE: ReadonlySet<string> = new Set<RewardValue['kind']>([
  'earlyAccess',
  'byHand',
  'walletCredit',
]);

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

export type NextOrderFacts = {
  code: string;
  terms: { value: RewardValue; minimumMinor: number };
  /** Exclusive end, ms. */
  endsAt: number;
};

/** `nextOrderCode` of the contract. */
export const nextOrderShown = ({ code, terms, endsAt }: NextOrderFacts) => ({
  code,
  value: terms.value,
  minimumMinor: terms.minimumMinor,
  endsAt: isoOf(endsAt - 1),
});

const CAN_BE_SHOWN: ReadonlySet<string> = new Set(['open', 'used']);

/** `redemption` of the contract: the code only while it can be shown, and where there is one. */
export const redemptionShown = (redemption: RedemptionFacts) => ({
  id: redemption.redemptionId,
  rewardId: redemption.rewardId,
  points: Number(redemption.points),
  value: redemption.terms.value,
  minimumMinor: redemption.terms.minimumMinor,
  status: redemption.status,
  code:
    CAN_BE_SHOWN.has(redemption.status) && !NO_CODE.has(redemption.terms.value.kind)
      ? redemption.code
      : null,
  expiresAt: isoOf(redemption.expiresAt - 1),
  reason: redemption.status === 'refused' ? redemption.reason : null,
});
