/**
 * What friends bring and which orders bring a code, by the written rules alone: a part of the
 * reference model that shares no code with the server. Asked once a round, when it has healed.
 */
import { endOfDay, endOfMonths } from '../model/calendar.ts';
import type { Club } from '../model/club.ts';
import { changedAt } from '../model/facts.ts';
import type { Facts, Snapshot } from '../model/facts.ts';
import type { Order } from '../model/order.ts';
import { Worth } from '../model/worth.ts';
import { PROGRAM, TIME_ZONE } from './shop.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A code is of use for so long after its order. */
const USEFUL_MS = 48 * HOUR_MS;
/** One point for each minor unit: what points are counted from. */
const WORTH = { points: 1, perMinor: 1, includeShipping: false, includeTips: false };

/** An order that has been told of. */
type Known = { id: string; order: Order; newest: Snapshot & { landing_site: string | null } };

export type Referral = {
  advocateId: string;
  verdict: 'friend' | 'own' | 'known' | 'belowMinimum';
  points: number;
  pending: number;
  availableAt: number;
};

export type NextOrder = {
  state: 'open' | 'used' | 'over' | 'late' | 'none';
  usedBy: string | null;
  costMinor: number;
};

function knownOf(id: string, order: Order | undefined): Known | null {
  const newest = order?.facts.newest as Known['newest'] | null | undefined;
  return order && newest ? { id, order, newest } : null;
}

const worthOf = ({ order, newest }: Known): Worth => new Worth(order.facts, newest, 'USD');
const eligible = (known: Known): number => worthOf(known).points(WORTH);
const placedAt = ({ newest }: Known): number => Date.parse(newest.processed_at);

export class Offers {
  readonly #club: Club;
  readonly referrals = new Map<string, Referral>();
  readonly #nextOrders = new Map<string, NextOrder>();

  constructor(club: Club) {
    this.#club = club;
  }

  /** What friends brought is the advocate's when their time to return things is over. */
  passTo(now: number): void {
    for (const [id, referral] of this.referrals) {
      const { pending, availableAt: from } = referral;
      if (pending === 0 || from > now) continue;
      referral.pending = 0;
      const end = endOfMonths(from, PROGRAM.expiry.months, TIME_ZONE);
      this.#club.member(referral.advocateId).credit(pending, { source: sourceOf(id), from, end });
    }
  }

