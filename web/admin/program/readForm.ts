import type { ProgramBody } from '../../contract/merchant.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import { readMoney, readPercent, readWhole } from '../money/readNumber.ts';
import type { NumberProblem, Read } from '../money/readNumber.ts';
import type { ProgramForm, ReferralForm, RewardBody, RewardForm } from './form.ts';
import { readNextOrder } from './readNextOrder.ts';
import { COMBINES, days, money, readOffer, readValue } from './readOffer.ts';
import type { Bounds, ValueForm } from './readOffer.ts';
import { readRules } from './readRules.ts';
import { readTiers } from './tierForm.ts';

export type FieldProblem =
  | NumberProblem
  | 'comma'
  | 'letters'
  | 'oneProduct'
  | 'tooSmall'
  | 'minimumBelowValue'
  | 'nothingChosen'
  | 'endsBeforeStart';
/** By the field's path in a program, such as 'rewards.0.points', as the server names it too. */
export type FieldProblems = ReadonlyMap<string, FieldProblem>;
/** With problems the program holds 0 in their places: good for showing the rest, not for sending. */
export type ReadProgram =
  { ok: true; program: ProgramBody } | { ok: false; program: ProgramBody; problems: FieldProblems };

const points: Bounds = { min: 1, max: 1_000_000_000 };

/** Collects problems while values are taken; what cannot be read becomes 0. */
export class Reader {
  readonly problems = new Map<string, FieldProblem>();
  readonly style: MoneyStyle;

  constructor(style: MoneyStyle) {
    this.style = style;
  }

  take(field: string, read: Read, bounds: Bounds): number {
    if (!read.ok) return this.note(field, read.problem);
    if (read.value < bounds.min) return this.note(field, 'tooSmall');
    if (read.value > bounds.max) return this.note(field, 'tooLarge');
    return read.value;
  }

  note(field: string, problem: FieldProblem): number {
    if (!this.problems.has(field)) this.problems.set(field, problem);
    return 0;
  }
}

/** The program a form describes, or what is wrong with it, field by field. */
export function readForm(form: ProgramForm, style: MoneyStyle): ReadProgram {
  const reader = new Reader(style);
  const program: ProgramBody = {
    ...withoutBudget(form.kept),
    earning: {
      points: reader.take('earning.points', readWhole(form.points), { ...points, min: 0 }),
      perMinor: reader.take('earning.perMinor', readMoney(form.per, style), money),
      includeShipping: form.includeShipping,
      includeTips: form.includeTips,
      includeDuties: form.includeDuties,
    },
    pendingDays: reader.take('pendingDays', readWhole(form.pendingDays), days),
    expiry: readExpiry(form, reader),
    graceDays: reader.take('graceDays', readWhole(form.graceDays), days),
    debt: form.debt,
    maxOpenCodes: reader.take('maxOpenCodes', readWhole(form.maxOpenCodes), { min: 1, max: 50 }),
    rewards: form.rewards.map((reward, at) => readReward(reward, `rewards.${at}`, reader)),
    referral: readReferral(form, reader),
    nextOrder: readNextOrder(form, reader),
    ...readRules(form, reader),
    ...(form.phase === undefined ? {} : { phase: form.phase }),
    ...readWho(form),
    ...readBudget(form, reader),
    ...readTiers(form, reader),
  };
  return reader.problems.size === 0
    ? { ok: true, program }
    : { ok: false, program, problems: reader.problems };
}

function withoutBudget(kept: ProgramBody): ProgramBody {
  const { bonusBudget: _, ...rest } = kept;
  return rest;
}

function readBudget(form: ProgramForm, reader: Reader): Pick<ProgramBody, 'bonusBudget'> {
  if (form.bonusPoints.trim() === '') return {};
  const read = readWhole(form.bonusPoints);
  return { bonusBudget: { points: reader.take('bonusBudget.points', read, points) } };
}

