/**
 * Who sent whom, and what that is worth. A referral is judged on the friend's order alone, by the
 * program version in force when it was placed; what happens later to other orders changes nothing.
 */
import { compareIds } from './canonicalFacts.ts';
import type { CodeTerms } from './codeTerms.ts';
import { endOfLocalDayAfter } from './days.ts';
import type { Minor, OrderFacts, OrderScalars } from './orderFacts.ts';
import { valueOrder } from './orderValue.ts';
import type { Program } from './program.ts';
import { isStopped } from './programs.ts';

/** Everything but `friend` earns nobody anything. */
export type Verdict =
  | 'friend'
  | 'own' // the advocate's own order
  | 'known' // has bought before, here or as the platform counts, or cannot be told from who has
  | 'belowMinimum' // was never large enough, whatever came back of it later
  | 'frozen'; // the advocate was frozen when the order came

export type Attribution = { advocateId: string; code: string; via: 'code' | 'link' };

/**
 * Whose friend the buyer is: a referral code on the order, else the one that brought them here
 * (a cart attribute or the page they landed on). Of several codes on one order the first in text
 * order counts. Null: nobody's, or a test order, which refers nobody.
 */
export function attribute(
  order: OrderScalars,
  advocates: ReadonlyMap<string, string>,
): Attribution | null {
  if (order.test) return null;
  for (const code of [...order.codes].sort()) {
    const advocateId = advocates.get(code);
    if (advocateId !== undefined) return { advocateId, code, via: 'code' };
  }
  const code = order.referredBy;
  const advocateId = code === null ? undefined : advocates.get(code);
  return code === null || advocateId === undefined ? null : { advocateId, code, via: 'link' };
}

/** What newness looks at in one of a friend's orders. */
export type OrderMark = {
  platformOrderId: string;
  placedAt: number;
  test: boolean;
  cancelledAt: number | null;
};

export const markOf = (platformOrderId: string, order: OrderScalars): OrderMark => ({
  platformOrderId,
  placedAt: order.placedAt,
  test: order.test,
  cancelledAt: order.cancelledAt,
});

/** Orders of one person in the order they were placed; the platform's ids break ties. */
export const byPlacing = (
  a: Pick<OrderMark, 'placedAt' | 'platformOrderId'>,
  b: Pick<OrderMark, 'placedAt' | 'platformOrderId'>,
): number => a.placedAt - b.placedAt || compareIds(a.platformOrderId, b.platformOrderId);

/**
 * Whether somebody had bought before this order, as of the moment it was placed: an earlier order
 * that was no test and had not been cancelled by then. What is cancelled later was an order.
 */
export const boughtBefore = (order: OrderMark, others: readonly OrderMark[]): boolean =>
  others.some(
    (other) =>
      byPlacing(other, order) < 0 &&
      !other.test &&
      (other.cancelledAt === null || other.cancelledAt > order.placedAt),
  );

/** How many orders the platform had counted of somebody, and when (ms). */
export type Counted = { orders: number; at: number };

/** The platform's clock is not ours: what was placed so soon after the counting may be in it. */
export const COUNTED_SLACK_MS = 30_000;

/** How far back newness looks: who placed this many orders is no new friend. */
export const ORDERS_READ = 50;

/**
 * Whether the platform counted an order that we do not know of: one from before we could look. An
 * order that was placed meanwhile explains the count as soon as we hear of it. Tests are not counted
 * there; whether cancelled orders are is not documented, so that all of ours explain it.
 */
export function boughtElsewhere(counted: Counted | null, orders: readonly OrderMark[]): boolean {
  if (counted === null) return false;
  const explained = orders.filter(
    ({ placedAt, test }) => !test && placedAt <= counted.at + COUNTED_SLACK_MS,
  );
  const ids = new Set(explained.map(({ platformOrderId }) => platformOrderId));
  return Math.min(counted.orders, ORDERS_READ) > ids.size;
}

export type ReferralAsked = {
  platformOrderId: string;
  facts: OrderFacts;
  /** The version in force when the friend's order was placed; it has a referral. */
  program: Program;
  advocateId: string;
  /** Everybody the buyer is known as, by id, email and phone; empty for nobody in particular. */
  friendIds: readonly string[];
  /** Orders of all of them; this one may be among them. */
  orders: readonly OrderMark[];
  advocateFrozen: boolean;
  /** What the platform counted of them; null: it was not asked, or did not say. */
  counted: Counted | null;
  /** The verdict of before the friend was erased, since nobody can tell any more who they were. */
  decided?: Verdict;
};