  /** `owners` of personal codes by code; `codes` for next orders by the order that brought them. */
  hear(owners: ReadonlyMap<string, string>, codes: ReadonlyMap<string, string>): void {
    const all = [...this.#club.orders].flatMap(([id, order]) => knownOf(id, order) ?? []);
    const byBuyer = Map.groupBy(all, ({ order }) => order.memberId);
    for (const known of all) {
      const advocateId = this.referrals.get(known.id)?.advocateId ?? sentBy(known, owners);
      if (advocateId === null) continue;
      this.#refer(known, advocateId, byBuyer.get(known.order.memberId) ?? []);
    }
    const used = new Map(
      all.flatMap((known) => known.newest.discount_codes.map(({ code }) => [code, known])),
    );
    for (const known of all) this.#bring(known, used.get(codes.get(known.id) ?? ''), codes);
  }

  /** What an order brought; what is of no use to anybody is over, whatever it is called. */
  nextOrder(id: string): NextOrder {
    const found = this.#nextOrders.get(id) ?? { state: 'none', usedBy: null, costMinor: 0 };
    if (found.state !== 'none' && found.state !== 'late') return found;
    const known = knownOf(id, this.#club.orders.get(id));
    return known && eligible(known) > 0 ? found : { ...found, state: 'over' };
  }

  /** Target − posted, as with the order's own points. */
  #refer(known: Known, advocateId: string, others: readonly Known[]): void {
    const { id, order } = known;
    const verdict = verdictOf(known, advocateId, others);
    const before = this.referrals.get(id) ?? {
      advocateId,
      verdict,
      points: 0,
      pending: 0,
      availableAt: placedAt(known) + PROGRAM.referral.waitDays * DAY_MS,
    };
    const pays = verdict === 'friend' && eligible(known) >= PROGRAM.referral.friend.minimumMinor;
    const target = pays ? PROGRAM.referral.advocatePoints : 0;
    const difference = target - before.points;
    const soft = Math.min(before.pending, Math.max(0, -difference));
    const hard = Math.max(0, -difference) - soft;
    const member = this.#club.member(advocateId);
    const taken = member.take(hard, sourceOf(id));
    member.owe(hard - taken.reduce((sum, { points }) => sum + points, 0), changedAt(order.facts));
    const pending = before.pending - soft + Math.max(0, difference);
    this.referrals.set(id, { ...before, verdict, points: target, pending });
  }

  /** An order that is worth something brings one code, once; the order that uses it rules. */
  #bring(known: Known, user: Known | undefined, codes: ReadonlyMap<string, string>): void {
    const { id } = known;
    const { now } = this.#club;
    const before = this.#nextOrders.get(id);
    if (before?.state === 'over') return;
    if (user) {
      const costMinor = costOf(user, codes.get(id) ?? '');
      this.#nextOrders.set(id, { state: 'used', usedBy: user.id, costMinor });
    } else if (!before) {
      if (eligible(known) === 0) return;
      const state = now - placedAt(known) < USEFUL_MS ? 'open' : 'late';
      this.#nextOrders.set(id, { state, usedBy: null, costMinor: 0 });
    } else if (before.state === 'open') {
      const endsAt = endOfDay(placedAt(known), PROGRAM.nextOrder.days, TIME_ZONE);
      if (eligible(known) === 0 || endsAt <= now) before.state = 'over';
    }
  }
}

const sourceOf = (orderId: string): string => `friend ${orderId}`;

/** A code on the order counts before the page that its buyer came by. */
function sentBy({ newest }: Known, owners: ReadonlyMap<string, string>): string | null {
  const typed = newest.discount_codes.map(({ code }) => code).sort();
  const landed = /[?&]ref=([^&]+)/.exec(newest.landing_site ?? '')?.[1] ?? '';
  return [...typed, landed].map((code) => owners.get(code)).find(Boolean) ?? null;
}

function verdictOf(
  known: Known,
  advocateId: string,
  others: readonly Known[],
): Referral['verdict'] {
  if (known.order.memberId === advocateId) return 'own';
  const at = placedAt(known);
  const stood = others.filter(({ id, newest }) => {
    const cancelledAt = newest.cancelled_at === null ? null : Date.parse(newest.cancelled_at);
    return id !== known.id && (cancelledAt === null || cancelledAt > at);
  });
  if (stood.some((other) => placedAt(other) < at)) return 'known';
  const whole = new Worth(asOrdered(known.order.facts), wholeOf(known.newest), 'USD');
  return whole.points(WORTH) < PROGRAM.referral.friend.minimumMinor ? 'belowMinimum' : 'friend';
}

const asOrdered = (facts: Facts): Facts => ({
  ...facts,
  refunds: new Map(),
  cancelled: false,
  lost: false,
});

const wholeOf = (newest: Snapshot): Snapshot => ({
  ...newest,
  financial_status: 'paid',
  line_items: newest.line_items.map((line) => ({ ...line, current_quantity: line.quantity })),
});

/** What the code took off the lines; nothing, where all of the order went back. */
function costOf(user: Known, code: string): number {
  const { newest } = user;
  // Of points that were spent on no code at all only a whole order gives any back.
  if (worthOf(user).returned('', 1) === 1) return 0;
  const place = newest.discount_applications.findIndex((each) => each.code === code);
  return newest.line_items
    .flatMap((line) => line.discount_allocations)
    .filter((each) => each.discount_application_index === place)
    .reduce((sum, each) => sum + Math.round(Number(each.amount_set.shop_money.amount) * 100), 0);
}
