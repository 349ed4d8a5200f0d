/** The orders of a file to all that is said of them. Pure: the same orders give the same answer. */
import { baseOf, rowOf } from '../../web/server/domain/retention/base.ts';
import type { ShopperBase } from '../../web/server/domain/retention/base.ts';
import type { Fit, Prediction, ShopFits } from '../../web/server/domain/retention/fits.ts';
import type { History, TimeUnit } from '../../web/server/domain/retention/history.ts';
import { holdoutOf, scoreHoldout } from '../../web/server/domain/retention/holdout.ts';
import type { HoldoutScore } from '../../web/server/domain/retention/holdout.ts';
import { cohortsOf } from '../../web/server/domain/retention/measures/cohorts.ts';
import type { Cohort } from '../../web/server/domain/retention/measures/cohorts.ts';
import { movesOf } from '../../web/server/domain/retention/lifecycle.ts';
import type { StageMove } from '../../web/server/domain/retention/lifecycle.ts';
import {
  HORIZON_DAYS,
  YEARLY_DISCOUNT,
  calibrationEnd,
  expectedIn,
} from '../../web/server/domain/retention/night.ts';
import { predictorOf } from '../../web/server/domain/retention/predictions.ts';
import { rfmOf } from '../../web/server/domain/retention/rfm.ts';
import type { Rfm, RfmOptions } from '../../web/server/domain/retention/rfm.ts';
import { gapsOf, rhythmOf } from '../../web/server/domain/retention/rhythm.ts';
import type { Rhythm } from '../../web/server/domain/retention/rhythm.ts';
import { fitShop } from '../../web/server/domain/retention/shopFits.ts';
import { bgNbdModel } from '../../web/server/domain/retention/models/bgnbd.ts';
import { paretoNbdModel } from '../../web/server/domain/retention/models/paretoNbd.ts';
import type { BuyingModel } from '../../web/server/domain/retention/models/buyingModel.ts';
import type { OrderBook } from '../../web/server/orderFiles/book.ts';
import { figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';

const MONTH_DAYS = 30;

export type AnalysisOptions = {
  unit: TimeUnit;
  calibrationEndDay: number | null;
  rfm: RfmOptions;
};

export type HoldoutFigures = {
  endDay: number;
  days: number;
  actual: number;
  bgnbd: HoldoutScore | null;
  paretoNbd: HoldoutScore | null;
};

export type Analysis = {
  unit: TimeUnit;
  base: ShopperBase;
  fits: ShopFits;
  /** Null where the span is too short or the day told lies outside it. */
  holdout: HoldoutFigures | null;
  noHoldout: 'shortSpan' | 'outside' | null;
  rfm: Rfm;
  gaps: readonly number[];
  rhythm: Rhythm;
  moves: { fromDay: number; toDay: number; all: StageMove[] };
  cohorts: Cohort[];
  figures: Figures;
  /** Row by row of the base. */
  predict(row: number): Prediction;
};

export function* historiesOf({ ids, starts, days, minor }: OrderBook): Generator<History> {
  for (let n = 0; n + 1 < starts.length; n += 1) {
    const [from, to] = [starts[n] ?? 0, starts[n + 1] ?? 0];
    if (from === to) continue;
    const purchases = [];
    for (let at = from; at < to; at += 1) {
      purchases.push({ day: days[at] ?? 0, amountMinor: minor[at] ?? 0 });
    }
    yield { shopperId: ids.at(n), purchases };
  }
}

type Cut = Pick<Analysis, 'noHoldout'> & { endDay: number | null };

function cutOf({ firstDay, asOfDay }: OrderBook, told: number | null): Cut {
  if (told !== null) {
    const inside = told >= firstDay && told < asOfDay;
    return inside ? { endDay: told, noHoldout: null } : { endDay: null, noHoldout: 'outside' };
  }
  const endDay = calibrationEnd(firstDay, asOfDay);
  return { endDay, noHoldout: endDay === null ? 'shortSpan' : null };
}

export function analyse(book: OrderBook, options: AnalysisOptions): Analysis {
  const { asOfDay } = book;
  const base = baseOf(historiesOf(book), asOfDay);
  const { endDay, noHoldout } = cutOf(book, options.calibrationEndDay);
  const held = endDay === null ? null : holdoutOf(historiesOf(book), endDay, asOfDay);
  const fits = fitShop(held?.base ?? base, { unit: options.unit });
  const score = <P>(fit: Fit<P> | null, model: (fit: Fit<P>) => BuyingModel) =>
    held && fit ? scoreHoldout(held, expectedIn(model(fit), held.base, held.days)) : null;
  const gaps = gapsOf(historiesOf(book), asOfDay);
  const rhythm = rhythmOf(gaps);
  const predict = predictorOf(fits, {
    asOfDay,
    horizonDays: HORIZON_DAYS,
    yearlyDiscount: YEARLY_DISCOUNT,
    churnDays: rhythm.churnDays,
  });
  const fromDay = asOfDay - MONTH_DAYS;
  return {
    unit: options.unit,
    base,
    fits,
    holdout:
      held && endDay !== null
        ? {
            endDay,
            days: held.days,
            actual: held.actual.reduce((sum, count) => sum + count, 0),
            bgnbd: score(fits.bgnbd, bgNbdModel),
            paretoNbd: score(fits.paretoNbd, paretoNbdModel),
          }
        : null,
    noHoldout,
    rfm: rfmOf(base, options.rfm),
    gaps,
    rhythm,
    moves: {
      fromDay,
      toDay: asOfDay,
      all: movesOf(historiesOf(book), rhythm, fromDay, asOfDay),
    },
    cohorts: cohortsOf(historiesOf(book), asOfDay),
    figures: figuresOf(book, historiesOf(book), rhythm),
    predict: (row) => predict(rowOf(base, row)),
  };
}
