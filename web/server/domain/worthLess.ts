/**
 * What a new version takes from points that shoppers hold already: they would buy less, or for a shorter
 * time. How new points are earned is no part of it.
 */
import type { Program, Reward, RewardValue } from './program.ts';

export type WorthLess =
  /** A reward that was offered is not any more, nor one that is as good. */
  | { kind: 'rewardGone'; reward: Reward }
  /** It costs more points, takes less off, or asks for more, such as a tier (its name). */
  | { kind: 'rewardWorse'; before: Reward; after: Reward; tier?: string }
  /** Fewer codes may be open at a time. */
  | { kind: 'fewerCodes'; before: number; after: number }
  /** Orders keep points no longer, or not as long. */
  | { kind: 'keptShorter'; before: number; after: number | null }
  /** Points that are given back live shorter. */
  | { kind: 'lessGrace'; before: number; after: number }
  /** Points are spent until then, which was later or never before. */
  | { kind: 'spendUntil'; until: number };

/** In the order of the program before; empty when held points are worth what they were, or more. */
export function worthLess(before: Program, after: Program): WorthLess[] {
  return [
    ...before.rewards.flatMap((reward) => rewardLess(reward, after)),
    ...(after.maxOpenCodes < before.maxOpenCodes
      ? [{ kind: 'fewerCodes' as const, before: before.maxOpenCodes, after: after.maxOpenCodes }]
      : []),
    ...keptShorter(before, after),
    ...(after.graceDays < before.graceDays
      ? [{ kind: 'lessGrace' as const, before: before.graceDays, after: after.graceDays }]
      : []),
    ...spentUntil(before, after),
  ];
}

function rewardLess(reward: Reward, { rewards: offered, tiers }: Program): WorthLess[] {
  if (offered.some((other) => isAsGood(other, reward))) return [];
  const same = offered.find(({ id }) => id === reward.id);
  if (!same) return [{ kind: 'rewardGone', reward }];
  const tier = tiers?.levels.find(({ id }) => id === same.fromTier)?.name;
  return [{ kind: 'rewardWorse', before: reward, after: same, ...(tier ? { tier } : {}) }];
}

const CLASSES = ['order', 'product', 'shipping'] as const;

/** Whoever could take the one can take the other, and has no less of it. */
function isAsGood(reward: Reward, than: Reward): boolean {
  const { points, value, minimumMinor, combinesWith, codeDays, id: _, fromTier, ...rest } = reward;
  const {
    points: p,
    value: v,
    minimumMinor: m,
    combinesWith: c,
    codeDays: d,
    id: __,
    fromTier: t,
    ...more
  } = than;
  return (
    points <= p &&
    minimumMinor <= m &&
    codeDays >= d &&
    (fromTier === undefined || fromTier === t) &&
    CLASSES.every((each) => combinesWith[each] || !c[each]) &&
    takesAsMuch(value, v) &&
    isSame(rest, more)
  );
}

function takesAsMuch(value: RewardValue, than: RewardValue): boolean {
  if (value.kind === 'amountOff' && than.kind === 'amountOff') {
    const { amountMinor, ...rest } = value;
    const { amountMinor: least, ...more } = than;
    return amountMinor >= least && isSame(rest, more);
  }
  if (value.kind === 'percentOff' && than.kind === 'percentOff') {
    const { basisPoints, ...rest } = value;
    const { basisPoints: least, ...more } = than;
    return basisPoints >= least && isSame(rest, more);
  }
  if (than.kind === 'percentUpTo' && value.kind === 'percentUpTo') {
    return value.basisPoints >= than.basisPoints && value.capMinor >= than.capMinor;
  }
  // A share without an end is at least as good as one with it.
  if (than.kind === 'percentUpTo' && value.kind === 'percentOff' && !value.only) {
    return value.basisPoints >= than.basisPoints;
  }
  return isSame(value, than);
}

/** Parts that nobody here can weigh are as good only when they are the same. */
const isSame = (one: unknown, other: unknown): boolean => written(one) === written(other);

const written = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

function keptShorter({ expiry: before }: Program, { expiry: after }: Program): WorthLess[] {
  if (before.kind !== 'inactivity' || after.kind === 'never') return [];
  if (after.kind === 'inactivity' && after.months >= before.months) return [];
  const left = after.kind === 'inactivity' ? after.months : null;
  return [{ kind: 'keptShorter', before: before.months, after: left }];
}

const endOf = ({ phase }: Program): number =>
  phase?.kind === 'stopped'
    ? (phase.spendUntil ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;

function spentUntil(before: Program, after: Program): WorthLess[] {
  const until = endOf(after);
  return until < endOf(before) ? [{ kind: 'spendUntil', until }] : [];
}

/** What will be taken, and from when on. */
export type Announced = { at: number; changes: WorthLess[] };
