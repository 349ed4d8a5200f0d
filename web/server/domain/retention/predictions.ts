/** What the fits of a shop say of one shopper. */
import { DAYS_IN } from './history.ts';
import type { BuyingStats } from './history.ts';
import type { Prediction, PredictionOptions, ShopFits } from './fits.ts';
import { bgNbdModel } from './models/bgnbd.ts';
import type { BuyingModel } from './models/buyingModel.ts';
import { expectedSpend } from './models/gammaGamma.ts';
import { paretoNbdModel } from './models/paretoNbd.ts';

/** Farther ahead nobody is told a day. */
const FARTHEST_DAYS = 730;

/**
 * One function for a whole shop; equal histories are computed once. The stats must be as of
 * `options.asOfDay`.
 */
export function predictorOf(
  fits: ShopFits,
  options: PredictionOptions,
): (stats: BuyingStats) => Prediction {
  const bgnbd = fits.bgnbd && bgNbdModel(fits.bgnbd);
  const paretoNbd = fits.paretoNbd && paretoNbdModel(fits.paretoNbd);
  const model = options.prefer === 'paretoNbd' ? (paretoNbd ?? bgnbd) : (bgnbd ?? paretoNbd);
  const spendOf = ({ x, repeatSpendMinor }: BuyingStats) =>
    fits.gammaGamma
      ? expectedSpend(fits.gammaGamma, x, repeatSpendMinor)
      : fits.pooled.repeatSpendMinor;
  if (!model) return (stats) => pooledPrediction(fits, stats, spendOf(stats), options);
  const aheadOf = remembered(model, options);
  return (stats) => {
    const { x, txDays, TDays } = stats;
    const pAlive = model.pAlive(x, txDays, TDays);
    const ahead = aheadOf(x, TDays);
    const spend = spendOf(stats);
    return {
      model: model.name,
      pAlive,
      ...churnOf(stats, bgnbd, paretoNbd, options),
      expectedOrders: pAlive * ahead.orders,
      nextOrderDay: ahead.waitDays > FARTHEST_DAYS ? null : options.asOfDay + ahead.waitDays,
      expectedSpendMinor: spend,
      clvMinor: pAlive * ahead.discounted * spend,
    };
  };
}

type Ahead = { orders: number; discounted: number; waitDays: number };

/** What depends on x and age alone, which many shoppers share. */
function remembered(
  model: BuyingModel,
  options: PredictionOptions,
): (x: number, TDays: number) => Ahead {
  const known = new Map<number, Ahead>();
  return (x, TDays) => {
    const key = x * 1e6 + TDays;
    let ahead = known.get(key);
    if (ahead === undefined) {
      const within = (days: number) => model.ordersIfAlive(x, TDays, days);
      const waitDays = Math.round(model.medianWaitDays(x, TDays));
      ahead = {
        orders: within(options.horizonDays),
        discounted: discounted(within, options),
        waitDays,
      };
      known.set(key, ahead);
    }
    return ahead;
  };
}

/** Purchases of each month to come, at what they are worth today; they count at their month's end. */
export function discounted(
  within: (days: number) => number,
  { horizonDays, yearlyDiscount }: Pick<PredictionOptions, 'horizonDays' | 'yearlyDiscount'>,
): number {
  const monthly = (1 + yearlyDiscount) ** (1 / 12);
  let [sum, before] = [0, 0];
  for (let month = 1; before < horizonDays; month += 1) {
    const end = Math.min(horizonDays, month * DAYS_IN.month);
    sum += (within(end) - within(before)) / monthly ** (end / DAYS_IN.month);
    before = end;
  }
  return sum;
}

/**
 * BG/NBD lets shoppers leave only after a repeat, so it knows nothing of those without one: of them
 * Pareto/NBD speaks, and where it does not fit, the shop's rhythm.
 */
function churnOf(
  { x, txDays, TDays }: BuyingStats,
  bgnbd: BuyingModel | null,
  paretoNbd: BuyingModel | null,
  { churnDays }: PredictionOptions,
): Pick<Prediction, 'churnRisk' | 'churnBasis'> {
  const model = (x > 0 ? bgnbd : null) ?? paretoNbd;
  if (!model) return { churnRisk: Number(TDays - txDays > churnDays), churnBasis: 'rhythm' };
  return { churnRisk: 1 - model.pAlive(x, txDays, TDays), churnBasis: model.name };
}

/** The shopper's own rate, drawn to the shop's as if one more repeat had come at the shop's pace. */
function pooledPrediction(
  { pooled: { repeatsPerDay } }: ShopFits,
  { x, txDays, TDays }: BuyingStats,
  expectedSpendMinor: number,
  options: PredictionOptions,
): Prediction {
  const gone = TDays - txDays > options.churnDays;
  const rate = gone ? 0 : (x + 1) / (TDays + 1 / repeatsPerDay);
  return {
    model: 'pooled',
    pAlive: null,
    churnRisk: Number(gone),
    churnBasis: 'rhythm',
    expectedOrders: rate * options.horizonDays,
    nextOrderDay: null,
    expectedSpendMinor,
    clvMinor: discounted((days) => rate * days, options) * expectedSpendMinor,
  };
}
