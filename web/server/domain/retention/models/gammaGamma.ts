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

/** ln L of all of them, their money divided by `scale`. Equation 1a of the note. */
export function gammaGammaLogLikelihood(
  spenders: Spenders,
  { p, q, v }: GammaGammaParams,
  scale: number,
): number {
  const byRepeats = new Map<number, number>();
  let sum = 0;
  for (const [n, x] of spenders.x.entries()) {
    let constant = byRepeats.get(x);
    if (constant === undefined) {
      const shape = lnGamma(p * x + q) - lnGamma(p * x) - lnGamma(q) + q * Math.log(v);
      byRepeats.set(x, (constant = shape + p * x * Math.log(x)));
    }
    const spend = (spenders.spendMinor[n] ?? 0) / scale;
    sum += constant + (p * x - 1) * Math.log(spend / x) - (p * x + q) * Math.log(spend + v);
  }
  return sum;
}

export function fitGammaGamma(spenders: Spenders, unit: TimeUnit): Fitted<GammaGammaParams> {
  const shoppers = spenders.x.length;
  const scale = meanOrderOf(spenders);
  return mostLikely<GammaGammaParams>({
    model: 'gammaGamma',
    unit,
    names: ['p', 'q', 'v'],
    starts: [[1, 1, 0]],
    logLikelihood: ([p = 1, q = 1, v = 1]) => gammaGammaLogLikelihood(spenders, { p, q, v }, scale),
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