/** Nothing is said where nothing was and nothing is chosen: so it was published before. */
function readWho(form: ProgramForm): Pick<ProgramBody, 'whoEarns'> {
  const { companies, kept } = form;
  const [withTags, withoutTags] = [readTags(form.withTags), readTags(form.withoutTags)];
  const said = companies || withTags.length > 0 || withoutTags.length > 0;
  if (!said && kept.whoEarns === undefined) return {};
  return { whoEarns: { companies, withTags, withoutTags } };
}

const readTags = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[,،]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

function readExpiry(form: ProgramForm, reader: Reader): ProgramBody['expiry'] {
  if (form.expiry === 'never') return { kind: 'never' };
  const bounds = { min: 1, max: 120 };
  return {
    kind: form.expiry,
    months: reader.take('expiry.months', readWhole(form.months), bounds),
    ...(form.onlyTold ? { onlyTold: true } : {}),
  };
}

function readReward(form: RewardForm, path: string, reader: Reader): RewardBody {
  const value = readRewardValue(form, path, reader);
  const coded = isCoded(value);
  const minimumMinor = reader.take(
    `${path}.minimumMinor`,
    form.minimum.trim() === '' || !coded
      ? { ok: true, value: 0 }
      : readMoney(form.minimum, reader.style),
    { ...money, min: 0 },
  );
  const below = value.kind === 'amountOff' && minimumMinor > 0 && minimumMinor < value.amountMinor;
  if (below) reader.note(`${path}.minimumMinor`, 'minimumBelowValue');
  return {
    id: form.id,
    points: reader.take(`${path}.points`, readWhole(form.points), points),
    value,
    minimumMinor,
    combinesWith: form.combinesWith,
    codeDays: reader.take(`${path}.codeDays`, readWhole(form.codeDays), { min: 1, max: 365 }),
    ...readLimits(form, path, reader),
  };
}

/** A code for the whole order, or for goods that it is bound to, has a smallest basket. */
const isCoded = ({ kind }: RewardBody['value']): boolean =>
  kind.endsWith('Off') || kind === 'percentUpTo' || kind === 'freeShipping';

/** What is left empty is left out. A prefix belongs to a code, steps to an amount off. */
function readLimits(form: RewardForm, path: string, reader: Reader) {
  const read = (name: string, typed: string, bounds: Bounds): number | null =>
    typed.trim() === '' ? null : reader.take(`${path}.${name}`, readWhole(typed), bounds);
  const steps = form.kind === 'amountOff' ? read('steps', form.steps, { min: 2, max: 20 }) : null;
  const prefix = form.prefix.trim().toUpperCase();
  if (!/^[A-Z0-9]{0,8}$/.test(prefix)) reader.note(`${path}.prefix`, 'letters');
  const times = read('perShopper.times', form.times, { min: 1, max: 1000 });
  const every = read('perShopper.days', form.timesDays, { min: 1, max: 3650 });
  const inAll = read('inAll', form.inAll, { min: 1, max: 1_000_000_000 });
  return {
    ...(steps === null ? {} : { steps }),
    ...(prefix === '' ? {} : { prefix }),
    ...(times === null ? {} : { perShopper: { times, days: every } }),
    ...(inAll === null ? {} : { inAll }),
    ...(form.fromTier === '' ? {} : { fromTier: form.fromTier }),
  };
}

