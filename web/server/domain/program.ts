import type { Minor } from './orderFacts.ts';

/** The goods that a discount is bound to. */
export type BoundTo = {
  /** `product:1`, or `collection:1`, as a rule about goods names them; of one kind only. */
  items: readonly string[];
  /** What shoppers read: the goods in the merchant's own words. */
  name: string;
};

/**
 * What a code takes off the basket, or off the goods in it that it is bound to. Percentages are
 * basis points: 1000 is 10 %.
 */
export type CodeValue =
  | { kind: 'amountOff'; amountMinor: Minor; only?: BoundTo }
  | { kind: 'percentOff'; basisPoints: number; only?: BoundTo }
  | { kind: 'freeShipping' };

/** What a reward gives: a code, or something that no code is needed for. */
export type RewardValue =
  | CodeValue
  /**
   * One unit of a product: a code that takes its worth off it, however many are in the basket. `item`
   * is `product:1`; `name` is what shoppers read, such as a free mug.
   */
  | { kind: 'freeProduct'; item: string; name: string; worthMinor: Minor }
  /** A share off, and never more than an amount: worked out of the cart for which it is taken. */
  | { kind: 'percentUpTo'; basisPoints: number; capMinor: Minor }
  /** Money credit at the shop, until the reward's days are over. */
  | { kind: 'walletCredit'; amountMinor: Minor }
  /**
   * A tag on the shopper at the shop, which its theme opens things for: until the reward's days are
   * over, or for good. `name` is what shoppers read.
   */
  | { kind: 'earlyAccess'; tag: string; name: string; forGood: boolean }
  /** A person at the shop does it: what, in the merchant's words. */
  | { kind: 'byHand'; text: string };

/** How what a reward gives reaches its shopper: by a code, a tag or credit at the shop, or by a person. */
export type RewardWay = 'code' | 'tag' | 'hand' | 'wallet';

/** With which other discounts, by class, a code may be combined at checkout. */
export type CombinesWith = { order: boolean; product: boolean; shipping: boolean };

export type Reward = {
  /** Chosen by the merchant's form, stable across versions: letters, digits and dashes. */
  id: string;
  points: number;
  value: RewardValue;
  /** Smallest basket (before discounts) the code works on; 0 for any. Bound to goods: their sum. */
  minimumMinor: Minor;
  combinesWith: CombinesWith;
  /**
   * How long a code lives, counted from the redemption to the end of that local day; an access that
   * ends, likewise; one for good can be put back for so long. By hand: until when it is to be done.
   */
  codeDays: number;
  /** An amount off that is offered 1 to so many times over, at as many times the points and minimum. */
  steps?: number;
  /** Stands before what is drawn of each code: capital letters and digits. */
  prefix?: string;
  /** How often one shopper may take it: in so many days, or ever. */
  perShopper?: { times: number; days: number | null };
  /** How often it is taken in all. */
  inAll?: number;
  /** The lowest tier that may take it, by who holds it then; absent: everybody. */
  fromTier?: string;
};

/** `onlyTold`: points end only once their shopper was told of it in time. */
export type Expiry =
  | { kind: 'never' }
  | { kind: 'afterEarning'; months: number; onlyTold?: boolean }
  | { kind: 'inactivity'; months: number; onlyTold?: boolean };

/** What a code takes off, without a price in points. */
export type Offer = { value: CodeValue; minimumMinor: Minor; combinesWith: CombinesWith };

export type Referral = {
  /** What a new friend gets with an advocate's code. */
  friend: Offer;
  advocatePoints: number;
  /** The advocate's points are on the way for this many days after the friend's order. */
  waitDays: number;
  /** With the points, when they are the advocate's: a code of theirs, used once, for so many days. */
  advocateCode?: Offer & { days: number };
  /** Likewise: money credit at the shop, to spend within so many days. */
  advocateCredit?: { amountMinor: Minor; days: number };
  /** More friends of one advocate than this are set aside for a person to decide. Absent: no end. */
  caps?: { in30Days: number; inYear: number };
  /** A friend gets a code of their own once they proved their address; nobody shares one. */
  strict?: boolean;
  /** Points on top for the advocate's n-th friend who counts, ascending. Absent: none. */
  steps?: readonly { at: number; points: number }[];
};

