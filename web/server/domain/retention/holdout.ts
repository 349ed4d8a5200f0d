/** Whether a model foresees: it learns from the days up to one, and is asked about those after. */
import { baseBuilder } from './base.ts';
import type { ShopperBase } from './base.ts';
import { buyingDays } from './history.ts';
import type { History } from './history.ts';

export type Holdout = {
  /** Everybody who had bought by the end of the calibration, as of its last day. */
  base: ShopperBase;
  /** Length of the holdout. */
  days: number;
  /** Buying days in the holdout, row by row. */
  actual: Int32Array;
};

/** Calibration up to and with `calibrationEndDay`, holdout up to and with `toDay`. */
export function holdoutOf(
  histories: Iterable<History>,
  calibrationEndDay: number,
  toDay: number,
): Holdout {
  const builder = baseBuilder(calibrationEndDay);
  const actual: number[] = [];
  for (const history of histories) {
    const days = buyingDays(history, toDay);
    if ((days[0]?.day ?? Infinity) > calibrationEndDay) continue;
    builder.add(history);
    actual.push(days.filter(({ day }) => day > calibrationEndDay).length);
  }
  return { base: builder.done(), days: toDay - calibrationEndDay, actual: Int32Array.from(actual) };
}

export type CalibrationBin = {
  /** Repeats in the calibration; the last bin holds all with so many or more. */
  x: number;
  shoppers: number;
  /** Means a shopper. */
  actual: number;
  predicted: number;
};

export type HoldoutScore = {
  actual: number;
  predicted: number;
  /** Pearson's, over shoppers; null where one side does not vary. */
  correlation: number | null;
  bins: CalibrationBin[];
};

const LAST_BIN = 7;

/** `predicted`: expected purchases in the holdout, row by row. */
export function scoreHoldout(holdout: Holdout, predicted: Float64Array): HoldoutScore {
  const bins: CalibrationBin[] = [];
  for (let n = 0; n < holdout.base.size; n += 1) {
    const x = Math.min(holdout.base.x[n] ?? 0, LAST_BIN);
    const bin = (bins[x] ??= { x, shoppers: 0, actual: 0, predicted: 0 });
    bin.shoppers += 1;
    bin.actual += holdout.actual[n] ?? 0;
    bin.predicted += predicted[n] ?? 0;
  }
  const filled = bins.filter((bin) => bin !== undefined);
  return {
    actual: filled.reduce((sum, bin) => sum + bin.actual, 0),
    predicted: filled.reduce((sum, bin) => sum + bin.predicted, 0),
    correlation: correlationOf(holdout.actual, predicted),
    bins: filled.map((bin) => ({
      ...bin,
      actual: bin.actual / bin.shoppers,
      predicted: bin.predicted / bin.shoppers,
    })),
  };
}

/** Pearson's correlation; null where one side does not vary. */
export function correlationOf(one: ArrayLike<number>, other: ArrayLike<number>): number | null {
  const n = one.length;
  const [meanOne, meanOther] = [meanOf(one), meanOf(other)];
  let [both, first, second] = [0, 0, 0];
  for (let row = 0; row < n; row += 1) {
    const a = (one[row] ?? 0) - meanOne;
    const b = (other[row] ?? 0) - meanOther;
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : null;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n += 1) sum += values[n] ?? 0;
  return sum / values.length;
}
