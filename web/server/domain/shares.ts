/** ⌊a × b ÷ c⌋ for non-negative whole numbers whose product may pass 2^53. `c` is above 0. */
export const mulDivFloor = (a: number, b: number, c: number): number =>
  Number((BigInt(a) * BigInt(b)) / BigInt(c));

/**
 * Divides `total` among `weights` by largest remainder: everyone gets the floor of the exact share,
 * what is left goes one by one to the largest remainders, ties to the lower position. Parts sum to
 * `total` exactly; no part exceeds its weight while `total` is at most the sum of weights; a weight
 * of 0 gets 0. When all weights are 0 there is nobody to give to and all parts are 0.
 * `total` and `weights` must not be negative.
 */
export function divideByLargestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n || weights.some((w) => w < 0n)) throw new RangeError('negative share');
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight) => (total * weight) % sum);
  const left = Number(total - parts.reduce((a, b) => a + b, 0n));
  const byRemainder = weights
    .map((_, position) => position)
    .sort((a, b) => Number((remainders[b] ?? 0n) - (remainders[a] ?? 0n)));
  for (const position of byRemainder.slice(0, left)) {
    parts[position] = (parts[position] ?? 0n) + 1n;
  }
  return parts;
}
