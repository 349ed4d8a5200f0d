/** Rows to orders. Several lines of one number are one order; what takes back is taken off it. */
import type { DateReader } from './dateReader.ts';
import { isWaiting } from './dates.ts';
import { Money, Whole } from './growing.ts';
import { IdTable } from './idTable.ts';
import type { Layout } from './layout.ts';
import { isUndone } from './names.ts';
import type { Role } from './names.ts';
import { hundredths, readNumber } from './numbers.ts';
import { Problems } from './problems.ts';
import type { Record } from './records.ts';
import { NOBODY, WhoBought } from './whoBought.ts';

/** Bits of `marks`; the currency stands above them. */
export const CANCELLED = 1;
/** Something was taken back. */
export const REFUNDED = 2;
/** At least one line was bought and not undone. */
export const KEPT = 4;
/** The order's own sum has come: further lines only repeat it. */
const SUMMED = 8;
const REFUND_TOLD = 16;
export const CURRENCY_SHIFT = 8;

/** Column by column, because there may be ten million. */
export type Orders = {
  shopper: Whole;
  when: Whole;
  minor: Money;
  rows: Whole;
  marks: Whole;
};

const GONE = -2;
/** Set aside, or taken back. */
export const isGone = ({ orders }: Gathering, n: number): boolean => orders.shopper.at(n) === GONE;
export const drop = ({ orders }: Gathering, n: number): void => {
  orders.shopper.values[n] = GONE;
};

type Figure = { minor: number; isSum: boolean };

export class Gathering {
  readonly orders: Orders = {
    shopper: new Whole(),
    when: new Whole(),
    minor: new Money(),
    rows: new Whole(),
    marks: new Whole(),
  };
  readonly problems = new Problems();
  readonly who: WhoBought;
  readonly currencies: string[] = [];
  /** Cancellations whose order may come later: the order that they are for now, and the number. */
  readonly loose: { order: number; number: string }[] = [];
  rows = 0;
  #layout: Layout;
  #dates: DateReader;
  #numbers = new IdTable();
  #lines = new IdTable();
  #statuses = new Map<string, boolean>();

  constructor(layout: Layout, dates: DateReader) {
    this.#layout = layout;
    this.#dates = dates;
    this.who = new WhoBought(layout.columns);
  }

  broken(line: number): void {
    this.rows += 1;
    this.problems.row('brokenRow', line, '"');
  }

  add(cells: Record, line: number): void {
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    this.rows += 1;
    const { columns } = this.#layout;
    const number = this.#cell(cells, 'order');
    if (number !== '' && this.#lines.seen(cells)) {
      return this.problems.row('duplicate', line, number);
    }
    const shopper = this.who.of(cells);
    const note = this.#layout.creditNotes && /^c[-\s]?\d/i.test(number);
    const base = note ? number.replace(/^c[-\s]?/i, '') : number;
    let order = number === '' ? NOBODY : this.#find(base, shopper);
    const isLoose = note && order === NOBODY;
    if (isLoose) order = this.#find(number, shopper);

    const dateCell = columns.date === undefined ? '' : (cells[columns.date] ?? '');
    const when = dateCell === '' ? null : this.#dates.read(dateCell);
    if (when === null && (order === NOBODY || dateCell.trim() !== '')) {
      return this.problems.row('noDate', line, dateCell);
    }
    const figure = this.#figure(cells, order);
    if (typeof figure === 'string') return this.problems.row('noAmount', line, figure);
    if (order === NOBODY) {
      order = this.#open(isLoose ? number : base, shopper, when ?? 0);
      if (isLoose) this.loose.push({ order, number: base });
      if (shopper === NOBODY) this.problems.show('noShopper', line, number);
    }
    this.#join(order, shopper, when);
    this.#weigh(order, cells, note ? { ...figure, minor: -Math.abs(figure.minor) } : figure);
  }

  /** An order by its number; who else bought under the same number has an order of their own. */
  find = (number: string, shopper: number): number => this.#find(number, shopper);

