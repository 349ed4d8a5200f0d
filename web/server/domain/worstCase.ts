import type { Minor } from './orderFacts.ts';
import type { CodeValue, NextOrder, Program, Reward, RewardValue } from './program.ts';
import { floor, fromBasisPoints, ONE, plus, ratio, times, ZERO } from './ratio.ts';
import { ruleOf } from './rules/registry.ts';
import type { Ratio } from './ratio.ts';

/** `bonus`: points by rules, campaigns and the best tier, beyond those of the plain rate. */
export type CostKind = 'nextOrder' | 'friend' | 'points' | 'bonus' | 'advocate';

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
  /** True where something is done by hand, whose price we do not know either. */
  handLeftOut: boolean;
};

/**
 * What a shopper who uses everything the program allows takes of a repeat order of average size:
 *
 *     next-order code   its discount ÷ the order; money credit: its share, rounding left out
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
 * - Of the codes that come after orders and with tiers the dearest is used. The largest gifts of points for
 *   entering a tier and, on a later order, for a member's birthday meet on it too, with the rest.
 * - Rules, campaigns and the best tier all meet on one order: rates at the best of them, multipliers
 *   multiplied, fixed points added up, whatever their days, budgets and places. Those of a first
 *   order are in `friendOrder`, those of later ones are not.
 * - The advocate's points, the largest step, the code and the credit are the price of a new shopper, so they are in `friendOrder`: the friend's
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
  const perks = (program.tiers?.levels ?? []).flatMap((level) => level.perks);
  const given = perks.flatMap((perk) => (perk.kind === 'code' ? [perk.offer] : []));
  const code = bestCode([...codesOf(nextOrder), ...given], shop.aovMinor);
  const { off, basketMinor } = code ?? { off: ZERO, basketMinor: shop.aovMinor };
  // Money credit is given for the whole order, beside a code that takes its share off first.
  const credit = creditShare(nextOrder);
  const cost = sumUp([
    ...(code || credit ? [{ kind: 'nextOrder' as const, share: plus(off, credit ?? ZERO) }] : []),
    { kind: 'points', share: pointsBack(program, off, basketMinor) },
    ...bonusBack(program, { off, basketMinor, on: 'later' }),
  ]);
  const values = [
    ...rewards,
    ...(nextOrder ? [nextOrder] : []),
    ...given,
    ...(referral ? [referral.friend] : []),
    ...(referral?.advocateCode ? [referral.advocateCode] : []),
  ];
  return {
    ...cost,
    aboveHalfMargin: cost.shareBasisPoints * 2 > shop.marginBasisPoints,
    friendOrder: friendOrder(program, shop.aovMinor),
    rewardShareBasisPoints: roundUp(largest(rewards.map(shareAtOnce))),
    handLeftOut:
      values.some(({ value }) => value.kind === 'byHand') ||
      perks.some(({ kind }) => kind === 'byHand'),
    shippingLeftOut: values.some(({ value }) => value.kind === 'freeShipping'),
  };
}

type Coded = { value: CodeValue; minimumMinor: Minor };

/** Of codes that come without a price, of which an order takes one: the dearest. */
function bestCode(offers: readonly Coded[], aovMinor: Minor) {
  const codes = offers.map(({ value, minimumMinor }) => {
    const basketMinor = Math.max(aovMinor, minimumMinor);
    return { off: shareOff(value, basketMinor), basketMinor };
  });
  const most = largest(codes.map(({ off }) => off));
  return codes.find(({ off }) => off === most) ?? codes[0] ?? null;
}

const codesOf = (offer: NextOrder | null): Coded[] =>
  offer && offer.value.kind !== 'cashback' ? [{ ...offer, value: offer.value }] : [];

/** The share of an order that it brings as money credit, rounding left out; null: none. */
const creditShare = (offer: NextOrder | null): Ratio | null =>
  offer?.value.kind === 'cashback' ? fromBasisPoints(offer.value.basisPoints) : null;

