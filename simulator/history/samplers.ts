/** Draws from a seeded source of uniform numbers in [0, 1). Same source, same draws. */
import { seededRandom } from '../webhooks/faults.ts';

export type Random = () => number;

/** A source of its own for each (seed, stream, index): lives can be drawn in any order. */
export function randomOf(seed: number, stream: number, index: number): Random {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) ^ Math.imul(index + 1, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39);
  return seededRandom(mixed ^ (mixed >>> 16));
}

/** Uniform in (0, 1): safe to take the logarithm of. */
const open = (random: Random): number => 1 - random();

/** Mean 1 ÷ rate. */
export const exponential = (random: Random, rate: number): number => -Math.log(open(random)) / rate;

/** Mean 0, variance 1 (Box and Muller, 1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(open(random))) * Math.cos(2 * Math.PI * random());

/** Mean shape ÷ rate, variance shape ÷ rate² (Marsaglia and Tsang, 2000). */
export function gamma(random: Random, shape: number, rate: number): number {
  if (shape < 1) return gamma(random, shape + 1, rate) * open(random) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(open(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

/** Mean a ÷ (a + b). */
export function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a, 1);
  return x / (x + gamma(random, b, 1));
}

/** Mean and variance `mean`; for small means (Knuth): the work grows with the mean. */
export function poisson(random: Random, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let left = open(random); left > floor; left *= open(random)) count += 1;
  return count;
}

export const chance = (random: Random, probability: number): boolean => random() < probability;

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export function pick<T>(random: Random, things: readonly T[]): T {
  const thing = things[Math.floor(random() * things.length)];
  if (thing === undefined) throw new Error('nothing to pick from');
  return thing;
}

/** An index, with probability in proportion to its weight. */
export function weighted(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return weights.findLastIndex((weight) => weight > 0);
}
