/** An order or a redemption, and until when it keeps points (null: it moves no end). */
export type SignOfLife = { at: number; until: number | null };

/**
 * When points of long ago end that would end at `own` by themselves (ms; null: never). Signs, in any
 * order, count as long as each came before the end that those before it had set: a sign after a
 * silence that was too long wakes nothing.
 */
export function endAfterSigns(own: number | null, signs: readonly SignOfLife[]): number | null {
  if (own === null) return null;
  let end = own;
  for (const { at, until } of [...signs].sort((a, b) => a.at - b.at)) {
    if (at >= end) break;
    end = Math.max(end, until ?? end);
  }
  return end;
}
