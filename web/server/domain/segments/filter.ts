/** Who is in a segment: a small tree of conditions, two levels deep. */
import type { Args } from '../rules/rule.ts';

export type Condition = { is: string; args: Args };
export type Match = 'all' | 'any' | 'none';
export type Group = { match: Match; of: readonly Condition[] };
/** All of nothing is everybody. */
export type Filter = { match: Match; of: readonly (Condition | Group)[] };

export const isGroup = (part: Condition | Group): part is Group => 'match' in part;

export const conditionsOf = (filter: Filter): Condition[] =>
  filter.of.flatMap((part) => (isGroup(part) ? part.of : [part]));
