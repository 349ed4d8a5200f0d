/**
 * A bonus for the advocate's 1st, 5th, 10th friend who counts: a target like everything else. It hangs
 * on the friend who is the n-th now, by the version that judges that friend's order, so that a friend
 * who sends everything back takes the step with them, and the next one to come brings it again.
 */
import type { Referral } from './program.ts';

export const MAX_STEPS = 10;
/** The last friend that a step may be for. */
export const LAST_STEP = 100;

/** A friend who counts: the order is worth something to the advocate, and nothing holds it. */
export type Counting = {
  orderId: string;
  placedAt: number;
  /** Of the version that judges the friend's order. */
  steps: Referral['steps'];
};

/** What each friend's place brings on top, by order; friends whose place brings nothing are left out. */
export function stepsOf(friends: readonly Counting[]): Map<string, { at: number; points: number }> {
  const ordered = friends.toSorted(
    (a, b) => a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1),
  );
  const found = new Map<string, { at: number; points: number }>();
  for (const [place, { orderId, steps }] of ordered.entries()) {
    const step = steps?.find(({ at }) => at === place + 1);
    if (step) found.set(orderId, step);
  }
  return found;
}
