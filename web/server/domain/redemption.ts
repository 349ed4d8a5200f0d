import { asAmountOff, isCapped } from './cappedShare.ts';
import type { CodeTerms, RewardTerms } from './codeTerms.ts';
import { endOfLocalDayAfter } from './days.ts';
import type { OrderFacts } from './orderFacts.ts';
import { fullyRefunded, unitsGone } from './orderValue.ts';
import type { CodeValue, Program, Reward, RewardValue, RewardWay } from './program.ts';
import { floor, plus, ratio, times, ZERO } from './ratio.ts';
import { refuse } from './refusals.ts';
import { offeredRewards } from './rewardSteps.ts';
import type { Refusal } from './refusals.ts';
import { lockedBy } from './tierGate.ts';

const DAY_MS = 86_400_000;

export type RedemptionAsked = {
  /** The program in force at `now`, or null when there is none. */
  program: Program | null;
  rewardId: string;
  /** What the shopper was told it costs. */
  agreedPoints: number;
  available: bigint;
  /** Codes of this shopper that are issued or on their way, and not used, put back or lapsed. */
  openCodes: number;
  /** When this shopper took this reward before, those put back or refused left out. */
  takenAt?: readonly number[];
  /** How often anybody did. */
  takenInAll?: number;
  /** What a share with an end takes off, as the shopper was told. */
  amountMinor?: number | undefined;
  /** The tier held at `now`; absent or null: none. */
  tierId?: string | null;
  now: number;
  timeZone: string;
};

export type RedemptionAgreed = {
  ok: true;
  rewardId: string;
  points: bigint;
  terms: RewardTerms;
  way: RewardWay;
  prefix: string;
  /** Exclusive end of the local day `codeDays` after today. */
  expiresAt: number;
};

/**
 * Whether a shopper may take a reward now. Refuses, in this order: programOff (there is none, or what
 * was earned could be spent until before now), rewardGone,
 * tierNeeded (data.tier: its name), priceChanged (data.points: the price now), tooManyCodes (data.limit), notEnoughPoints
 * (data.missing), takenOften (data.limit), allTaken (data.limit), cartNeeded (a share with an end, and no
 * amount that it is of a cart).
 */
export function decideRedemption(asked: RedemptionAsked): RedemptionAgreed | Refusal {
  const { program } = asked;
  const { phase } = program ?? {};
  const until = phase?.kind === 'stopped' ? phase.spendUntil : null;
  if (!program || (until !== null && asked.now >= until)) return refuse('programOff');
  const reward = offeredRewards(program).find((each) => each.id === asked.rewardId);
  if (!reward) return refuse('rewardGone');
  const tier = lockedBy(reward, program.tiers, asked.tierId ?? null);
  if (tier) return refuse('tierNeeded', { tier: tier.name });
  if (reward.points !== asked.agreedPoints)
    return refuse('priceChanged', { points: reward.points });
  const way = wayOf(reward.value);
  if (way === 'code' && asked.openCodes >= program.maxOpenCodes) {
    return refuse('tooManyCodes', { limit: program.maxOpenCodes });
  }
  const points = BigInt(reward.points);
  if (asked.available < points) {
    return refuse('notEnoughPoints', { missing: Number(points - asked.available) });
  }
  const limited = whyLimited(reward, asked);
  if (limited) return limited;
  const fitting = isCapped(reward) ? asAmountOff(reward, asked.amountMinor) : reward;
  if (!fitting) return refuse('cartNeeded');
  return {
    ok: true,
    rewardId: reward.id,
    points,
    terms: rewardTerms(program, fitting),
    way,
    prefix: reward.prefix ?? '',
    expiresAt: endOfLocalDayAfter(asked.now, reward.codeDays, asked.timeZone),
  };
}

function whyLimited(reward: Reward, asked: RedemptionAsked): Refusal | null {
  const { perShopper, inAll } = reward;
  if (perShopper) {
    const since = perShopper.days === null ? 0 : asked.now - perShopper.days * DAY_MS;
    const times = (asked.takenAt ?? []).filter((at) => at > since).length;
    if (times >= perShopper.times) return refuse('takenOften', { limit: perShopper.times });
  }
  const all = inAll !== undefined && (asked.takenInAll ?? 0) >= inAll;
  return all ? refuse('allTaken', { limit: inAll }) : null;
}

