/** One row of the ledger in words: what happened, and what there is to add. */
import type { LedgerRow, ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { RuleDid } from '../../../contract/rules.ts';
import { ruleLine } from '../../program/ruleSentences.ts';
import { rewardValue } from '../../program/sentences.ts';
import { plain } from '../../words/words.ts';
import type { Words } from '../../words/words.ts';
import { colleague, isolate, speak } from './speak.ts';

export function ledgerTitle(row: LedgerRow, page: ShopperPage, words: Words): string {
  const { speech } = speak(page, words);
  const values = {
    order: isolate(row.orderName ?? ''),
    points: words.say('count.points', { n: row.matured ?? 0 }),
    what: row.value ? rewardValue(row.value, speech) : words.say('shopper.someReward'),
    friend: `\u2068${row.friend ?? words.say('shopper.someFriend')}\u2069`,
    tier: `\u2068${row.tier ?? ''}\u2069`,
    action: row.action ? didWhat(row.action, words) : '',
  };
  if (row.kind !== 'adjusted') return words.say(`shopper.kind.${row.kind}`, values);
  const done = words.say(row.points < 0 ? 'shopper.kind.taken' : 'shopper.kind.given');
  if (row.by === null) return done;
  return `${done} ${words.say('shopper.by', { name: colleague(row.by, words) })}`;
}

const KNOWN = [
  'signUp',
  'birthday',
  'anniversary',
  'newsletter',
  'review',
  'visit',
  'survey',
] as const;

/** The shop's own actions have words; any other is the merchant's own word. */
function didWhat({ action, about }: NonNullable<LedgerRow['action']>, words: Words): string {
  const known = KNOWN.find((each) => each === action);
  return known
    ? words.say(`shopper.did.${known}`, { about: isolate(about ?? '') })
    : isolate(action);
}

/** Second lines; the note of a person is not among them. */
export function ledgerNotes(row: LedgerRow, page: ShopperPage, words: Words): string[] {
  const { money } = speak(page, words);
  const notes: string[] = [];
  const { explained, settled } = row;
  if (row.kind === 'orderReduced' && explained) {
    notes.push(
      words.say('shopper.reducedNote', {
        money: money(explained.eligibleMinor),
        now: explained.now,
        before: explained.before,
      }),
    );
  }
  if (row.kind === 'spent' && row.codeStatus === 'used' && row.orderName !== null) {
    notes.push(words.say('shopper.usedOn', { order: isolate(row.orderName) }));
  }
  if (row.action && row.action.recomputed !== null) {
    const points = words.say('count.points', { n: row.action.recomputed });
    notes.push(words.say('shopper.actionWhy', { version: row.action.version ?? 0, points }));
  }
  if (settled !== null) {
    const points = words.say('count.points', { n: settled });
    notes.push(words.say('shopper.settled', { points }));
  }
  return notes;
}

export type SumLine = { key: string; text: string; value: string; sum?: boolean };

/** The sum behind a row, line by line, down to the number it posted. */
export function sumLines(
  explained: NonNullable<LedgerRow['explained']>,
  page: ShopperPage,
  words: Words,
): SumLine[] {
  const { money } = speak(page, words);
  const { countedMinor, leftOutMinor, points, perMinor, before, now } = explained;
  const names = {
    shipping: words.say('shopper.sumShipping'),
    tips: words.say('shopper.sumTips'),
    duties: words.say('shopper.sumDuties'),
  };
  const extras = (['shipping', 'tips', 'duties'] as const).flatMap((name): SumLine[] => {
    const counted = countedMinor[name];
    const left = leftOutMinor[name];
    if (counted > 0) return [{ key: name, text: names[name], value: money(counted) }];
    if (left === 0) return [];
    const text = words.say('shopper.sumLeft', { what: names[name], money: money(left) });
    return [{ key: name, text, value: '—' }];
  });
  const say = (did: RuleDid): SumLine => ruleLineOf(did, page, words);
  const rate = { points: words.say('count.points', { n: points }), money: money(perMinor) };
  const counted = words.say('shopper.sumCounted');
  const lines: SumLine[] = [
    ...(explained.lines ?? []).map((line, at) => lineOf(line, `line ${at}`, page, words)),
    ...extras,
    { key: 'counted', text: counted, value: money(explained.eligibleMinor) },
    ...explained.rules.filter(({ points }) => points === null).map(say),
    { key: 'rate', text: words.say('shopper.sumRate', rate), value: words.number(explained.exact) },
    ...explained.rules.filter(({ points }) => points !== null).map(say),
    { key: 'floor', text: words.say('shopper.sumFloor'), value: words.number(now), sum: true },
  ];
  if (before === 0) return lines;
  return [
    ...lines,
    { key: 'before', text: words.say('shopper.sumBefore'), value: words.number(before) },
    {
      key: 'difference',
      text: words.say('shopper.sumDifference'),
      value: words.signed(now - before),
      sum: true,
    },
  ];
}

/** What a rule did: in the rate, or with points of its own. */
function ruleLineOf(did: RuleDid, page: ShopperPage, words: Words): SumLine {
  const { id, rule, args, campaign, points, wanted } = did;
  const { speech } = speak(page, words);
  const sentence = plain(ruleLine({ rule: rule.code, args }, speech, rule));
  const name = `\u2068${campaign ?? ''}\u2069`;
  const what = [
    sentence,
    wanted !== null &&
      words.say('shopper.sumPart', { points: words.say('count.points', { n: wanted }) }),
  ]
    .filter(Boolean)
    .join(' ');
  const text = campaign === null ? what : words.say('shopper.sumCampaign', { name, what });
  return { key: `rule ${id}`, text, value: points === null ? '' : words.signed(points) };
}

type Line = NonNullable<NonNullable<LedgerRow['explained']>['lines']>[number];

function lineOf(line: Line, key: string, page: ShopperPage, words: Words): SumLine {
  const { money } = speak(page, words);
  const { title, quantity, priceMinor, discountMinor, otherMinor, valueMinor, why } = line;
  const units = words.say('shopper.sumLine', { quantity, price: money(priceMinor) });
  const name = `\u2068${title ?? ''}\u2069`;
  let text = title === null ? units : words.say('shopper.sumTitled', { title: name, units });
  if (why === 'giftCard') return { key, text: words.say('shopper.sumGift'), value: '—' };
  if (why === 'gone')
    return { key, text: words.say('shopper.sumGone', { line: text }), value: '—' };
  if (why === 'order') {
    return { key, text: words.say('shopper.sumOrder', { line: text }), value: '—' };
  }
  if (discountMinor > 0) {
    text = words.say('shopper.sumLess', { line: text, money: money(discountMinor) });
  }
  if (otherMinor > 0) {
    text = words.say('shopper.sumOther', { line: text, money: money(otherMinor) });
  }
  return { key, text, value: money(valueMinor) };
}

/** That it was computed again just now, and what came out. */
export function sumVerdict(
  { version, recomputed, now, lines }: NonNullable<LedgerRow['explained']>,
  words: Words,
): string {
  if (recomputed !== now) return words.say('shopper.sumOtherNow', { points: recomputed });
  const key = lines ? 'shopper.sumSame' : 'shopper.sumSameAmount';
  return words.say(key, { version: version ?? 0, points: recomputed });
}
