/** How a referral's worth becomes postings to the advocate's account. */
import type { Draft, LotEnd, OrderBook } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import type { Worth } from './orderBook.ts';

/** What a referral's row remembers of its postings; `orderId` is the friend's order. */
export type ReferralBook = OrderBook;

const REFERRAL: Worth = {
  earn: 'refer',
  clawback: 'referBack',
  mature: 'referMature',
  writeOff: 'referWriteOff',
  source: (orderId) => ({ orderId: null, referralOrderId: orderId }),
};

/**
 * What a referral is worth now, against what has been posted for it. What is taken back comes from
 * its own points first, then from others, then it is owed or written off, as the program says.
 */
export const postReferral = (
  draft: Draft,
  book: ReferralBook,
  target: bigint,
  how: Parameters<typeof postOrder>[3],
): void => postOrder(draft, book, target, how, REFERRAL);

/** The friend's return time is over: points on the way become the advocate's. */
export const matureReferral = (
  draft: Draft,
  book: ReferralBook,
  when: { availableAt: number } & LotEnd,
): void => matureOrder(draft, book, when, REFERRAL);
