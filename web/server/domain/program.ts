import type { Minor } from './orderFacts.ts';

/** What a reward takes off the basket. Percentages are basis points: 1000 is 10 %. */
export type RewardValue =
  | { kind: 'amountOff'; amountMinor: Minor }
  | { kind: 'percentOff'; basisPoints: number }
  | { kind: 'freeShipping' };

/** With which other discounts, by class, a code may be combined at checkout. */
export type CombinesWith = { order: boolean; product: boolean; shipping: boolean };

export type Reward = {
  /** Chosen by the merchant's form, stable across versions: letters, digits and dashes. */
  id: string;
  points: number;
  value: RewardValue;
  /** Smallest basket (before discounts) the code works on; 0 for any. */
  minimumMinor: Minor;
  combinesWith: CombinesWith;
  /** How long a code lives, counted from the redemption to the end of that local day. */
  codeDays: number;
};

export type Expiry =
  | { kind: 'never' }
  | { kind: 'afterEarning'; months: number }
  | { kind: 'inactivity'; months: number };

/** What a code takes off, without a price in points. */
export type Offer = { value: RewardValue; minimumMinor: Minor; combinesWith: CombinesWith };

export type Referral = {
  /** What a new friend gets with an advocate's code. */
  friend: Offer;
  advocatePoints: number;
  /** The advocate's points are on the way for this many days after the friend's order. */
  waitDays: number;
};

/** A single-use code after an order, for the next one. */
export type NextOrder = Offer & {
  /** After a shopper's first order only, or after every order. */
  who: 'first' | 'all';
  /** How long the code works: to the end of the local day this many days after the order. */
  days: number;
  /** No second code within this many days of the last one. */
  quietDays: number;
  /** Days before the end on which an unused code is reminded of. */
  reminderDays: readonly number[];
};

/** One immutable version of a club's settings. Amounts are in `currency`'s minor units. */
export type Program = {
  currency: string;
  earning: {
    /** `points` for every `perMinor` of eligible amount, exact, floored once an order. */
    points: number;
    perMinor: Minor;
    includeShipping: boolean;
    includeTips: boolean;
    includeDuties: boolean;
  };
  pendingDays: number;
  expiry: Expiry;
  /** Points given back keep their lot's expiry or live this many days, whichever is later. */
  graceDays: number;
  /** What happens to points that must be taken back and are no longer there. */
  debt: 'owe' | 'writeOff';
  maxOpenCodes: number;
  rewards: readonly Reward[];
  /** Null: off. */
  referral: Referral | null;
  nextOrder: NextOrder | null;
  /** A share of shoppers, drawn once, gets no next-order codes: what the code itself brings. */
  holdOut: boolean;
};

export type ProgramVersion = { version: number; effectiveFrom: number; program: Program };
