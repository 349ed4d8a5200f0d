/** Accounts for tests: empty, or with points that an order brought. */
import type { Account, Draft, Lot, OrderBook } from './books.ts';
import { openDraft } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import { hold } from './redemptionBook.ts';
import type { RedemptionBook } from './redemptionBook.ts';

export const DAY = 86_400_000;

export const anAccount = (more: Partial<Account> = {}): Account => ({
  shopperId: 's',
  pending: 0n,
  available: 0n,
  held: 0n,
  keptUntil: null,
  lots: [],
  debts: [],
  ...more,
});

export function counter(): () => string {
  let n = 0;
  return () => `id-${String((n += 1)).padStart(6, '0')}`;
}

export const aDraft = (more: Partial<Account> = {}): Draft => openDraft(anAccount(more), counter());

export const aBook = (orderId: string): OrderBook => ({
  orderId,
  points: 0n,
  pending: 0n,
  nextPosting: 1,
});

export const owing = { occurredAt: 0, shortage: 'owe' as const, explain: null };

/** An order's points, arrived at moment 0. */
export function earn(
  draft: Draft,
  orderId: string,
  points: bigint,
  expiresAt: number | null = null,
): OrderBook {
  const book = aBook(orderId);
  postOrder(draft, book, points, owing);
  matureOrder(draft, book, { availableAt: 0, expiresAt });
  return book;
}

/** Sets points aside, and what the redemption's row would remember of it. */
export function take(draft: Draft, points: bigint, now = 1): RedemptionBook {
  const { id: holdTransferId, lotMoves: holdMoves } = hold(draft, points, 'r1', now);
  return { redemptionId: 'r1', points, returned: 0n, nextPosting: 1, holdTransferId, holdMoves };
}

/** Owes: `points` were earned, spent, and their order came back. */
export function oweFor(draft: Draft, orderId: string, points: bigint): void {
  const book = earn(draft, orderId, points);
  take(draft, points);
  postOrder(draft, book, 0n, owing);
}

/** What a person sees of lots: whose, how much is left, until when. */
export const left = (draft: Draft): [Lot['orderId'], bigint, number | null][] =>
  draft.account.lots.map((lot) => [lot.orderId, lot.open, lot.expiresAt]);
