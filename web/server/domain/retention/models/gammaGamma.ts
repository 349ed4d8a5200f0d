/**
 * Gamma-Gamma: Fader and Hardie, "The Gamma-Gamma Model of Monetary Value" (2013). A shopper's orders
 * vary around the shopper's own mean (Gamma(p, ν)), and ν over shoppers (Gamma(q, v)). It assumes that
 * spend does not go with frequency.
 */
import { lnGamma } from '../numbers/gamma.ts';
import type { ShopperBase } from '../base.ts';
import type { Fit, Fitted, GammaGammaParams } from '../fits.ts';
import type { TimeUnit } from '../history.ts';
import { mostLikely } from './likelihood.ts';

/** Repeat buyers whose repeats came to something: how many repeats, and their sum. */
export type Spenders = { x: Int32Array; spendMinor: Float64Array };

export function spendersOf(base: ShopperBase, rows?: Int32Array): Spenders {
  const all = rows ?? Int32Array.from({ length: base.size }, (_, n) => n);
  const chosen = all.filter((n) => (base.x[n] ?? 0) > 0 && (base.repeatSpendMinor[n] ?? 0) > 0);
  return {
    x: chosen.map((n) => base.x[n] ?? 0),
    spendMinor: Float64Array.from(chosen, (n) => base.repeatSpendMinor[n] ?? 0),
  };
}

/**
 * ln L of all of them as a function of the parameters, their money divided by `scale`. Equation 1a of
 * the note; what no parameter changes is summed once.
 */
export function gammaGammaLogLikelihood(
  { x: repeats, spendMinor }: Spenders,
  scale: number,
): (params: GammaGammaParams) => number {
  const spends = spendMinor.map((spend) => spend / scale);
  const most = repeats.reduce((high, x) => Math.max(high, x), 0);
  const shoppers = new Float64Array(most + 1);
  let [lnMeans, lnSpends] = [0, 0];
  for (const [n, x] of repeats.entries()) {
    shoppers[x] = (shoppers[x] ?? 0) + 1;
    const spend = Math.log(spends[n] ?? 1);
    lnMeans += spend - Math.log(x);
    lnSpends += x * spend;
  }
  return ({ p, q, v }) => {
    let sum = p * lnSpends - lnMeans;
    const before = q * Math.log(v) - lnGamma(q);
    for (const [x, count] of shoppers.entries()) {
      if (count > 0) sum += count * (before + lnGamma(p * x + q) - lnGamma(p * x));
    }
    for (let n = 0; n < repeats.length; n += 1) {
      sum -= (p * (repeats[n] ?? 0) + q) * Math.log((spends[n] ?? 0) + v);
    }
    return sum;
  };
}

/** So many shoppers, evenly taken, say where to begin. */
const COARSE = 20_000;

function coarse({ x, spendMinor }: Spenders): Spenders {
  const every = Math.ceil(x.length / COARSE);
  return {
    x: x.filter((_, n) => n % every === 0),
    spendMinor: spendMinor.filter((_, n) => n % every === 0),
  };
}

export function fitGammaGamma(spenders: Spenders, unit: TimeUnit): Fitted<GammaGammaParams> {
  const shoppers = spenders.x.length;
  const scale = meanOrderOf(spenders);
  const whole = gammaGammaLogLikelihood(spenders, scale);
  const rough = shoppers > 2 * COARSE ? gammaGammaLogLikelihood(coarse(spenders), scale) : whole;
  return mostLikely<GammaGammaParams>({
    model: 'gammaGamma',
    unit,
    names: ['p', 'q', 'v'],
    starts: [[1, 1, 0]],
    logLikelihood: ([p = 1, q = 1, v = 1]) => whole({ p, q, v }),
    coarse: ([p = 1, q = 1, v = 1]) => rough({ p, q, v }),
    scales: { p: 1, q: 1, v: scale },
    shift: -shoppers * Math.log(scale),
    shoppers,
  });
}

function meanOrderOf({ x, spendMinor }: Spenders): number {
  const orders = x.reduce((sum, each) => sum + each, 0);
  return spendMinor.reduce((sum, each) => sum + each, 0) / orders;
}

/** What an order of this shopper comes to, in minor units: equation 5. `q` must be above 1. */
export function expectedSpend(
  { params: { p, q, v } }: Fit<GammaGammaParams>,
  x: number,
  repeatSpendMinor: number,
): number {
  const seen = repeatSpendMinor > 0 ? x : 0;
  return (p * (v + (seen > 0 ? repeatSpendMinor : 0))) / (p * seen + q - 1);
}
