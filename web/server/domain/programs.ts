import { checkNextOrder, checkReferral, checkRewards } from './checkOffers.ts';
import { checkRules } from './checkRules.ts';
import { decimalsOf } from './money.ts';
import type { Minor } from './orderFacts.ts';
import { when, within } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Program, ProgramVersion, Reward } from './program.ts';
import { MAX_MINOR } from './rules/bounds.ts';
import { checkTiers } from './tiersCheck.ts';

const MAX_POINTS = 1_000_000_000;

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

/** Nothing new is earned by what happens while it holds. */
export const isStopped = ({ phase }: Pick<Program, 'phase'>): boolean => phase?.kind === 'stopped';

/** Everything that is wrong with a program beyond its shape; empty when it may be published. */
export function checkProgram(program: Program): Problem[] {
  const { earning, expiry } = program;
  return [
    ...when(decimalsOf(program.currency) === undefined, 'currency', 'unknownCurrency'),
    ...within('earning.points', earning.points, 0, MAX_POINTS),
    ...within('earning.perMinor', earning.perMinor, 1, MAX_MINOR),
    ...within('pendingDays', program.pendingDays, 0, 365),
    ...(expiry.kind === 'never' ? [] : within('expiry.months', expiry.months, 1, 120)),
    ...within('graceDays', program.graceDays, 0, 365),
    ...within('maxOpenCodes', program.maxOpenCodes, 1, 50),
    ...checkRewards(program),
    ...checkReferral(program.referral),
    ...checkNextOrder(program.nextOrder),
    ...checkRules(program),
    ...checkTiers(program.tiers ?? null),
    ...(program.bonusBudget
      ? within('bonusBudget.points', program.bonusBudget.points, 1, MAX_POINTS)
      : []),
  ];
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
