/** How far the orders of before the program have come: read, asked about, rewarded. */
import type { Healing, PastRewardAnswer } from '../../contract/healing.ts';

export type Stage =
  /** They are being read. */
  | 'import'
  /** Nobody has decided yet whether they bring points. */
  | 'ask'
  /** A decision is being carried out, or was. */
  | 'giving'
  | 'decided'
  /** There is nothing to decide, or not yet. */
  | 'rest';

export function stageOf(healing: Healing, hasProgram: boolean): Stage {
  if (healing.import.state !== 'done') return 'import';
  if (healing.pastReward?.state === 'running') return 'giving';
  if (healing.pastReward) return 'decided';
  return hasProgram && healing.unrewarded > 0 ? 'ask' : 'rest';
}

/** Whether it will look otherwise in a moment, by itself. */
export const isMoving = (healing: Healing): boolean =>
  healing.import.state !== 'done' || healing.pastReward?.state === 'running';

/** What the server told last, and a decision that was made since. */
export function withDecision(healing: Healing, decided: PastRewardAnswer | null): Healing {
  if (decided === null || healing.pastReward?.id === decided.id) return healing;
  return { ...healing, pastReward: decided };
}

/** A share of a whole between 0 and 1; null while the whole is not known. */
export function shareOf(part: number, whole: number | null): number | null {
  if (whole === null || whole <= 0) return null;
  return Math.min(1, part / whole);
}
