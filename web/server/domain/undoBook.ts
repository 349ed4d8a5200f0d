/** How an adjustment is undone: by a second transfer that names the first. */
import { lesser, move, shiftLot, takeFromLots } from './books.ts';
import type { Draft, LotMove, Transfer } from './books.ts';
import { giveBack } from './redemptionBook.ts';

/** The adjustment: its transfer, its points (below 0: they were taken) and what it did to lots. */
export type Adjusted = { transferId: string; points: bigint; moves: readonly LotMove[] };

/**
 * Undoes it as far as it goes, and answers the second transfer, or null where nothing is left to take.
 * Points that were given are taken out of the lots they made, then out of others; what was spent since
 * stays spent: nobody owes what they were given by hand. Points that were taken go back to where they
 * came from, and live at least until `floor` (null: without end).
 */
export function undoAdjustment(
  draft: Draft,
  adjusted: Adjusted,
  how: { now: number; floor: number | null; note: string },
): Transfer | null {
  return adjusted.points > 0n ? takeAgain(draft, adjusted, how) : giveAgain(draft, adjusted, how);
}

type How = Parameters<typeof undoAdjustment>[2];

const about = ({ transferId }: Adjusted, { now, note }: How) => ({
  reason: 'adjust' as const,
  ofTransferId: transferId,
  posting: 1,
  occurredAt: now,
  explain: { note },
});

function takeAgain(draft: Draft, adjusted: Adjusted, how: How): Transfer | null {
  const open = draft.account.lots.reduce((sum, lot) => sum + lot.open, 0n);
  const points = lesser(open, adjusted.points);
  if (points === 0n) return null;
  const ends = { from: 'available' as const, to: 'adjusted' as const, points };
  const transfer = move(draft, { ...ends, ...about(adjusted, how) });
  let left = points;
  for (const { lotId, points: put } of adjusted.moves) {
    const lot = draft.account.lots.find(({ id }) => id === lotId);
    const own = lot ? lesser(lesser(lot.open, put), left) : 0n;
    if (!lot || own <= 0n) continue;
    shiftLot(draft, transfer, lot, -own);
    left -= own;
  }
  takeFromLots(draft, transfer, left, null);
  return transfer;
}

function giveAgain(draft: Draft, adjusted: Adjusted, how: How): Transfer {
  const points = -adjusted.points;
  const ends = { from: 'adjusted' as const, to: 'available' as const, points };
  const transfer = move(draft, { ...ends, ...about(adjusted, how) });
  const book = { returned: 0n, holdMoves: adjusted.moves };
  giveBack(draft, transfer, book, points, how.now, how.floor);
  return transfer;
}
