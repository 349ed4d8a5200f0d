/** How an action's worth becomes postings. It is judged once, so there is nothing to take back. */
import { move } from './books.ts';
import type { Draft, LotEnd } from './books.ts';
import { becomeAvailable } from './orderBook.ts';

/** What an action's row remembers of its postings. */
export type ActionBook = {
  actionId: string;
  points: bigint;
  pending: bigint;
  nextPosting: number;
};

/** Points are on the way; `explain` says which rules gave them. */
export function postAction(
  draft: Draft,
  book: ActionBook,
  points: bigint,
  how: { occurredAt: number; explain: unknown },
): void {
  move(draft, {
    from: 'issued',
    to: 'pending',
    points,
    reason: 'bonus',
    actionId: book.actionId,
    posting: book.nextPosting++,
    ...how,
  });
  book.points += points;
  book.pending += points;
}

/** Points on the way become the shopper's: debt first, the rest is the action's lot. */
export function matureAction(
  draft: Draft,
  book: ActionBook,
  when: { availableAt: number } & LotEnd,
): void {
  const points = book.pending;
  if (points === 0n) return;
  book.pending = 0n;
  const { actionId } = book;
  const about = { actionId, posting: book.nextPosting++ };
  becomeAvailable(
    draft,
    points,
    { reason: 'bonusMature', ...about },
    { orderId: null, actionId },
    when,
  );
}
