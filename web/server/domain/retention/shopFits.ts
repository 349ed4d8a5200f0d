/** All that is fitted to one shop, and what it says of each shopper. */
import type { ShopperBase } from './base.ts';
import type { BuyingStats } from './history.ts';
import type { FitOptions, PooledRate, Prediction, PredictionOptions, ShopFits } from './fits.ts';

/** The shop as one, kept from nothing by half a repeat in a year of one shopper. */
function pooledOf(base: ShopperBase): PooledRate {
  let [repeats, days, repeatSpend, spend, orders] = [0.5, 365, 0, 0, 0];
  for (let n = 0; n < base.size; n += 1) {
    repeats += base.x[n] ?? 0;
    days += base.TDays[n] ?? 0;
    repeatSpend += base.repeatSpendMinor[n] ?? 0;
    spend += base.amountMinor[n] ?? 0;
    orders += base.orders[n] ?? 0;
  }
  const repeatsOnly = repeats > 1 && repeatSpend > 0;
  const mean = repeatsOnly ? repeatSpend / (repeats - 0.5) : spend / Math.max(1, orders);
  return { repeatsPerDay: repeats / days, repeatSpendMinor: Math.max(0, mean) };
}

export function fitShop(base: ShopperBase, _options: FitOptions = {}): ShopFits {
  const warnings: ShopFits['warnings'] = base.size === 0 ? [{ code: 'noShoppers' }] : [];
  return { bgnbd: null, paretoNbd: null, gammaGamma: null, pooled: pooledOf(base), warnings };
}

/** One function for a whole shop: equal histories are computed once. */
export function predictorOf(
  fits: ShopFits,
  options: PredictionOptions,
): (stats: BuyingStats) => Prediction {
  return (stats) => pooledPrediction(fits.pooled, stats, options);
}

/** The shopper's own rate, drawn to the shop's as if one more repeat had come at the shop's pace. */
function pooledPrediction(
  { repeatsPerDay, repeatSpendMinor }: PooledRate,
  { x, txDays, TDays }: BuyingStats,
  { horizonDays, churnDays }: PredictionOptions,
): Prediction {
  const gone = TDays - txDays > churnDays;
  const rate = gone ? 0 : (x + 1) / (TDays + 1 / repeatsPerDay);
  return {
    model: 'pooled',
    pAlive: null,
    churnRisk: gone ? 1 : 0,
    churnBasis: 'rhythm',
    expectedOrders: rate * horizonDays,
    nextOrderDay: null,
    expectedSpendMinor: repeatSpendMinor,
    clvMinor: rate * horizonDays * repeatSpendMinor,
  };
}
