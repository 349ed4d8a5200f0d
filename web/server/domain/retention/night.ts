/**
 * What is worked out of a shop every night: its rhythm, its RFM cut points, the customer models, and how
 * well they would have foreseen the newest third of its past.
 */
import { rowOf } from './base.ts';
import type { ShopperBase } from './base.ts';
import type { Fit, ShopFits } from './fits.ts';
import { scoreHoldout } from './holdout.ts';
import type { Holdout, HoldoutScore } from './holdout.ts';
import { bgNbdModel } from './models/bgnbd.ts';
import type { BuyingModel } from './models/buyingModel.ts';
import { paretoNbdModel } from './models/paretoNbd.ts';
import { cutPointsOf } from './rfm.ts';
import type { CutPoints } from './rfm.ts';
import { rhythmOf } from './rhythm.ts';
import type { Rhythm } from './rhythm.ts';
import { fitShop } from './shopFits.ts';

/** What is foretold reaches a year ahead; money of later months is worth a tenth less a year. */
export const HORIZON_DAYS = 365;
export const YEARLY_DISCOUNT = 0.1;

/** A shorter span is not cut in two. */
const LEAST_SPAN_DAYS = 84;
const LEARNT_SHARE = 2 / 3;

export type NightInput = {
  base: ShopperBase;
  held: Holdout | null;
  /** Days between neighbouring buying days, and how often each was seen. */
  gaps: readonly { days: number; count: number }[];
  /** The merchant's own churn window. */
  churnDays: number | null;
};

export type HoldoutFigures = {
  /** Learnt up to and with the day before these many. */
  days: number;
  actual: number;
  bgnbd: HoldoutScore | null;
  paretoNbd: HoldoutScore | null;
};

export type Night = {
  rhythm: Rhythm;
  cutPoints: CutPoints;
  fits: ShopFits;
  holdout: HoldoutFigures | null;
};

/** The last day that is learnt from when foresight is tried; null where the past is too short. */
export function calibrationEnd(firstDay: number, asOfDay: number): number | null {
  const span = asOfDay - firstDay;
  return span < LEAST_SPAN_DAYS ? null : firstDay + Math.round(span * LEARNT_SHARE);
}

/** Deterministic. Takes some ten seconds of a processor for a million shoppers. */
export function workOut({ base, held, gaps, churnDays }: NightInput): Night {
  const all = gaps.flatMap(({ days, count }) => Array.from({ length: count }, () => days));
  return {
    rhythm: rhythmOf(all, churnDays ?? undefined),
    cutPoints: cutPointsOf(base),
    fits: fitShop(base),
    holdout: held && triedOn(held),
  };
}

function triedOn(held: Holdout): HoldoutFigures {
  const fits = fitShop(held.base);
  const score = <P>(fit: Fit<P> | null, model: (fit: Fit<P>) => BuyingModel) =>
    fit && scoreHoldout(held, expectedIn(model(fit), held.base, held.days));
  return {
    days: held.days,
    actual: held.actual.reduce((sum, count) => sum + count, 0),
    bgnbd: score(fits.bgnbd, bgNbdModel),
    paretoNbd: score(fits.paretoNbd, paretoNbdModel),
  };
}

/** Purchases that are expected of each shopper in the days to come. */
export function expectedIn(model: BuyingModel, base: ShopperBase, days: number): Float64Array {
  return Float64Array.from({ length: base.size }, (_, row) => {
    const { x, txDays, TDays } = rowOf(base, row);
    return model.pAlive(x, txDays, TDays) * model.ordersIfAlive(x, TDays, days);
  });
}
