/**
 * Pareto/NBD: Schmittlein, Morrison and Colombo, "Counting Your Customers", Management Science 33(1),
 * 1987, in the form of Fader and Hardie, "A Note on Deriving the Pareto/NBD Model" (2005). Shoppers buy
 * at random times at their own rate (Gamma(r, α)) and leave at any time at a rate of their own
 * (Gamma(s, β)).
 */
import { gaussOfOne } from '../numbers/hypergeometric.ts';
import { lnGamma } from '../numbers/gamma.ts';
import { DAYS_IN } from '../history.ts';
import type { TimeUnit } from '../history.ts';
import type { Fit, Fitted, ParetoNbdParams } from '../fits.ts';
import { medianLomax } from './buyingModel.ts';
import type { BuyingModel } from './buyingModel.ts';
import { thinned, weightsByRepeats } from './grouped.ts';
import type { Grouped } from './grouped.ts';
import { mostLikely } from './likelihood.ts';

/**
 * The paper's A₀ is a difference of ₂F₁(k, …; k + 1; z) at t_x and at T, k = r + s + x. Euler's
 * transformation takes (α + t)^−(r + x) (β + t)^−s out of both; what is left is this, s / k times a
 * ₂F₁(1, …; k + 1; z) that is never above k / s: a share, from 0 to 1.
 */
function leftBy({ r, alpha, s, beta }: ParetoNbdParams, x: number, t: number): number {
  const k = r + s + x;
  const [slow, fast] = [alpha + t, beta + t];
  if (alpha >= beta) return (s / k) * gaussOfOne(r + x, k + 1, (alpha - beta) / slow);
  return (s / k) * (slow / fast) * gaussOfOne(s + 1, k + 1, (beta - alpha) / fast);
}

/** Shares are asked for again and again: by x and day. */
function sharesOf(params: ParetoNbdParams, scale: number): (x: number, day: number) => number {
  const known = new Map<number, number>();
  return (x, day) => {
    const key = x * 1e6 + day;
    let share = known.get(key);
    if (share === undefined) known.set(key, (share = leftBy(params, x, day / scale)));
    return share;
  };
}

/** Of a shopper: ln of the share alive, and of all, both over (α + t_x)^−(r + x) (β + t_x)^−s. */
function lnParts(
  { r, alpha, s, beta }: ParetoNbdParams,
  share: (x: number, day: number) => number,
  scale: number,
  [x, txDays, TDays]: readonly [number, number, number],
): { lnHeight: number; lnAlive: number; all: number } {
  const [last, now] = [txDays / scale, TDays / scale];
  const lnHeight = -(r + x) * Math.log(alpha + last) - s * Math.log(beta + last);
  const lnAlive = -(r + x) * Math.log(alpha + now) - s * Math.log(beta + now) - lnHeight;
  const all = Math.exp(lnAlive) * (1 - share(x, TDays)) + share(x, txDays);
  return { lnHeight, lnAlive, all };
}

/** ln L of all shoppers, their days divided by `scale`. */
export function paretoNbdLogLikelihood(
  groups: Grouped,
  params: ParetoNbdParams,
  scale: number,
): number {
  const { r, alpha, s, beta } = params;
  const share = sharesOf(params, scale);
  let sum = 0;
  for (const [x, weight] of weightsByRepeats(groups).entries()) {
    if (weight === 0) continue;
    const rate = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
    sum += weight * rate;
  }
  for (let n = 0; n < groups.size; n += 1) {
    const seen = [groups.x[n] ?? 0, groups.txDays[n] ?? 0, groups.TDays[n] ?? 0] as const;
    const { lnHeight, all } = lnParts(params, share, scale, seen);
    sum += (groups.weight[n] ?? 0) * (lnHeight + Math.log(all));
  }
  return sum;
}

const COARSE = 20_000;

export function fitParetoNbd(groups: Grouped, unit: TimeUnit): Fitted<ParetoNbdParams> {
  const scale = groups.days / groups.shoppers;
  const inUnits = scale / DAYS_IN[unit];
  const rough = thinned(groups, COARSE);
  const lnMean = Math.log(groups.repeats / groups.shoppers);
  return mostLikely<ParetoNbdParams>({
    model: 'paretoNbd',
    unit,
    names: ['r', 'alpha', 's', 'beta'],
    starts: [[-0.5, -0.5 - lnMean, -0.5, -0.5]],
    logLikelihood: ([r = 1, alpha = 1, s = 1, beta = 1]) =>
      paretoNbdLogLikelihood(groups, { r, alpha, s, beta }, scale),
    coarse: ([r = 1, alpha = 1, s = 1, beta = 1]) =>
      paretoNbdLogLikelihood(rough, { r, alpha, s, beta }, scale),
    scales: { r: 1, alpha: inUnits, s: 1, beta: inUnits },
    shift: -groups.repeats * Math.log(inUnits),
    shoppers: groups.shoppers,
  });
}

export function paretoNbdModel({ params, unit }: Fit<ParetoNbdParams>): BuyingModel {
  const { r, s } = params;
  const alpha = params.alpha * DAYS_IN[unit];
  const beta = params.beta * DAYS_IN[unit];
  const inDays = { r, alpha, s, beta };
  const share = sharesOf(inDays, 1);
  /** λ's mean times the mean time that is left of `days`, which is finite also at s = 1. */
  const ordersIfAlive = (x: number, TDays: number, days: number) => {
    const age = beta + TDays;
    const lnLeft = -Math.log1p(days / age);
    const time = s === 1 ? -lnLeft : -Math.expm1((s - 1) * lnLeft) / (s - 1);
    return ((r + x) / (alpha + TDays)) * age * time;
  };
  return {
    name: 'paretoNbd',
    pAlive(x, txDays, TDays) {
      const { lnAlive, all } = lnParts(inDays, share, 1, [x, txDays, TDays]);
      return Math.min(1, Math.exp(lnAlive) / all);
    },
    ordersIfAlive,
    ordersOfNewcomer: (days) => ordersIfAlive(0, 0, days),
    medianWaitDays: (x, TDays) => medianLomax(r + x, alpha + TDays),
  };
}
