/** A shopper's tier as it is told (`tierShown` of the contract), from what is kept of it. */
import type { Program } from '../domain/program.ts';
import { tierOf } from '../domain/tiers.ts';
import type { ProgressKept } from '../domain/tiersKept.ts';

export type TierFacts = { tierId: string | null; since: number | null; progress: ProgressKept };

/** Null where the program has no tiers. Without facts nothing has counted yet. */
export function tierShown(program: Program | null, facts: TierFacts | null) {
  const tiers = program?.tiers;
  if (!tiers) return null;
  const told = facts ?? beginning(tiers.levels);
  const { next, keep, keptThrough } = told.progress;
  const name = (id: string) => tierOf(tiers, id)?.name ?? null;
  const goal = next && name(next.tierId);
  return {
    name: told.tierId === null ? null : name(told.tierId),
    since: told.since,
    by: tiers.by,
    next: next && goal !== null ? { name: goal, missing: next.missing, byDay: next.byDay } : null,
    keep: keep && { missing: keep.missing, fromDay: keep.fromDay, byDay: keep.byDay },
    keptThrough,
  };
}

type Levels = NonNullable<Program['tiers']>['levels'];

function beginning(levels: Levels): TierFacts {
  const held = levels.findLast(({ from }) => from === 0);
  const above = levels.find(({ from }) => from > 0);
  const next = above ? { tierId: above.id, missing: above.from, byDay: null } : null;
  return {
    tierId: held?.id ?? null,
    since: null,
    progress: { count: 0, next, keep: null, keptThrough: null },
  };
}
