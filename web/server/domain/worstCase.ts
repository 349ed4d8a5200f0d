import type { Minor } from './orderFacts.ts';
import type { Program, Reward, RewardValue } from './program.ts';
import { floor, fromBasisPoints, ONE, plus, ratio, times, ZERO } from './ratio.ts';
import type { Ratio } from './ratio.ts';

export type CostKind = 'nextOrder' | 'friend' | 'points' | 'advocate';

/** What an order costs, as a share of its goods before discounts; the parts sum to the whole. */
export type OrderCost = {
  shareBasisPoints: number;
  parts: { kind: CostKind; shareBasisPoints: number }[];
};

export type WorstCase = OrderCost & {
  aboveHalfMargin: boolean;
  /** What a friend's first order costs; null when there is no referral offer. */
  friendOrder: OrderCost | null;
  /**
   * The largest share of one basket that a single reward takes off: at the smallest basket it works
   * on. It was paid with points, whose cost is in the orders that earned them.
   */
  rewardShareBasisPoints: number;
  /** True where the program pays for shipping, whose price we do not know: it is in no figure. */
  shippingLeftOut: boolean;
};

/**
 * What a shopper who uses everything the program allows takes of a repeat order of average size:
 *
 *     next-order code   its discount ÷ the order
 *   + points            (1 − that discount) × points per unit of money × worth of a point
 *
 * A point is worth what the best reward gives for it. With 10 % off, 3 points per 1.00 and 5.00 for
 * 500 points: 10 % + 90 % × 3 × 0.01 = 12.7 %.
 *
 * - A reward is not counted again on the order it is used on: its points were counted where they
 *   were earned. `rewardShareBasisPoints` tells what it looks like at the till.
 * - "Average size" is `aovMinor`, or the code's smallest basket where that is more. A percentage
 *   takes the same share of any larger basket, so having no cap does not change the figure.
 * - Every point is spent and none expires; no shopper is held out; floors are not subtracted.
 * - The advocate's points are the price of a new shopper, so they are in `friendOrder`: the friend's
 *   discount, the points of that order and the advocate's, on an order of average size. On a smaller
 *   one the advocate's points weigh more.
 * - A friend's code used by somebody who is not new is not allowed, yet cannot be stopped. It takes
 *   the next-order code's place, as codes of one class do not combine by default.
 *
 * Exact until the end, then rounded up to 0.1 %. `aovMinor` is at least 1; the margin is in basis
 * points. Half of it is compared with the rounded figure, which is the one the merchant reads.
 */
export function worstCase(
  program: Program,
  shop: { aovMinor: Minor; marginBasisPoints: number },
): WorstCase {
  const { nextOrder, referral, rewards } = program;
  const basketMinor = Math.max(shop.aovMinor, nextOrder?.minimumMinor ?? 0);
  const off = nextOrder ? shareOff(nextOrder.value, basketMinor) : ZERO;
  const cost = sumUp([
    ...(nextOrder ? [{ kind: 'nextOrder' as const, share: off }] : []),
    { kind: 'points', share: pointsBack(program, off, basketMinor) },
  ]);
  const values = [
    ...rewards,
    ...(nextOrder ? [nextOrder] : []),
    ...(referral ? [referral.friend] : []),
  ];
  return {
    ...cost,
    aboveHalfMargin: cost.shareBasisPoints * 2 > shop.marginBasisPoints,
    friendOrder: friendOrder(program, shop.aovMinor),
    rewardShareBasisPoints: roundUp(largest(rewards.map(shareAtOnce))),
    shippingLeftOut: values.some(({ value }) => value.kind === 'freeShipping'),
  };
}

function friendOrder(program: Program, aovMinor: Minor): OrderCost | null {
  const { referral } = program;
  if (!referral) return null;
  const { friend, advocatePoints } = referral;
  const basketMinor = Math.max(aovMinor, friend.minimumMinor);
  const off = shareOff(friend.value, basketMinor);
  const worth = pointWorth(program.rewards, basketMinor);
  return sumUp([
    { kind: 'friend', share: off },
    { kind: 'points', share: pointsBack(program, off, basketMinor) },
    { kind: 'advocate', share: times(ratio(advocatePoints, basketMinor), worth) },
  ]);
}

/** What an order's own points are worth, as a share of the order before its discount. */
function pointsBack(program: Program, off: Ratio, basketMinor: Minor): Ratio {
  const { points, perMinor } = program.earning;
  const paid = plus(ONE, times(off, ratio(-1)));
  return times(paid, times(ratio(points, perMinor), pointWorth(program.rewards, basketMinor)));
}

/** Minor units that the best reward gives for a point; 0 when points buy nothing. */
export function pointWorth(rewards: readonly Reward[], basketMinor: Minor): Ratio {
  return largest(
    rewards.map(({ value, minimumMinor, points }) => {
      const usedOnMinor = Math.max(basketMinor, minimumMinor);
      return times(shareOff(value, usedOnMinor), ratio(usedOnMinor, points));
    }),
  );
}

/** The share of the smallest basket it works on that a reward takes off. */
const shareAtOnce = ({ value, minimumMinor }: Reward): Ratio =>
  shareOff(value, Math.max(1, minimumMinor));

/** The share of a basket that a value takes off; a discount never exceeds the basket. */
function shareOff(value: RewardValue, basketMinor: Minor): Ratio {
  if (value.kind === 'percentOff') return fromBasisPoints(value.basisPoints);
  if (value.kind === 'freeShipping') return ZERO;
  return ratio(Math.min(value.amountMinor, basketMinor), basketMinor);
}

/** Each part is what it adds to the rounded total, so that the parts a merchant sees add up. */
function sumUp(shares: readonly { kind: CostKind; share: Ratio }[]): OrderCost {
  let exact = ZERO;
  let shareBasisPoints = 0;
  const parts: OrderCost['parts'] = [];
  for (const { kind, share } of shares) {
    exact = plus(exact, share);
    const upTo = roundUp(exact);
    parts.push({ kind, shareBasisPoints: upTo - shareBasisPoints });
    shareBasisPoints = upTo;
  }
  return { shareBasisPoints, parts };
}

/** In basis points, up to the next 0.1 %. */
const roundUp = (share: Ratio): number => Number(-floor(times(share, ratio(-1000)))) * 10;

const largest = (all: readonly Ratio[]): Ratio =>
  all.reduce((most, each) => (each.num * most.den > most.num * each.den ? each : most), ZERO);
