import type { Minor, OrderFacts } from './orderFacts.ts';
import type { LineValue } from './orderValue.ts';
import { valueOrder } from './orderValue.ts';
import type { Program } from './program.ts';
import { floor, ratio, times } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import { divideByLargestRemainder } from './shares.ts';

/** Why a number of points, as plain JSON; `pointsOf` computes the same number from it for ever. */
export type EarningExplained = {
  eligibleMinor: Minor;
  points: number;
  perMinor: Minor;
  /** Numerator and denominator of each multiplier, as text. */
  multipliers: [string, string][];
  /** Points given beside the amount, after the floor. */
  fixed: string;
};

export type OrderPoints = {
  points: bigint;
  eligibleMinor: Minor;
  fixed: bigint;
  explain: EarningExplained;
};

/**
 * What an order earns now: ⌊eligible × points ÷ perMinor × multipliers⌋ + fixed points. All rates
 * are one exact rational and there is one floor an order (towards zero, as nothing is negative).
 */
export function orderPoints(
  facts: OrderFacts,
  program: Pick<Program, 'currency' | 'earning'>,
  multipliers: readonly Ratio[],
): OrderPoints {
  const { eligibleMinor } = valueOrder(facts, program);
  // The program has no fixed points yet; where they will come from, they join after the floor.
  const fixed = 0n;
  const explain: EarningExplained = {
    eligibleMinor,
    points: program.earning.points,
    perMinor: program.earning.perMinor,
    multipliers: multipliers.map(({ num, den }) => [String(num), String(den)]),
    fixed: String(fixed),
  };
  return { points: pointsOf(explain), eligibleMinor, fixed, explain };
}

/** Recomputes the points from their explanation: the audit's second opinion. */
export function pointsOf(explain: EarningExplained): bigint {
  const rate = explain.multipliers
    .map(([num, den]) => ratio(BigInt(num), BigInt(den)))
    .reduce(times, ratio(explain.points, explain.perMinor));
  return floor(times(ratio(explain.eligibleMinor), rate)) + BigInt(explain.fixed);
}

export type LinePoints = { lineId: string; points: bigint };

/**
 * The order's points told line by line, for display only: by largest remainder, ties to the lower
 * position, so that they sum to the order's points less what shipping, tips and duties earned.
 */
export function pointsByLine(
  facts: OrderFacts,
  program: Pick<Program, 'currency' | 'earning'>,
  multipliers: readonly Ratio[],
): LinePoints[] {
  const { lines, extras } = valueOrder(facts, program);
  const { points, fixed } = orderPoints(facts, program, multipliers);
  const amounts = [
    ...lines.map((line: LineValue) => line.valueMinor),
    extras.shippingMinor,
    extras.tipMinor,
    extras.dutiesMinor,
  ];
  const shares = divideByLargestRemainder(points - fixed, amounts.map(BigInt));
  return lines.map((line, i) => ({ lineId: line.lineId, points: shares[i] ?? 0n }));
}
