/**
 * Which reward gives the best total with what is in the cart, before any points are spent. Everything is
 * in minor units. What a cart does not tell is never counted in favour of a choice: a code of somebody
 * else's that is not known to combine is taken to give way, and what shipping costs is not known.
 */
import { amountOf, isCapped } from './cappedShare.ts';
import type { CappedShare } from './cappedShare.ts';
import type { Minor } from './orderFacts.ts';
import type { CodeValue, CombinesWith, Reward } from './program.ts';
import { codeValueOf } from './redemption.ts';

export type CartLine = {
  /** `product:1` and the `collection:…` that hold it, as far as they are known. */
  items: readonly string[];
  /** Price × quantity before any discount. */
  amountMinor: Minor;
  /** No discount is taken off gift cards. */
  giftCard: boolean;
};

export type DiscountClass = keyof CombinesWith;

/** A code that is on the cart and applies. */
export type TakenCode = {
  code: string;
  class: DiscountClass;
  /** What it takes off the lines; 0 for shipping. */
  offMinor: Minor;
  /** With which classes it combines; null: the cart does not tell. */
  combinesWith: CombinesWith | null;
};

export type Cart = { lines: readonly CartLine[]; taken: readonly TakenCode[] };

export type Choice = {
  /** Null: the cart stays as it is, and no points are spent. */
  rewardId: string | null;
  points: number;
  /** What the goods cost then, at most. */
  totalMinor: Minor;
  /** What the reward itself takes off. */
  offMinor: Minor;
  /** Codes on the cart that give way to it. */
  instead: readonly string[];
};

/** Allowed choices, the cart as it is among them, and the best: none of them has a lower total. */
export type Advice = { choices: readonly Choice[]; best: Choice };

/**
 * `rewards` are those that the shopper can pay for. One is allowed when it is a code, the cart reaches
 * its minimum, it takes something off, and it drives no free shipping away, whose worth nobody knows.
 * Of equal totals the one for fewer points is the best, so that nothing is spent for nothing.
 */
export function bestChoice(cart: Cart, rewards: readonly Reward[]): Advice {
  const grossMinor = sumOf(cart.lines);
  const asItIs: Choice = {
    rewardId: null,
    points: 0,
    totalMinor: Math.max(0, grossMinor - offOf(cart.taken)),
    offMinor: 0,
    instead: [],
  };
  const choices = [asItIs, ...rewards.flatMap((reward) => choiceOf(cart, reward))];
  const best = choices.reduce((one, other) => (isBetter(other, one) ? other : one));
  return { choices, best };
}

const isBetter = (one: Choice, other: Choice): boolean =>
  one.totalMinor !== other.totalMinor
    ? one.totalMinor < other.totalMinor
    : one.points < other.points;

const sumOf = (lines: readonly CartLine[]): Minor =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
const offOf = (taken: readonly TakenCode[]): Minor =>
  taken.reduce((sum, { offMinor }) => sum + offMinor, 0);

/** The class follows from what is discounted: shipping, some goods, or the whole order. */
export function classOf(value: CodeValue | CappedShare): DiscountClass {
  if (value.kind === 'freeShipping') return 'shipping';
  if (value.kind === 'percentUpTo') return 'order';
  return value.only ? 'product' : 'order';
}

function choiceOf({ lines, taken }: Cart, reward: Reward): Choice[] {
  const { id: rewardId, points, minimumMinor } = reward;
  const value = isCapped(reward) ? reward.value : codeValueOf(reward.value);
  if (!value) return [];
  const kept = taken.filter((each) => together(reward, classOf(value), each));
  const gone = taken.filter((each) => !kept.includes(each));
  if (gone.some((each) => each.class === 'shipping')) return [];
  const bound = 'only' in value ? value.only : undefined;
  const entitled = lines.filter(
    ({ items, giftCard }) =>
      !giftCard && (!bound || items.some((item) => bound.items.includes(item))),
  );
  const baseMinor = sumOf(entitled);
  if (baseMinor < minimumMinor || baseMinor === 0) return [];
  // What is kept may have been taken off these very goods first: then a share takes less.
  const leftMinor = Math.max(0, baseMinor - offOf(kept));
  const offMinor = takenOff(value, leftMinor);
  if (offMinor === 0 && value.kind !== 'freeShipping') return [];
  const totalMinor = Math.max(0, sumOf(lines) - offOf(kept) - offMinor);
  return [{ rewardId, points, totalMinor, offMinor, instead: gone.map(({ code }) => code) }];
}

/** Both must combine with the other's class; where the cart does not tell of a code, goods' and orders' do not. */
function together(reward: Reward, own: DiscountClass, code: TakenCode): boolean {
  if (!reward.combinesWith[code.class]) return false;
  return code.combinesWith === null ? code.class === 'shipping' : code.combinesWith[own];
}

/** A share is rounded half up, once for the whole discount. */
function takenOff(value: CodeValue | CappedShare, baseMinor: Minor): Minor {
  if (value.kind === 'percentUpTo') return amountOf(value, baseMinor);
  if (value.kind === 'amountOff') return Math.min(value.amountMinor, baseMinor);
  if (value.kind === 'percentOff') return Math.round((baseMinor * value.basisPoints) / 10_000);
  return 0;
}