/** What is no code has only words, which must be there. */
function readRewardValue(form: RewardForm, path: string, reader: Reader): RewardBody['value'] {
  const word = (name: string, typed: string): string => {
    if (typed.trim() === '') reader.note(`${path}.value.${name}`, 'nothingChosen');
    return typed.trim();
  };
  const { kind, forGood } = form;
  if (kind === 'percentUpTo') {
    const field = (name: string): string => `${path}.value.${name}`;
    const most = { min: 1, max: 10_000 };
    return {
      kind,
      basisPoints: reader.take(field('basisPoints'), readPercent(form.percent), most),
      capMinor: reader.take(field('capMinor'), readMoney(form.amount, reader.style), money),
    };
  }
  if (kind === 'byHand') return { kind, text: word('text', form.deed) };
  if (kind === 'earlyAccess') {
    const tag = word('tag', form.tag);
    if (tag.includes(',')) reader.note(`${path}.value.tag`, 'comma');
    return { kind, tag, name: word('name', form.access), forGood };
  }
  if (kind === 'walletCredit') {
    const field = `${path}.value.amountMinor`;
    const amountMinor = reader.take(field, readMoney(form.amount, reader.style), money);
    return { kind, amountMinor };
  }
  if (kind === 'freeProduct') {
    const [item = ''] = form.items;
    if (form.items.length !== 1 || !item.startsWith('product:')) {
      reader.note(`${path}.value.item`, 'oneProduct');
    }
    const field = `${path}.value.worthMinor`;
    const worthMinor = reader.take(field, readMoney(form.amount, reader.style), money);
    return { kind, item, name: word('name', form.goods), worthMinor };
  }
  return readBound({ ...form, kind }, path, reader);
}

function readBound(
  form: RewardForm & ValueForm,
  path: string,
  reader: Reader,
): RewardBody['value'] {
  const value = readValue(form, path, reader);
  if (value.kind === 'freeShipping' || form.items.length === 0) return value;
  const name = form.goods.trim();
  if (name === '') reader.note(`${path}.value.only.name`, 'empty');
  return { ...value, only: { items: form.items, name } };
}

function readReferral({ referral, kept }: ProgramForm, reader: Reader): ProgramBody['referral'] {
  if (!referral.on) return null;
  const field = (name: string): string => `referral.${name}`;
  const steps = readSteps(referral.steps, reader);
  return {
    friend: {
      ...readOffer(referral, field('friend'), reader),
      combinesWith: kept.referral?.friend.combinesWith ?? COMBINES,
    },
    advocatePoints: reader.take(
      field('advocatePoints'),
      readWhole(referral.advocatePoints),
      points,
    ),
    waitDays: reader.take(field('waitDays'), readWhole(referral.waitDays), days),
    ...(referral.code.on ? { advocateCode: readCode(referral.code, kept, reader) } : {}),
    ...(referral.credit.on ? { advocateCredit: readCredit(referral.credit, reader) } : {}),
    ...(referral.capped ? { caps: readCaps(referral, reader) } : {}),
    ...(referral.strict ? { strict: true } : {}),
    ...(steps.length > 0 ? { steps } : {}),
  };
}

function readCode(form: ReferralForm['code'], { referral }: ProgramBody, reader: Reader) {
  const path = 'referral.advocateCode';
  return {
    ...readOffer(form, path, reader),
    combinesWith: referral?.advocateCode?.combinesWith ?? COMBINES,
    days: reader.take(`${path}.days`, readWhole(form.days), { min: 1, max: 365 }),
  };
}

function readCredit({ amount, days }: ReferralForm['credit'], reader: Reader) {
  const path = 'referral.advocateCredit';
  return {
    amountMinor: reader.take(`${path}.amountMinor`, readMoney(amount, reader.style), money),
    days: reader.take(`${path}.days`, readWhole(days), { min: 1, max: 365 }),
  };
}

function readCaps(form: ReferralForm, reader: Reader): { in30Days: number; inYear: number } {
  const most = { min: 1, max: 1000 };
  const in30Days = reader.take('referral.caps.in30Days', readWhole(form.in30Days), most);
  const year = { min: Math.max(1, in30Days), max: 10_000 };
  return { in30Days, inYear: reader.take('referral.caps.inYear', readWhole(form.inYear), year) };
}

/** Rows of which nothing is filled are none. */
function readSteps(rows: ReferralForm['steps'], reader: Reader): { at: number; points: number }[] {
  let last = 0;
  return rows.flatMap((row, i) => {
    if (row.at.trim() === '' && row.points.trim() === '') return [];
    const field = `referral.steps.${i}`;
    const at = reader.take(`${field}.at`, readWhole(row.at), { min: last + 1, max: 100 });
    last = Math.max(last, at);
    return [{ at, points: reader.take(`${field}.points`, readWhole(row.points), points) }];
  });
}
