/** What is kept of a shopper's tier, so that panels, cards and lists read it and the clock looks again. */
import type { LocalDay } from './days.ts';
import type { ProgramVersion } from './program.ts';
import type { Counted } from './tiersCounted.ts';
import { countedBy } from './tiersOfOrders.ts';
import type { CountedOfShopper } from './tiersOfOrders.ts';
import { progressAt } from './tiersProgress.ts';
import type { Goal, Keep } from './tiersProgress.ts';

type Plain<G extends Goal> = Omit<G, 'missing'> & { missing: number };

/** `progressAt` as JSON. */
export type ProgressKept = {
  count: number;
  next: Plain<Goal> | null;
  keep: Plain<Keep> | null;
  keptThrough: LocalDay | null;
};

export type StandingKept = {
  version: number;
  judgedAt: number;
  tierId: string | null;
  since: number | null;
  fallsAt: number | null;
  /** When something of this changes by itself; null: never. */
  lookAt: number | null;
  progress: ProgressKept;
};

/** Null where the version has no tiers. */
export function standingKept(
  version: ProgramVersion,
  versions: readonly ProgramVersion[],
  counted: CountedOfShopper,
  at: number,
  timeZone: string,
): StandingKept | null {
  const { tiers } = version.program;
  if (!tiers) return null;
  const all = countedBy(version, versions, counted);
  const { standing, count, countUntil, next, keep, keptThrough } = progressAt(
    tiers,
    all,
    at,
    timeZone,
  );
  const { tierId, since, fallsAt } = standing;
  const changes = [fallsAt, countUntil, firstAhead(all, at)].flatMap((moment) => moment ?? []);
  return {
    version: version.version,
    judgedAt: at,
    tierId,
    since,
    fallsAt,
    lookAt: changes.length === 0 ? null : Math.min(...changes),
    progress: { count: Number(count), next: plain(next), keep: plain(keep), keptThrough },
  };
}

const plain = <G extends Goal>(goal: G | null): Plain<G> | null =>
  goal && { ...goal, missing: Number(goal.missing) };

/** When something that is dated ahead of us will have happened: clocks are not all the same. */
function firstAhead(all: readonly Counted[], at: number): number | null {
  const ahead = all
    .flatMap(({ at: own, later }) => [own, ...later.map(({ after }) => after)])
    .filter((moment) => moment >= at);
  return ahead.length === 0 ? null : Math.min(...ahead) + 1;
}
