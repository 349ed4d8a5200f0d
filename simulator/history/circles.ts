/**
 * People who belong together: honest households, and rings of one person under several names who
 * would refer "friends". Where they stand follows from the number of shoppers alone.
 */
export type Circle = { kind: 'ring' | 'household'; number: number; member: number };

const SHOPPERS_A_RING = 400;
const SHOPPERS_A_HOUSEHOLD = 150;
/** Members of a household come one after another, not in one breath as a ring does. */
const HOUSEHOLD_STRIDE = 7;

const ringSize = (number: number): number => 3 + (number % 3);
const householdSize = (number: number): number => 2 + (number % 3);

/** How many of one kind there are among `shoppers`: a handful in a small shop, none in a tiny one. */
function countOf(shoppers: number, each: number): number {
  return shoppers < 100 ? 0 : Math.max(1, Math.round(shoppers / each));
}

/** The circle of the `index`-th of all `shoppers`; null for most people. */
export function circleOf(index: number, shoppers: number): Circle | null {
  const rings = countOf(shoppers, SHOPPERS_A_RING);
  if (rings > 0) {
    const number = Math.floor((index * rings) / shoppers);
    const member = index - Math.floor(((number + 0.5) * shoppers) / rings);
    if (member >= 0 && member < ringSize(number)) return { kind: 'ring', number, member };
  }
  const households = countOf(shoppers, SHOPPERS_A_HOUSEHOLD);
  if (households === 0) return null;
  const number = Math.floor((index * households) / shoppers);
  const away = index - Math.floor(((number + 0.1) * shoppers) / households);
  const member = away / HOUSEHOLD_STRIDE;
  const inside = Number.isInteger(member) && member >= 0 && member < householdSize(number);
  return inside ? { kind: 'household', number, member } : null;
}
