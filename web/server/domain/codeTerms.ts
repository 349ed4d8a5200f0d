import type { Minor } from './orderFacts.ts';
import type { CodeValue, CombinesWith, RewardValue } from './program.ts';

/** The terms that all codes of one parent discount share; a parent is never edited. */
export type CodeTerms = {
  value: CodeValue;
  minimumMinor: Minor;
  combinesWith: CombinesWith;
  currency: string;
  /** How often one code works: 'many' means once for each of many buyers. */
  uses: 'once' | 'many';
  /** When every code of the parent ends (ms, exclusive); null: they end one by one. */
  endsAt: number | null;
};

/** The same of any reward; where it is no code, only its value means something. */
export type RewardTerms = Omit<CodeTerms, 'value'> & { value: RewardValue };
