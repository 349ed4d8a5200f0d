/** A program while somebody edits it: numbers stay as they were typed until they can be read. */
import type { ProgramBody } from '../../contract/merchant.ts';
import type { RuleShown } from '../../contract/rules.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import { everydayUnitMinor } from '../money/everydayUnit.ts';
import { writeAmount, writeNumber } from '../money/writeNumber.ts';
import { writeCampaign, writeRule } from './ruleForm.ts';
import type { CampaignForm, RuleForm } from './ruleForm.ts';
import { writeTiers } from './tierForm.ts';
import type { TiersForm } from './tierForm.ts';

export type RewardBody = ProgramBody['rewards'][number];
export type RewardKind = RewardBody['value']['kind'];
export type DiscountClass = 'order' | 'product' | 'shipping';

export type RewardForm = {
  id: string;
  points: string;
  kind: RewardKind;
  /** What is typed for the other kinds is kept, so that changing one's mind costs nothing. */
  amount: string;
  percent: string;
  /** The goods it is bound to, none for the whole order, and what shoppers read. */
  items: readonly string[];
  goods: string;
  /** Early access: the tag, what shoppers read, and whether it stays. */
  tag: string;
  access: string;
  forGood: boolean;
  /** Steps, what stands before a code, and how often it may be taken; empty: none, or no end. */
  steps: string;
  prefix: string;
  times: string;
  timesDays: string;
  inAll: string;
  /** The lowest tier that may take it; empty: everybody. */
  fromTier: string;
  /** What is done by hand, in the merchant's words. */
  deed: string;
  minimum: string;
  codeDays: string;
  combinesWith: Record<DiscountClass, boolean>;
};

/** What an offer can give: a code. */
export type OfferKind = NonNullable<ProgramBody['nextOrder']>['value']['kind'];

/** An offer and its switch; what is typed while it is off is kept. */
export type OfferForm = {
  on: boolean;
  kind: OfferKind;
  amount: string;
  percent: string;
  minimum: string;
};
export type StepForm = { at: string; points: string };
export type ReferralForm = OfferForm & {
  advocatePoints: string;
  waitDays: string;
  /** The member's own code, with its switch. */
  code: OfferForm & { days: string };
  /** Their store credit, likewise. */
  credit: { on: boolean; amount: string; days: string };
  strict: boolean;
  capped: boolean;
  in30Days: string;
  inYear: string;
  /** The last one is empty, to be filled. */
  steps: readonly StepForm[];
};
export type NextOrderBody = NonNullable<ProgramBody['nextOrder']>;
export type NextOrderKind = NextOrderBody['value']['kind'];
export type NextOrderForm = Omit<OfferForm, 'kind'> & {
  kind: NextOrderKind;
  who: NextOrderBody['who'];
  /** For orders of an amount or more. */
  from: string;
  days: string;
  quietDays: string;
  /** Days before the end, as a list. */
  reminders: string;
  /** Money credit: which share of the order, in whole what, after how many days, and for how many. */
  share: string;
  step: string;
  waitDays: string;
  creditDays: string;
};

export type ProgramForm = {
  /** The program it was written from: what the form does not show is published as it was. */
  kept: ProgramBody;
  points: string;
  per: string;
  includeShipping: boolean;
  includeTips: boolean;
  includeDuties: boolean;
  pendingDays: string;
  debt: ProgramBody['debt'];
  expiry: ProgramBody['expiry']['kind'];
  months: string;
  /** No points end whose shopper was not told. */
  onlyTold: boolean;
  graceDays: string;
  maxOpenCodes: string;
  rewards: RewardForm[];
  referral: ReferralForm;
  nextOrder: NextOrderForm;
  /** The rules there are: what is typed is read by what they say of their arguments. */
  registry: readonly RuleShown[];
  rules: readonly RuleForm[];
  campaigns: readonly CampaignForm[];
  /** Points of all bonuses in a month; empty: no end. */
  bonusPoints: string;
  /** Undefined as long as nobody has said so. */
  phase: ProgramBody['phase'];
  companies: boolean;
  /** As they are typed: tags of the shop's customers with commas between them. */
  withTags: string;
  withoutTags: string;
  tiers: TiersForm;
};

export const noStep: StepForm = { at: '', points: '' };

