import { expiryOf } from './days.ts';
import type { Expiry } from './program.ts';

/**
 * The last sign of life that kept points alive which were earned long ago: signs (ms, in any order)
 * count as long as each came before the end that the ones before it had set. Where points end
 * without activity, a sign after a silence that was too long wakes nothing; everywhere else the
 * newest sign is as good as any.
 */
export function lastSignFor(
  expiry: Expiry,
  earnedAt: number,
  signs: readonly number[],
  timeZone: string,
): number {
  const newest = Math.max(earnedAt, ...signs);
  if (expiry.kind !== 'inactivity') return newest;
  let last = earnedAt;
  for (const sign of [...signs].sort((a, b) => a - b)) {
    if (sign <= last) continue;
    const end = expiryOf(expiry, { earnedAt, lastActivityAt: last }, timeZone);
    if (end !== null && sign >= end) return last;
    last = sign;
  }
  return last;
}
