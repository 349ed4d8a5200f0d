/** What a program promises and asks, as sections of sentences that a surface writes in its language. */
import { isCapped } from './cappedShare.ts';
import { offeredRewards } from './rewardSteps.ts';
import type {
  NextOrderWho,
  Offer,
  Program,
  Reward,
  RewardValue,
  RuleUse,
  Tier,
  Tiers,
} from './program.ts';

type Counted = 'points' | 'money' | 'days' | 'months' | 'orders' | 'moment' | 'times' | 'percent';

/** What a sentence is filled with, before it is known how it is written. */
export type TermValue =
  { kind: Counted; of: number } | { kind: 'value'; of: RewardValue } | { kind: 'text'; of: string };

export type Term =
  | { key: TermKey; values: Readonly<Record<string, TermValue>> }
  /** A rule carries its own sentence; a campaign has a name. */
  | { rule: RuleUse; name: string | null };

export type TermSection = { title: TitleKey; terms: readonly Term[] };

export type TitleKey =
  | 'pauseTitle' | 'earnTitle' | 'moreTitle' | 'tiersTitle' | 'spendTitle' | 'friendsTitle'
  | 'nextTitle' | 'endTitle' | 'fairTitle'; // prettier-ignore
export type TermKey =
  | 'stopped' | 'stoppedUntil' | 'rate' | 'noRate' | 'shipping' | 'tips' | 'duties' | 'notCounted'
  | 'pending' | 'atOnce' | 'companiesToo' | 'noCompanies' | 'onlyTags' | 'notTags' | 'tier' | 'reward'
  | 'rewardFrom' | 'rewardTier' | 'rewardCart' | 'rewardOften' | 'rewardOftenIn' | 'rewardInAll'
  | 'rewardPrefix' | 'tiersLifetime' | 'tiersRolling' | 'tiersYear' | 'tierKept'
  | 'tierEntry' | 'tierBirthday' | 'tierCode' | 'tierAccess' | 'tierByHand' | 'review'
  | 'friendCode' | 'friendCredit' | 'friendStep' | 'friendStrict' | 'friendCaps' | 'friendLook'
  | 'monthly' | 'perk' | 'openCodes' | 'putBack' | 'friend' | 'friendFrom' | 'nextFirst' | 'nextAll'
  | 'nextAbove' | 'creditFirst' | 'creditAll' | 'creditAbove'
  | 'never' | 'inactivity' | 'afterEarning' | 'told' | 'grace' | 'returned' | 'owed' | 'borne'
  | 'firstPaid' | 'warned'; // prettier-ignore

const said = (key: TermKey, values: Record<string, TermValue> = {}): Term => ({ key, values });
const some = (kind: Counted, of: number) => ({ kind, of }) as const;

/** The terms of a version, in reading order; a section that would say nothing is left out. */
export function termsOf(program: Program): TermSection[] {
  const { rules = [], campaigns = [], tiers = null } = program;
  const more = [
    ...rules.map((rule): Term => ({ rule, name: null })),
    ...campaigns.map((rule): Term => ({ rule, name: rule.name })),
    ...(rules.some(({ rule }) => rule === 'review') ? [said('review')] : []),
  ];
  const sections: TermSection[] = [
    { title: 'pauseTitle', terms: pause(program) },
    { title: 'earnTitle', terms: earning(program) },
    { title: 'moreTitle', terms: [...more, ...monthly(program)] },
    { title: 'tiersTitle', terms: tiers ? tierTerms(tiers) : [] },
    { title: 'spendTitle', terms: spending(program) },
    { title: 'friendsTitle', terms: friends(program) },
    { title: 'nextTitle', terms: nextOrder(program) },
    { title: 'endTitle', terms: ending(program) },
    { title: 'fairTitle', terms: [said('warned')] },
  ];
  return sections.filter(({ terms }) => terms.length > 0);
}

