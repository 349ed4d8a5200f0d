/** How entering a tier becomes postings: what it is worth now, less what has been posted for it. */
import type { Draft } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import type { Worth } from './orderBook.ts';

/** What an entry's row remembers of its postings. */
export type EntryBook = { entryId: string; points: bigint; pending: bigint; nextPosting: number };

const ENTRY: Worth = {
  earn: 'tier',
  clawback: 'tierBack',
  mature: 'tierMature',
  writeOff: 'tierWriteOff',
  source: (entryId) => ({ orderId: null, entryId }),
  about: (entryId) => ({ entryId }),
};

export const postEntry = (
  draft: Draft,
  entry: EntryBook,
  target: bigint,
  how: Parameters<typeof postOrder>[3],
): void => withBook(entry, (book) => postOrder(draft, book, target, how, ENTRY));

/** The return time is over and an order was paid: points on the way become the shopper's. */
export const matureEntry = (
  draft: Draft,
  entry: EntryBook,
  when: Parameters<typeof matureOrder>[2],
): void => withBook(entry, (book) => matureOrder(draft, book, when, ENTRY));

function withBook(entry: EntryBook, post: (book: Parameters<typeof postOrder>[1]) => void): void {
  const { entryId: orderId, points, pending, nextPosting } = entry;
  const book = { orderId, points, pending, nextPosting };
  post(book);
  entry.points = book.points;
  entry.pending = book.pending;
  entry.nextPosting = book.nextPosting;
}