/** Money credit at the shop, a share of what the order is worth. Percentages are basis points. */
export type Cashback = {
  kind: 'cashback';
  basisPoints: number;
  /** Rounded down to whole ones of these: 100 is whole dollars. */
  stepMinor: Minor;
  /** Given this many days after the order. */
  waitDays: number;
};

/**
 * After a shopper's first order; after every order; after one of `fromMinor` or more; after a first
 * order and after one that came later than is usual for its shopper.
 */
export type NextOrderWho = 'first' | 'all' | 'above' | 'overdue';

/** A single-use code, or money credit, after an order, for the next one. */
export type NextOrder = Omit<Offer, 'value'> & {
  value: CodeValue | Cashback;
  who: NextOrderWho;
  /** For `above`: what the order's goods are worth at least. */
  fromMinor?: Minor;
  /**
   * How long it works: to the end of the local day this many days after the order, or after the
   * credit was given.
   */
  days: number;
  /** No second one within this many days of the last one. */
  quietDays: number;
  /** Days before the end on which what is unused is reminded of. */
  reminderDays: readonly number[];
};

/** What a merchant may fill a rule's argument with; which one it wants is told by the rule. */
export type RuleArg = string | number | boolean | readonly string[];

/** A rule of the registry (`domain/rules`), put to use with its arguments. */
export type RuleUse = {
  /** Chosen by the merchant's form, stable across versions: letters, digits and dashes. */
  id: string;
  /** The rule's code in the registry. */
  rule: string;
  args: Readonly<Record<string, RuleArg>>;
};

/**
 * A bonus for a while. Its points are what an order (or an action) is worth with it less what it is
 * worth without, in the program's order; that difference is what its budget counts.
 */
export type Campaign = RuleUse & {
  name: string;
  /** Milliseconds since the epoch; from inclusive, until exclusive; null: open. */
  from: number | null;
  until: number | null;
  /** Tier ids it is for; empty: everybody. */
  tiers: readonly string[];
  /** Points it may give in all, and how many shoppers may get any; null: no end. */
  budgetPoints: number | null;
  firstShoppers: number | null;
};

/** What a tier's members really get besides their multiplier. */
export type Perk =
  | { kind: 'code'; offer: Offer; days: number }
  | { kind: 'tag'; tag: string }
  | { kind: 'byHand'; text: string };

export type Tier = {
  id: string;
  /** The merchant's own word for it. */
  name: string;
  /** What has to be reached: points, minor units or orders, as `Tiers.by` says. */
  from: number;
  /** Of the points of an order's amount: 15000 is × 1.5. */
  multiplierBasisPoints: number;
  entryPoints: number;
  birthdayPoints: number;
  perks: readonly Perk[];
};

export type Tiers = {
  by: 'points' | 'spend' | 'orders';
  over: 'lifetime' | 'rolling12Months' | 'calendarYear';
  /** How long a tier is kept that would be lost; then one level down at most in a year. */
  graceDays: number;
  /** Ascending by `from`. */
  levels: readonly Tier[];
};

/** Who collects, by orders and by what else they do. Staff are whom the shop tags so: `withoutTags`. */
export type WhoEarns = {
  /** Orders of companies too. */
  companies: boolean;
  /** Shoppers with one of these tags do not. */
  withoutTags: readonly string[];
  /** Only shoppers with one of these; empty: everybody. */
  withTags: readonly string[];
};

/** `stopped`: nothing new is earned; points are spent until the moment given, or for good. */
export type Phase = { kind: 'running' } | { kind: 'stopped'; spendUntil: number | null };

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
  /** What earns besides the amount, or changes what it earns, in this order. Absent here and below:
   * off, as in every version published before there was such a part. */
  rules?: readonly RuleUse[];
  campaigns?: readonly Campaign[];
  /** Points that campaigns and what people do besides buying may bring in a month; absent: no end. */
  bonusBudget?: { points: number };
  tiers?: Tiers | null;
  whoEarns?: WhoEarns;
  phase?: Phase;
};

export type ProgramVersion = { version: number; effectiveFrom: number; program: Program };
