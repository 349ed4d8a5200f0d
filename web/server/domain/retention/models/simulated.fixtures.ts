/** Shops whose parameters are known, because they were made from them. The same for a seed. */
import { baseBuilder } from '../base.ts';
import type { ShopperBase } from '../base.ts';
import type { BgNbdParams, GammaGammaParams, ParetoNbdParams } from '../fits.ts';
import { seeded } from '../numbers/seeded.ts';

export type Random = () => number;

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000. Scale 1. */
export function gammaOf(random: Random, shape: number): number {
  if (shape < 1) return gammaOf(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

const exponential = (random: Random, rate: number): number => -Math.log(1 - random()) / rate;

/** Days of repeat purchases up to `age` days after the first; rates per day. */
type Life = (random: Random, age: number) => number[];

export const bgNbdLife =
  ({ r, alpha, a, b }: BgNbdParams): Life =>
  (random, age) => {
    const rate = gammaOf(random, r) / alpha;
    const [out, stay] = [gammaOf(random, a), gammaOf(random, b)];
    const days: number[] = [];
    for (let at = exponential(random, rate); at <= age; at += exponential(random, rate)) {
      days.push(at);
      if (random() < out / (out + stay)) break;
    }
    return days;
  };

export const paretoNbdLife =
  ({ r, alpha, s, beta }: ParetoNbdParams): Life =>
  (random, age) => {
    const rate = gammaOf(random, r) / alpha;
    const end = Math.min(age, exponential(random, gammaOf(random, s) / beta));
    const days: number[] = [];
    for (let at = exponential(random, rate); at <= end; at += exponential(random, rate)) {
      days.push(at);
    }
    return days;
  };

export type Simulated = {
  shoppers: number;
  seed: number;
  life: Life;
  spend: GammaGammaParams;
  /** Everybody's age is between these, in days. */
  ages: readonly [number, number];
};

/** In whole days, as a shop sees it: two purchases of one day are one. */
export function simulatedBase({ shoppers, seed, life, spend, ages }: Simulated): ShopperBase {
  const random = seeded(seed);
  const asOf = ages[1];
  const builder = baseBuilder(asOf);
  for (let n = 0; n < shoppers; n += 1) {
    const age = ages[0] + Math.floor(random() * (ages[1] - ages[0]));
    const nu = gammaOf(random, spend.q) / spend.v;
    const purchases = [0, ...life(random, age)].map((day) => ({
      day: asOf - age + Math.round(day),
      amountMinor: Math.round(gammaOf(random, spend.p) / nu),
    }));
    builder.add({ shopperId: `s${n}`, purchases });
  }
  return builder.done();
}
