/** Tiers that a shop could begin with, from what its own buyers spend. Never published by itself. */
import { everydayUnitMinor } from './defaults.ts';
import type { Minor } from './orderFacts.ts';
import type { Tier, Tiers } from './program.ts';

const DAY_MS = 86_400_000;
/** A shop is known for so long before tiers are thought of. */
export const HISTORY_DAYS = 90;
/** Fewer buyers than this tell too little: then the milestones are so many average orders. */
const ENOUGH_BUYERS = 100;

/** The share of buyers who spend at least a milestone in twelve months: a fifth, and a twentieth. */
export const SHARES = { silver: 0.8, gold: 0.95 } as const;

/** In average orders: what a milestone is where buyers tell too little, and between what it stays. */
const ORDERS = {
  silver: { usual: 4, least: 2, most: 8 },
  gold: { usual: 10, least: 5, most: 20 },
} as const;

export type Buyers = {
  /** When the shop's first order was placed; null: it has none. */
  firstAt: number | null;
  now: number;
  aovMinor: Minor;
  /** Who bought in the last twelve months, and what they spent then: the two quantiles of `SHARES`. */
  buyers: number;
  spentMinor: { silver: Minor; gold: Minor } | null;
};

/**
 * By spend over twelve months, each milestone in whole everyday units, up; gold more than silver. Null
 * before 90 days of orders.
 */
export function suggestTiers(known: Buyers): Tiers | null {
  const { firstAt, now, aovMinor } = known;
  if (firstAt === null || now - firstAt < HISTORY_DAYS * DAY_MS) return null;
  const unitMinor = everydayUnitMinor(aovMinor);
  const silver = milestone('silver', known, unitMinor);
  const gold = Math.max(milestone('gold', known, unitMinor), silver + unitMinor);
  return {
    by: 'spend',
    over: 'rolling12Months',
    graceDays: 60,
    levels: [tier('silver', 'Silver', silver, 12_500), goldOf(gold, aovMinor, unitMinor)],
  };
}

function milestone(
  name: keyof typeof ORDERS,
  { aovMinor, buyers, spentMinor }: Buyers,
  unitMinor: Minor,
): Minor {
  const { usual, least, most } = ORDERS[name];
  const told = buyers >= ENOUGH_BUYERS && spentMinor ? spentMinor[name] : usual * aovMinor;
  const kept = Math.min(most * aovMinor, Math.max(least * aovMinor, told));
  return Math.ceil(kept / unitMinor) * unitMinor;
}

const tier = (id: string, name: string, from: Minor, multiplierBasisPoints: number): Tier => {
  const rest = { entryPoints: 0, birthdayPoints: 0, perks: [] };
  return { id, name, from, multiplierBasisPoints, ...rest };
};

/** With free shipping on an order of average size, once it is reached. */
const goldOf = (from: Minor, aovMinor: Minor, unitMinor: Minor): Tier => ({
  ...tier('gold', 'Gold', from, 15_000),
  perks: [
    {
      kind: 'code',
      offer: {
        value: { kind: 'freeShipping' },
        minimumMinor: Math.ceil(aovMinor / unitMinor) * unitMinor,
        combinesWith: { order: true, product: true, shipping: false },
      },
      days: 30,
    },
  ],
});
