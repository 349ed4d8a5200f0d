/**
 * Maximum likelihood of a model with positive parameters, in their logarithms, where time and money
 * are measured in the shop's own size, so that no unit changes what is found.
 */
import { curvatureOf, inverseOfPositive } from '../numbers/matrix.ts';
import { minimise } from '../numbers/minimise.ts';
import type { Fit, Fitted, ModelName, Warning } from '../fits.ts';
import type { TimeUnit } from '../history.ts';

export type Likelihood<P> = {
  model: ModelName;
  unit: TimeUnit;
  names: readonly (keyof P & string)[];
  starts: readonly (readonly number[])[];
  /** Of all shoppers, of parameters (not their logarithms) in the shop's own size. */
  logLikelihood(params: readonly number[]): number;
  /** Of some of them, evenly taken: where they are most likely the search of all begins. */
  coarse(params: readonly number[]): number;
  /** What each parameter is multiplied by to be in the unit that was asked for, and ln L moved by. */
  scales: Readonly<Record<keyof P & string, number>>;
  shift: number;
  shoppers: number;
};

/**
 * How hard a fit that has no maximum of its own is drawn to the shop's own size: as if each logarithm
 * were known beforehand to be 0 ± 3, a factor of 20 either way.
 */
const PRIOR_SPREAD = 3;

export function mostLikely<P extends Record<keyof P & string, number>>(
  likelihood: Likelihood<P>,
): Fitted<P> {
  const { shoppers, starts, model } = likelihood;
  const cost = (at: readonly number[]) => -likelihood.logLikelihood(at.map(Math.exp)) / shoppers;
  const rough = (at: readonly number[]) => -likelihood.coarse(at.map(Math.exp)) / shoppers;
  const tries = starts.map((start) => minimise(rough, start));
  const start = tries.toSorted((one, other) => one.value - other.value)[0]?.at ?? [];
  const best = minimise(cost, start);
  if (best.converged && !best.atBound && Number.isFinite(best.value)) {
    const errors = spreadOf(cost, best.at, shoppers);
    if (errors !== null) return { fit: fitOf(likelihood, best.at, errors), warnings: [] };
  }
  const warnings: Warning[] = [{ code: 'degenerateFit', model }];
  const drawn = (at: readonly number[]) =>
    cost(at) + at.reduce((sum, each) => sum + (each / PRIOR_SPREAD) ** 2 / 2, 0) / shoppers;
  const held = minimise(drawn, starts[0] ?? []);
  if (!Number.isFinite(held.value)) return { fit: null, warnings };
  if (!held.converged) warnings.push({ code: 'notConverged', model });
  warnings.push({ code: 'noStandardErrors', model });
  return { fit: fitOf(likelihood, held.at, null), warnings };
}

/** Standard errors of the logarithms; null where the curvature is not that of a maximum. */
function spreadOf(
  cost: (at: readonly number[]) => number,
  at: readonly number[],
  shoppers: number,
): number[] | null {
  const covariance = inverseOfPositive(curvatureOf(cost, at));
  if (covariance === null) return null;
  const errors = covariance.map((row, n) => Math.sqrt((row[n] ?? 0) / shoppers));
  // Of a parameter that may as well be 50 times larger the data say nothing.
  return errors.every((error) => error < 4) ? errors : null;
}

/** By the delta method a parameter's error is that of its logarithm times the parameter. */
function fitOf<P extends Record<keyof P & string, number>>(
  { model, unit, names, scales, shift, shoppers, logLikelihood }: Likelihood<P>,
  at: readonly number[],
  errors: readonly number[] | null,
): Fit<P> {
  const entries = names.map((name, n): [string, number] => [
    name,
    Math.exp(at[n] ?? 0) * scales[name],
  ]);
  const spread = entries.map(([name, value], n): [string, number] => [
    name,
    value * (errors?.[n] ?? 0),
  ]);
  return {
    model,
    unit,
    params: Object.fromEntries(entries) as P,
    standardErrors: errors && (Object.fromEntries(spread) as P),
    penalised: errors === null,
    logLikelihood: logLikelihood(at.map(Math.exp)) + shift,
    shoppers,
  };
}
