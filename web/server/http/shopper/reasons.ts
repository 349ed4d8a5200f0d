/** Why an order brought its points: what each rule did, in a sentence of the reader's language. */
import { ruleSentence } from '../../../contract/ruleWords.ts';
import type { RuleWriter } from '../../../contract/ruleWords.ts';
import type { RuleDid } from '../../../contract/rules.ts';
import type { History, HistoryRow, MoneyStyle } from '../../../contract/shopper.ts';
import type { RewardValue } from '../../domain/program.ts';
import { textOf } from '../words.ts';
import type { Language } from '../words.ts';
import { NUMBERS } from './speech.ts';

export type Reader = { language: Language; money: MoneyStyle };

/** As it was read: rules are not words yet. */
export type ToldHistory = {
  rows: readonly (HistoryRow & { rules: readonly RuleDid[] })[];
  older: string | null;
};

/** A history in which rules are told in words. */
export function withReasons({ rows, older }: ToldHistory, reader: Reader): History {
  const writer = writerOf(reader);
  const told = rows.map(({ rules, ...row }) =>
    rules.length === 0 ? row : { ...row, why: rules.map((did) => reasonOf(did, writer)) },
  );
  // In this order always: nobody can tell from the bytes whether somebody is known here.
  return { rows: told, older };
}

function reasonOf({ rule, args, campaign, points, wanted }: RuleDid, writer: Writer): string {
  const sentence = ruleSentence(rule, args, writer);
  const named = campaign === null ? sentence : `\u2068${campaign}\u2069: ${sentence}`;
  if (wanted === null) return named;
  return `${named} ${writer.part(points ?? 0, wanted)}`;
}

export type Writer = RuleWriter & {
  part(given: number, wanted: number): string;
  percent(basisPoints: number): string;
  /** A text of the points page. */
  page(key: string, values?: Record<string, string>): string;
};

export function writerOf({ language, money }: Reader): Writer {
  const tag = NUMBERS[language];
  const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(tag, options).format(value);
  const say = (key: string, n: number, values: Record<string, string> = {}): string =>
    Object.entries({ n: number(n), ...values }).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      textOf(language, 'page', key, n),
    );
  return {
    locale: language,
    number: (value) => number(value),
    points: (n) => say('nPoints', n),
    days: (n) => say('nDays', n),
    orders: (n) => say('nOrders', n),
    money: (minor) => moneyText(minor, money, number),
    list: (names) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(names),
    items: (items) => {
      const names = new Set(items.map((item) => itemText(item, say)));
      return new Intl.ListFormat(tag, { type: 'conjunction' }).format(names);
    },
    weekday: (day) =>
      new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }).format(
        // Monday of the first week of 1970 was the fifth of January.
        Date.UTC(1970, 0, 4 + day, 12),
      ),
    choice: (value) => value,
    percent: (basisPoints) =>
      number(basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 }),
    page: (key, values = {}) => say(key, 0, values),
    part: (given, wanted) => say('rulePart', given, { k: number(wanted) }),
  };
}

/** "$5.00 off (mugs)", "Free shipping", or the name that the merchant gave. */
export function rewardWorth(value: RewardValue, writer: Writer): string {
  if (value.kind === 'earlyAccess' || value.kind === 'freeProduct') {
    return `\u2068${value.name}\u2069`;
  }
  if (value.kind === 'walletCredit') {
    return writer.page('offCredit', { m: writer.money(value.amountMinor) });
  }
  if (value.kind === 'byHand') return `\u2068${value.text}\u2069`;
  if (value.kind === 'percentUpTo') {
    const [p, m] = [writer.percent(value.basisPoints), writer.money(value.capMinor)];
    return writer.page('offUpTo', { p, m });
  }
  if (value.kind === 'freeShipping') return writer.page('ship');
  const amount =
    value.kind === 'amountOff'
      ? writer.money(value.amountMinor)
      : writer.percent(value.basisPoints);
  const off = writer.page('off', { m: amount });
  return value.only ? `${off} (\u2068${value.only.name}\u2069)` : off;
}

/** Tags and vendors have names; which products were chosen the shop's own pages say. */
function itemText(
  item: string,
  say: (key: string, n: number, values?: Record<string, string>) => string,
): string {
  const at = item.indexOf(':');
  const t = `\u2068${item.slice(at + 1)}\u2069`;
  if (item.startsWith('tag:')) return say('itemTag', 0, { t });
  if (item.startsWith('vendor:')) return say('itemVendor', 0, { t });
  return say('itemChosen', 0);
}

export function moneyText(
  minor: number,
  { currency, decimals, factor, label }: MoneyStyle,
  number: (value: number, options?: Intl.NumberFormatOptions) => string,
): string {
  const amount = minor / 10 ** decimals / factor;
  if (label !== null)
    return `${number(amount, { maximumFractionDigits: 2 })}\u00a0\u2068${label}\u2069`;
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  return number(amount, { ...style, trailingZeroDisplay: 'stripIfInteger' });
}
