/** The samplers have the moments that they promise: within five standard errors, seed 7. */
import { expect, test } from 'vitest';
import {
  beta,
  between,
  exponential,
  gamma,
  normal,
  pick,
  poisson,
  randomOf,
  weighted,
} from './samplers.ts';
import type { Random } from './samplers.ts';

const DRAWS = 100_000;

function momentsOf(draw: (random: Random) => number): { mean: number; variance: number } {
  const random = randomOf(7, 1, 0);
  const draws = Array.from({ length: DRAWS }, () => draw(random));
  const mean = draws.reduce((a, b) => a + b, 0) / DRAWS;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (DRAWS - 1);
  return { mean, variance };
}

/** Name, sampler, mean, variance, fourth central moment ÷ variance². */
const rows: [string, (random: Random) => number, number, number, number][] = [
  ['a source', (r) => r(), 1 / 2, 1 / 12, 1.8],
  ['exponential, rate 2', (r) => exponential(r, 2), 1 / 2, 1 / 4, 9],
  ['normal', normal, 0, 1, 3],
  ['gamma .243, rate 4.414', (r) => gamma(r, 0.243, 4.414), 0.05505, 0.012472, 3 + 6 / 0.243],
  ['gamma 6.25, rate 2', (r) => gamma(r, 6.25, 2), 3.125, 1.5625, 3 + 6 / 6.25],
  ['beta .793, 2.426', (r) => beta(r, 0.793, 2.426), 0.24635, 0.044, 3],
  ['poisson 3.5', (r) => poisson(r, 3.5), 3.5, 3.5, 3 + 1 / 3.5],
  ['between 2 and 6', (r) => between(r, 2, 6), 4, 2, 1.7],
  ['pick', (r) => pick(r, [1, 2, 3, 6]), 3, 3.5, 1.8],
  ['weighted 1:0:3', (r) => weighted(r, [1, 0, 3]), 1.5, 0.75, 7 / 3],
];

test.each(rows)('%s', (_, draw, mean, variance, kurtosis) => {
  const found = momentsOf(draw);
  expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / DRAWS));
  const spread = variance * Math.sqrt((kurtosis - 1) / DRAWS);
  expect(Math.abs(found.variance - variance)).toBeLessThan(5 * spread + 1e-4);
});

test('sources of neighbours have nothing in common, and each is the same again', () => {
  const firsts = Array.from({ length: 20_000 }, (_, index) => randomOf(7, 1, index)());
  expect(new Set(firsts).size).toBeGreaterThan(19_990);
  const mean = firsts.reduce((a, b) => a + b, 0) / firsts.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / firsts.length));
  expect(randomOf(7, 1, 19)()).toBe(firsts[19]);
  expect(randomOf(8, 1, 19)()).not.toBe(firsts[19]);
  expect(randomOf(7, 2, 19)()).not.toBe(firsts[19]);
});
