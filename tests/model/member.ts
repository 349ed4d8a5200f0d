/** One shopper's books in the reference model: points in lots that end, and debts. */
import { aYearAfter } from './calendar.ts';

/** `end` Infinity: never. `source`: the order whose points these are. */
export type Lot = { source: string | null; open: number; from: number; end: number };
export type Debt = { open: number; at: number; until: number };
export type Taken = { lot: Lot; points: number };

const total = (parts: readonly { open: number }[]): number =>
  parts.reduce((sum, part) => sum + part.open, 0);

export class Member {
  lots: Lot[] = [];
  debts: Debt[] = [];
  held = 0;
  /** No point with an end ends before: as far as signs of life reach. */
  aliveUntil = Number.NEGATIVE_INFINITY;

  /** Below zero: owed. */
  get available(): number {
    return total(this.lots) - total(this.debts);
  }

  get owed(): number {
    return total(this.debts);
  }

  /** Debt first; only the rest becomes, or joins, a lot. */
  credit(points: number, lot: Omit<Lot, 'open'>): void {
    const rest = this.#repay(points);
    if (rest === 0) return;
    const own = lot.source === null ? undefined : this.lots.find((l) => l.source === lot.source);
    const into = own ?? { ...lot, open: 0 };
    if (!own) this.lots.push(into);
    into.open += rest;
    into.end = this.#endOf(into.end);
  }

  /** Takes what there is, up to `points`: from the source's own lot, then what ends first. */
  take(points: number, source: string | null): Taken[] {
    const own = (lot: Lot) => (source !== null && lot.source === source ? 0 : 1);
    const order = this.lots.toSorted(
      (a, b) => own(a) - own(b) || (a.end === b.end ? 0 : a.end - b.end) || a.from - b.from,
    );
    const taken: Taken[] = [];
    for (const lot of order) {
      const part = Math.min(lot.open, points);
      if (part === 0) continue;
      lot.open -= part;
      points -= part;
      taken.push({ lot, points: part });
    }
    return taken;
  }

  owe(points: number, at: number): void {
    if (points > 0) this.debts.push({ open: points, at, until: aYearAfter(at) });
  }

  /**
   * Spent points come back into the lots they left, what was taken last first; `earlier` of them are
   * back already. A lot that would end before `floor` gives way to that, if nothing else is in it.
   */
  giveBack(
    points: number,
    spent: readonly Taken[],
    how: { earlier: number; now: number; floor: number },
  ): void {
    let rest = this.#repay(points);
    let skip = how.earlier;
    for (const { lot, points: size } of spent.toReversed()) {
      const part = Math.min(rest, Math.max(0, size - skip));
      skip = Math.max(0, skip - size);
      if (part === 0) continue;
      rest -= part;
      const end = Math.max(how.floor, this.#endOf(lot.end));
      if (lot.open === 0) lot.end = end;
      if (lot.end >= end) lot.open += part;
      else this.lots.push({ source: null, open: part, from: how.now, end });
    }
    if (rest > 0) throw new Error('more came back than was spent');
  }

  /** A sign of life moves the end of every open lot that has one. */
  live(until: number): void {
    this.aliveUntil = Math.max(this.aliveUntil, until);
    for (const lot of this.lots) if (lot.open > 0) lot.end = this.#endOf(lot.end);
  }

  /** The other turns out to be this person: points of one repay debts of the other at once. */
  absorb(other: Member): void {
    this.lots.push(...other.lots.splice(0));
    this.debts.push(...other.debts.splice(0));
    this.held += other.held;
    this.live(Math.max(this.aliveUntil, other.aliveUntil));
    const both = Math.min(total(this.lots), this.owed);
    this.#repay(both);
    this.take(both, null);
  }

  expire(now: number): void {
    for (const lot of this.lots) if (lot.end <= now) lot.open = 0;
  }

  forgive(now: number): void {
    for (const debt of this.debts) if (debt.until <= now) debt.open = 0;
  }

  #endOf = (end: number): number => Math.max(end, this.aliveUntil);

  #repay(points: number): number {
    for (const debt of this.debts.toSorted((a, b) => a.at - b.at)) {
      const part = Math.min(debt.open, points);
      debt.open -= part;
      points -= part;
    }
    return points;
  }
}
