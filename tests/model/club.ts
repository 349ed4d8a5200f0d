/**
 * The reference model: what a club's books must be, from the written rules alone. It shares no code
 * with the server. Points are whole numbers, times ms, money minor units.
 */
import { DAY_MS, endOfDay, endOfMonths } from './calendar.ts';
import { changedAt, disputedIn, learn, learnAnswer, mergeIn, orderOf } from './facts.ts';
import type { Answer, Message, Snapshot } from './facts.ts';
import { Member } from './member.ts';
import type { Taken } from './member.ts';
import { newOrder } from './order.ts';
import type { Order } from './order.ts';
import { Worth } from './worth.ts';
import type { Earning } from './worth.ts';

export type Reward = { id: string; points: number; codeDays: number };
export type Program = {
  currency: string;
  earning: Earning;
  pendingDays: number;
  expiry: { kind: 'never' } | { kind: 'afterEarning' | 'inactivity'; months: number };
  graceDays: number;
  debt: 'owe' | 'writeOff';
  maxOpenCodes: number;
  rewards: readonly Reward[];
};

export type Redemption = {
  id: string;
  memberId: string;
  code: string;
  points: number;
  status: 'open' | 'cancelled' | 'lapsed' | 'used';
  graceDays: number;
  endsAt: number;
  spent: readonly Taken[];
  returned: number;
  orderId: string | null;
};

export type Refused = 'rewardGone' | 'tooManyCodes' | 'notEnoughPoints';

export class Club {
  readonly timeZone: string;
  readonly members = new Map<string, Member>();
  /** Customers who were merged, and into whom. */
  readonly #became = new Map<string, string>();
  readonly #told = new Set<string>();
  readonly orders = new Map<string, Order>();
  readonly redemptions: Redemption[] = [];
  readonly programs: { from: number; program: Program }[] = [];
  now: number;

  constructor(timeZone: string, now: number) {
    this.timeZone = timeZone;
    this.now = now;
  }

  member(id: string): Member {
    const living = this.#living(id);
    const member = this.members.get(living) ?? new Member();
    this.members.set(living, member);
    return member;
  }

  pendingOf(memberId: string): number {
    return [...this.orders.values()]
      .filter((order) => order.memberId === this.#living(memberId))
      .reduce((sum, order) => sum + order.pending, 0);
  }

  publish(program: Program, from: number): void {
    this.programs.push({ from, program });
  }

  /**
   * A batch of messages, in the order they came: who is whom is settled first, then every order they
   * are about is judged once, and again when the shop has answered how it stands. Dates that are past
   * take effect at once, before the next order is looked at.
   */
  hear(messages: readonly Message[], ask: (orderId: string) => Answer | null = () => null): void {
    for (const { keptId, deletedId } of messages.flatMap((each) => mergeIn(each) ?? [])) {
      this.#merge(this.#living(keptId), this.#living(deletedId));
    }
    const told = new Map<string, Order>();
    for (const message of messages) {
      const id = orderOf(message);
      if (id === null) continue;
      const order = told.get(id) ?? this.orders.get(id) ?? newOrder(id);
      told.set(id, order);
      this.orders.set(id, order);
      learn(order.facts, message);
    }
    for (const order of told.values()) {
      this.#judge(order);
      this.#tick();
    }
    // The same message once more is none, though by now the shop would answer something else.
    const fresh = messages.filter(({ webhookId }) => !this.#told.has(webhookId));
    for (const { webhookId } of fresh) this.#told.add(webhookId);
    for (const id of new Set(fresh.flatMap((each) => disputedIn(each) ?? []))) {
      const order = this.orders.get(id) ?? newOrder(id);
      this.orders.set(id, order);
      const answer = ask(id);
      if (answer) learnAnswer(order.facts, answer, this.now);
      this.#judge(order);
      this.#tick();
    }
  }

  /** Why a reward cannot be taken now; null: it can. */
  whyNot(memberId: string, rewardId: string): Refused | null {
    const program = this.#programAt(this.now);
    const reward = program?.rewards.find(({ id }) => id === rewardId);
    if (!program || !reward) return 'rewardGone';
    const living = this.#living(memberId);
    const open = this.redemptions.filter((r) => r.memberId === living && r.status === 'open');
    if (open.length >= program.maxOpenCodes) return 'tooManyCodes';
    return this.member(memberId).available < reward.points ? 'notEnoughPoints' : null;
  }

  /** Answers why not, or null when the reward is taken. */
  redeem(memberId: string, rewardId: string, made: { id: string; code: string }): Refused | null {
    const refused = this.whyNot(memberId, rewardId);
    const program = this.#programAt(this.now);
    const reward = program?.rewards.find(({ id }) => id === rewardId);
    if (refused || !program || !reward) return refused;
    const member = this.member(memberId);
    this.redemptions.push({
      ...made,
      memberId: this.#living(memberId),
      points: reward.points,
      status: 'open',
      graceDays: program.graceDays,
      endsAt: endOfDay(this.now, reward.codeDays, this.timeZone),
      spent: member.take(reward.points, null),
      returned: 0,
      orderId: null,
    });
    this.#signOfLife(member, program, this.now);
    return null;
  }

  /** Put back, or run out: the points come back unless the shop knows that the code was used. */
  close(redemption: Redemption, why: 'cancelled' | 'lapsed', usedAtShop: boolean): void {
    if (redemption.status !== 'open') return;
    redemption.status = usedAtShop ? 'used' : why;
    if (!usedAtShop) this.#return(redemption, redemption.points, Number.NEGATIVE_INFINITY);
    this.#tick();
  }

  /** A person gives or takes points; false: there are not so many. */
  adjust(memberId: string, points: number): boolean {
    const member = this.member(memberId);
    if (points < 0 && member.available < -points) return false;
    if (points < 0) member.take(-points, null);
    else {
      const end = this.#endOf(this.#programAt(this.now), this.now);
      member.credit(points, { source: null, from: this.now, end });
    }
    return true;
  }

  /** Time passes: whatever falls due does so in its own order. */
  passTo(now: number, usedAtShop: (code: string) => boolean): void {
    while (this.now < now) {
      this.now = this.#nextMoment(now);
      this.#tick();
    }
    for (const redemption of this.redemptions) {
      if (redemption.endsAt <= now) this.close(redemption, 'lapsed', usedAtShop(redemption.code));
    }
  }

  /** When the next thing falls due, `until` at the latest. */
  #nextMoment(until: number): number {
    const all = [
      until,
      ...[...this.orders.values()].filter((o) => o.pending > 0).map((o) => o.availableAt),
      ...[...this.members.values()].flatMap((m) => [
        ...m.lots.map((lot) => lot.end),
        ...m.debts.map((debt) => debt.until),
      ]),
    ];
    return Math.min(...all.filter((at) => at > this.now));
  }

  #tick(): void {
    for (const order of this.orders.values())
      if (order.availableAt <= this.now) this.#mature(order);
    for (const member of this.members.values()) {
      member.expire(this.now);
      member.forgive(this.now);
    }
  }

