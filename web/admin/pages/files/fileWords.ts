/** A file of adjustments in sentences. */
import type { BulkShown } from '../../../contract/bulk.ts';
import type { Words } from '../../words/words.ts';

/** What it would change, changed, or changed back. */
export function changeSentence(bulk: BulkShown, words: Words): string {
  const { state, planned, done, undone } = bulk;
  if (state === 'dropped') return words.say('files.dropped');
  if (planned.lines === 0 && done.lines === 0) return words.say('files.nothing');
  if (state === 'undone') return words.say('files.undone', { n: undone.shoppers });
  const told = state === 'checked' || state === 'waiting' ? planned : done;
  const points = (n: number): string => words.say('count.points', { n });
  return words.say(told === done ? 'files.did' : 'files.would', {
    n: told.shoppers,
    given: points(told.given),
    taken: points(told.taken),
  });
}

/** What is wrong with lines that cannot be done; null where none is. */
export function wrongSentence({ wrong }: BulkShown, words: Words): string | null {
  if (wrong.length === 0) return null;
  const parts = wrong.map(({ problem, lines }) =>
    words.say('files.wrongPart', {
      n: words.number(lines),
      problem: words.say(`files.problem.${problem}`),
    }),
  );
  const n = wrong.reduce((sum, { lines }) => sum + lines, 0);
  return words.say('files.wrong', { n, parts: words.list(parts) });
}
