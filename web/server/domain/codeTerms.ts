import type { Minor } from './orderFacts.ts';
import type { CombinesWith, RewardValue } from './program.ts';

/** The terms that all codes of one parent discount share; a parent is never edited. */
export type CodeTerms = {
  value: RewardValue;
  minimumMinor: Minor;
  combinesWith: CombinesWith;
  currency: string;
  /** How often one code works: 'many' means once for each of many buyers. */
  uses: 'once' | 'many';
  /** When every code of the parent ends (ms, exclusive); null: they end one by one. */
  endsAt: number | null;
};
