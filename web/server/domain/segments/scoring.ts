/** How a club scores its shoppers: cut points, and a table that names combinations of scores. */
import { UNNAMED, USUAL_SEGMENTS } from '../retention/rfm.ts';
import type { CutPoints, SegmentRow } from '../retention/rfm.ts';

/** What a club chose. */
export type ScoringChoice = {
  bins: number;
  /** Null: drawn from the club's own shoppers, once a day. */
  cutPoints: CutPoints | null;
  /** Null: the usual ones. */
  groups: readonly SegmentRow[] | null;
};

export const USUAL_SCORING: ScoringChoice = { bins: 5, cutPoints: null, groups: null };

/** How shoppers are scored on one day. */
export type Scoring = {
  cutPoints: CutPoints;
  groups: readonly SegmentRow[];
  /** The usual table speaks of fifths; one that a club made, of the scores as they are. */
  inFifths: boolean;
};

export const scoringOf = (choice: ScoringChoice, cutPoints: CutPoints): Scoring => ({
  cutPoints,
  groups: choice.groups ?? USUAL_SEGMENTS,
  inFifths: choice.groups === null,
});

export const groupNames = (choice: ScoringChoice): string[] => [
  ...(choice.groups ?? USUAL_SEGMENTS).map(({ name }) => name),
  UNNAMED,
];

export type ScoringProblem = {
  field: string;
  problem: 'wrongShape' | 'duplicateId' | 'tooLarge';
};

/** The first thing that is wrong with what a club chose; null: nothing. */
export function problemOfScoring({
  bins,
  cutPoints,
  groups,
}: ScoringChoice): ScoringProblem | null {
  for (const [name, cuts] of Object.entries(cutPoints ?? {})) {
    const falls = cuts.some((cut, n) => cut < (cuts[n - 1] ?? cut));
    if (falls || cuts.length !== bins - 1) {
      return { field: `cutPoints.${name}`, problem: 'wrongShape' };
    }
  }
  const names = new Set([UNNAMED]);
  for (const [n, { name, recency, frequency, monetary }] of (groups ?? []).entries()) {
    if (names.has(name)) return { field: `groups.${n}.name`, problem: 'duplicateId' };
    names.add(name);
    for (const [low, high] of [recency, frequency, monetary]) {
      if (low > high || low < 1) return { field: `groups.${n}`, problem: 'wrongShape' };
      if (high > bins) return { field: `groups.${n}`, problem: 'tooLarge' };
    }
  }
  return null;
}