export function wayOf({ kind }: RewardValue): RewardWay {
  if (kind === 'earlyAccess') return 'tag';
  if (kind === 'walletCredit') return 'wallet';
  return kind === 'byHand' ? 'hand' : 'code';
}

/** The terms of a code; null where none is needed. */
export function codeTermsOf(terms: RewardTerms): CodeTerms | null {
  const value = codeValueOf(terms.value);
  return value && { ...terms, value };
}

/**
 * What a reward's code takes off; null where none is needed, or a cart must say. A free product is its
 * worth off itself.
 */
export function codeValueOf(value: RewardValue): CodeValue | null {
  switch (value.kind) {
    case 'earlyAccess':
    case 'byHand':
    case 'walletCredit':
    case 'percentUpTo':
      return null;
    case 'freeProduct': {
      const { worthMinor: amountMinor, item, name } = value;
      return { kind: 'amountOff', amountMinor, only: { items: [item], name } };
    }
    case 'amountOff':
    case 'percentOff':
    case 'freeShipping':
      return value;
  }
}

/** What a code of this reward is good for. */
export function rewardTerms(program: Program, reward: Program['rewards'][number]): RewardTerms {
  const { value, minimumMinor, combinesWith } = reward;
  const { currency } = program;
  return { value, minimumMinor, combinesWith, currency, uses: 'once', endsAt: null };
}

/**
 * Terms as text: two rewards with the same text share one parent discount. What goods are called is
 * no part of it; goods stand at its end, so that terms without any keep the parent they have.
 */
export function termsKey(terms: RewardTerms): string {
  const { minimumMinor, combinesWith, currency, uses, endsAt } = terms;
  const value = codeValueOf(terms.value) ?? terms.value;
  const { order, product, shipping } = combinesWith;
  return JSON.stringify([
    currency,
    value.kind,
    value.kind === 'amountOff' ? value.amountMinor : 0,
    value.kind === 'percentOff' ? value.basisPoints : 0,
    minimumMinor,
    order,
    product,
    shipping,
    uses,
    endsAt,
    ...ofItsOwn(value),
  ]);
}

function ofItsOwn(value: RewardValue): unknown[] {
  switch (value.kind) {
    case 'amountOff':
    case 'percentOff':
      return value.only ? [value.only.items.toSorted()] : [];
    case 'freeShipping':
      return [];
    case 'earlyAccess':
      return [value.tag, value.forGood];
    case 'byHand':
      return [value.text];
    case 'walletCredit':
      return [value.amountMinor];
    case 'percentUpTo':
      return [value.basisPoints, value.capMinor];
    case 'freeProduct':
      return [value.item, value.worthMinor];
  }
}

/**
 * Of the points spent on a code, how many must have been returned by now, over all refunds:
 * ⌊points × discount the code gave on refunded or removed units ÷ discount it gave on the order⌋,
 * everything at full refund or cancellation. A code that took nothing off the lines (free shipping)
 * returns its points only then. A line's discount is spread evenly over its units, exactly.
 */
export function returnedTarget(spent: { facts: OrderFacts; code: string; points: bigint }): bigint {
  const { facts, points } = spent;
  const order = facts.scalars;
  if (!order) return 0n;
  if (order.cancelledAt !== null || fullyRefunded(facts)) return points;
  const code = spent.code.toUpperCase();
  let given = 0;
  let lost = ZERO;
  for (const line of order.lines) {
    const off = line.discounts
      .filter((discount) => discount.code?.toUpperCase() === code)
      .reduce((sum, discount) => sum + discount.amountMinor, 0);
    if (line.quantity === 0) continue;
    given += off;
    const gone = unitsGone(line, facts.refunds);
    lost = plus(lost, ratio(BigInt(off) * BigInt(gone), line.quantity));
  }
  return given === 0 ? 0n : floor(times(lost, ratio(points, given)));
}
