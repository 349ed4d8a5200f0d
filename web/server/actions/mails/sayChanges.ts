/** What a new version takes from held points, in sentences of a language. */
import type { Reward } from '../../domain/program.ts';
import type { Announced, WorthLess } from '../../domain/worthLess.ts';
import { line } from './mailPage.ts';
import type { Line } from './mailPage.ts';
import { createSpeech, say } from './speech.ts';
import type { Place, Speech } from './speech.ts';

export const changeLine = (speech: Speech, change: WorthLess): Line => {
  switch (change.kind) {
    case 'rewardGone':
      return line('changeGone', { reward: rewardText(speech, change.reward) });
    case 'rewardWorse': {
      const before = rewardText(speech, change.before);
      const worse = rewardText(speech, change.after);
      const after = change.tier === undefined ? worse : `${worse} · ${ofTier(speech, change.tier)}`;
      if (before === after) return line('changeLess', { reward: before });
      return line('changeWorse', { before, after });
    }
    case 'fewerCodes':
      return line('changeCodes', { n: speech.number(change.after) }, change.after);
    case 'keptShorter':
      return change.after === null
        ? line('changeNotKept')
        : line('changeKept', { n: speech.number(change.after) }, change.after);
    case 'lessGrace':
      return line('changeGrace', { n: speech.number(change.after) }, change.after);
    case 'spendUntil':
      return line('changeSpend', { d: speech.day(change.until - 1) });
  }
};

export const sayChange = (speech: Speech, change: WorthLess): string => {
  const { key, values, count } = changeLine(speech, change);
  return say(speech, key, values, count);
};

const ofTier = (speech: Speech, tier: string): string =>
  say(speech, 'fromTier', { tier: `\u2068${tier}\u2069` });

/** "$5 off · 500 points · baskets from $25 · code for 30 days" */
export function rewardText(speech: Speech, reward: Reward): string {
  const { points, value, minimumMinor, codeDays } = reward;
  const price = say(speech, 'nPoints', { n: speech.number(points) }, points);
  if (value.kind === 'walletCredit') {
    const amount = speech.money(value.amountMinor);
    return `${say(speech, 'storeCredit', { amount })} · ${price}`;
  }
  if (value.kind === 'earlyAccess' || value.kind === 'freeProduct')
    return `${value.name} · ${price}`;
  if (value.kind === 'byHand') return `${value.text} · ${price}`;
  if (value.kind === 'percentUpTo') {
    const [share, most] = [
      { kind: 'percentOff', basisPoints: value.basisPoints } as const,
      value.capMinor,
    ];
    const off = say(speech, 'upTo', { off: speech.value(share), most: speech.money(most) });
    return `${off} · ${price}`;
  }
  const goods = 'only' in value && value.only ? ` (${value.only.name})` : '';
  return [
    speech.value(value) + goods,
    price,
    ...(minimumMinor > 0
      ? [say(speech, 'basketsFrom', { amount: speech.money(minimumMinor) })]
      : []),
    say(speech, 'codeFor', { n: speech.number(codeDays) }, codeDays),
  ].join(' · ');
}

/** A planned change as lines for whoever holds points: when, and then what. */
export function sayAnnounced(place: Place, { at, changes }: Announced): string[] {
  const speech = createSpeech(place);
  const title = say(speech, 'changeTitle', { d: speech.day(at) });
  return [title, ...changes.map((change) => sayChange(speech, change))];
}
