/** What is wrong with what a program offers: rewards, the friend's discount, the next-order code. */
import { checkIds, when, within } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Cashback, NextOrder, Program, Referral, Reward, RewardValue } from './program.ts';
import { LAST_STEP, MAX_STEPS } from './referralSteps.ts';
import { MAX_MINOR } from './rules/bounds.ts';

const MAX_REWARDS = 50;
const MAX_POINTS = 1_000_000_000;
const MAX_ITEMS = 50;
const MAX_STEPS_OFF = 20;
const MAX_NAME = 80;
const MAX_TEXT = 200;
/** A platform's own limit; commas part tags from one another there. */
const MAX_TAG = 40;

const isShort = (text: string, most: number): boolean => text.trim() !== '' && text.length <= most;

export const checkRewards = ({ rewards, tiers }: Program): Problem[] => [
  ...when(rewards.length > MAX_REWARDS, 'rewards', 'tooMany'),
  ...rewards.flatMap((reward, i) => checkReward(reward, `rewards.${i}`)),
  ...checkIds('rewards', rewards),
  // A reward for a tier that is not there would be one for nobody.
  ...rewards.flatMap(({ fromTier }, i) =>
    when(
      fromTier !== undefined && !tiers?.levels.some(({ id }) => id === fromTier),
      `rewards.${i}.fromTier`,
      'unknownTier',
    ),
  ),
];

const checkReward = (reward: Reward, path: string): Problem[] => [
  ...within(`${path}.points`, reward.points, 1, MAX_POINTS),
  ...checkTerms(reward, path),
  ...checkBound(reward.value, `${path}.value.only`),
  ...within(`${path}.codeDays`, reward.codeDays, 1, 365),
  ...checkLimits(reward, path),
];

function checkLimits(reward: Reward, path: string): Problem[] {
  const { steps, prefix, perShopper, inAll, value } = reward;
  const days = perShopper?.days ?? null;
  return [
    ...(steps === undefined ? [] : within(`${path}.steps`, steps, 2, MAX_STEPS_OFF)),
    ...when(steps !== undefined && value.kind !== 'amountOff', `${path}.steps`, 'wrongShape'),
    ...when(
      prefix !== undefined && !/^[A-Z0-9]{1,8}$/.test(prefix),
      `${path}.prefix`,
      'wrongShape',
    ),
    ...(perShopper ? within(`${path}.perShopper.times`, perShopper.times, 1, 1000) : []),
    ...(days === null ? [] : within(`${path}.perShopper.days`, days, 1, 3650)),
    ...(inAll === undefined ? [] : within(`${path}.inAll`, inAll, 1, MAX_POINTS)),
  ];
}

type Given = { value: RewardValue; minimumMinor: number };

/** An offer without a price in points. Its sentences name no goods yet, so it is bound to none. */
export const checkOffer = (offer: Given, path: string): Problem[] => [
  ...checkTerms(offer, path),
  ...when('only' in offer.value, `${path}.value.only`, 'notBuilt'),
];

function checkTerms({ value, minimumMinor }: Given, path: string): Problem[] {
  const belowValue =
    value.kind === 'amountOff' && minimumMinor > 0 && minimumMinor < value.amountMinor;
  return [
    ...checkValue(value, `${path}.value`),
    ...within(`${path}.minimumMinor`, minimumMinor, 0, MAX_MINOR),
    // 0 means any basket; a minimum that cannot even hold the value can only be a slip.
    ...when(belowValue, `${path}.minimumMinor`, 'minimumBelowValue'),
  ];
}

function checkValue(value: RewardValue, path: string): Problem[] {
  if (value.kind === 'amountOff') {
    return within(`${path}.amountMinor`, value.amountMinor, 1, MAX_MINOR);
  }
  if (value.kind === 'percentOff') {
    return within(`${path}.basisPoints`, value.basisPoints, 1, 10_000);
  }
  if (value.kind === 'percentUpTo') {
    return [
      ...within(`${path}.basisPoints`, value.basisPoints, 1, 10_000),
      ...within(`${path}.capMinor`, value.capMinor, 1, MAX_MINOR),
    ];
  }
  if (value.kind === 'walletCredit') {
    return within(`${path}.amountMinor`, value.amountMinor, 1, MAX_MINOR);
  }
  if (value.kind === 'freeProduct') {
    return [
      ...within(`${path}.worthMinor`, value.worthMinor, 1, MAX_MINOR),
      ...when(!/^product:./.test(value.item), `${path}.item`, 'wrongShape'),
      ...when(!isShort(value.name, MAX_NAME), `${path}.name`, 'wrongShape'),
    ];
  }
  if (value.kind === 'earlyAccess') {
    return [
      ...when(!isShort(value.tag, MAX_TAG) || value.tag.includes(','), `${path}.tag`, 'wrongShape'),
      ...when(!isShort(value.name, MAX_NAME), `${path}.name`, 'wrongShape'),
    ];
  }
  if (value.kind === 'byHand') {
    return when(!isShort(value.text, MAX_TEXT), `${path}.text`, 'wrongShape');
  }
  return [];
}