/** `locale` is the one numbers are written in. */
export function writeForm(
  program: ProgramBody,
  style: MoneyStyle,
  locale: string,
  registry: readonly RuleShown[] = [],
): ProgramForm {
  const number = (value: number): string => writeNumber(value, locale);
  const { earning, expiry } = program;
  return {
    kept: program,
    points: number(earning.points),
    per: writeAmount(earning.perMinor, style, locale),
    includeShipping: earning.includeShipping,
    includeTips: earning.includeTips,
    includeDuties: earning.includeDuties,
    pendingDays: number(program.pendingDays),
    debt: program.debt,
    expiry: expiry.kind,
    months: number(expiry.kind === 'never' ? 12 : expiry.months),
    onlyTold: expiry.kind === 'never' || expiry.onlyTold === true,
    graceDays: number(program.graceDays),
    maxOpenCodes: number(program.maxOpenCodes),
    rewards: program.rewards.map((reward) => writeReward(reward, style, locale)),
    referral: {
      ...writeOffer(program.referral?.friend, style, locale),
      advocatePoints: number(program.referral?.advocatePoints ?? 500),
      waitDays: number(program.referral?.waitDays ?? 30),
      code: {
        ...writeOffer(program.referral?.advocateCode, style, locale),
        days: number(program.referral?.advocateCode?.days ?? 30),
      },
      credit: {
        on: program.referral?.advocateCredit !== undefined,
        amount: program.referral?.advocateCredit
          ? writeAmount(program.referral.advocateCredit.amountMinor, style, locale)
          : '',
        days: number(program.referral?.advocateCredit?.days ?? 90),
      },
      strict: program.referral?.strict ?? false,
      capped: program.referral?.caps !== undefined,
      in30Days: number(program.referral?.caps?.in30Days ?? 5),
      inYear: number(program.referral?.caps?.inYear ?? 20),
      steps: [
        ...(program.referral?.steps ?? []).map(({ at, points }) => ({
          at: number(at),
          points: number(points),
        })),
        noStep,
      ],
    },
    nextOrder: writeNextOrder(program, style, locale),
    phase: program.phase,
    companies: program.whoEarns?.companies ?? false,
    withTags: (program.whoEarns?.withTags ?? []).join(', '),
    withoutTags: (program.whoEarns?.withoutTags ?? []).join(', '),
    registry,
    rules: (program.rules ?? []).map((use) => writeRule(use, registry, { money: style, locale })),
    campaigns: (program.campaigns ?? []).map((campaign) =>
      writeCampaign(campaign, registry, { money: style, locale }),
    ),
    bonusPoints: optional(program.bonusBudget?.points, locale),
    tiers: writeTiers(program.tiers, style, locale),
  };
}

function writeReward(reward: RewardBody, style: MoneyStyle, locale: string): RewardForm {
  const { value } = reward;
  const only = 'only' in value ? value.only : undefined;
  const access = value.kind === 'earlyAccess' ? value : null;
  return {
    id: reward.id,
    points: writeNumber(reward.points, locale),
    kind: value.kind,
    amount: writeAmountOf(value, style, locale),
    percent: 'basisPoints' in value ? writeNumber(value.basisPoints / 100, locale) : '',
    items: value.kind === 'freeProduct' ? [value.item] : (only?.items ?? []),
    goods: value.kind === 'freeProduct' ? value.name : (only?.name ?? ''),
    tag: access?.tag ?? '',
    access: access?.name ?? '',
    forGood: access?.forGood ?? false,
    steps: optional(reward.steps, locale),
    prefix: reward.prefix ?? '',
    times: optional(reward.perShopper?.times, locale),
    timesDays: optional(reward.perShopper?.days, locale),
    inAll: optional(reward.inAll, locale),
    fromTier: reward.fromTier ?? '',
    deed: value.kind === 'byHand' ? value.text : '',
    minimum: writeAmount(reward.minimumMinor, style, locale),
    codeDays: writeNumber(reward.codeDays, locale),
    combinesWith: reward.combinesWith,
  };
}

const optional = (value: number | null | undefined, locale: string): string =>
  value == null ? '' : writeNumber(value, locale);

function writeAmountOf(value: RewardBody['value'], style: MoneyStyle, locale: string): string {
  if (value.kind === 'freeProduct') return writeAmount(value.worthMinor, style, locale);
  if (value.kind === 'percentUpTo') return writeAmount(value.capMinor, style, locale);
  if (value.kind !== 'amountOff' && value.kind !== 'walletCredit') return '';
  return writeAmount(value.amountMinor, style, locale);
}

/** What money credit starts with: 3 %, seven days after the order or when it cannot go back any more. */
const SHARE = 300;
const WAIT_DAYS = 7;
const CREDIT_DAYS = 90;

function writeNextOrder(program: ProgramBody, style: MoneyStyle, locale: string): NextOrderForm {
  const offer = program.nextOrder ?? null;
  const number = (value: number): string => writeNumber(value, locale);
  const { value } = offer ?? {};
  const credit = value?.kind === 'cashback' ? value : null;
  const code = offer && value && value.kind !== 'cashback' ? { ...offer, value } : null;
  const wait = Math.max(WAIT_DAYS, program.pendingDays);
  return {
    ...writeOffer(code, style, locale),
    on: offer !== null,
    kind: value?.kind ?? 'percentOff',
    who: offer?.who ?? 'overdue',
    from: writeAmount(offer?.fromMinor ?? everydayUnitMinor(style) * 50, style, locale),
    days: number(code?.days ?? 30),
    quietDays: number(offer?.quietDays ?? 90),
    reminders: (offer?.reminderDays ?? [7, 2])
      .map(number)
      .join(locale.startsWith('en') ? ', ' : '، '),
    share: number((credit?.basisPoints ?? SHARE) / 100),
    step: writeAmount(credit?.stepMinor ?? everydayUnitMinor(style), style, locale),
    waitDays: number(credit?.waitDays ?? wait),
    creditDays: number(credit ? (offer?.days ?? CREDIT_DAYS) : CREDIT_DAYS),
  };
}

type OfferBody = Pick<NonNullable<ProgramBody['referral']>['friend'], 'value' | 'minimumMinor'>;

function writeOffer(
  offer: OfferBody | null | undefined,
  style: MoneyStyle,
  locale: string,
): OfferForm {
  const { value, minimumMinor = 0 } = offer ?? {};
  const basisPoints = value?.kind === 'percentOff' ? value.basisPoints : 1000;
  return {
    on: offer != null,
    kind: value?.kind ?? 'percentOff',
    amount: value?.kind === 'amountOff' ? writeAmount(value.amountMinor, style, locale) : '',
    percent: writeNumber(basisPoints / 100, locale),
    minimum: writeAmount(minimumMinor, style, locale),
  };
}