export type ReferralJudged = {
  verdict: Verdict;
  /** What the advocate should have got for it, now. */
  points: bigint;
  eligibleMinor: Minor;
};

/**
 * What a referral is worth now: all of the advocate's points while the friend is new and the order
 * is paid, not cancelled and its eligible amount at least the minimum; else nothing. An order that
 * nothing is left of counts for nothing even where there is no minimum.
 */
export function judgeReferral(asked: ReferralAsked): ReferralJudged {
  const { facts, program } = asked;
  const { eligibleMinor } = valueOrder(facts, program);
  const verdict = asked.decided ?? verdictOf(asked);
  const full = verdict === 'friend' && eligibleMinor >= leastOf(program);
  const points = BigInt(full ? (program.referral?.advocatePoints ?? 0) : 0);
  return { verdict, points, eligibleMinor };
}

const leastOf = (program: Program): Minor =>
  Math.max(1, program.referral?.friend.minimumMinor ?? 0);

function verdictOf(asked: ReferralAsked): Verdict {
  const order = asked.facts.scalars;
  if (!order) throw new Error('a referral of an order that nobody told us of');
  if (asked.friendIds.includes(asked.advocateId)) return 'own';
  if (asked.friendIds.length === 0) return 'known';
  const mark = markOf(asked.platformOrderId, order);
  if (boughtBefore(mark, asked.orders)) return 'known';
  if (boughtElsewhere(asked.counted, [...asked.orders, mark])) return 'known';
  if (asked.advocateFrozen) return 'frozen';
  return eligibleAsOrdered(order, asked.program) < leastOf(asked.program)
    ? 'belowMinimum'
    : 'friend';
}

/** What the order would be worth had nothing of it come back, and had it been paid. */
export function eligibleAsOrdered(order: OrderScalars, program: Program): Minor {
  const { dispute: _, ...placed } = order;
  const lines = order.lines.map((line) => ({ ...line, currentQuantity: line.quantity }));
  const whole = { ...placed, lines, paid: true, refunded: false, cancelledAt: null };
  const scalars = { ...whole, updatedAt: 0, triggeredAt: 0, asked: false };
  return valueOrder({ scalars, refunds: [] }, program).eligibleMinor;
}

/** What a code took off the lines of an order. */
export const discountBy = (order: OrderScalars, code: string): Minor =>
  order.lines
    .flatMap((line) => line.discounts)
    .filter((discount) => discount.code?.toUpperCase() === code)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** The terms that every advocate's code has under a program; null: none works at the platform. */
export function friendTerms(program: Program | null): CodeTerms | null {
  if (!program?.referral || program.referral.strict) return null;
  const { value, minimumMinor, combinesWith } = program.referral.friend;
  const { currency } = program;
  return { value, minimumMinor, combinesWith, currency, uses: 'many', endsAt: null };
}

/** How long a friend's own code works: to the end of the local day this many days later. */
const FRIEND_CODE_DAYS = 30;

/** The terms of a code that one friend gets, where nobody shares one; null: friends get none so. */
export function ownTerms(program: Program | null, now: number, timeZone: string): OwnTerms | null {
  if (!program?.referral?.strict || isStopped(program)) return null;
  const { value, minimumMinor, combinesWith } = program.referral.friend;
  const { currency } = program;
  const endsAt = endOfLocalDayAfter(now, FRIEND_CODE_DAYS, timeZone);
  return { value, minimumMinor, combinesWith, currency, uses: 'once', endsAt };
}
type OwnTerms = CodeTerms & { endsAt: number };

/** Opens the shop, which remembers who sent them; a strict shop asks there for an address. */
export const landingLink = (storefrontOrigin: string, code: string): string =>
  `${storefrontOrigin}/?ref=${encodeURIComponent(code)}`;

/** Puts the code on the friend's cart and opens the shop, which remembers who sent them. */
export function shareLink(storefrontOrigin: string, code: string): string {
  const landing = `/?ref=${encodeURIComponent(code)}`;
  const path = `/discount/${encodeURIComponent(code)}`;
  return `${storefrontOrigin}${path}?redirect=${encodeURIComponent(landing)}`;
}
