/** How points are set aside, spent, given back and taken again. */
import {
  lesser,
  move,
  moveEnd,
  owe,
  putIntoLot,
  repayDebt,
  shiftLot,
  takeFromLots,
} from './books.ts';
import type { Draft, Lot, LotMove, Transfer } from './books.ts';

/** Sets points aside for a redemption. The caller has decided that they are there. */
export function hold(draft: Draft, points: bigint, redemptionId: string, now: number): Transfer {
  if (draft.account.available < points) throw new Error('a hold needs the points to be there');
  const transfer = move(draft, {
    from: 'available',
    to: 'held',
    points,
    reason: 'hold',
    redemptionId,
    occurredAt: now,
  });
  takeFromLots(draft, transfer, points, null);
  return transfer;
}

/** What a redemption's row remembers of its postings; `holdMoves` are the hold's own lot moves. */
export type RedemptionBook = {
  redemptionId: string;
  points: bigint;
  returned: bigint;
  nextPosting: number;
  holdTransferId: string;
  holdMoves: readonly LotMove[];
};

/** The code is out: the held points are spent. */
export function postHold(draft: Draft, redemption: RedemptionBook, now: number): void {
  move(draft, {
    from: 'held',
    to: 'redeemed',
    points: redemption.points,
    reason: 'redeem',
    ...about(redemption, now),
  });
}

/** No code came of it: the held points go back into the lots they came from. */
export function voidHold(draft: Draft, book: RedemptionBook, now: number, floor: number | null) {
  const transfer = move(draft, {
    from: 'held',
    to: 'available',
    points: book.points,
    reason: 'void',
    ...about(book, now),
  });
  giveBack(draft, transfer, book, book.points, now, floor);
  book.returned = book.points;
}

/**
 * Gives back spent points so that `target` of them are returned in all; a lower target than before
 * takes them again, by debt if need be. `floor` is the earliest expiry the points come back with
 * (null: none expire).
 */
export function returnPoints(
  draft: Draft,
  book: RedemptionBook,
  target: bigint,
  now: number,
  floor: number | null,
): void {
  const difference = target - book.returned;
  if (difference === 0n) return;
  if (difference > 0n) {
    const transfer = move(draft, {
      from: 'redeemed',
      to: 'available',
      points: difference,
      reason: 'return',
      ...about(book, now),
    });
    giveBack(draft, transfer, book, difference, now, floor);
  } else {
    const transfer = move(draft, {
      from: 'available',
      to: 'redeemed',
      points: -difference,
      reason: 'retake',
      ...about(book, now),
    });
    const got = takeFromLots(draft, transfer, -difference, null);
    if (got < -difference) owe(draft, -difference - got, now);
  }
  book.returned = target;
}

function about(redemption: RedemptionBook, now: number) {
  return {
    redemptionId: redemption.redemptionId,
    ofTransferId: redemption.holdTransferId,
    posting: redemption.nextPosting++,
    occurredAt: now,
  };
}

/**
 * Repays debt, then refills the hold's lots, those taken last first (they live longest). A lot that
 * would end before `floor` and still has other open points is left alone: a new lot takes these. So
 * does one for what a lot has no room for: taken again, they may have come out of another lot.
 */
export function giveBack(
  draft: Draft,
  transfer: Transfer,
  book: Pick<RedemptionBook, 'returned' | 'holdMoves'>,
  points: bigint,
  now: number,
  floor: number | null,
): void {
  let left = repayDebt(draft, points);
  if (left < points) transfer.explain = { debtRepaid: Number(points - left) };
  let skip = book.returned;
  for (const taken of [...book.holdMoves].reverse()) {
    const size = -taken.points;
    const skipped = lesser(skip, size);
    skip -= skipped;
    const part = lesser(left, size - skipped);
    if (part === 0n) continue;
    left -= part;
    const lot = draft.account.lots.find((l) => l.id === taken.lotId);
    const fits = lot ? refill(draft, transfer, lot, part, floor) : 0n;
    const expiresAt = lot && !endsEarly(lot, floor) ? lot.expiresAt : floor;
    const onlyTold = lot?.notice !== undefined;
    putIntoLot(draft, transfer, part - fits, {
      orderId: null,
      availableAt: now,
      expiresAt,
      onlyTold,
    });
  }
  putIntoLot(draft, transfer, left, { orderId: null, availableAt: now, expiresAt: floor });
}

/** Puts back into a lot what may go there, and answers how much that was. */
function refill(
  draft: Draft,
  transfer: Transfer,
  lot: Lot,
  points: bigint,
  floor: number | null,
): bigint {
  if (endsEarly(lot, floor)) {
    if (lot.open > 0n) return 0n;
    moveEnd(draft, lot, floor);
  }
  const fits = lesser(points, lot.points - lot.open);
  shiftLot(draft, transfer, lot, fits);
  return fits;
}

const endsEarly = ({ expiresAt }: Lot, floor: number | null): boolean =>
  expiresAt !== null && (floor === null || expiresAt < floor);
