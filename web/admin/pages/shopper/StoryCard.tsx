import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { rewardValue } from '../../program/sentences.ts';
import { Figures } from '../../ui/facts.tsx';
import type { Figure } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { speak } from './speak.ts';

/** From the first order to the last one, then what there is now. */
export function StoryCard({ page }: { page: ShopperPage }) {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('shopper.story')}>
      <Sentence>{storySentence(page, words)}</Sentence>
      {page.expected && (
        <Sentence tone="soft">{expectedSentence(page, page.expected, words)}</Sentence>
      )}
      <Figures figures={figures(page, words)} />
    </SectionCard>
  );
}

export function storySentence(page: ShopperPage, words: Words): string {
  const { day, money } = speak(page, words);
  const { firstOrderAt, lastOrderAt, orders, spentMinor, usualDays, cameThrough } = page.story;
  if (firstOrderAt === null || lastOrderAt === null) {
    return words.say('shopper.storyNone', { day: day(page.shopper.firstSeenAt) });
  }
  const name = `\u2068${cameThrough?.name ?? words.say('shopper.someFriend')}\u2069`;
  const first = { day: day(firstOrderAt), name };
  const sentences = [
    words.say(cameThrough ? 'shopper.storyFirstThrough' : 'shopper.storyFirst', first),
  ];
  if (orders > 0) {
    const count = words.say('count.orders', { n: orders });
    sentences.push(words.say('shopper.storyYear', { orders: count, money: money(spentMinor) }));
  }
  const last = { day: day(lastOrderAt) };
  if (usualDays !== null) {
    const days = words.say('count.days', { n: usualDays });
    sentences.push(words.say('shopper.storyUsual', { ...last, days }));
  } else if (lastOrderAt !== firstOrderAt) {
    sentences.push(words.say('shopper.storyLast', last));
  }
  return sentences.join(' ');
}

/** What a model thinks is told as that: never as what will be. */
export function expectedSentence(
  page: ShopperPage,
  expected: NonNullable<ShopperPage['expected']>,
  words: Words,
): string {
  const { localDay, money } = speak(page, words);
  const { mayHaveLeft, nextOrderOn, months, bringsMinor } = expected;
  const brings = {
    months: words.say('count.months', { n: months }),
    money: money(bringsMinor),
  };
  return [
    ...(mayHaveLeft ? [words.say('shopper.mayHaveLeft')] : []),
    ...(nextOrderOn === null
      ? []
      : [words.say('shopper.expectedOn', { day: localDay(nextOrderOn) })]),
    words.say('shopper.expectedToBring', brings),
  ].join(' ');
}

function figures(page: ShopperPage, words: Words): Figure[] {
  const { shopper, enoughFor, onTheWay, friends } = page;
  const { day, money, speech } = speak(page, words);
  const waits = [...new Set(onTheWay.map(({ at }) => day(at)))].slice(0, 2).join(' · ');
  const bought = friends.filter(({ verdict }) => verdict === 'friend');
  const brought = bought.reduce((sum, { broughtMinor }) => sum + broughtMinor, 0);
  const enough = enoughFor
    ? words.say('shopper.enoughFor', { what: rewardValue(enoughFor, speech) })
    : words.say('shopper.noReward');
  return [
    {
      label: words.say('shopper.available'),
      value: words.number(shopper.available),
      note: shopper.available < 0 ? words.say('shopper.owed') : enough,
    },
    {
      label: words.say('shopper.onTheWay'),
      value: words.number(shopper.pending),
      note: waits || words.say('shopper.nothingWaits'),
    },
    {
      label: words.say('shopper.friends'),
      value: words.number(bought.length),
      note:
        bought.length > 0
          ? words.say('shopper.brought', { money: money(brought) })
          : words.say('shopper.nobodyYet'),
    },
    ...(shopper.held > 0
      ? [
          {
            label: words.say('shopper.held'),
            value: words.number(shopper.held),
            note: words.say('shopper.heldNote'),
          },
        ]
      : []),
  ];
}