/** A discount at a platform is bound to products or to collections, never to both at once. */
function checkBound(value: RewardValue, path: string): Problem[] {
  if (!('only' in value) || !value.only) return [];
  const { items, name } = value.only;
  const kinds = new Set(items.map((item) => /^(product|collection):./.exec(item)?.[1]));
  return [
    ...when(kinds.size !== 1 || kinds.has(undefined), `${path}.items`, 'wrongShape'),
    ...when(new Set(items).size !== items.length, `${path}.items`, 'duplicateId'),
    ...when(items.length > MAX_ITEMS, `${path}.items`, 'tooMany'),
    ...when(!isShort(name, MAX_NAME), `${path}.name`, 'wrongShape'),
  ];
}

export const checkReferral = (referral: Referral | null): Problem[] =>
  referral === null
    ? []
    : [
        ...checkOffer(referral.friend, 'referral.friend'),
        ...within('referral.advocatePoints', referral.advocatePoints, 1, MAX_POINTS),
        ...within('referral.waitDays', referral.waitDays, 0, 365),
        ...checkAdvocateCode(referral),
        ...checkAdvocateCredit(referral),
        ...checkCaps(referral),
        ...checkSteps(referral),
      ];

const checkAdvocateCode = ({ advocateCode }: Referral): Problem[] =>
  advocateCode === undefined
    ? []
    : [
        ...checkOffer(advocateCode, 'referral.advocateCode'),
        ...within('referral.advocateCode.days', advocateCode.days, 1, 365),
      ];

const checkAdvocateCredit = ({ advocateCredit }: Referral): Problem[] =>
  advocateCredit === undefined
    ? []
    : [
        ...within('referral.advocateCredit.amountMinor', advocateCredit.amountMinor, 1, MAX_MINOR),
        ...within('referral.advocateCredit.days', advocateCredit.days, 1, 365),
      ];

/** More in a year than in 30 days, or the second number is never reached. */
const checkCaps = ({ caps }: Referral): Problem[] =>
  caps === undefined
    ? []
    : [
        ...within('referral.caps.in30Days', caps.in30Days, 1, 1000),
        ...within('referral.caps.inYear', caps.inYear, caps.in30Days, 10_000),
      ];

const checkSteps = ({ steps = [] }: Referral): Problem[] => [
  ...when(steps.length > MAX_STEPS, 'referral.steps', 'tooMany'),
  ...steps.flatMap(({ at, points }, i) => [
    ...within(`referral.steps.${i}.at`, at, (steps[i - 1]?.at ?? 0) + 1, LAST_STEP),
    ...within(`referral.steps.${i}.points`, points, 1, MAX_POINTS),
  ]),
];

/** A reminder on a day that the code does not live to see could only be a slip. */
export const checkNextOrder = (offer: NextOrder | null): Problem[] =>
  offer === null
    ? []
    : [
        ...checkGiven(offer),
        ...checkWho(offer),
        ...within('nextOrder.days', offer.days, 1, 365),
        ...within('nextOrder.quietDays', offer.quietDays, 0, 365),
        ...when(offer.reminderDays.length > 3, 'nextOrder.reminderDays', 'tooMany'),
        ...offer.reminderDays.flatMap((days, i) =>
          within(`nextOrder.reminderDays.${i}`, days, 1, Math.min(60, offer.days)),
        ),
      ];

function checkGiven(offer: NextOrder): Problem[] {
  const { value } = offer;
  if (value.kind !== 'cashback') return checkOffer({ ...offer, value }, 'nextOrder');
  return [
    ...checkCashback(value),
    // A platform takes money credit for any basket, so that a smallest one could only be a slip.
    ...when(offer.minimumMinor !== 0, 'nextOrder.minimumMinor', 'tooLarge'),
  ];
}

const checkCashback = ({ basisPoints, stepMinor, waitDays }: Cashback): Problem[] => [
  ...within('nextOrder.value.basisPoints', basisPoints, 1, 10_000),
  ...within('nextOrder.value.stepMinor', stepMinor, 1, MAX_MINOR),
  ...within('nextOrder.value.waitDays', waitDays, 0, 365),
];

/** An amount is named where it is asked for, and only there. */
const checkWho = ({ who, fromMinor }: NextOrder): Problem[] =>
  who === 'above'
    ? within('nextOrder.fromMinor', fromMinor ?? 0, 1, MAX_MINOR)
    : when(fromMinor !== undefined, 'nextOrder.fromMinor', 'wrongShape');
