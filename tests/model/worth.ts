/** What an order is worth now, by the reference model: its own sums, in minor units. */
import type { Facts, Line, Refund, Snapshot } from './facts.ts';

export type Earning = {
  points: number;
  perMinor: number;
  includeShipping: boolean;
  includeTips: boolean;
};

/** Decimals by currency, for the currencies of the model's shops. */
export const DECIMALS: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3, IRR: 0 };

const sum = <T>(items: Iterable<T>, of: (item: T) => number): number =>
  [...items].reduce((total, item) => total + of(item), 0);

/** ⌊a × b ÷ c⌋, exactly. */
const share = (a: number, b: number, c: number): number =>
  c === 0 ? 0 : Number((BigInt(a) * BigInt(b)) / BigInt(c));

function minor(text: string, decimals: number): number {
  const [whole = '', part = ''] = text.split('.');
  return Number(whole + part.slice(0, decimals).padEnd(decimals, '0'));
}

type Set = { shop_money: { amount: string } };

export class Worth {
  readonly #facts: Facts;
  readonly #order: Snapshot;
  readonly #decimals: number;

  constructor(facts: Facts, order: Snapshot, currency: string) {
    this.#facts = facts;
    this.#order = order;
    this.#decimals = DECIMALS[currency] ?? 2;
  }

  /** ⌊eligible × rate⌋, one floor an order. */
  points(earning: Earning): number {
    return share(this.#eligible(earning), earning.points, earning.perMinor);
  }

  /** Of `points` spent on a code, how many are back by now. */
  returned(code: string, points: number): number {
    if (this.#facts.cancelled || this.#isAllBack()) return points;
    const applications = this.#order.discount_applications;
    const off = (line: Line) =>
      sum(
        line.discount_allocations.filter(
          (each) => applications[each.discount_application_index]?.code === code,
        ),
        (each) => this.#money(each.amount_set),
      );
    const given = sum(this.#order.line_items, off);
    if (given === 0) return 0;
    // Σ off × gone ÷ quantity as one fraction, so that there is one floor.
    let [top, bottom] = [0n, 1n];
    for (const line of this.#order.line_items) {
      const gone = BigInt(line.quantity - this.#unitsLeft(line));
      const quantity = BigInt(line.quantity);
      top = top * quantity + BigInt(off(line)) * gone * bottom;
      bottom *= quantity;
    }
    return Number((BigInt(points) * top) / (bottom * BigInt(given)));
  }

  #eligible(earning: Earning): number {
    const order = this.#order;
    const paid = ['paid', 'partially_refunded', 'refunded'].includes(order.financial_status);
    const out = order.test || this.#facts.cancelled || order.source_name.includes('draft');
    if (!paid || out || this.#isAllBack()) return 0;
    const counted = order.line_items.filter((line) => !line.gift_card);
    const lines = sum(counted, (line) => this.#lineValue(line));
    const shipping =
      sum(order.shipping_lines, (each) => this.#money(each.discounted_price_set)) -
      sum(this.#refunds(), (refund) => this.#shippingBack(refund));
    return (
      Math.max(0, lines - this.#goodwill()) +
      (earning.includeShipping ? Math.max(0, shipping) : 0) +
      (earning.includeTips ? minor(order.total_tip_received, this.#decimals) : 0)
    );
  }

  #lineValue(line: Line): number {
    if (this.#unitsLeft(line) === 0) return 0;
    const { rest, restTax, removed, removedTax } = this.#standing(line);
    const inside = this.#order.taxes_included ? restTax - removedTax : 0;
    return Math.max(0, rest - removed - inside);
  }

  /** What refunds left of a line, and how much of that edits removed. */
  #standing(line: Line) {
    const back = this.#linesBack(line);
    const discounts = sum(line.discount_allocations, (each) => this.#money(each.amount_set));
    const price = this.#money(line.price_set) * line.quantity - discounts;
    const tax = sum(line.tax_lines, (each) => this.#money(each.price_set));
    const rest = Math.max(0, price - sum(back, (each) => this.#money(each.subtotal_set)));
    const restTax = Math.max(0, tax - sum(back, (each) => this.#money(each.total_tax_set)));
    const restUnits = line.quantity - sum(back, (each) => each.quantity);
    const removedUnits = restUnits - this.#unitsLeft(line);
    return {
      rest,
      restTax,
      removed: share(rest, removedUnits, restUnits),
      removedTax: share(restTax, removedUnits, restUnits),
    };
  }

  /** Money given back, over all refunds, that nothing else explains. */
  #goodwill(): number {
    const added = this.#order.taxes_included ? 0 : 1;
    const money = sum(this.#refunds(), (refund) => {
      const paidOut = refund.transactions.filter(
        (each) => each.kind === 'refund' && each.status === 'success',
      );
      const named = sum(
        refund.refund_line_items,
        (each) => this.#money(each.subtotal_set) + added * this.#money(each.total_tax_set),
      );
      return (
        sum(paidOut, (each) => minor(each.amount, this.#decimals)) -
        named -
        this.#shippingBack(refund)
      );
    });
    const removed = sum(this.#order.line_items, (line) => {
      const standing = this.#standing(line);
      return standing.removed + added * standing.removedTax;
    });
    return Math.max(0, money - removed);
  }

  #isAllBack(): boolean {
    const gone = this.#order.line_items.every((line) => this.#unitsLeft(line) === 0);
    return gone || this.#facts.lost || this.#order.financial_status === 'refunded';
  }

  /** A refund may be heard of before the snapshot that counts its units as gone. */
  #unitsLeft = (line: Line): number =>
    Math.min(
      line.current_quantity,
      line.quantity - sum(this.#linesBack(line), (each) => each.quantity),
    );

  #linesBack = (line: Line): Refund['refund_line_items'] =>
    this.#refunds()
      .flatMap((refund) => refund.refund_line_items)
      .filter((each) => each.line_item_id === line.id);

  #shippingBack = (refund: Refund): number =>
    sum(
      refund.refund_shipping_lines,
      (each) => this.#money(each.subtotal_amount_set) + this.#money(each.tax_amount_set),
    );

  #refunds = (): Refund[] => [...this.#facts.refunds.values()];
  #money = (set: Set): number => minor(set.shop_money.amount, this.#decimals);
}
