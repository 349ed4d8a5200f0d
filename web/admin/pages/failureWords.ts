import type { Failure } from '../api.ts';
import type { Words } from '../words/words.ts';

const known = [
  'unreachable',
  'forged',
  'inThePast',
  'notFound',
  'invalid',
  'conflict',
  'shopUnreachable',
  'programOff',
  'historyRunning',
  'alreadyRunning',
] as const;

/** Why something failed, in our words where we have some, else in the server's. */
export function reasonOf(failure: Failure, words: Words): string {
  const code = known.find((each) => each === failure.code);
  if (code !== undefined) return words.say(`failure.${code}`);
  return failure.message || words.say('failure.unknown');
}
