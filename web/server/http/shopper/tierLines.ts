/** A shopper's tier in the reader's words: "Silver", "84.50 to Gold by 31 March", "Yours through 30 May". */
import type { ShopperState } from '../../../contract/shopper.ts';
import { textOf } from '../words.ts';
import type { Language } from '../words.ts';
import { moneyText } from './reasons.ts';
import { createSpeech, NUMBERS } from './speech.ts';

type Tier = NonNullable<NonNullable<ShopperState['shopper']>['tier']>;
type Told = Pick<ShopperState, 'money' | 'timeZone'> & { now: string };

export function tierLines(
  tier: Tier,
  { money, timeZone, now }: Told,
  language: Language,
): string[] {
  const { day } = createSpeech({ language, money, timeZone, now });
  const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(NUMBERS[language], options).format(value);
  const say = (key: string, values: Record<string, string>, n = 0): string =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      textOf(language, 'page', key, n),
    );
  const { name, by, next, keptThrough } = tier;
  const missing = (n: number): string =>
    by === 'spend'
      ? moneyText(n, money, number)
      : say(by === 'points' ? 'nPoints' : 'nOrders', { n: number(n) }, n);
  const goal = next && {
    m: missing(next.missing),
    t: `\u2068${next.name}\u2069`,
    d: next.byDay === null ? '' : day(next.byDay),
  };
  return [
    name,
    goal && say(next.byDay === null ? 'tierTo' : 'tierToBy', goal),
    keptThrough && say('tierKept', { d: day(keptThrough) }),
  ].flatMap((line) => line ?? []);
}