  #find(number: string, shopper: number): number {
    const found = this.#numbers.find(number);
    if (found < 0 || shopper === NOBODY) return found;
    const owner = this.orders.shopper.at(found);
    if (owner === NOBODY || owner === shopper) return found;
    return this.#numbers.find(`${number}\u0001${shopper}`);
  }

  #open(number: string, shopper: number, when: number): number {
    const { orders } = this;
    const order = orders.when.size;
    orders.shopper.push(shopper);
    orders.when.push(when);
    orders.minor.push(0);
    orders.rows.push(0);
    orders.marks.push(0);
    if (number === '') return order;
    const taken = this.#numbers.find(number) >= 0;
    this.#numbers.set(taken ? `${number}\u0001${shopper}` : number, order);
    return order;
  }

  #join(order: number, shopper: number, when: number | null): void {
    const { orders } = this;
    orders.rows.values[order] = orders.rows.at(order) + 1;
    if (orders.shopper.at(order) === NOBODY) orders.shopper.values[order] = shopper;
    const before = orders.when.at(order);
    if (when === null || isWaiting(when) || isWaiting(before)) return;
    if (when < before) orders.when.values[order] = when;
  }

  #weigh(order: number, cells: Record, figure: Figure): void {
    const { marks, minor } = this.orders;
    let mark = marks.at(order);
    const repeats = figure.isSum && figure.minor >= 0 && (mark & SUMMED) !== 0;
    const undone = this.#isUndone(cells);
    const byLine = this.#layout.columns.product !== undefined && !figure.isSum;
    if (undone && !byLine) mark |= CANCELLED;
    if (figure.minor < 0) mark |= REFUNDED;
    else if (!undone) mark |= KEPT;
    if (!repeats && !(undone && byLine)) {
      minor.values[order] = minor.at(order) + figure.minor;
      if (figure.isSum && figure.minor >= 0) mark |= SUMMED;
    }
    const back = this.#number(cells, 'refunded');
    if (back !== null && back !== 0 && (mark & REFUND_TOLD) === 0) {
      minor.values[order] = minor.at(order) - hundredths(Math.abs(back));
      mark |= REFUNDED | REFUND_TOLD;
    }
    if (isTold(this.#cell(cells, 'cancelledAt'))) mark |= CANCELLED;
    const currency = this.#cell(cells, 'currency');
    if (currency !== '' && mark >> CURRENCY_SHIFT === 0) {
      mark |= this.#currency(currency) << CURRENCY_SHIFT;
    }
    marks.values[order] = mark;
  }

  /** What the row adds, in hundredths; a text is what could not be read. */
  #figure(cells: Record, order: number): Figure | string {
    const { columns, level, money, numbers } = this.#layout;
    const none = { minor: 0, isSum: false };
    if (money === null) return none;
    const known = order !== NOBODY;
    const summed = known && (this.orders.marks.at(order) & SUMMED) !== 0;
    if (money === 'total' || money === 'amount') {
      const cell = cells[columns[money] ?? 0] ?? '';
      const isSum = level === 'order';
      if (cell.trim() !== '') {
        const value = readNumber(cell, numbers);
        if (value === null) return cell;
        const back = money === 'amount' && value > 0 && (this.#number(cells, 'quantity') ?? 0) < 0;
        return { minor: hundredths(back ? -value : value), isSum };
      }
      if (summed || (known && columns.price === undefined)) return none;
    }
    const priceCell = columns.price === undefined ? '' : (cells[columns.price] ?? '');
    const price = readNumber(priceCell, numbers);
    if (price === null) return known && priceCell.trim() === '' ? none : priceCell;
    const quantity = columns.quantity === undefined ? 1 : this.#number(cells, 'quantity');
    if (quantity === null) return this.#cell(cells, 'quantity');
    const each = hundredths(price);
    const exact = Number.isInteger(quantity) && Math.abs(each - price * 100) < 1e-6;
    return { minor: exact ? each * quantity : hundredths(price * quantity), isSum: false };
  }

  #isUndone(cells: Record): boolean {
    const status = this.#cell(cells, 'status');
    if (status === '') return false;
    const known = this.#statuses.get(status);
    if (known !== undefined) return known;
    const undone = isUndone(status);
    if (this.#statuses.size < 1000) this.#statuses.set(status, undone);
    return undone;
  }

  #currency(text: string): number {
    const code = text.toUpperCase();
    const at = this.currencies.indexOf(code);
    if (at >= 0) return at + 1;
    return this.currencies.length < 1000 ? this.currencies.push(Buffer.from(code).toString()) : 0;
  }

  #cell(cells: Record, role: Role): string {
    const at = this.#layout.columns[role];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  }

  #number(cells: Record, role: Role): number | null {
    const at = this.#layout.columns[role];
    return at === undefined ? null : readNumber(cells[at] ?? '', this.#layout.numbers);
  }
}

const isTold = (cell: string): boolean => cell !== '' && !/^(0|no|false|null|n\/a|-)$/i.test(cell);
