/** Measures of the shoppers that are looked at, each with what it was made from. */
import { conversionOf } from '../../domain/retention/measures/answers.ts';
import { basketSize } from '../../domain/retention/measures/baskets.ts';
import type { BasketHistory } from '../../domain/retention/measures/baskets.ts';
import { buyingMeasures } from '../../domain/retention/measures/buying.ts';
import { comparisonsOf, oldAndNew } from '../../domain/retention/measures/comparisons.ts';
import type { Comparison } from '../../domain/retention/measures/comparisons.ts';
import { costMeasures } from '../../domain/retention/measures/costs.ts';
import type { Costs } from '../../domain/retention/measures/costs.ts';
import { MEASURES } from '../../domain/retention/measures/measure.ts';
import type { Measure, MeasureCode, Window } from '../../domain/retention/measures/measure.ts';
import { DAYS_IN } from '../../domain/retention/history.ts';
import { splitHint } from '../../domain/retention/measures/split.ts';
import type { Rhythm } from '../../domain/retention/rhythm.ts';
import type { Tx } from '../../store/transaction.ts';
import { readConversions, readMembers } from './facts.ts';
import type { PlaceFacts } from './facts.ts';

export type Looked = {
  place: PlaceFacts;
  rhythm: Rhythm;
  window: Window;
  histories: readonly BasketHistory[];
};

/** `measure` of the contract. */
export function shown(measure: Measure) {
  const { counts, source } = MEASURES[measure.code as MeasureCode];
  return { ...measure, counts, source };
}

/** As the merchant entered them, a month; null: nothing entered. */
export function costsOf({ costs }: PlaceFacts): Costs | null {
  return costs && 'marginBasisPoints' in costs ? (costs as Costs) : null;
}

/** What was spent in the window, when each month costs as much. */
function spentIn({ fromDay, toDay }: Window, month: Costs): Costs {
  const months = (toDay - fromDay + 1) / DAYS_IN.month;
  return {
    ...month,
    acquisitionMinor: month.acquisitionMinor * months,
    reacquisitionMinor: month.reacquisitionMinor * months,
  };
}

type Missing = {
  code: MeasureCode;
  why: 'noSignals' | 'noSubscriptions' | 'noAnswers' | 'noCosts';
};

/** Nothing keeps visits, terms of subscriptions or the scores of answers yet. */
const NOT_KEPT: readonly Missing[] = [
  { code: 'returningVisitorRate', why: 'noSignals' },
  { code: 'monthlyRecurringRevenue', why: 'noSubscriptions' },
  { code: 'revenueChurn', why: 'noSubscriptions' },
  { code: 'netPromoterScore', why: 'noAnswers' },
];
const COSTS_MISSING: readonly Missing[] = (
  ['acquisitionCost', 'reacquisitionCost', 'payback'] as const
).map((code) => ({ code, why: 'noCosts' }));

export async function measuresShown(
  tx: Tx,
  { place, rhythm, window, histories }: Looked,
  span: { from: string; until: string; now: string },
) {
  const ids = histories.map(({ shopperId }) => shopperId);
  const told = await readConversions(tx, ids, span);
  const costs = costsOf(place);
  const measures = [
    ...buyingMeasures(histories, window, rhythm),
    basketSize(histories, window),
    conversionOf('codeConversion', { given: told.codesGiven, used: told.codesUsed }, window),
    conversionOf('referralConversion', { given: told.shared, used: told.sharedWell }, window),
    ...(costs ? costMeasures(histories, window, rhythm, spentIn(window, costs)) : []),
  ];
  return {
    measures: measures.map(shown),
    missing: [...NOT_KEPT, ...(costs ? [] : COSTS_MISSING)],
  };
}

const compared = ({ code, one, other, difference, interval, tooFew }: Comparison) => ({
  code,
  one: shown(one),
  other: shown(other),
  difference,
  interval,
  tooFew,
});

export async function comparisonsShown(tx: Tx, { rhythm, window, histories }: Looked) {
  const members = await readMembers(
    tx,
    histories.map(({ shopperId }) => shopperId),
  );
  const { old, fresh } = oldAndNew(histories, window);
  const inside = histories.filter(({ shopperId }) => members.has(shopperId));
  const outside = histories.filter(({ shopperId }) => !members.has(shopperId));
  return {
    oldAndNew: comparisonsOf([old, fresh], window, rhythm).map(compared),
    members: comparisonsOf([inside, outside], window, rhythm).map(compared),
  };
}

const RECENT_DAYS = 90;

export function hintOf({ place, rhythm, window, histories }: Looked) {
  const { toDay } = window;
  let [first, orders] = [toDay, 0];
  for (const { purchases } of histories) {
    first = Math.min(first, purchases[0]?.day ?? toDay);
    orders += purchases.filter(({ day }) => day > toDay - RECENT_DAYS).length;
  }
  const share = histories.length === 0 ? 1 : place.allShoppers / histories.length;
  const whole = buyingMeasures(histories, { fromDay: first, toDay }, rhythm);
  const hint = splitHint({
    shoppers: place.allShoppers,
    orders: Math.round(orders * Math.max(1, share)),
    ageDays: toDay - first,
    repeatRate: whole.find(({ code }) => code === 'repeatPurchaseRate')?.value ?? null,
  });
  return { stage: hint.stage, keepPercent: [...hint.keepPercent] as [number, number] };
}
