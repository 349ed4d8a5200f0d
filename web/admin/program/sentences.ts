/** A program in sentences, with what matters in `**bold**`. */
import type { ProgramBody } from '../../contract/merchant.ts';
import type { RuleShown } from '../../contract/rules.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import type { Words } from '../words/words.ts';
import type { DiscountClass, RewardBody } from './form.ts';

export type Speech = {
  words: Words;
  money: MoneyStyle;
  /** The rules there are, and what the goods chosen in them are called, where these are spoken of. */
  rules?: readonly RuleShown[];
  names?: ReadonlyMap<string, string>;
  /** The shop's time zone, and what time it is for the app. */
  clock?: { zone: string; now: number };
};

export const discountClasses: readonly DiscountClass[] = ['order', 'product', 'shipping'];

const points = ({ words }: Speech, n: number): string => words.say('count.points', { n });
export const days = ({ words }: Speech, n: number): string => words.say('count.days', { n });
const months = ({ words }: Speech, n: number): string => words.say('count.months', { n });

export function earningSentence({ earning }: ProgramBody, speech: Speech): string {
  if (earning.points === 0) return speech.words.say('program.earning.none');
  return speech.words.say('program.earning.sentence', {
    points: points(speech, earning.points),
    money: speech.words.money(earning.perMinor, speech.money),
  });
}