  #judge(order: Order): void {
    const { newest } = order.facts;
    if (!newest) return;
    const placedAt = Date.parse(newest.processed_at);
    order.program ??= this.#programAt(placedAt);
    const buyer = newest.test ? null : (newest.customer?.id ?? null);
    order.memberId ??= buyer === null ? null : this.#living(buyer);
    const { program } = order;
    const worth = new Worth(order.facts, newest, program?.currency ?? '');
    if (program && order.memberId !== null) {
      order.availableAt = placedAt + program.pendingDays * DAY_MS;
      const member = this.member(order.memberId);
      this.#post(order, member, program, worth.points(program.earning));
      if (order.availableAt <= this.now) this.#mature(order);
      if (!newest.test) this.#signOfLife(member, program, placedAt);
    }
    this.#useCodes(order, newest, worth);
  }

  #living(id: string): string {
    const next = this.#became.get(id);
    return next === undefined ? id : this.#living(next);
  }

  /** Whatever the one had is the other's; nobody is merged into themself. */
  #merge(into: string, from: string): void {
    if (into === from) return;
    this.member(into).absorb(this.member(from));
    this.#became.set(from, into);
    for (const each of [...this.orders.values(), ...this.redemptions]) {
      if (each.memberId === from) each.memberId = into;
    }
  }

  /** Target − posted. */
  #post(order: Order, member: Member, program: Program, target: number): void {
    const difference = target - order.points;
    order.points = target;
    if (difference >= 0) {
      order.pending += difference;
      return;
    }
    const soft = Math.min(order.pending, -difference);
    order.pending -= soft;
    const hard = -difference - soft;
    const taken = member.take(hard, order.facts.orderId);
    const short = hard - taken.reduce((sum, each) => sum + each.points, 0);
    if (program.debt === 'owe') member.owe(short, changedAt(order.facts));
  }

  #mature(order: Order): void {
    if (order.pending === 0 || order.memberId === null) return;
    const { facts, availableAt: from, pending } = order;
    order.pending = 0;
    const end = this.#endOf(order.program, from);
    this.member(order.memberId).credit(pending, { source: facts.orderId, from, end });
  }

  /** An order that used a code has the last word on its redemption. */
  #useCodes({ facts }: Order, newest: Snapshot, worth: Worth): void {
    const codes = newest.discount_codes.map(({ code }) => code);
    for (const redemption of this.redemptions) {
      const mine = redemption.orderId === facts.orderId;
      if (!mine && (redemption.orderId !== null || !codes.includes(redemption.code))) continue;
      redemption.status = 'used';
      redemption.orderId = facts.orderId;
      const target = worth.returned(redemption.code, redemption.points);
      const grace = endOfDay(this.now, redemption.graceDays, this.timeZone);
      this.#return(redemption, target, grace);
    }
  }

  #return(redemption: Redemption, target: number, floor: number): void {
    const member = this.member(redemption.memberId);
    const difference = target - redemption.returned;
    const how = { earlier: redemption.returned, now: this.now, floor };
    redemption.returned = target;
    if (difference > 0) member.giveBack(difference, redemption.spent, how);
    if (difference >= 0) return;
    const taken = member.take(-difference, null);
    const short = -difference - taken.reduce((sum, each) => sum + each.points, 0);
    member.owe(short, this.now);
  }

  #signOfLife(member: Member, program: Program, at: number): void {
    if (program.expiry.kind === 'inactivity') member.live(this.#endOf(program, at));
  }

  #endOf(program: Program | null, from: number): number {
    if (!program || program.expiry.kind === 'never') return Number.POSITIVE_INFINITY;
    return endOfMonths(from, program.expiry.months, this.timeZone);
  }

  /** The version that holds at a moment: later ones replace what was planned before them. */
  #programAt(at: number): Program | null {
    return this.programs.findLast(({ from }) => from <= at)?.program ?? null;
  }
}
