/**
 * A rule is a small registered object: its code, its typed arguments, a pure function, its sentence
 * and its table of examples. Adding one is adding a file here and a line in `registry.ts`; its form
 * in the admin, its check at publishing and its page in docs/rules.md are drawn from it.
 */
import type { ProductSeen } from '../catalogue.ts';
import type { Minor } from '../orderFacts.ts';
import type { RuleArg } from '../program.ts';
import type { Ratio } from '../ratio.ts';
import type { ActionRule } from './actionRule.ts';

/** What goods are chosen by: a product's or a collection's id, a tag's or a vendor's name. */
export type ItemKind = 'product' | 'collection' | 'tag' | 'vendor';

/** One argument: what it is filled with, and between which bounds. */
export type ArgSpec =
  | { kind: 'points'; min: number; max: number }
  | { kind: 'amount'; min: number; max: number } // minor units of the program's currency
  | { kind: 'count'; min: number; max: number; unit: 'orders' | 'days' | 'times' | 'items' }
  | { kind: 'multiplier'; min: number; max: number } // basis points: 20000 is × 2
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'time' } // ms since the epoch
  | { kind: 'hours' } // a list of 'HH:MM-HH:MM', the shop's local time
  | { kind: 'weekdays' } // a list of '1' (Monday) to '7'
  | { kind: 'items'; of: readonly ItemKind[] } // what the catalogue knows, each 'tag:summer'
  | { kind: 'word'; max: number } // a stable code the merchant chooses, such as an action's
  | { kind: 'yesNo' };

export type ArgSpecs = Readonly<Record<string, ArgSpec>>;
export type Args = Readonly<Record<string, RuleArg>>;

/**
 * One sentence a language; `{name}` stands for an argument, written by the reader's own customs, and
 * `[…{name}…]` is left out where the argument is 0 or nothing.
 */
export type Sentences = { en: string; fa: string; ar: string };

/** What an order rule sees of a line that counts, worth something now. */
export type LineSeen = {
  lineId: string;
  productId: string | null;
  /** As it was at the order's first judgement; null: it is no product of the catalogue. */
  product: ProductSeen | null;
  valueMinor: Minor;
  quantity: number;
};

/** The shopper as of the order's moment: from what was dated before it, never from what came later. */
export type ShopperSeen = {
  /** This order is their n-th that counted, 1 for the first. */
  nthOrder: number;
  /** When their last order before this one was placed; null: none was. */
  lastOrderAt: number | null;
  /** The tier held then; null: none. */
  tier: string | null;
  /** Their tags at the shop when the order was first judged; null: not asked for yet. */
  tags: readonly string[] | null;
};

export type OrderSeen = {
  lines: readonly LineSeen[];
  eligibleMinor: Minor;
  placedAt: number;
  timeZone: string;
  shopper: ShopperSeen;
};

/** What an order rule says of an order; lines that it does not name are as they were. */
export type OrderEffect =
  | { kind: 'exclude'; lineIds: readonly string[] }
  /** The first rule in the program's order that gives a line its own rate wins. */
  | { kind: 'rate'; lineIds: readonly string[]; points: number; perMinor: Minor }
  /** `lineIds` null: everything that counts. Multipliers multiply. */
  | { kind: 'multiply'; lineIds: readonly string[] | null; by: Ratio }
  /** Beside the amount, after the floor; only while the order is worth something. */
  | { kind: 'fixed'; points: bigint };

/** `on`: a shopper's first order, or a later one; absent: any order. */
export type Most = { on?: 'first' | 'later' } &
  /** `fromMinor`: only on orders of so much. */
  (
    | { kind: 'points'; points: number; fromMinor: Minor }
    | { kind: 'times'; by: Ratio }
    | { kind: 'rate'; points: number; perMinor: Minor }
  );

type Common = {
  code: string;
  args: ArgSpecs;
  sentence: Sentences;
  /** Problems that bounds cannot say, as the name of the argument; empty: fine. */
  check?(args: Args): readonly string[];
};

export type OrderRule = Common & {
  about: 'order';
  /** What it needs read; nothing else is read on the order path. */
  sees: readonly ('products' | 'history' | 'tier' | 'tags')[];
  /** Whether a campaign may give it for a while: it only ever adds. */
  campaign: boolean;
  judge(args: Args, order: OrderSeen): readonly OrderEffect[];
  /** The most it can do to one order, for the worst case; absent: it adds nothing. */
  most?(args: Args): Most;
  examples: readonly { args: Args; order: OrderSeen; gives: readonly OrderEffect[] }[];
};

export type Rule = OrderRule | ActionRule;