function friendOrder(program: Program, aovMinor: Minor): OrderCost | null {
  const { referral } = program;
  if (!referral) return null;
  const { friend, advocatePoints, advocateCode, advocateCredit, steps = [] } = referral;
  const basketMinor = Math.max(aovMinor, friend.minimumMinor);
  const off = shareOff(friend.value, basketMinor);
  const worth = pointWorth(program.rewards, basketMinor);
  return sumUp([
    { kind: 'friend', share: off },
    { kind: 'points', share: pointsBack(program, off, basketMinor) },
    ...bonusBack(program, { off, basketMinor, on: 'first' }),
    {
      kind: 'advocate',
      share: [
        times(
          ratio(advocatePoints + Math.max(0, ...steps.map(({ points }) => points)), basketMinor),
          worth,
        ),
        advocateCode ? codeBack(advocateCode, aovMinor, basketMinor) : ZERO,
        ratio(advocateCredit?.amountMinor ?? 0, basketMinor),
      ].reduce(plus),
    },
  ]);
}

/** What the advocate's code takes off an order of average size, as a share of the friend's. */
function codeBack(code: Coded, aovMinor: Minor, friendsMinor: Minor): Ratio {
  const usedOnMinor = Math.max(aovMinor, code.minimumMinor);
  return times(shareOff(code.value, usedOnMinor), ratio(usedOnMinor, friendsMinor));
}

/** What an order's own points are worth, as a share of the order before its discount. */
function pointsBack(program: Program, off: Ratio, basketMinor: Minor): Ratio {
  const { points, perMinor } = program.earning;
  const paid = plus(ONE, times(off, ratio(-1)));
  return times(paid, times(ratio(points, perMinor), pointWorth(program.rewards, basketMinor)));
}

/** The same of what rules, campaigns and tiers add to them; nothing where they add nothing. */
function bonusBack(
  program: Program,
  { off, basketMinor, on }: { off: Ratio; basketMinor: Minor; on: 'first' | 'later' },
): { kind: 'bonus'; share: Ratio }[] {
  const most = [...(program.rules ?? []), ...(program.campaigns ?? [])].flatMap(
    ({ rule, args }) => {
      const found = ruleOf(rule);
      const each = found?.about === 'order' ? found.most?.(args) : undefined;
      return each && (each.on ?? on) === on ? [each] : [];
    },
  );
  const plain = ratio(program.earning.points, program.earning.perMinor);
  const rates = most.map((each) =>
    each.kind === 'rate' ? ratio(each.points, each.perMinor) : plain,
  );
  const tiers = (program.tiers?.levels ?? []).map((tier) =>
    fromBasisPoints(tier.multiplierBasisPoints),
  );
  const multipliers = most.map((each) => (each.kind === 'times' ? each.by : ONE));
  const rate = [...multipliers, largest([ONE, ...tiers])].reduce(times, largest([plain, ...rates]));
  const paid = plus(ONE, times(off, ratio(-1)));
  const beyond = times(paid, plus(rate, times(plain, ratio(-1))));
  // Fixed points weigh most on the smallest order of average size that brings them.
  const fixed = most.map((each) =>
    each.kind === 'points' ? ratio(each.points, Math.max(basketMinor, each.fromMinor)) : ZERO,
  );
  const gifts = ratio(giftPoints(program, on), basketMinor);
  const all = [beyond, ...fixed, gifts].reduce(plus);
  const share = times(all, pointWorth(program.rewards, basketMinor));
  return share.num === 0n ? [] : [{ kind: 'bonus', share }];
}

/**
 * What tiers give once, at most, around one order: an order enters a tier, however small it is; a first
 * order is nobody's birthday, since those who are new get nothing for one.
 */
function giftPoints({ tiers }: Program, on: 'first' | 'later'): number {
  const levels = tiers?.levels ?? [];
  const entry = Math.max(0, ...levels.map(({ entryPoints }) => entryPoints));
  const birthday = Math.max(0, ...levels.map(({ birthdayPoints }) => birthdayPoints));
  return on === 'first' ? entry : entry + birthday;
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
  if (value.kind === 'percentUpTo') {
    return smaller(fromBasisPoints(value.basisPoints), ratio(value.capMinor, basketMinor));
  }
  // Credit is money as an amount off is; a free product is its worth.
  const amountMinor = value.kind === 'freeProduct' ? value.worthMinor : amountOf(value);
  return ratio(Math.min(amountMinor, basketMinor), basketMinor);
}

const amountOf = (value: RewardValue): Minor =>
  value.kind === 'amountOff' || value.kind === 'walletCredit' ? value.amountMinor : 0;

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

const smaller = (one: Ratio, other: Ratio): Ratio =>
  one.num * other.den < other.num * one.den ? one : other;

const largest = (all: readonly Ratio[]): Ratio =>
  all.reduce((most, each) => (each.num * most.den > most.num * each.den ? each : most), ZERO);
