/** How far the past has been read, and what a preview and a decision come to, in sentences. */
import type { Healing, PastRewardAnswer, PreviewAnswer } from '../../../contract/healing.ts';
import type { Words } from '../../words/words.ts';
import type { Place } from './place.ts';

type Sum = { shoppers: number; points: number; orders: number };

const counted = ({ shoppers, points, orders }: Sum, words: Words) => ({
  shoppers: words.say('count.shoppers', { n: shoppers }),
  points: words.say('count.points', { n: points }),
  orders: words.say('count.orders', { n: orders }),
});

type Import = Healing['import'];

export function progressSentence({ state, read, total }: Import, words: Words): string {
  if (state === 'waiting') return words.say('history.waiting');
  if (state === 'copying') return words.say('history.copying');
  if (total === null) return words.say('history.progressOpen', { read });
  return words.say('history.progress', { read, total });
}

/** How many there were, and how far back they go. */
export function importedSentence({ read, oldestAt }: Import, place: Place, words: Words): string {
  if (read === 0 || oldestAt === null) return words.say('history.doneNone');
  const day = words.day(Date.parse(oldestAt), place.zone, place.now);
  return words.say('history.done', { n: read, day });
}

/** What the decision would do, whole: the figures, what ends, what waits, and that it is quiet. */
export function previewSentences(preview: PreviewAnswer, words: Words): string[] {
  if (preview.points === 0) return [words.say('history.givesNothing')];
  const told = [words.say('history.gives', counted(preview, words))];
  const { expired, onTheWay } = preview;
  if (expired > 0) told.push(words.say('history.wouldEnd', { n: expired }));
  if (onTheWay > 0) told.push(words.say('history.wouldWait', { n: onTheWay }));
  told.push(`${words.say('history.quiet')} ${words.say('history.final')}`);
  return told;
}

/** What it did, in one sentence. */
export function gaveSentence(reward: PastRewardAnswer, words: Words): string {
  if (reward.points === 0) return words.say('history.givesNothing');
  const gave = words.say('history.gave', counted(reward, words));
  if (reward.expired === 0) return gave;
  return `${gave} ${words.say('history.gaveEnded', { n: reward.expired })}`;
}
