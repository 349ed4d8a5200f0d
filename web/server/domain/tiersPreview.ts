/** What a change of tiers would do, before it is made: "312 move up, 40 down". */
import type { Tiers } from './program.ts';

/** One shopper: the tier held by the version in force and by the draft, and what entering would give. */
export type TierMove = { before: string | null; after: string | null; entryPoints: bigint };

export type TierPreview = {
  up: number;
  down: number;
  same: number;
  /** Points that the draft would give at once for entering. */
  entryPoints: bigint;
  /** How many move from where to where; null: no tier. */
  moves: { before: string | null; after: string | null; shoppers: number }[];
};

/**
 * Counts who would move. A tier that the draft still has is where the draft puts it; one that is gone
 * is where it was, so that renaming all of them moves nobody.
 */
export function previewTiers(
  before: Tiers | null,
  after: Tiers | null,
  shoppers: Iterable<TierMove>,
): TierPreview {
  const preview: TierPreview = { up: 0, down: 0, same: 0, entryPoints: 0n, moves: [] };
  const moves = new Map<string, TierPreview['moves'][number]>();
  for (const move of shoppers) {
    const way = placeOf(move.after, after, before) - placeOf(move.before, after, before);
    preview[way > 0 ? 'up' : way < 0 ? 'down' : 'same'] += 1;
    preview.entryPoints += move.entryPoints;
    const key = JSON.stringify([move.before, move.after]);
    const known = moves.get(key);
    if (known) known.shoppers += 1;
    else moves.set(key, { before: move.before, after: move.after, shoppers: 1 });
  }
  preview.moves.push(...moves.values());
  return preview;
}

/** -1: no tier. */
function placeOf(tierId: string | null, first: Tiers | null, second: Tiers | null): number {
  const placeIn = (tiers: Tiers | null) =>
    (tiers?.levels ?? []).findIndex(({ id }) => id === tierId);
  const place = placeIn(first);
  return place === -1 ? placeIn(second) : place;
}
