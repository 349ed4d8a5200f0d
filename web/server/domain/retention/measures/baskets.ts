/** What is in the baskets: how much, and what is bought again. */
import type { Purchase } from '../history.ts';
import { count, meanMeasure, medianMeasure, noMoments, shareMeasure } from './intervals.ts';
import type { Measure, Window } from './measure.ts';

export type Basket = Purchase & { items: number; productIds: readonly string[] };
export type BasketHistory = { shopperId: string; purchases: readonly Basket[] };

export type ProductMeasures = {
  productId: string;
  repurchaseRate: Measure;
  reorderRhythm: Measure;
};

const within = (history: BasketHistory, { fromDay, toDay }: Window): Basket[] =>
  history.purchases.filter(({ day }) => fromDay <= day && day <= toDay);

export function basketSize(histories: Iterable<BasketHistory>, window: Window): Measure {
  const items = noMoments();
  for (const history of histories) {
    for (const basket of within(history, window)) count(items, basket.items);
  }
  return meanMeasure('basketSize', window, items);
}

/**
 * Of each product, of those who bought it in the window: who bought it on a later day too, and in how
 * many days. Most buyers first, then by id.
 */
export function productMeasures(
  histories: Iterable<BasketHistory>,
  window: Window,
): ProductMeasures[] {
  const products = new Map<string, { buyers: number; again: number; gaps: number[] }>();
  for (const history of histories) {
    for (const [productId, days] of daysByProduct(within(history, window))) {
      const product = products.get(productId) ?? { buyers: 0, again: 0, gaps: [] };
      products.set(productId, product);
      product.buyers += 1;
      product.again += Number(days.length > 1);
      for (let n = 1; n < days.length; n += 1) {
        product.gaps.push((days[n] ?? 0) - (days[n - 1] ?? 0));
      }
    }
  }
  return [...products]
    .toSorted(([a, one], [b, other]) => other.buyers - one.buyers || (a < b ? -1 : 1))
    .map(([productId, { buyers, again, gaps }]) => ({
      productId,
      repurchaseRate: shareMeasure('repurchaseRate', window, again, buyers),
      reorderRhythm: medianMeasure('reorderRhythm', window, gaps),
    }));
}

/** Each product's days, once each and ascending. */
function daysByProduct(baskets: readonly Basket[]): Map<string, number[]> {
  const days = new Map<string, number[]>();
  for (const { day, productIds } of baskets.toSorted((one, other) => one.day - other.day)) {
    for (const productId of new Set(productIds)) {
      const known = days.get(productId) ?? [];
      if (known.at(-1) !== day) known.push(day);
      days.set(productId, known);
    }
  }
  return days;
}
