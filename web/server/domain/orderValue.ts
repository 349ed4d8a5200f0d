import {
  goodwillOffLines,
  isDraft,
  keptAfterRefund,
  refundLineMoney,
  unitsRemovedByEdit,
} from './orderAssumptions.ts';
import type { LineFacts, Minor, OrderFacts, OrderScalars, RefundFacts } from './orderFacts.ts';
import type { Program } from './program.ts';
import { divideByLargestRemainder, mulDivFloor } from './shares.ts';

/** Why a line counts, or why it is worth nothing. The first seven hold for the whole order. */
export type Why =
  | 'noOrder' // only a refund has come so far
  | 'otherCurrency'
  | 'test'
  | 'cancelled'
  | 'draft'
  | 'unpaid'
  | 'refunded'
  | 'giftCard'
  | 'gone' // every unit was refunded or removed
  | 'counts';

export type LineValue = { lineId: string; valueMinor: Minor; counted: boolean; why: Why };

export type OrderValue = {
  lines: LineValue[];
  /** Parts beside the lines that the program lets earn; 0 otherwise. */
  extras: { shippingMinor: Minor; tipMinor: Minor; dutiesMinor: Minor };
  /** The sum of all lines and extras. */
  eligibleMinor: Minor;
  fullyRefunded: boolean;
};

const NOTHING = { shippingMinor: 0, tipMinor: 0, dutiesMinor: 0 };

/** What an order is worth now, in the shop currency's minor units: never below 0, no tax in it. */
export function valueOrder(
  facts: OrderFacts,
  program: Pick<Program, 'currency' | 'earning'>,
): OrderValue {
  const order = facts.scalars;
  const full = fullyRefunded(facts);
  const why = whyWorthless(order, program.currency, full);
  if (!order || why) {
    const lines = (order?.lines ?? []).map((line) => worthless(line.id, why ?? 'noOrder'));
    return { lines, extras: NOTHING, eligibleMinor: 0, fullyRefunded: full };
  }
  const lines = valueLines(order, facts.refunds);
  const extras = valueExtras(order, facts.refunds, program.earning);
  const eligibleMinor =
    sumOf(lines, (line) => line.valueMinor) +
    extras.shippingMinor +
    extras.tipMinor +
    extras.dutiesMinor;
  return { lines, extras, eligibleMinor, fullyRefunded: full };
}

/** What an order is worth to the shop for measuring: its lines, without shipping, tips and tax. */
export const salesOf = (facts: OrderFacts, currency: string): Minor =>
  valueOrder(facts, {
    currency,
    earning: {
      points: 0,
      perMinor: 1,
      includeShipping: false,
      includeTips: false,
      includeDuties: false,
    },
  }).eligibleMinor;

function whyWorthless(order: OrderScalars | null, currency: string, full: boolean): Why | null {
  if (!order) return 'noOrder';
  if (order.currency !== currency) return 'otherCurrency';
  if (order.test) return 'test';
  if (order.cancelledAt !== null) return 'cancelled';
  if (isDraft(order)) return 'draft';
  if (!order.paid) return 'unpaid';
  return full ? 'refunded' : null;
}

/**
 * Everything went back: the platform says so, every unit was refunded or removed, or the buyer's bank
 * took the payment back for good (a lost dispute equals a full refund).
 */
export function fullyRefunded(facts: OrderFacts): boolean {
  const order = facts.scalars;
  if (!order) return false;
  if (order.refunded || order.dispute?.lost) return true;
  const units = sumOf(order.lines, (line) => line.quantity);
  return units > 0 && units === sumOf(order.lines, (line) => unitsGone(line, facts.refunds));
}

/** Units of a line that were refunded or removed by an edit. */
export function unitsGone(line: LineFacts, refunds: readonly RefundFacts[]): number {
  const { units } = refundedOf(line.id, refunds, false);
  return Math.min(line.quantity, Math.max(units, line.quantity - line.currentQuantity));
}

const worthless = (lineId: string, why: Why): LineValue => ({
  lineId,
  valueMinor: 0,
  counted: false,
  why,
});

