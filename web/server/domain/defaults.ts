import type { Minor } from './orderFacts.ts';
import type { NextOrder, Offer, Program, Referral, Reward } from './program.ts';
import { defaultRewardTerms } from './programs.ts';
import { worstCase } from './worstCase.ts';

export type ShopAnswers = {
  currency: string;
  /** The average order's goods, in the currency's minor units; at least 1. */
  aovMinor: Minor;
  marginBasisPoints: number;
  /** How long an order may be sent back. */
  returnDays: number;
};

/** Two weeks, where the merchant has not said. */
export const DEFAULT_RETURN_DAYS = 14;

const MAX_DAYS = 365;
const LADDER_PERCENT = [6, 10, 20, 30, 40];
const POINTS_PER_UNIT = 100;
/** The least that a first reward of one unit costs, where three orders do not earn 100 points. */
const MIN_FIRST_POINTS = 90;
const FIRST_REWARD_ORDERS = 3;
const OFFER_PERCENT = 10;
const COMBINES_WITH = { order: false, product: false, shipping: true };

/**
 * The program a shop starts with, from what it sells and two answers. Pure and exact; amounts are
 * whole everyday units, rewards ascend, and with a margin of 5 % or more:
 *
 * - the first reward comes within 3 average orders, on the points of the orders alone. Where the
 *   lower earning rates cannot reach 6 % of an average order, the first reward is the largest that
 *   they reach; where that is less than one unit, one unit costs the 90–99 points they earn.
 * - the worst repeat order (`worstCase`) costs less than half the margin. Code, friend's discount
 *   and advocate's points are 10 %, or the largest whole percentage below it that keeps this; none
 *   fits below a margin of about 4 %, and then both offers are off. They share one percentage, so
 *   that a friend's code in the wrong hands costs no more than the shopper's own.
 *
 * Percentage codes have no cap on the platform, so "at most 20 % of an average order" is not here:
 * docs/decisions/0008.
 * Throws a RangeError for a currency that we cannot count.
 */
export function defaultProgram(shop: ShopAnswers): Program {
  for (let percent = OFFER_PERCENT; percent > 0; percent -= 1) {
    const program = programWith(shop, percent);
    if (worstCase(program, shop).shareBasisPoints * 2 < shop.marginBasisPoints) return program;
  }
  return programWith(shop, 0);
}

/**
 * The everyday unit U = 10^⌊log10(AOV ÷ 30)⌋, so that an average order is 30 to 300 of them; at
 * least 1 minor unit. In minor units the power of ten needs no currency: 50.00 USD → 1.00,
 * 7,000 JPY → 100, 15.000 KWD → 0.100.
 */
export function everydayUnitMinor(aovMinor: Minor): Minor {
  let unitMinor = 1;
  while (unitMinor * 300 <= aovMinor) unitMinor *= 10;
  return unitMinor;
}

function programWith(shop: ShopAnswers, offerPercent: number): Program {
  const { currency, aovMinor, returnDays } = shop;
  const unitMinor = everydayUnitMinor(aovMinor);
  const points = pointsPerUnit(shop.marginBasisPoints);
  const perOrder = Math.floor((aovMinor * points) / unitMinor);
  return {
    currency,
    earning: {
      points,
      perMinor: unitMinor,
      includeShipping: false,
      includeTips: false,
      includeDuties: false,
    },
    pendingDays: Math.min(MAX_DAYS, returnDays),
    expiry: { kind: 'inactivity', months: 12, onlyTold: true },
    graceDays: 30,
    debt: 'owe',
    maxOpenCodes: 3,
    rewards: ladder(shop, FIRST_REWARD_ORDERS * perOrder),
    referral: offerPercent === 0 ? null : referral(shop, offerPercent),
    nextOrder: offerPercent === 0 ? null : nextOrder(shop, offerPercent),
    holdOut: true,
  };
}

function pointsPerUnit(marginBasisPoints: number): number {
  if (marginBasisPoints >= 2500) return 3;
  return marginBasisPoints >= 1500 ? 2 : 1;
}

/** `reachable` is what three average orders earn. Steps that round to the same amount are one. */
function ladder({ currency, aovMinor }: ShopAnswers, reachable: number): Reward[] {
  const unitMinor = everydayUnitMinor(aovMinor);
  const steps = LADDER_PERCENT.map((percent) => wholeUnits(aovMinor, percent, unitMinor));
  const [sixPercent = 1, ...rest] = steps;
  const first = Math.max(1, Math.min(sixPercent, Math.floor(reachable / POINTS_PER_UNIT)));
  return [...new Set([first, ...rest])].map((units, i) => {
    const full = units * POINTS_PER_UNIT;
    const points = i === 0 ? Math.min(full, Math.max(MIN_FIRST_POINTS, reachable)) : full;
    return { id: `points-${full}`, points, ...defaultRewardTerms(currency, units * unitMinor) };
  });
}

/** A percentage of an amount in whole units, rounded to the nearest (half up), at least 1. */
const wholeUnits = (amountMinor: Minor, percent: number, unitMinor: Minor): number =>
  Math.max(1, Math.floor((amountMinor * percent + 50 * unitMinor) / (100 * unitMinor)));

/** The advocate's points are rounded down to a whole point. */
function referral({ aovMinor, returnDays }: ShopAnswers, percent: number): Referral {
  const unitMinor = everydayUnitMinor(aovMinor);
  return {
    friend: offer(percent, roundUpTo(unitMinor, aovMinor * 6, 10)),
    advocatePoints: Math.max(1, Math.floor((aovMinor * percent) / unitMinor)),
    waitDays: Math.min(MAX_DAYS, Math.max(30, returnDays + 14)),
  };
}

function nextOrder({ aovMinor }: ShopAnswers, percent: number): NextOrder {
  return {
    ...offer(percent, roundUpTo(everydayUnitMinor(aovMinor), aovMinor, 1)),
    who: 'overdue',
    days: 30,
    quietDays: 90,
    reminderDays: [7, 2],
  };
}

const offer = (percent: number, minimumMinor: Minor): Offer => ({
  value: { kind: 'percentOff', basisPoints: percent * 100 },
  minimumMinor,
  combinesWith: COMBINES_WITH,
});

/** `amount ÷ parts`, up to whole units. */
const roundUpTo = (unitMinor: Minor, amountMinor: Minor, parts: number): Minor =>
  Math.ceil(amountMinor / (unitMinor * parts)) * unitMinor;
