/**
 * Which tier a shopper holds: a walk through what counts, in the order in which it happened. A tier is
 * entered at once. It is lost only when time has passed: after the days of grace, one level at a time,
 * and no two within a year. What was taken back (a refund, a cancellation) never counted: the walk is
 * made as if it had not been, so that undoing an order undoes the tier it brought.
 */
import { addMonths, localDay, startOfLocalDay } from './days.ts';
import type { Tier, Tiers } from './program.ts';
import { amountBefore, countedBefore, countedBeforeOrder } from './tiersCounted.ts';
import type { Counted } from './tiersCounted.ts';
import { changesOf, daysAfter } from './tiersWindow.ts';
import type { Change, Item } from './tiersWindow.ts';

export type Standing = {
  /** Its place in `levels`; -1: none. */
  level: number;
  tierId: string | null;
  /** Since when; null: from the beginning. */
  since: number | null;
  /** Since when less counts than the tier asks for; null: enough does. */
  lowSince: number | null;
  /** When what counts comes to be too little if nothing more happens, or when it did; null: never. */
  lowAt: number | null;
  /**
   * The first moment at which this tier is held no longer if nothing more happens; null: never. Until
   * then nothing needs to look at the shopper.
   */
  fallsAt: number | null;
  /** Every time a level was entered from below, those that were jumped over too, as it happened. */
  rises: readonly Rise[];
};

/** `at`: -Infinity where a level asks for nothing. */
export type Rise = { level: number; tierId: string; at: number };

/** What a shopper holds at a moment, by what is dated before it. `timeZone`: the shop's. */
export function standingAt(
  tiers: Tiers,
  counted: readonly Counted[],
  at: number,
  timeZone: string,
): Standing {
  return walk(tiers, itemsAt(countedBefore(counted, at), at), at, timeZone);
}

/**
 * The id of the tier in which an order was placed, by the tiers of the version that judges it; null:
 * none. Nothing that is dated later changes it.
 */
export function tierOfOrder(
  tiers: Tiers,
  counted: readonly Counted[],
  order: { platformOrderId: string; placedAt: number },
  timeZone: string,
): string | null {
  const { placedAt } = order;
  const items = itemsAt(countedBeforeOrder(counted, order), placedAt);
  return walk(tiers, items, placedAt, timeZone).tierId;
}

export const tierOf = ({ levels }: Tiers, tierId: string | null): Tier | null =>
  levels.find(({ id }) => id === tierId) ?? null;

/** What a tier's members get on their birthday, beside what the program's rules give everybody. */
export const birthdayPointsIn = (tiers: Tiers, tierId: string | null): bigint =>
  BigInt(tierOf(tiers, tierId)?.birthdayPoints ?? 0);

/** What counts at a moment, as it stands then. */
export const itemsAt = (counted: readonly Counted[], at: number): Item[] =>
  counted.map((each) => ({ at: each.at, amount: amountBefore(each, at) }));

type State = {
  level: number;
  since: number | null;
  /** By level: since when less counts than it asks for. */
  low: readonly (number | null)[];
  fellAt: number | null;
};

function walk(tiers: Tiers, items: readonly Item[], at: number, timeZone: string): Standing {
  const changes = changesOf(tiers.over, items, timeZone);
  const past = changes.filter((change) => change.at <= at);
  let state = begin(tiers);
  const rises = risesOf(tiers, -1, state.level, -Infinity);
  for (const change of past) {
    state = fall(tiers, state, change.at - 1, timeZone);
    const next = meet(tiers, state, change);
    rises.push(...risesOf(tiers, state.level, next.level, change.at));
    state = next;
  }
  state = fall(tiers, state, at, timeZone);
  const ahead = lookAhead(tiers, state, changes.slice(past.length), timeZone);
  const { level, since, low } = state;
  return {
    level,
    tierId: tiers.levels[level]?.id ?? null,
    since,
    lowSince: low[level] ?? null,
    ...ahead,
    rises,
  };
}

const risesOf = ({ levels }: Tiers, from: number, to: number, at: number): Rise[] =>
  levels.slice(from + 1, Math.max(from, to) + 1).map(({ id }, i) => ({
    level: from + 1 + i,
    tierId: id,
    at,
  }));

/** Before anything counted: whoever a level that asks for nothing is for holds it. */
function begin({ levels }: Tiers): State {
  const level = levels.findLastIndex(({ from }) => from <= 0);
  return { level, since: null, low: levels.map(() => null), fellAt: null };
}

/** Another amount counts from now on: up at once, and too little is noted. */
function meet({ levels }: Tiers, state: State, { at, count }: Change): State {
  const earned = levels.findLastIndex(({ from }) => BigInt(from) <= count);
  const low = levels.map(({ from }, i) => (BigInt(from) <= count ? null : (state.low[i] ?? at)));
  return earned > state.level ? { ...state, level: earned, since: at, low } : { ...state, low };
}

/** When the tier held is lost if the same goes on counting; null: it is not. */
function fallsAt({ graceDays }: Tiers, state: State, timeZone: string): number | null {
  const lowSince = state.low[state.level] ?? null;
  if (lowSince === null) return null;
  const grace = daysAfter(lowSince, graceDays, timeZone);
  return state.fellAt === null ? grace : Math.max(grace, yearAfter(state.fellAt, timeZone));
}

const yearAfter = (at: number, timeZone: string): number =>
  startOfLocalDay(addMonths(localDay(at, timeZone), 12), timeZone);

/** Lets go what is lost by a moment. */
function fall(tiers: Tiers, state: State, until: number, timeZone: string): State {
  let now = state;
  for (;;) {
    const at = fallsAt(tiers, now, timeZone);
    if (at === null || at > until) return now;
    now = { ...now, level: now.level - 1, since: at, fellAt: at };
  }
}

/** What becomes of a standing by itself: things only stop counting, so it only goes down. */
function lookAhead(
  tiers: Tiers,
  state: State,
  changes: readonly Change[],
  timeZone: string,
): Pick<Standing, 'lowAt' | 'fallsAt'> {
  let now = state;
  for (const change of changes) {
    const at = fallsAt(tiers, now, timeZone);
    if (at !== null && at < change.at) break;
    now = meet(tiers, now, change);
  }
  return { lowAt: now.low[now.level] ?? null, fallsAt: fallsAt(tiers, now, timeZone) };
}
