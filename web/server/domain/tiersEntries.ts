/** What shoppers get for entering a tier: once per tier, by the version in force when they entered. */
import type { ProgramVersion, Tiers } from './program.ts';
import { isStopped, programInForce } from './programs.ts';
import { standingAt } from './tiers.ts';
import type { Rise } from './tiers.ts';
import type { Counted } from './tiersCounted.ts';

/** `points`: what entering is worth now; 0 where the tier gives none. */
export type Entry = { tierId: string; at: number; version: number; points: bigint };

/** What of a shopper's counts by a version: worth differs with what the version counts. */
export type CountedBy = (version: ProgramVersion) => readonly Counted[];

/**
 * Every tier a shopper has entered by a moment, once, however often it was lost and entered again. By
 * each version for as long as it was in force: who held a tier by it when it began, and who rose to one
 * later. Who jumps over a tier enters it too, so that one large order gives no less than two small
 * ones. Like an order's points it is a target: an entry that refunds have undone is no longer here, and
 * what was posted for it is taken back; a version that asks for more takes nothing from who entered by
 * one that asked for less. Nothing is entered while a program is stopped.
 */
export function entriesAt(
  versions: readonly ProgramVersion[],
  countedBy: CountedBy,
  at: number,
  timeZone: string,
): Entry[] {
  const entries = new Map<string, Entry>();
  for (const span of spansOf(versions, at)) {
    const { version, program } = span.version;
    if (!program.tiers || isStopped(program)) continue;
    for (const entered of enteredIn(program.tiers, countedBy(span.version), span, at, timeZone)) {
      if (entries.has(entered.tierId)) continue;
      const tier = program.tiers.levels[entered.level];
      const points = BigInt(tier?.entryPoints ?? 0);
      entries.set(entered.tierId, { tierId: entered.tierId, at: entered.at, version, points });
    }
  }
  return [...entries.values()];
}

type Span = { version: ProgramVersion; from: number; until: number };

/** Which version was in force when, up to a moment. */
function spansOf(versions: readonly ProgramVersion[], at: number): Span[] {
  const starts = [...new Set(versions.map(({ effectiveFrom }) => effectiveFrom))]
    .filter((start) => start <= at)
    .sort((a, b) => a - b);
  const spans: Span[] = [];
  for (const from of starts) {
    const version = programInForce(versions, from);
    const last = spans.at(-1);
    if (!version || last?.version === version) continue;
    if (last) last.until = from;
    spans.push({ version, from, until: Infinity });
  }
  return spans;
}

/** Levels held when a span begins, and those entered in it. */
function enteredIn(
  tiers: Tiers,
  counted: readonly Counted[],
  { from, until }: Span,
  at: number,
  timeZone: string,
): Rise[] {
  // What is known at `at` says what counted then: a refund undoes an entry of before it.
  const known = counted.map((each) => settledAt(each, at));
  const first = standingAt(tiers, known, from, timeZone);
  const end = Math.min(until, at);
  const { rises } = standingAt(tiers, known, end, timeZone);
  const held = tiers.levels
    .slice(0, first.level + 1)
    .map(({ id }, level) => ({ level, tierId: id, at: from }));
  return [...held, ...rises.filter((rise) => rise.at >= from)];
}

/** The same with nothing to come: what it is worth by a moment, as if it always had been. */
const settledAt = (counted: Counted, at: number): Counted => ({
  ...counted,
  amount: counted.later.findLast(({ after }) => after < at)?.amount ?? counted.amount,
  later: [],
});
