/**
 * A hint on where effort goes: winning shoppers, or keeping them. The stages are those of the usual
 * advice to shops (a new one has nobody to keep); the borders are ours, and a hint is no promise.
 */
export type ShopFigures = {
  shoppers: number;
  /** In the last 90 days. */
  orders: number;
  /** Days since the first order. */
  ageDays: number;
  /** `repeatPurchaseRate`; null where there is none. */
  repeatRate: number | null;
};

export const SHOP_STAGES = ['starting', 'first', 'steady', 'established', 'large'] as const;

export type SplitHint = {
  stage: (typeof SHOP_STAGES)[number];
  /** Of the effort, to keeping; the rest to winning. Between these, in percent. */
  keepPercent: readonly [number, number];
};

const DAYS = 90;
const AT_LEAST_SHOPPERS = 100;
/** Where so many come back by themselves, more of them are worth more than better ones. */
const COMES_BACK = 0.4;

export function splitHint({ shoppers, orders, ageDays, repeatRate }: ShopFigures): SplitHint {
  const perDay = orders / Math.min(DAYS, Math.max(1, ageDays));
  if (shoppers < AT_LEAST_SHOPPERS) return { stage: 'starting', keepPercent: [0, 0] };
  if (perDay < 1) return { stage: 'first', keepPercent: [10, 25] };
  if (perDay < 10) return { stage: 'steady', keepPercent: [25, 40] };
  const settled = perDay < 100 ? 'established' : 'large';
  const keepPercent: readonly [number, number] = settled === 'established' ? [40, 55] : [50, 65];
  if (repeatRate === null || repeatRate < COMES_BACK) return { stage: settled, keepPercent };
  return { stage: settled, keepPercent: [keepPercent[0] - 10, keepPercent[1] - 10] };
}
