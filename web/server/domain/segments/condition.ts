/**
 * A condition is a small registered object: its code, its typed arguments and its sentence. What it
 * asks of the books is one statement of `store/segmentConditions.ts`, which knows every code; its field
 * in the admin is drawn from it. Adding one is adding it in both places.
 */
import type { ArgSpec, Args, Sentences } from '../rules/rule.ts';

/** As a rule's arguments; a `text` is somebody's own word, a `tier` and a `group` one of the club's. */
export type ConditionArg =
  ArgSpec | { kind: 'text'; max: number } | { kind: 'tier' } | { kind: 'group' };

/** What must be there for it to be offered. */
export type ConditionNeed = 'tiers' | 'tags' | 'foreseen';

export type ConditionSpec = {
  needs?: ConditionNeed;
  args: Readonly<Record<string, ConditionArg>>;
  /** Goes on from "Shoppers who…". */
  sentence: Sentences;
  /** Arguments that it could be filled with. */
  example: Args;
};
