/**
 * What the models answer. No figure here is ever NaN or infinite: where a shop's history cannot carry
 * a model there is no fit, and a warning says why.
 */
import type { TimeUnit } from './history.ts';

/** Rates are per `unit` of the fit: α is in that unit. */
export type BgNbdParams = { r: number; alpha: number; a: number; b: number };
export type ParetoNbdParams = { r: number; alpha: number; s: number; beta: number };
/** `v` is money, in minor units. */
export type GammaGammaParams = { p: number; q: number; v: number };

export type ModelName = 'bgnbd' | 'paretoNbd' | 'gammaGamma';

export type WarningCode =
  /** Nobody has bought. */
  | 'noShoppers'
  /** Fewer shoppers than a model can learn from (`limit`). */
  | 'tooFewShoppers'
  /** Fewer shoppers who came back than a model can learn from (`limit`). */
  | 'tooFewRepeats'
  /** All of it happened on one day. */
  | 'oneDayOfHistory'
  /** The likelihood is flat or runs to its bounds: many parameters fit as well. */
  | 'degenerateFit'
  /** The search ended before its step was small. */
  | 'notConverged'
  /** The curvature at the best fit is not that of a maximum: no standard errors. */
  | 'noStandardErrors'
  /** A seeded sample of `count` shoppers was fitted, all were scored. */
  | 'sampled'
  /** `count` shoppers buy so often, or for so much, that they were left out of the fit. */
  | 'outliersLeftOut'
  /** `count` shoppers' repeats came to nothing or less and were left out of the spend model. */
  | 'noSpendLeftOut'
  /** Who buys more often spends differently (`correlation`): the spend model assumes not. */
  | 'spendGoesWithFrequency'
  /** The model calls all `count` one-order shoppers alive; the churn list does not follow it. */
  | 'oneOrderCalledAlive';

export type Warning = {
  code: WarningCode;
  model?: ModelName;
  count?: number;
  limit?: number;
  correlation?: number;
};

export type Fit<P> = {
  model: ModelName;
  /** What the parameters are measured in. Predictions take and give days all the same. */
  unit: TimeUnit;
  params: P;
  /** From the observed information, by the delta method; null where it is no maximum's. */
  standardErrors: P | null;
  /** The likelihood had no maximum of its own; a weak draw to the shop's own pace gave it one. */
  penalised: boolean;
  /** Of all `shoppers` that were fitted. */
  logLikelihood: number;
  shoppers: number;
};

/** `fit` is null where the history cannot carry the model; then a warning says why. */
export type Fitted<P> = { fit: Fit<P> | null; warnings: Warning[] };

/** Everything that is fitted to one shop. `pooled` is what is used where there is no fit. */
export type ShopFits = {
  bgnbd: Fit<BgNbdParams> | null;
  paretoNbd: Fit<ParetoNbdParams> | null;
  gammaGamma: Fit<GammaGammaParams> | null;
  pooled: PooledRate;
  warnings: Warning[];
};

/** The shop as one: repeats a day of all shoppers together, and what one came to on average. */
export type PooledRate = { repeatsPerDay: number; repeatSpendMinor: number };

export type Prediction = {
  /** Which model spoke; `pooled` is the fallback of a shop that carries none. */
  model: 'bgnbd' | 'paretoNbd' | 'pooled';
  /** Null where nothing but the shop's mean is known. BG/NBD says 1 of every one-order shopper. */
  pAlive: number | null;
  /** That the shopper has left, from 0 to 1: the churn list stands on this, never on `pAlive`. */
  churnRisk: number;
  /** What `churnRisk` stands on. `rhythm`: silent for longer than the churn window or not. */
  churnBasis: 'bgnbd' | 'paretoNbd' | 'rhythm';
  /** Repeat purchases in the horizon. */
  expectedOrders: number;
  /**
   * The middle of when the next purchase would come: half of those who are like this shopper, and
   * still shoppers, will have bought. Null where that is more than two years ahead.
   */
  nextOrderDay: number | null;
  /** What one purchase is expected to come to, minor units, unrounded. */
  expectedSpendMinor: number;
  /** Of the horizon, each month's purchases discounted to today, minor units, unrounded. */
  clvMinor: number;
};

export type PredictionOptions = {
  asOfDay: number;
  horizonDays: number;
  /** Per year, e.g. 0.1; per month it is (1 + rate)^(1/12) − 1. */
  yearlyDiscount: number;
  /** The shop's churn window (`rhythmOf`), for those of whom the models cannot tell. */
  churnDays: number;
  /** BG/NBD where it fits, unless told. */
  prefer?: 'bgnbd' | 'paretoNbd';
};

export type FitOptions = {
  /** What parameters are measured in; `week` unless told. */
  unit?: TimeUnit;
  /** Up to how many shoppers Pareto/NBD fits whole; of more it takes a seeded sample. 50,000. */
  sampleSize?: number;
  seed?: number;
};
