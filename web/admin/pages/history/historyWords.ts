/** What a preview and a decision come to, in sentences. */
import type { PastRewardAnswer, PreviewAnswer } from '../../../contract/healing.ts';
import type { Words } from '../../words/words.ts';

type Sum = { shoppers: number; points: number; orders: number };

const counted = ({ shoppers, points, orders }: Sum, words: Words) => ({
  shoppers: words.say('count.shoppers', { n: shoppers }),
  points: words.say('count.points', { n: points }),
  orders: words.say('count.orders', { n: orders }),
});

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
