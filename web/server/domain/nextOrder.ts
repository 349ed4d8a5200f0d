import { cashbackDates, cashbackOf } from './cashback.ts';
import { compareIds } from './canonicalFacts.ts';
import type { CodeTerms } from './codeTerms.ts';
import { addDays, endOfLocalDayAfter, localDay, startOfLocalDay } from './days.ts';
import type { Minor, OrderFacts } from './orderFacts.ts';
import { fullyRefunded } from './orderValue.ts';
import type { Cashback, CodeValue, NextOrder, Program } from './program.ts';
import { isStopped } from './programs.ts';
import { asksClub, overdueOf } from './usualInterval.ts';
import type { Overdue } from './usualInterval.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A code and its mail are of use for this long after the order was placed. */
const USEFUL_MS = 48 * HOUR_MS;
/** Nobody is reminded at midnight: the shop's local time of a reminder. */
const REMINDER_HOUR = 10;

export type NextOrderStatus =
  'issuing' | 'open' | 'closing' | 'withdrawn' | 'lapsed' | 'used' | 'refused' | 'heldOut' | 'late';

/** Another order of the same shopper, as the choice of the first one needs it. */
export type OtherOrder = {
  platformOrderId: string;
  placedAt: number;
  test: boolean;
  cancelledAt: number | null;
};

/** What another order of the same shopper has got, or would have got. */
export type OtherCode = { placedAt: number; status: NextOrderStatus };

export type NextOrderAsked = {
  /** The version that judges the order, or null. */
  program: Pick<Program, 'currency' | 'nextOrder' | 'holdOut' | 'phase'> | null;
  order: { platformOrderId: string; placedAt: number; eligibleMinor: Minor; facts: OrderFacts };
  orders: readonly OtherOrder[];
  /** Gaps between orders of one shopper in this club, ended before this order; for `overdue` alone. */
  clubGaps?: readonly number[];
  codes: readonly OtherCode[];
  shopper: { heldOut: boolean; frozen: boolean };
  now: number;
  timeZone: string;
};

export type NextOrderGiven = {
  status: 'issuing' | 'heldOut' | 'late';
  terms: NextOrderTerms;
  /** Exclusive end of the local day on which it ends. */
  endsAt: number;
  /** After this it is not given and not mailed: never past its end. */
  usefulUntil: number;
  /** When money credit is given; null: it is a code. */
  availableAt: number | null;
  /** Why it is for an order that came late; null: it does not hang on that. */
  why: Overdue | null;
};

export type NextOrderTerms = Omit<CodeTerms, 'value'> & { value: CodeValue | Cashback };

/** Terms that a code has at the platform. */
export const isCode = (terms: NextOrderTerms): terms is CodeTerms =>
  terms.value.kind !== 'cashback';

/**
 * The code that an order brings, decided once: null when it brings none (yet). Like every scarce
 * grant it is given in the order in which orders arrive and never re-dealt: orders that arrive
 * shuffled may leave it with another order, and never bring more of them. Held out: the same choice, kept for
 * measuring, and no code. Late: the same, and nothing is issued or sent.
 */
export function decideNextOrder(asked: NextOrderAsked): NextOrderGiven | null {
  const { program, order, shopper, now } = asked;
  const offer = program?.nextOrder ?? null;
  if (!program || !offer || order.eligibleMinor <= 0 || shopper.frozen) return null;
  if (isStopped(program)) return null;
  const meant = isMeant(offer, asked);
  if (!meant || isQuiet(offer, asked)) return null;
  const dates = datesOf(offer, asked);
  if (!dates) return null;
  const { value, minimumMinor, combinesWith } = offer;
  const { currency } = program;
  const late = now >= dates.usefulUntil;
  const out = shopper.heldOut && program.holdOut;
  return {
    status: late ? 'late' : out ? 'heldOut' : 'issuing',
    terms: { value, minimumMinor, combinesWith, currency, uses: 'once', endsAt: dates.endsAt },
    ...dates,
    why: meant.why,
  };
}

/** Money credit that comes to nothing is none. */
function datesOf(
  offer: NextOrder,
  { order, timeZone }: NextOrderAsked,
): Pick<NextOrderGiven, 'endsAt' | 'usefulUntil' | 'availableAt'> | null {
  const { value } = offer;
  const { placedAt, eligibleMinor, facts } = order;
  if (value.kind !== 'cashback') {
    const endsAt = endOfLocalDayAfter(placedAt, offer.days, timeZone);
    return { endsAt, usefulUntil: Math.min(placedAt + USEFUL_MS, endsAt), availableAt: null };
  }
  if (!facts.scalars || cashbackOf(value, eligibleMinor, facts.scalars).amountMinor === 0)
    return null;
  const { availableAt, endsAt } = cashbackDates({ ...offer, value }, placedAt, timeZone);
  // Until it is given nobody has missed anything, however late its order was heard of.
  return { endsAt, usefulUntil: Math.min(availableAt + USEFUL_MS, endsAt), availableAt };
}

