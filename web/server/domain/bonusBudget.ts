/**
 * How many points a shop gives in a month on top of what orders earn by their amount: by campaigns, and
 * for what people do besides buying. What the program's rate, its rules and tiers give is no bonus.
 */
import type { Purse, Spent } from './campaignPurse.ts';
import { localDay } from './days.ts';
import type { Minor } from './orderFacts.ts';
import type { Program } from './program.ts';
import { floor, ratio, times } from './ratio.ts';
import type { Ratio } from './ratio.ts';

type Budgeted = Pick<Program, 'bonusBudget'>;

/** Under which key a month's bonuses are counted: no campaign's id has a colon. */
export const monthKey = (at: number, timeZone: string): string =>
  keyOfMonth(localDay(at, timeZone).slice(0, 7));

export const keyOfMonth = (month: string): string => `month:${month}`;

/** Of what is wanted, as much as the month has left; all of it where the program has no such budget. */
export function takeFromMonth(
  purse: Purse,
  { bonusBudget }: Budgeted,
  month: string | null,
  wanted: bigint,
): bigint {
  if (!bonusBudget) return wanted;
  const spent = month === null ? undefined : purse.get(month);
  if (!spent) throw new Error('a month gives what nobody has counted');
  const left = BigInt(bonusBudget.points) - spent.points;
  const points = left < wanted ? left : wanted;
  if (points <= 0n) return 0n;
  spent.points += points;
  spent.changed = true;
  return points;
}

/** What somebody does brings all of its points or none. */
export function takeWhole(purse: Purse, program: Budgeted, month: string, points: bigint): boolean {
  const { bonusBudget } = program;
  const spent = purse.get(month)?.points ?? 0n;
  if (bonusBudget && BigInt(bonusBudget.points) - spent < points) return false;
  takeFromMonth(purse, program, month, points);
  return true;
}

/** Bonuses are suggested as a twentieth of what was sold in a month, at what a point is worth. */
const SUGGESTED = ratio(1, 20);

/** In points, rounded down; null where there is nothing to go by: no sales, or points that buy nothing. */
export function suggestedPoints(salesMinor: Minor, worth: Ratio): number | null {
  if (worth.num === 0n) return null;
  const points = Number(
    floor(times(times(ratio(salesMinor), SUGGESTED), { num: worth.den, den: worth.num })),
  );
  return points > 0 ? points : null;
}

/** What so many points buy at best, in minor units, rounded up. */
export const worthOfPoints = (points: number, worth: Ratio): Minor =>
  Number(-floor(times(ratio(-points), worth)));

export const nothingSpent = (campaignId: string): Spent => ({
  campaignId,
  points: 0n,
  shoppers: 0,
  places: new Set(),
  changed: false,
});
