/**
 * What an order, a reward and a refund must come to, worked out from the rules by plain arithmetic
 * and not by the app: minor units in, points out.
 */

export type Rules = {
  points: number;
  perMinor: number;
  /** Basis points of tax inside the price; 0 where tax is added on top. */
  taxInside: number;
};

export type Bought = { priceMinor: number; quantity: number; discountMinor?: number };

/** One line's value and the tax inside it, half a unit rounded up. */
function lineOf({ priceMinor, quantity, discountMinor = 0 }: Bought, { taxInside }: Rules) {
  const value = priceMinor * quantity - discountMinor;
  return { value, tax: Math.floor((value * taxInside * 2) / (10_000 + taxInside) / 2 + 0.5) };
}

const pointsFor = (eligibleMinor: number, { points, perMinor }: Rules): number =>
  Math.floor((eligibleMinor * points) / perMinor);

/** The points of an order of one line: what is paid for it without tax, floored once. */
export function earnedBy(bought: Bought, rules: Rules): number {
  const { value, tax } = lineOf(bought, rules);
  return pointsFor(value - tax, rules);
}

/** The same after the first unit went back: the refund holds ⌊value ÷ quantity⌋ and as much tax. */
export function earnedWithoutOne(bought: Bought, rules: Rules): number {
  const { value, tax } = lineOf(bought, rules);
  const leftOf = (whole: number): number => whole - Math.floor(whole / bought.quantity);
  return pointsFor(leftOf(value) - leftOf(tax), rules);
}

/** Points back for the first unit: the price of the reward × the share of its discount, floored. */
export function returnedForOne(bought: Bought, spent: number): number {
  const { discountMinor = 0, quantity } = bought;
  return Math.floor((spent * Math.floor(discountMinor / quantity)) / discountMinor);
}
