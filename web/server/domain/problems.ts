/** What is wrong with one field of a program; `field` is a path such as 'rewards.0.points'. */
export type Problem = {
  field: string;
  problem:
    | 'unknownCurrency'
    | 'notWhole'
    | 'tooSmall'
    | 'tooLarge'
    | 'badId'
    | 'duplicateId'
    | 'tooMany'
    | 'minimumBelowValue'
    | 'wrongShape'
    | 'unknownRule'
    | 'notForCampaigns'
    | 'endsBeforeStart'
    | 'unknownTier'
    | 'notBuilt';
};

export const when = (wrong: boolean, field: string, problem: Problem['problem']): Problem[] =>
  wrong ? [{ field, problem }] : [];

/** A whole number from `min` to `max`. */
export function within(field: string, value: number, min: number, max: number): Problem[] {
  if (!Number.isSafeInteger(value)) return [{ field, problem: 'notWhole' }];
  if (value < min) return [{ field, problem: 'tooSmall' }];
  return when(value > max, field, 'tooLarge');
}

/** An id that a form chose, and that nothing else in its list has. */
export const checkIds = (path: string, all: readonly { id: string }[]): Problem[] =>
  all.flatMap(({ id }, i) => [
    ...when(!/^[A-Za-z0-9-]{1,64}$/.test(id), `${path}.${i}.id`, 'badId'),
    ...when(all.findIndex((each) => each.id === id) !== i, `${path}.${i}.id`, 'duplicateId'),
  ]);
