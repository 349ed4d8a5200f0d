/**
 * ln Γ(x) for x > 0, to about 1e-14: small arguments are shifted up by Γ(x + 1) = x Γ(x), large ones
 * are Stirling's series (NIST DLMF 5.11.1, with the Bernoulli numbers to B14).
 */
export function lnGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ(${x})`);
  let product = 1;
  let at = x;
  while (at < 10) {
    product *= at;
    at += 1;
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 +
      square *
        (-1 / 360 +
          square *
            (1 / 1260 + square * (-1 / 1680 + square * (1 / 1188 + square * (-691 / 360_360))))));
  return (at - 0.5) * Math.log(at) - at + HALF_LN_TAU + series - Math.log(product);
}

const HALF_LN_TAU = Math.log(2 * Math.PI) / 2;

/** ln(eᵃ + eᵇ) without leaving the range of doubles. */
export function lnSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? high : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
