import { decimalsOf } from './money.ts';
import type { Minor } from './orderFacts.ts';
import type { Program, ProgramVersion, Reward } from './program.ts';

/**
 * The version that judges what happened at `atMs`: the highest-numbered one that was in effect by
 * then, so a tie goes to the higher number and publishing a version replaces any that was planned
 * for later. Null before the first one.
 */
export function programInForce(
  versions: readonly ProgramVersion[],
  atMs: number,
): ProgramVersion | null {
  let inForce: ProgramVersion | null = null;
  for (const version of versions) {
    if (version.effectiveFrom > atMs) continue;
    if (!inForce || version.version > inForce.version) inForce = version;
  }
  return inForce;
}

/** What is wrong with one field of a program; `field` is a path such as 'rewards.0.points'. */
export type Problem = {
  field: string;
  problem:
    | 'unknownCurrency'
    | 'notWhole'
    | 'tooSmall'
    | 'tooLarge'
    | 'badId'
    | 'duplicateId'
    | 'tooMany'
    | 'minimumBelowValue';
};

const MAX_REWARDS = 50;
const MAX_POINTS = 1_000_000_000;
const MAX_MINOR = 1_000_000_000_000;

/** Everything that is wrong with a program beyond its shape; empty when it may be published. */
export function checkProgram(program: Program): Problem[] {
  const { earning, expiry, rewards } = program;
  return [
    ...when(decimalsOf(program.currency) === undefined, 'currency', 'unknownCurrency'),
    ...within('earning.points', earning.points, 0, MAX_POINTS),
    ...within('earning.perMinor', earning.perMinor, 1, MAX_MINOR),
    ...within('pendingDays', program.pendingDays, 0, 365),
    ...(expiry.kind === 'never' ? [] : within('expiry.months', expiry.months, 1, 120)),
    ...within('graceDays', program.graceDays, 0, 365),
    ...within('maxOpenCodes', program.maxOpenCodes, 1, 50),
    ...when(rewards.length > MAX_REWARDS, 'rewards', 'tooMany'),
    ...rewards.flatMap((reward, i) => checkReward(reward, `rewards.${i}`)),
    ...rewards.flatMap((reward, i) =>
      when(
        rewards.findIndex((each) => each.id === reward.id) !== i,
        `rewards.${i}.id`,
        'duplicateId',
      ),
    ),
  ];
}

function checkReward(reward: Reward, path: string): Problem[] {
  const { value, minimumMinor } = reward;
  const belowValue =
    value.kind === 'amountOff' && minimumMinor > 0 && minimumMinor < value.amountMinor;
  return [
    ...when(!/^[A-Za-z0-9-]{1,64}$/.test(reward.id), `${path}.id`, 'badId'),
    ...within(`${path}.points`, reward.points, 1, MAX_POINTS),
    ...(value.kind === 'amountOff'
      ? within(`${path}.value.amountMinor`, value.amountMinor, 1, MAX_MINOR)
      : []),
    ...(value.kind === 'percentOff'
      ? within(`${path}.value.basisPoints`, value.basisPoints, 1, 10_000)
      : []),
    ...within(`${path}.minimumMinor`, minimumMinor, 0, MAX_MINOR),
    // 0 means any basket; a minimum that cannot even hold the value can only be a slip.
    ...when(belowValue, `${path}.minimumMinor`, 'minimumBelowValue'),
    ...within(`${path}.codeDays`, reward.codeDays, 1, 365),
  ];
}

const when = (wrong: boolean, field: string, problem: Problem['problem']): Problem[] =>
  wrong ? [{ field, problem }] : [];

function within(field: string, value: number, min: number, max: number): Problem[] {
  if (!Number.isSafeInteger(value)) return [{ field, problem: 'notWhole' }];
  if (value < min) return [{ field, problem: 'tooSmall' }];
  return when(value > max, field, 'tooLarge');
}

/**
 * The terms an amount-off reward has until the merchant says otherwise: a basket of at least 5
 * times its value, combined with shipping discounts only, a code that lives 30 days. Throws a
 * RangeError for a currency we cannot count.
 */
export function defaultRewardTerms(
  currency: string,
  valueMinor: Minor,
): Pick<Reward, 'value' | 'minimumMinor' | 'combinesWith' | 'codeDays'> {
  if (decimalsOf(currency) === undefined) throw new RangeError(`unknown currency ${currency}`);
  return {
    value: { kind: 'amountOff', amountMinor: valueMinor },
    minimumMinor: 5 * valueMinor,
    combinesWith: { order: false, product: false, shipping: true },
    codeDays: 30,
  };
}
