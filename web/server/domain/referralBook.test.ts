import { expect, test } from 'vitest';
import fc from 'fast-check';
import { debtOf, openDraft } from './books.ts';
import type { Account, Lot } from './books.ts';
import { postOrder } from './orderBook.ts';
import { matureReferral, postReferral } from './referralBook.ts';
import type { ReferralBook } from './referralBook.ts';

const aLot = (id: string, open: bigint, over: Partial<Lot> = {}): Lot => ({
  id,
  orderId: null,
  points: open,
  open,
  availableAt: 0,
  expiresAt: null,
  ...over,
});

function start(lots: Lot[] = []) {
  const available = lots.reduce((sum, lot) => sum + lot.open, 0n);
  const account: Account = {
    shopperId: 's',
    pending: 0n,
    available,
    held: 0n,
    keptUntil: null,
    lots,
    debts: [],
  };
  let n = 0;
  const draft = openDraft(account, () => `id${++n}`);
  const book: ReferralBook = { orderId: 'friend-1', points: 0n, pending: 0n, nextPosting: 1 };
  return { account, draft, book };
}
const how = (shortage: 'owe' | 'writeOff' = 'owe') => ({ occurredAt: 1, shortage, explain: null });
const soon = { availableAt: 2, expiresAt: null };

test('points come pending, become a lot of their own, and are taken back from it first', () => {
  const { account, draft, book } = start([aLot('old', 40n, { orderId: 'friend-1', expiresAt: 5 })]);
  postReferral(draft, book, 500n, how());
  expect(account).toMatchObject({ pending: 500n, available: 40n });
  matureReferral(draft, book, soon);
  expect(account).toMatchObject({ pending: 0n, available: 540n });
  const own = account.lots.find((lot) => lot.referralOrderId === 'friend-1');
  expect(own).toMatchObject({ orderId: null, open: 500n });
  postReferral(draft, book, 0n, how());
  expect(account.available).toBe(40n);
  expect(own?.open).toBe(0n);
  expect(draft.transfers.map(({ reason, posting }) => [reason, posting])).toEqual([
    ['refer', 1],
    ['referMature', 2],
    ['referBack', 3],
  ]);
});

test('the friend’s own order and the referral of it keep their lots apart', () => {
  const { account, draft, book } = start();
  postReferral(draft, book, 500n, how());
  matureReferral(draft, book, soon);
  const order = { orderId: 'friend-1', points: 0n, pending: 0n, nextPosting: 1 };
  postOrder(draft, order, 100n, how());
  expect(account).toMatchObject({ pending: 100n, available: 500n });
  postOrder(draft, order, 0n, how());
  expect(account).toMatchObject({ pending: 0n, available: 500n });
});

test('spent points are owed, or written off, as the program says', () => {
  for (const shortage of ['owe', 'writeOff'] as const) {
    const { account, draft, book } = start();
    postReferral(draft, book, 500n, how(shortage));
    matureReferral(draft, book, soon);
    for (const lot of account.lots) lot.open = 0n;
    account.available = 0n;
    postReferral(draft, book, 0n, how(shortage));
    expect(account.available).toBe(shortage === 'owe' ? -500n : 0n);
    expect(debtOf(account)).toBe(shortage === 'owe' ? 500n : 0n);
    expect(book.points).toBe(0n);
  }
});

test('whatever targets come, in the end the account has the last one', () => {
  const step = fc.tuple(fc.constantFrom(0n, 500n), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { account, draft, book } = start([aLot('other', 77n)]);
      for (const [target, matures] of steps) {
        postReferral(draft, book, target, how());
        if (matures) matureReferral(draft, book, soon);
        expect(account.pending).toBe(book.pending);
        expect(account.available + account.pending).toBe(77n + target);
        const open = account.lots.reduce((sum, lot) => sum + lot.open, 0n);
        expect(account.available).toBe(open - debtOf(account));
      }
      const postings = draft.transfers.map(({ posting }) => posting);
      expect(new Set(postings).size).toBe(postings.length);
    }),
  );
});
