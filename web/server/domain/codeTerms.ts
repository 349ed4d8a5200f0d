import type { Minor } from './orderFacts.ts';
import type { CombinesWith, RewardValue } from './program.ts';

/** The terms that all codes of one parent discount share; a parent is never edited. */
export type CodeTerms = {
  value: RewardValue;
  minimumMinor: Minor;
  combinesWith: CombinesWith;
  currency: string;
};
