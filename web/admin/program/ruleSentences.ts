/** What rules and campaigns say, in the reader's language. */
import { ruleSentence } from '../../contract/ruleWords.ts';
import type { RuleWriter } from '../../contract/ruleWords.ts';
import type { RuleShown } from '../../contract/rules.ts';
import type { Words } from '../words/words.ts';
import type { CampaignBody, RuleBody } from './ruleForm.ts';
import type { Speech } from './sentences.ts';

const PERIODS = ['day', 'week', 'month', 'year', 'ever'] as const;
/** Monday of the first week of 1970 was the fifth of January. */
const weekdayAt = (day: number): number => Date.UTC(1970, 0, 4 + day, 12);

export const weekdayName = (day: number, words: Words): string =>
  words.weekday(weekdayAt(day), 'UTC');

export function periodName(value: string, words: Words): string {
  const period = PERIODS.find((each) => each === value);
  return period ? words.say(`program.rules.per.${period}`) : value;
}

/** What a chosen thing is called; until its name is known, what it is. */
export function itemName(item: string, { words, names }: Speech): string {
  const at = item.indexOf(':');
  const [kind, value] = [item.slice(0, at), item.slice(at + 1)];
  const name = names?.get(item) ?? value;
  switch (kind) {
    case 'tag':
      return words.say('program.rules.item.tag', { name: `\u2068${name}\u2069` });
    case 'vendor':
      return words.say('program.rules.item.vendor', { name: `\u2068${name}\u2069` });
    case 'collection':
      return names?.has(item)
        ? words.say('program.rules.item.collection', { name: `\u2068${name}\u2069` })
        : words.say('program.rules.item.someCollection');
    default:
      return names?.has(item) ? `\u2068${name}\u2069` : words.say('program.rules.item.someProduct');
  }
}

/** So many are named; of more than these only how many they are. */
const NAMED = 4;

export function writerOf(speech: Speech): RuleWriter {
  const { words, money } = speech;
  return {
    locale: words.locale,
    number: (value) => words.number(value),
    points: (n) => words.say('count.points', { n }),
    money: (minor) => words.money(minor, money),
    days: (n) => words.say('count.days', { n }),
    orders: (n) => words.say('count.orders', { n }),
    list: (names) => words.list(names),
    items: (items) =>
      items.length > NAMED
        ? words.say('program.rules.item.many', { n: items.length })
        : words.list([...new Set(items.map((item) => itemName(item, speech)))]),
    weekday: (day) => weekdayName(day, words),
    choice: (value) => periodName(value, words),
  };
}

/** A rule's own sentence; its code where we do not know it. */
export function ruleLine(
  { rule, args }: Pick<RuleBody, 'rule' | 'args'>,
  speech: Speech,
  known: RuleShown | undefined = speech.rules?.find(({ code }) => code === rule),
): string {
  return known ? ruleSentence(known, args, writerOf(speech)) : rule;
}

/** "Black Friday: Points × 2 on orders of $0 or more. From 27 November until 30 November." */
export function campaignLine(campaign: CampaignBody, speech: Speech): string {
  const { words, clock } = speech;
  const { name, from, until, budgetPoints, firstShoppers } = campaign;
  const day = (at: number) => (clock ? words.day(at, clock.zone, clock.now) : '');
  const limits = [
    from !== null && words.say('program.campaigns.fromDay', { day: day(from) }),
    // The end is the first moment of the day after.
    until !== null && words.say('program.campaigns.untilDay', { day: day(until - 1) }),
    budgetPoints !== null &&
      words.say('program.campaigns.budgetOf', {
        points: words.say('count.points', { n: budgetPoints }),
      }),
    firstShoppers !== null &&
      words.say('program.campaigns.firstOf', {
        shoppers: words.say('count.shoppers', { n: firstShoppers }),
      }),
  ].filter(Boolean);
  return [`**\u2068${name}\u2069**:`, ruleLine(campaign, speech), ...limits].join(' ');
}