/** Which of shipping, tips and duties earn points, and which do not. */
export function countedSentence({ earning }: ProgramBody, { words }: Speech): string {
  const parts = [
    { name: words.say('program.earning.shipping'), counts: earning.includeShipping },
    { name: words.say('program.earning.tips'), counts: earning.includeTips },
    { name: words.say('program.earning.duties'), counts: earning.includeDuties },
  ];
  const names = (counts: boolean): string =>
    words.list(parts.filter((part) => part.counts === counts).map(({ name }) => name));
  const counted = names(true);
  const left = names(false);
  return [
    counted && words.say('program.earning.counted', { what: counted }),
    left && words.say('program.earning.notCounted', { what: left }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is given without a code is called by the merchant's own words. */
export function nameOf(value: RewardBody['value']): string | null {
  if (value.kind === 'earlyAccess' || value.kind === 'freeProduct') {
    return `\u2068${value.name}\u2069`;
  }
  return value.kind === 'byHand' ? `\u2068${value.text}\u2069` : null;
}

/** "$3 off", "10% off mugs" */
export function rewardValue(value: RewardBody['value'], { words, money }: Speech): string {
  if (value.kind === 'freeShipping') return words.say('reward.freeShipping');
  if (value.kind === 'percentUpTo') {
    return words.say('reward.offUpTo', {
      value: words.percent(value.basisPoints),
      most: words.money(value.capMinor, money),
    });
  }
  if (value.kind === 'walletCredit') {
    return words.say('reward.credit', { value: words.money(value.amountMinor, money) });
  }
  if (value.kind !== 'amountOff' && value.kind !== 'percentOff') return nameOf(value) ?? '';
  const amount =
    value.kind === 'amountOff'
      ? words.money(value.amountMinor, money)
      : words.percent(value.basisPoints);
  if (!value.only) return words.say('reward.off', { value: amount });
  return words.say('reward.offGoods', { value: amount, goods: `\u2068${value.only.name}\u2069` });
}

/** "$3 off for 300 points" */
export function rewardPrice(reward: RewardBody, speech: Speech): string {
  return speech.words.say('reward.for', {
    value: rewardValue(reward.value, speech),
    points: points(speech, reward.points),
  });
}

/** The whole reward on one line, with its steps, its prefix, how often it may be taken and by whom. */
export function rewardSentence(
  reward: RewardBody,
  speech: Speech,
  tiers?: ProgramBody['tiers'],
): string {
  const { words } = speech;
  const { steps, prefix, perShopper, inAll, fromTier } = reward;
  const tier = tiers?.levels.find(({ id }) => id === fromTier)?.name ?? fromTier;
  const days = perShopper?.days ?? null;
  return [
    termsSentence(reward, speech),
    steps && words.say('reward.steps', { n: steps }),
    prefix && words.say('reward.prefix', { prefix: `\u2068${prefix}\u2069` }),
    perShopper &&
      (days === null
        ? words.say('reward.often', { n: perShopper.times })
        : words.say('reward.oftenIn', { n: perShopper.times, days: daysOf(speech, days) })),
    inAll && words.say('reward.inAll', { n: inAll }),
    tier && words.say('reward.fromTier', { tier: `\u2068${tier}\u2069` }),
  ]
    .filter(Boolean)
    .join(words.say('reward.and'));
}

const daysOf = (speech: Speech, n: number): string => days(speech, n);

/** Its price, the basket it needs, the life of its code. */
function termsSentence(reward: RewardBody, speech: Speech): string {
  const { words, money } = speech;
  const { value } = reward;
  if (value.kind === 'earlyAccess' || value.kind === 'byHand') {
    const key = value.kind === 'byHand' ? 'lineHand' : value.forGood ? 'lineForGood' : 'lineAccess';
    return words.say(`reward.${key}`, {
      price: rewardPrice(reward, speech),
      days: days(speech, reward.codeDays),
      tag: value.kind === 'earlyAccess' ? `\u2068${value.tag}\u2069` : '',
    });
  }
  if (value.kind === 'freeProduct' || value.kind === 'walletCredit') {
    return words.say(value.kind === 'freeProduct' ? 'reward.lineFree' : 'reward.lineCredit', {
      price: rewardPrice(reward, speech),
      value: value.kind === 'freeProduct' ? words.money(value.worthMinor, money) : '',
      days: days(speech, reward.codeDays),
    });
  }
  const line = 'only' in reward.value ? 'reward.lineGoods' : 'reward.line';
  const key = reward.minimumMinor > 0 ? line : 'reward.lineAnyBasket';
  return words.say(key, {
    price: rewardPrice(reward, speech),
    minimum: words.money(reward.minimumMinor, money),
    days: days(speech, reward.codeDays),
  });
}

export function rewardsSentence({ rewards }: ProgramBody, speech: Speech): string {
  const { words } = speech;
  const sorted = rewards.toSorted((a, b) => a.points - b.points);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return words.say('program.rewards.none');
  if (first === last) {
    return words.say('program.rewards.single', { first: rewardPrice(first, speech) });
  }
  return words.say('program.rewards.range', {
    n: rewards.length,
    first: rewardPrice(first, speech),
    last: rewardPrice(last, speech),
  });
}

/** "Each needs a basket of 5 times its value", when that is true of all of them; else "". */
export function basketSentence({ rewards }: ProgramBody, { words }: Speech): string {
  const times = new Set(
    rewards.map(({ value, minimumMinor }) =>
      value.kind === 'amountOff' ? minimumMinor / value.amountMinor : Number.NaN,
    ),
  );
  const [n = Number.NaN] = times;
  if (times.size !== 1 || !Number.isInteger(n) || n < 1) return '';
  return words.say('program.rewards.basket', { n });
}

/** "10% off a first order from $30"; "" for any basket. */
export function fromBasket(minimumMinor: number, { words, money }: Speech): string {
  if (minimumMinor === 0) return '';
  return ` ${words.say('program.offer.from', { money: words.money(minimumMinor, money) })}`;
}

export function referralSentence({ referral }: ProgramBody, speech: Speech): string {
  const { words } = speech;
  if (!referral) return words.say('program.referral.none');
  return words.say('program.referral.sentence', {
    value: rewardValue(referral.friend.value, speech),
    from: fromBasket(referral.friend.minimumMinor, speech),
    points: points(speech, referral.advocatePoints),
    days: days(speech, referral.waitDays),
  });
}

/** Steps, caps and the check of an address, a sentence each; '' where there are none. */
export function referralNote({ referral }: ProgramBody, speech: Speech): string {
  const { words } = speech;
  const { advocateCode, advocateCredit, caps, strict, steps = [] } = referral ?? {};
  const places = steps.map(({ at, points: n }) =>
    words.say('program.referral.step', { at: words.number(at), points: points(speech, n) }),
  );
  return [
    advocateCode &&
      words.say('program.referral.codeSentence', {
        value: rewardValue(advocateCode.value, speech),
        from: fromBasket(advocateCode.minimumMinor, speech),
        days: days(speech, advocateCode.days),
      }),
    advocateCredit &&
      words.say('program.referral.creditSentence', {
        money: words.money(advocateCredit.amountMinor, speech.money),
        days: days(speech, advocateCredit.days),
      }),
    places.length > 0 && words.say('program.referral.stepsSentence', { steps: words.list(places) }),
    caps &&
      words.say('program.referral.capsSentence', {
        month: words.number(caps.in30Days),
        year: words.number(caps.inYear),
      }),
    strict && words.say('program.referral.strictSentence'),
  ]
    .filter(Boolean)
    .join(' ');
}

export function pendingSentence({ pendingDays }: ProgramBody, speech: Speech): string {
  return pendingDays === 0
    ? speech.words.say('program.pending.atOnce')
    : speech.words.say('program.pending.sentence', { days: days(speech, pendingDays) });
}

export const debtSentence = ({ debt }: ProgramBody, { words }: Speech): string =>
  words.say(`program.pending.${debt}`);

export function expirySentence({ expiry }: ProgramBody, speech: Speech): string {
  if (expiry.kind === 'never') return speech.words.say('program.expiry.neverSentence');
  return speech.words.say(`program.expiry.${expiry.kind}Sentence`, {
    months: months(speech, expiry.months),
  });
}

/** Whether shoppers are told before; "" where points never end. */
export function noticeSentence({ expiry }: ProgramBody, { words }: Speech): string {
  if (expiry.kind === 'never') return '';
  return words.say(expiry.onlyTold ? 'program.expiry.told' : 'program.expiry.untold');
}

/** Whether points are still earned, and until when they are spent. */
export function pauseSentence({ phase }: ProgramBody, { words, clock }: Speech): string {
  if (phase?.kind !== 'stopped') return words.say('program.pause.runningSentence');
  const { spendUntil } = phase;
  if (spendUntil === null) return words.say('program.pause.stoppedSentence');
  const { zone, now } = clock ?? { zone: 'UTC', now: spendUntil };
  const day = words.day(spendUntil - 1, zone, now);
  return words.say('program.pause.untilSentence', { day });
}

/** What bonuses come to in a month at most; "" where that has no end. */
export const budgetSentence = ({ bonusBudget }: ProgramBody, speech: Speech): string =>
  bonusBudget
    ? speech.words.say('program.campaigns.monthlySentence', {
        points: points(speech, bonusBudget.points),
      })
    : '';

/** Whose orders collect, a sentence for each condition. */
export function whoSentences({ whoEarns }: ProgramBody, { words }: Speech): string[] {
  const { companies = false, withTags = [], withoutTags = [] } = whoEarns ?? {};
  const tags = (list: readonly string[]) => words.list(list.map((tag) => `\u2068${tag}\u2069`));
  return [
    words.say(companies ? 'program.whoEarns.companies' : 'program.whoEarns.noCompanies'),
    ...(withTags.length > 0 ? [words.say('program.whoEarns.only', { tags: tags(withTags) })] : []),
    ...(withoutTags.length > 0
      ? [words.say('program.whoEarns.not', { tags: tags(withoutTags) })]
      : []),
  ];
}

export const graceSentence = ({ graceDays }: ProgramBody, speech: Speech): string =>
  speech.words.say('program.expiry.graceSentence', { days: days(speech, graceDays) });

export const openCodesSentence = ({ maxOpenCodes }: ProgramBody, { words }: Speech): string =>
  words.say('program.combining.codes', { n: maxOpenCodes });

/** With which discounts the codes go together: one sentence if it is the same for all of them. */
export function combiningSentence({ rewards }: ProgramBody, { words }: Speech): string {
  const kinds = new Set(rewards.map(({ combinesWith }) => classesOf(combinesWith).join()));
  if (kinds.size > 1) return words.say('program.combining.differ');
  const classes = rewards[0] ? classesOf(rewards[0].combinesWith) : [];
  if (classes.length === 0) return words.say('program.combining.alone');
  const what = words.list(classes.map((each) => words.say(`program.combining.${each}`)));
  return words.say('program.combining.together', { what });
}

const classesOf = (combinesWith: RewardBody['combinesWith']): DiscountClass[] =>
  discountClasses.filter((each) => combinesWith[each]);