/** What there is in a month in all is a condition of every bonus. */
function monthly({ bonusBudget, rules = [], campaigns = [] }: Program): Term[] {
  if (!bonusBudget || rules.length + campaigns.length === 0) return [];
  return [said('monthly', { points: some('points', bonusBudget.points) })];
}

function pause({ phase }: Program): Term[] {
  if (phase?.kind !== 'stopped') return [];
  const { spendUntil } = phase;
  if (spendUntil === null) return [said('stopped')];
  return [said('stoppedUntil', { day: some('moment', spendUntil) })];
}

function earning({
  earning: { points, perMinor, ...counts },
  pendingDays,
  whoEarns,
}: Program): Term[] {
  const rate = { points: some('points', points), money: some('money', perMinor) };
  const { companies = false, withTags = [], withoutTags = [] } = whoEarns ?? {};
  const tags = (of: readonly string[]) => ({ tags: { kind: 'text', of: of.join(', ') } as const });
  return [
    points > 0 ? said('rate', rate) : said('noRate'),
    ...(counts.includeShipping ? [said('shipping')] : []),
    ...(counts.includeTips ? [said('tips')] : []),
    ...(counts.includeDuties ? [said('duties')] : []),
    said('notCounted'),
    pendingDays > 0 ? said('pending', { days: some('days', pendingDays) }) : said('atOnce'),
    said('firstPaid'),
    said(companies ? 'companiesToo' : 'noCompanies'),
    ...(withTags.length > 0 ? [said('onlyTags', tags(withTags))] : []),
    ...(withoutTags.length > 0 ? [said('notTags', tags(withoutTags))] : []),
  ];
}

const OVER = {
  lifetime: 'tiersLifetime',
  rolling12Months: 'tiersRolling',
  calendarYear: 'tiersYear',
} as const;

function tierTerms({ by, over, graceDays, levels }: Tiers): Term[] {
  const kind = by === 'spend' ? 'money' : by;
  return [
    said(OVER[over]),
    ...levels.flatMap((tier) => [
      said('tier', {
        name: { kind: 'text', of: tier.name },
        from: some(kind, tier.from),
        times: some('times', tier.multiplierBasisPoints),
      }),
      ...tierGifts(tier),
    ]),
    ...(over === 'lifetime' ? [] : [said('tierKept', { days: some('days', graceDays) })]),
  ];
}

/** What a tier gives besides its multiplier. */
function tierGifts({ name, entryPoints, birthdayPoints, perks }: Tier): Term[] {
  const of = { name: { kind: 'text', of: name } as const };
  return [
    ...(entryPoints > 0 ? [said('tierEntry', { ...of, points: some('points', entryPoints) })] : []),
    ...(birthdayPoints > 0
      ? [said('tierBirthday', { ...of, points: some('points', birthdayPoints) })]
      : []),
    ...perks.map((perk) => {
      if (perk.kind === 'tag') return said('tierAccess', of);
      if (perk.kind === 'byHand') {
        return said('tierByHand', { ...of, text: { kind: 'text', of: perk.text } });
      }
      const days = some('days', perk.days);
      return said('tierCode', { ...of, ...offered(perk.offer), days });
    }),
  ];
}

function spending({ rewards, maxOpenCodes, tiers }: Program): Term[] {
  if (rewards.length === 0) return [];
  return [
    ...offeredRewards({ rewards })
      .sort((a, b) => a.points - b.points)
      .flatMap((reward) => [rewardTerm(reward), ...gateTerm(reward, tiers), ...limitTerms(reward)]),
    ...(rewards.some(isCapped) ? [said('rewardCart')] : []),
    said('openCodes', { n: some('points', maxOpenCodes) }),
    said('putBack'),
  ];
}

