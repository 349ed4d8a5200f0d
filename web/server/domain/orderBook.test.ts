import { describe, expect, test } from 'vitest';
import { aBook, aDraft, earn, left, oweFor, owing, take } from './books.fixtures.ts';
import type { Draft } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import { matureReferral, postReferral } from './referralBook.ts';

const explain = { why: 'worth it' };
const about = { orderId: 'o1', occurredAt: 7, explain };
const told = (draft: Draft) =>
  draft.transfers.map((t) => [t.from, t.to, t.reason, t.points, t.posting]);

test('each posting says where from, where to, for which order, when, why and the how-manieth it is', () => {
  const draft = aDraft();
  const book = aBook('o1');
  const how = { occurredAt: 7, shortage: 'owe' as const, explain };
  postOrder(draft, book, 100n, how);
  postOrder(draft, book, 100n, how);
  postOrder(draft, book, 70n, how);
  for (const transfer of draft.transfers) expect(transfer).toMatchObject(about);
  matureOrder(draft, book, { availableAt: 8, expiresAt: null });
  matureOrder(draft, book, { availableAt: 8, expiresAt: null });
  postOrder(draft, book, 60n, how);
  expect(told(draft)).toEqual([
    ['issued', 'pending', 'earn', 100n, 1],
    ['pending', 'clawedBack', 'clawback', 30n, 2],
    ['pending', 'available', 'mature', 70n, 3],
    ['available', 'clawedBack', 'clawback', 10n, 4],
  ]);
  expect(draft.transfers[2]).toMatchObject({ orderId: 'o1', occurredAt: 8, explain: null });
  expect(draft.transfers[3]).toMatchObject(about);
  expect(book).toEqual({ orderId: 'o1', points: 60n, pending: 0n, nextPosting: 5 });
});

describe('what is taken back and partly spent', () => {
  /** 100 arrived and 80 of them spent, 30 more on the way. */
  function spent() {
    const draft = aDraft();
    const book = earn(draft, 'o1', 100n);
    take(draft, 80n);
    postOrder(draft, book, 130n, owing);
    const before = draft.transfers.length;
    return { draft, book, posted: () => told(draft).slice(before) };
  }

  test('takes what is on the way, then what is there, and the rest is owed: no posting of nothing', () => {
    const { draft, book, posted } = spent();
    postOrder(draft, book, 0n, { ...owing, occurredAt: 5 });
    expect(posted()).toEqual([
      ['pending', 'clawedBack', 'clawback', 30n, 4],
      ['available', 'clawedBack', 'clawback', 100n, 5],
    ]);
    expect(draft.account).toMatchObject({
      pending: 0n,
      available: -80n,
      debts: [{ points: 80n, occurredAt: 5 }],
    });
  });

  test('written off: what is there is taken, and the club bears the rest', () => {
    const { draft, book, posted } = spent();
    postOrder(draft, book, 0n, { occurredAt: 7, shortage: 'writeOff', explain });
    expect(posted()).toEqual([
      ['pending', 'clawedBack', 'clawback', 30n, 4],
      ['available', 'clawedBack', 'clawback', 20n, 5],
      ['debtWrittenOff', 'clawedBack', 'writeOff', 80n, 6],
    ]);
    expect(draft.transfers.at(-1)).toMatchObject(about);
    expect(draft.account).toMatchObject({ available: 0n, debts: [] });
    expect(book.nextPosting).toBe(7);
  });

  test.each(['owe', 'writeOff'] as const)('where all is there, nothing to %s', (shortage) => {
    const { draft, book, posted } = spent();
    postOrder(draft, book, 80n, { ...owing, shortage });
    expect(posted()).toEqual([
      ['pending', 'clawedBack', 'clawback', 30n, 4],
      ['available', 'clawedBack', 'clawback', 20n, 5],
    ]);
    expect(draft.account).toMatchObject({ available: 0n, debts: [] });
  });

  test('on the way is enough: what arrived is left alone', () => {
    const { draft, book, posted } = spent();
    postOrder(draft, book, 100n, { ...owing, shortage: 'writeOff' });
    expect(posted()).toEqual([['pending', 'clawedBack', 'clawback', 30n, 4]]);
    expect(draft.account.available).toBe(20n);
  });

  test('comes out of the order’s own lot first, although others end sooner', () => {
    const draft = aDraft();
    earn(draft, 'soon', 50n, 10);
    const book = earn(draft, 'o1', 50n, 90);
    earn(draft, 'late', 50n, 50);
    postOrder(draft, book, 10n, owing);
    expect(left(draft)).toEqual([
      ['soon', 50n, 10],
      ['o1', 10n, 90],
      ['late', 50n, 50],
    ]);
    take(draft, 30n);
    postOrder(draft, book, 0n, owing);
    expect(left(draft).map(([, open]) => open)).toEqual([20n, 0n, 50n]);
  });
});

describe('points that arrive', () => {
  const when = { availableAt: 3, expiresAt: 50 };
  const arriving = (debt: bigint, points: bigint) => {
    const draft = aDraft();
    if (debt > 0n) oweFor(draft, 'old', debt);
    const book = aBook('o1');
    postOrder(draft, book, points, owing);
    matureOrder(draft, book, when);
    return { explain: draft.transfers.at(-1)?.explain, lots: left(draft) };
  };

  test('are the order’s lot', () =>
    expect(arriving(0n, 40n)).toEqual({ explain: null, lots: [['o1', 40n, 50]] }));

  test('repay debt first and say how much', () => {
    expect(arriving(30n, 40n)).toEqual({
      explain: { debtRepaid: 30 },
      lots: [
        ['old', 0n, null],
        ['o1', 10n, 50],
      ],
    });
    expect(arriving(30n, 30n)).toEqual({
      explain: { debtRepaid: 30 },
      lots: [['old', 0n, null]],
    });
  });
});

test('a referral’s points have names of their own, and a lot that is nobody’s order', () => {
  const draft = aDraft();
  const book = aBook('f1');
  postReferral(draft, book, 50n, owing);
  postReferral(draft, book, 40n, owing);
  matureReferral(draft, book, { availableAt: 1, expiresAt: null });
  take(draft, 30n);
  postReferral(draft, book, 0n, { ...owing, shortage: 'writeOff' });
  expect(draft.transfers.map((t) => t.reason)).toEqual(
    'refer referBack referMature hold referBack referWriteOff'.split(' '),
  );
  expect(draft.account.lots).toMatchObject([{ orderId: null, referralOrderId: 'f1', open: 0n }]);
});
