/** What a shopper is told of their tier: "84.50 to Gold by 31 March", and until when it is kept. */
import { localDay } from './days.ts';
import type { LocalDay } from './days.ts';
import type { Tiers } from './program.ts';
import { itemsAt, standingAt } from './tiers.ts';
import type { Standing } from './tiers.ts';
import { countedBefore } from './tiersCounted.ts';
import type { Counted } from './tiersCounted.ts';
import { daysAfter, openAhead, openAt } from './tiersWindow.ts';
import type { Item } from './tiersWindow.ts';

/** `missing`: points, minor units or orders. `byDay`: the last day on which no more is asked; null: any. */
export type Goal = { tierId: string; missing: bigint; byDay: LocalDay | null };

/** `fromDay`: what is added earlier is gone again by then; null: it may be added now. */
export type Keep = Goal & { fromDay: LocalDay | null };

export type Progress = {
  standing: Standing;
  /** What counts towards more. */
  count: bigint;
  /** The first moment at which some of it does so no longer; null: never. */
  countUntil: number | null;
  /** The tier above the one held; null: there is none. */
  next: Goal | null;
  /** What keeps the tier held beyond `keptThrough`; null: nothing ends it. */
  keep: Keep | null;
  /** The last day on which the tier is held for sure; null: it is never lost by time. */
  keptThrough: LocalDay | null;
};

/**
 * How far a shopper is at a moment. Who adds `missing` by the end of `byDay`, all at once or bit by bit,
 * enters the tier, or keeps it; one less is too little.
 */
export function progressAt(
  tiers: Tiers,
  counted: readonly Counted[],
  at: number,
  timeZone: string,
): Progress {
  const standing = standingAt(tiers, counted, at, timeZone);
  const items = itemsAt(countedBefore(counted, at), at);
  const open = openAt(tiers.over, items, at, timeZone);
  const above = tiers.levels[standing.level + 1];
  const dayBefore = (moment: number | null) =>
    moment === null ? null : localDay(moment - 1, timeZone);
  return {
    standing,
    count: open.count,
    countUntil: open.until,
    next: above
      ? { tierId: above.id, missing: BigInt(above.from) - open.count, byDay: dayBefore(open.until) }
      : null,
    keep: keepOf(tiers, standing, items, at, timeZone),
    keptThrough: dayBefore(standing.fallsAt),
  };
}

/**
 * What keeps a tier: enough counts when its days of grace would begin, so that they do not. Once they
 * have begun, or where a year must pass before another level is lost: enough counts at the very end.
 */
function keepOf(
  { over, levels, graceDays }: Tiers,
  { level, lowSince, lowAt, fallsAt }: Standing,
  items: readonly Item[],
  at: number,
  timeZone: string,
): Keep | null {
  const tier = levels[level];
  if (!tier || lowAt === null || fallsAt === null) return null;
  const early = lowSince === null && fallsAt === daysAfter(lowAt, graceDays, timeZone);
  const deadline = early ? lowAt : fallsAt;
  const counting = early || graceDays === 0 ? deadline : deadline - 1;
  const { count, from, until } = openAhead(over, items, counting, at, timeZone);
  return {
    tierId: tier.id,
    missing: BigInt(tier.from) - count,
    fromDay: from > at ? localDay(from, timeZone) : null,
    byDay: localDay(Math.min(until, deadline) - 1, timeZone),
  };
}