/** Whether the offer is for this order, and why where that hangs on an interval. */
function isMeant(offer: NextOrder, asked: NextOrderAsked): { why: Overdue | null } | null {
  const { order, clubGaps = [] } = asked;
  switch (offer.who) {
    case 'all':
      return { why: null };
    case 'first':
      return isFirst(asked) ? { why: null } : null;
    case 'above':
      return order.eligibleMinor >= (offer.fromMinor ?? 0) ? { why: null } : null;
    case 'overdue': {
      if (isFirst(asked)) return { why: null };
      const why = overdueOf(order.placedAt, placesOf(asked), clubGaps);
      return why && { why };
    }
  }
}

/** Whether what is usual in the club decides about this order, so that it has to be read. */
export function needsClubGaps(asked: NextOrderAsked): boolean {
  const offer = asked.program?.nextOrder;
  if (offer?.who !== 'overdue' || isFirst(asked) || isQuiet(offer, asked)) return false;
  return asksClub(asked.order.placedAt, placesOf(asked));
}

const placesOf = ({ order, orders }: NextOrderAsked): number[] =>
  orders.filter((other) => stoodAt(other, order.placedAt)).map(({ placedAt }) => placedAt);

/** Neither a test nor cancelled by then. */
const stoodAt = (other: OtherOrder, at: number): boolean =>
  !other.test && (other.cancelledAt === null || other.cancelledAt > at);

/**
 * First by (placedAt, id) of the orders that were neither tests nor cancelled when this one was
 * placed. A shopper gets one code as a first one, whichever of two first orders arrived first.
 */
function isFirst({ order, orders, codes }: NextOrderAsked): boolean {
  const earlier = (other: OtherOrder) =>
    other.placedAt < order.placedAt ||
    (other.placedAt === order.placedAt &&
      compareIds(other.platformOrderId, order.platformOrderId) < 0);
  const stood = orders.some((other) => earlier(other) && stoodAt(other, order.placedAt));
  return !stood && !codes.some(wasGiven);
}

/** A code that came to nothing, or was never issued because it was late, makes nobody wait. */
const wasGiven = ({ status }: OtherCode): boolean =>
  status !== 'late' && status !== 'refused' && status !== 'withdrawn';

/** Counted from order to order, either way: one that arrives late gets no second code either. */
function isQuiet(offer: NextOrder, { order, codes }: NextOrderAsked): boolean {
  const near = (code: OtherCode) =>
    Math.abs(code.placedAt - order.placedAt) < offer.quietDays * DAY_MS;
  return codes.some((code) => near(code) && wasGiven(code));
}

/**
 * What a code cost the order that used it: the discount it gave on the lines, 0 where the order was
 * a test, was cancelled or went back whole. What it took off the shipping is not told by orders.
 */
export function costOfCode(facts: OrderFacts, code: string): Minor {
  const order = facts.scalars;
  if (!order || order.test || order.cancelledAt !== null || fullyRefunded(facts)) return 0;
  return order.lines
    .flatMap((line) => line.discounts)
    .filter((discount) => discount.code?.toUpperCase() === code)
    .reduce((sum, discount) => sum + discount.amountMinor, 0);
}

export type Reminder = { days: number; at: number };

/**
 * When an unused code is reminded of: at 10 in the morning, so many days before its last day. Never
 * while its first mail may still go out, and never twice for one moment. Soonest first.
 */
export function remindersOf(
  code: { usefulUntil: number; endsAt: number },
  reminderDays: readonly number[],
  timeZone: string,
): Reminder[] {
  const lastDay = localDay(code.endsAt - 1, timeZone);
  return [...new Set(reminderDays)]
    .map((days) => ({
      days,
      at: startOfLocalDay(addDays(lastDay, -days), timeZone) + REMINDER_HOUR * HOUR_MS,
    }))
    .filter(({ at }) => at >= code.usefulUntil && at < code.endsAt)
    .sort((a, b) => a.at - b.at);
}

/** The reminder that is due now: the newest one, unless it or a later one was already sent. */
export function dueReminder(
  reminders: readonly Reminder[],
  remindedDays: number | null,
  now: number,
): Reminder | null {
  const due = reminders.findLast(({ at }) => at <= now) ?? null;
  return due && (remindedDays === null || due.days < remindedDays) ? due : null;
}

/** When an open code has to be looked at next: its next reminder, or its end. */
export const nextLook = (reminders: readonly Reminder[], endsAt: number, now: number): number =>
  reminders.find(({ at }) => at > now)?.at ?? endsAt;
