/**
 * R's type-7 quantile of ascending values: h = (n − 1) p, then linear between the neighbours.
 * Hyndman and Fan, "Sample quantiles in statistical packages", 1996. NaN has no place here: of no
 * values there is no quantile, and that is a bug of the caller.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) throw new RangeError('a quantile of nothing');
  const h = (ascending.length - 1) * Math.min(1, Math.max(0, p));
  const low = Math.floor(h);
  const below = ascending[low] ?? 0;
  const above = ascending[Math.min(low + 1, ascending.length - 1)] ?? 0;
  return below + (h - low) * (above - below);
}
