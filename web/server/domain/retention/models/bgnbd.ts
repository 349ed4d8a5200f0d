/**
 * BG/NBD: Fader, Hardie and Lee, "Counting Your Customers the Easy Way", Marketing Science 24(2), 2005.
 * While somebody is a shopper they buy at random times at their own rate (Gamma(r, α) over shoppers);
 * after each purchase they leave with their own probability (Beta(a, b) over shoppers).
 */
import { gaussTail } from '../numbers/hypergeometric.ts';
import { lnGamma, lnSum } from '../numbers/gamma.ts';
import { DAYS_IN } from '../history.ts';
import type { TimeUnit } from '../history.ts';
import type { BgNbdParams, Fit, Fitted } from '../fits.ts';
import { medianLomax } from './buyingModel.ts';
import type { BuyingModel } from './buyingModel.ts';
import { lnOfDays, thinned, weightsByRepeats } from './grouped.ts';
import type { Grouped } from './grouped.ts';
import { mostLikely } from './likelihood.ts';

/** ln L of all shoppers, their days divided by `scale`. Equation 6 of the paper. */
export function bgNbdLogLikelihood(
  groups: Grouped,
  { r, alpha, a, b }: BgNbdParams,
  scale: number,
): number {
  const lnDays = lnOfDays(alpha, scale, groups.mostDays);
  let sum = 0;
  for (const [x, weight] of weightsByRepeats(groups).entries()) {
    if (weight === 0) continue;
    const rate = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha);
    const leaving = lnGamma(a + b) + lnGamma(b + x) - lnGamma(b) - lnGamma(a + b + x);
    sum += weight * (rate + leaving);
  }
  const lnA = Math.log(a);
  for (let n = 0; n < groups.size; n += 1) {
    const x = groups.x[n] ?? 0;
    const weight = groups.weight[n] ?? 0;
    const stayed = -(r + x) * (lnDays[groups.TDays[n] ?? 0] ?? 0);
    if (x === 0) {
      sum += weight * stayed;
      continue;
    }
    const left = lnA - Math.log(b + x - 1) - (r + x) * (lnDays[groups.txDays[n] ?? 0] ?? 0);
    sum += weight * lnSum(stayed, left);
  }
  return sum;
}

const COARSE = 20_000;

export function fitBgNbd(groups: Grouped, unit: TimeUnit): Fitted<BgNbdParams> {
  const scale = groups.days / groups.shoppers;
  const inUnits = scale / DAYS_IN[unit];
  const rough = thinned(groups, COARSE);
  return mostLikely<BgNbdParams>({
    model: 'bgnbd',
    unit,
    names: ['r', 'alpha', 'a', 'b'],
    starts: startsOf(groups.repeats / groups.shoppers),
    logLikelihood: ([r = 1, alpha = 1, a = 1, b = 1]) =>
      bgNbdLogLikelihood(groups, { r, alpha, a, b }, scale),
    coarse: ([r = 1, alpha = 1, a = 1, b = 1]) =>
      bgNbdLogLikelihood(rough, { r, alpha, a, b }, scale),
    scales: { r: 1, alpha: inUnits, a: 1, b: 1 },
    shift: -groups.repeats * Math.log(inUnits),
    shoppers: groups.shoppers,
  });
}

/** Logarithms. The rate of the shop as one, and few or many who leave. */
const startsOf = (meanRepeats: number): number[][] => [
  [-0.7, -0.7 - Math.log(meanRepeats), -0.7, 0.7],
  [0.3, 0.3 - Math.log(meanRepeats), 0.3, 2],
];

export function bgNbdModel({ params, unit }: Fit<BgNbdParams>): BuyingModel {
  const { r, a, b } = params;
  const alpha = params.alpha * DAYS_IN[unit];
  const ordersIfAlive = (x: number, TDays: number, days: number) =>
    expectedOrders({ r: r + x, alpha: alpha + TDays, a, b: b + x }, days);
  return {
    name: 'bgnbd',
    pAlive(x, txDays, TDays) {
      if (x === 0) return 1;
      const lnOdds =
        Math.log(a) -
        Math.log(b + x - 1) +
        (r + x) * (Math.log(alpha + TDays) - Math.log(alpha + txDays));
      return 1 / (1 + Math.exp(lnOdds));
    },
    ordersIfAlive,
    ordersOfNewcomer: (days) => ordersIfAlive(0, 0, days),
    medianWaitDays: (x, TDays) => medianLomax(r + x, alpha + TDays),
  };
}

/**
 * Equation 10 without its denominator (which is 1 / P(alive)), for the parameters after what was seen:
 * (c / ε) [1 − (1 − z)^r ₂F₁(r, b; c; z)], where c = a + b − 1, ε = a − 1 and z = t / (α + t). Written
 * so, a = 1 would be 0 / 0. By Euler's transformation (1 − z)^r ₂F₁ = (1 − z)^ε ₂F₁(ε, c − r; c; z),
 * where ε stands before everything but the 1 and can be taken out.
 */
function expectedOrders({ r, alpha, a, b }: BgNbdParams, days: number): number {
  if (!(days > 0)) return 0;
  const z = days / (alpha + days);
  const lnLeft = -Math.log1p(days / alpha);
  const [c, over] = [a + b - 1, a - 1];
  if (c - r > -1) {
    const growth = over === 0 ? lnLeft : Math.expm1(over * lnLeft) / over;
    return -c * growth - (c - r) * gaussTail(over, c - r, c, z, over * lnLeft);
  }
  // Few leave and all buy alike: the terms above would alternate, these do not. Near a = 1, where
  // they cancel, the middle of two neighbours serves.
  const direct = (near: number) => {
    const all = near + b;
    const stayed =
      (all - 1) * Math.exp(r * lnLeft) + r * b * gaussTail(r, b, all - 1, z, r * lnLeft);
    return (all - 1 - stayed) / (near - 1);
  };
  const close = 1e-3;
  if (Math.abs(over) >= close) return direct(a);
  return (direct(1 - close) * (1 + close - a) + direct(1 + close) * (a - 1 + close)) / (2 * close);
}
