/** A file of adjustments in sentences. */
import type { BulkShown } from '../../../contract/bulk.ts';
import type { Words } from '../../words/words.ts';

/** What it would change, changed, or changed back. */
export function changeSentence(bulk: BulkShown, words: Words): string {
  const { state, planned, done, undone } = bulk;
  if (state === 'dropped') return words.say('files.dropped');
  if (planned.lines === 0 && done.lines === 0) return words.say('files.nothing');
  if (state === 'undone') return words.say('files.undone', { n: undone.shoppers });
  if (state === 'checked' || state === 'waiting') {
    const parts = partsOf(planned, { given: 'files.give', taken: 'files.take' }, words);
    return words.say('files.would', { n: planned.shoppers, parts });
  }
  const parts = partsOf(done, { given: 'files.gave', taken: 'files.took' }, words);
  return words.say('files.did', { n: done.shoppers, parts });
}

type Verbs = { given: 'files.give' | 'files.gave'; taken: 'files.take' | 'files.took' };

function partsOf(sum: BulkShown['done'], verbs: Verbs, words: Words): string {
  const part = (verb: keyof Verbs): string[] =>
    sum[verb] === 0
      ? []
      : [words.say(verbs[verb], { points: words.say('count.points', { n: sum[verb] }) })];
  return words.list([...part('given'), ...part('taken')]);
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
