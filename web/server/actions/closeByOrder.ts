/** The order that uses a code closes its redemption, and gives back what a refund of it must. */
import { postHold, returnPoints } from '../domain/redemptionBook.ts';
import type { RedemptionBook } from '../domain/redemptionBook.ts';
import { endOfLocalDayAfter } from '../domain/days.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import { returnedTarget } from '../domain/redemption.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import { ask } from './desk.ts';
import type { Desk } from './desk.ts';

/** A redemption's row as the books see it; write the two numbers back with `keepBook`. */
export const bookOf = (
  redemption: StoredRedemption,
  holdMoves: RedemptionBook['holdMoves'],
): RedemptionBook => ({
  redemptionId: redemption.redemptionId,
  points: redemption.points,
  returned: redemption.returned,
  nextPosting: redemption.nextPosting,
  holdTransferId: redemption.holdTransferId,
  holdMoves,
});

export function keepBook(redemption: StoredRedemption, book: RedemptionBook): void {
  redemption.returned = book.returned;
  redemption.nextPosting = book.nextPosting;
}

/**
 * Whatever state the redemption was in, the order's word is final: the code was used. Points that
 * had been given back meanwhile are taken again, by debt if need be; points spent on units that
 * came back are returned. A test order spends nothing of ours, yet its code is gone all the same.
 */
export function closeByOrder(desk: Desk, order: StoredOrder, facts: OrderFacts): void {
  if (!facts.scalars) return;
  const codes = facts.scalars.codes;
  for (const redemption of desk.redemptions) {
    const mine = redemption.orderId === order.orderId;
    if (!mine && (redemption.orderId !== null || !codes.includes(redemption.code))) continue;
    const draft = desk.drafts.get(redemption.shopperId);
    if (!draft) throw new Error('the owner of a used code is not locked');
    const { now } = desk.ctx;
    const book = bookOf(redemption, desk.holdMoves.get(redemption.holdTransferId) ?? []);
    if (!redemption.holdPosted && !isOver(redemption)) {
      postHold(draft, book, now);
      redemption.holdPosted = true;
    }
    if (redemption.status !== 'used') {
      redemption.status = 'used';
      redemption.closedAt = now;
      redemption.reason = null;
      ask(desk, 'settleCode', `${redemption.shopperId}/${redemption.redemptionId}`);
    }
    redemption.orderId = order.orderId;
    const target = returnedTarget({ facts, code: redemption.code, points: redemption.points });
    const grace = endOfLocalDayAfter(now, redemption.graceDays, desk.shop.timeZone);
    const floor = Math.max(grace, draft.account.keptUntil ?? 0);
    returnPoints(draft, book, target, now, floor);
    keepBook(redemption, book);
  }
}

/** Its points have come back. */
export const isOver = (redemption: StoredRedemption): boolean =>
  redemption.status === 'cancelled' ||
  redemption.status === 'lapsed' ||
  redemption.status === 'refused';