function valueLines(order: OrderScalars, refunds: readonly RefundFacts[]): LineValue[] {
  const standing = order.lines.map((line) => ({ line, ...standingOf(line, order, refunds) }));
  const removedMinor = sumOf(standing, (each) => each.removedMoneyMinor);
  const valued = standing.map(({ line, valueMinor, left }): LineValue => {
    if (line.giftCard) return worthless(line.id, 'giftCard');
    if (left === 0) return worthless(line.id, 'gone');
    return { lineId: line.id, valueMinor, counted: true, why: 'counts' };
  });
  const goodwillMinor = goodwillOf(refunds, order.taxesIncluded, removedMinor);
  const offMinor = Math.min(
    goodwillOffLines(goodwillMinor),
    sumOf(valued, (line) => line.valueMinor),
  );
  if (offMinor === 0) return valued;
  const off = divideByLargestRemainder(
    BigInt(offMinor),
    valued.map((line) => BigInt(line.valueMinor)),
  );
  return valued.map((line, i) => ({
    ...line,
    valueMinor: line.valueMinor - Number(off[i] ?? 0n),
  }));
}

/**
 * What is left of one line: price × quantity, less its discounts, less what refunds name, less what
 * edits removed (rounded down, so that the units that stay keep the odd penny), and the tax inside
 * it last. `removedMoneyMinor` is the removed units' price with their tax.
 */
function standingOf(
  line: LineFacts,
  order: OrderScalars,
  refunds: readonly RefundFacts[],
): { valueMinor: Minor; left: number; removedMoneyMinor: Minor } {
  const back = refundedOf(line.id, refunds, order.taxesIncluded);
  const discountMinor = sumOf(line.discounts, (discount) => discount.amountMinor);
  const grossMinor = line.priceMinor * line.quantity - discountMinor;
  const restMinor = Math.max(0, grossMinor - back.valueMinor);
  const restTaxMinor = Math.max(0, line.taxMinor - back.taxMinor);
  const restUnits = Math.max(0, line.quantity - back.units);
  const removed = Math.min(restUnits, unitsRemovedByEdit(line, back.units));
  const removedMinor = partOf(restMinor, removed, restUnits);
  const removedTaxMinor = partOf(restTaxMinor, removed, restUnits);
  const left = restUnits - removed;
  const insideMinor = order.taxesIncluded ? restTaxMinor - removedTaxMinor : 0;
  return {
    valueMinor: left === 0 ? 0 : Math.max(0, restMinor - removedMinor - insideMinor),
    left,
    removedMoneyMinor: removedMinor + (order.taxesIncluded ? 0 : removedTaxMinor),
  };
}

/** The share of `units` of `all` units in an amount, rounded down; all of them take all of it. */
const partOf = (amountMinor: Minor, units: number, all: number): Minor =>
  units === 0 ? 0 : mulDivFloor(amountMinor, units, all);

function refundedOf(
  lineId: string,
  refunds: readonly RefundFacts[],
  taxesIncluded: boolean,
): { units: number; valueMinor: Minor; taxMinor: Minor } {
  // As most orders are: the audit of millions comes by here.
  if (refunds.length === 0) return { units: 0, valueMinor: 0, taxMinor: 0 };
  const named = refunds.flatMap((refund) => refund.lines).filter((line) => line.lineId === lineId);
  return {
    units: sumOf(named, (line) => line.quantity),
    valueMinor: sumOf(named, (line) =>
      taxesIncluded ? refundLineMoney(line, true) : line.subtotalMinor,
    ),
    taxMinor: sumOf(named, (line) => line.taxMinor),
  };
}

/** Money given back, over all refunds, that no line, shipping, duty or edit explains. */
function goodwillOf(
  refunds: readonly RefundFacts[],
  taxesIncluded: boolean,
  removedMinor: Minor,
): Minor {
  const unexplained = sumOf(
    refunds,
    (refund) =>
      refund.moneyMinor -
      sumOf(refund.lines, (line) => refundLineMoney(line, taxesIncluded)) -
      refund.shippingMinor -
      refund.dutiesMinor,
  );
  return Math.max(0, unexplained - removedMinor);
}

function valueExtras(
  order: OrderScalars,
  refunds: readonly RefundFacts[],
  earning: Program['earning'],
): OrderValue['extras'] {
  const shippingBack = sumOf(refunds, (refund) => refund.shippingMinor);
  const dutiesBack = sumOf(refunds, (refund) => refund.dutiesMinor);
  return {
    shippingMinor: earning.includeShipping ? keptAfterRefund(order.shippingMinor, shippingBack) : 0,
    tipMinor: earning.includeTips ? order.tipMinor : 0,
    dutiesMinor: earning.includeDuties ? keptAfterRefund(order.dutiesMinor, dutiesBack) : 0,
  };
}

const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);
