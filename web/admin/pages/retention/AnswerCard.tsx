import type { RetentionAnswer } from '../../../contract/retention.ts';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { FigureWords } from '../../words/figureWords.ts';

/** The page in one paragraph. */
export function AnswerCard({ answer, words }: { answer: RetentionAnswer; words: FigureWords }) {
  const { shoppers, fromDay, toDay, sampledFrom, whole, hint, measures } = answer;
  const has = (code: string) => measures.find((each) => each.code === code)?.value ?? 0;
  const counted = words.say('page.counted', {
    n: shoppers,
    from: words.day(fromDay),
    to: words.day(toDay),
  });
  return (
    <SectionCard title={words.say('page.title')} headingId="answer">
      <Sentence>{comesBack(answer, words)}</Sentence>
      <Sentence>
        {words.say('page.worth', {
          order: words.money(has('averageOrder')),
          value: words.money(has('historicClv')),
          share: words.percent(has('returningSalesShare')),
        })}
      </Sentence>
      <Sentence tone="body">{hintText(hint, words)}</Sentence>
      <Sentence tone="soft">
        {[
          counted,
          sampledFrom === null ? '' : words.say('page.sampled', { n: shoppers, all: sampledFrom }),
          whole ? '' : words.say('page.notWhole'),
        ].join(' ')}
      </Sentence>
    </SectionCard>
  );
}

function comesBack({ measures, rhythm, shoppers }: RetentionAnswer, words: FigureWords): string {
  const rate = measures.find(({ code }) => code === 'repeatPurchaseRate');
  const gap = measures.find(({ code }) => code === 'purchaseInterval');
  if (!rate || rate.value === null || rate.tooFew || !gap || gap.value === null) {
    return words.say('page.answerFew', { n: rate?.n ?? shoppers });
  }
  return words.say('page.answer', {
    share: words.percent(rate.value),
    low: words.percent(rate.interval?.low ?? 0),
    high: words.percent(rate.interval?.high ?? 1),
    days: Math.round(gap.value),
    window: rhythm.churnDays,
  });
}

function hintText({ stage, keepPercent }: RetentionAnswer['hint'], words: FigureWords): string {
  if (stage === 'starting') return words.say('page.hint_starting');
  const [low, high] = keepPercent.map((each) => words.percent(each / 100));
  return words.say('page.hint', { low: low ?? '', high: high ?? '' });
}