function rewardTerm({ value, points, minimumMinor, codeDays }: Reward): Term {
  if (value.kind === 'earlyAccess' || value.kind === 'byHand') {
    return said('perk', { value: { kind: 'value', of: value }, points: some('points', points) });
  }
  return said(minimumMinor > 0 ? 'rewardFrom' : 'reward', {
    value: { kind: 'value', of: value },
    points: some('points', points),
    money: some('money', minimumMinor),
    days: some('days', codeDays),
  });
}

function gateTerm({ value, fromTier }: Reward, tiers: Program['tiers']): Term[] {
  const tier = tiers?.levels.find(({ id }) => id === fromTier);
  if (!tier) return [];
  return [
    said('rewardTier', {
      value: { kind: 'value', of: value },
      tier: { kind: 'text', of: tier.name },
    }),
  ];
}

/** How often it may be taken, and how its codes begin. */
function limitTerms({ value, perShopper, inAll, prefix }: Reward): Term[] {
  const of = { value: { kind: 'value', of: value } as const };
  const often = perShopper && { ...of, n: some('points', perShopper.times) };
  const days = perShopper?.days ?? null;
  return [
    ...(often && days === null ? [said('rewardOften', often)] : []),
    ...(often && days !== null
      ? [said('rewardOftenIn', { ...often, days: some('days', days) })]
      : []),
    ...(inAll === undefined ? [] : [said('rewardInAll', { ...of, n: some('points', inAll) })]),
    ...(prefix ? [said('rewardPrefix', { ...of, prefix: { kind: 'text', of: prefix } })] : []),
  ];
}

const offered = ({ value, minimumMinor }: Offer) => ({
  value: { kind: 'value', of: value } as const,
  money: some('money', minimumMinor),
});

function friends({ referral }: Program): Term[] {
  if (!referral) return [];
  const { friend, advocatePoints, waitDays, steps = [], strict, caps } = referral;
  const { advocateCode, advocateCredit } = referral;
  return [
    said(friend.minimumMinor > 0 ? 'friendFrom' : 'friend', {
      ...offered(friend),
      points: some('points', advocatePoints),
      days: some('days', waitDays),
    }),
    ...(strict ? [said('friendStrict')] : []),
    ...(advocateCode
      ? [said('friendCode', { ...offered(advocateCode), days: some('days', advocateCode.days) })]
      : []),
    ...(advocateCredit
      ? [
          said('friendCredit', {
            money: some('money', advocateCredit.amountMinor),
            days: some('days', advocateCredit.days),
          }),
        ]
      : []),
    ...steps.map(({ at, points }) =>
      said('friendStep', { at: some('points', at), points: some('points', points) }),
    ),
    ...(caps
      ? [
          said('friendCaps', {
            n: some('points', caps.in30Days),
            year: some('points', caps.inYear),
          }),
        ]
      : []),
    said('friendLook'),
  ];
}

const NEXT: Readonly<Record<NextOrderWho, 'First' | 'All' | 'Above'>> = {
  first: 'First',
  all: 'All',
  above: 'Above',
  // What is usual is nobody's promise: an order may bring one.
  overdue: 'All',
};

function nextOrder({ nextOrder: offer }: Program): Term[] {
  if (!offer) return [];
  const { value, who, fromMinor = 0 } = offer;
  const about = { from: some('money', fromMinor), days: some('days', offer.days) };
  if (value.kind !== 'cashback') {
    return [said(`next${NEXT[who]}`, { ...offered({ ...offer, value }), ...about })];
  }
  const share = some('percent', value.basisPoints);
  return [said(`credit${NEXT[who]}`, { share, wait: some('days', value.waitDays), ...about })];
}

function ending({ expiry, graceDays, debt }: Program): Term[] {
  const ends =
    expiry.kind === 'never'
      ? [said('never')]
      : [
          said(expiry.kind, { months: some('months', expiry.months) }),
          ...(expiry.onlyTold ? [said('told')] : []),
          said('grace', { days: some('days', graceDays) }),
        ];
  return [...ends, said('returned'), said(debt === 'owe' ? 'owed' : 'borne')];
}
