import { describe, expect, test } from 'vitest';
import { aDraft, counter, earn, left, oweFor, take } from './books.fixtures.ts';
import { debtOf, openDraft } from './books.ts';
import { hold, postHold, returnPoints, voidHold } from './redemptionBook.ts';

const last = (draft: ReturnType<typeof aDraft>) => draft.transfers.at(-1);

/** 40 that end at 100, then 60 that end at 200; a hold of `points` takes the first ones first. */
function twoLots(points: bigint) {
  const draft = aDraft();
  earn(draft, 'o1', 40n, 100);
  earn(draft, 'o2', 60n, 200);
  return { draft, book: take(draft, points) };
}

describe('a hold', () => {
  test('sets points aside and names its redemption', () => {
    const draft = aDraft();
    earn(draft, 'o1', 100n);
    const transfer = hold(draft, 30n, 'r7', 9);
    expect(transfer).toMatchObject({
      from: 'available',
      to: 'held',
      points: 30n,
      reason: 'hold',
      redemptionId: 'r7',
      occurredAt: 9,
      explain: null,
    });
    expect(draft.account).toMatchObject({ available: 70n, held: 30n });
  });

  test('of all there is leaves nothing; of more is a bug', () => {
    const draft = aDraft();
    earn(draft, 'o1', 10n);
    expect(() => hold(draft, 11n, 'r1', 1)).toThrow('a hold needs the points to be there');
    hold(draft, 10n, 'r1', 1);
    expect(draft.account.available).toBe(0n);
  });
});

test('each posting of a redemption is numbered, tells its hold, and goes where it says', () => {
  const { draft, book } = twoLots(100n);
  const before = draft.transfers.length;
  postHold(draft, book, 2);
  returnPoints(draft, book, 30n, 3, 0);
  returnPoints(draft, book, 10n, 4, 0);
  const about = { redemptionId: 'r1', ofTransferId: book.holdTransferId };
  expect(draft.transfers.slice(before)).toMatchObject([
    { from: 'held', to: 'redeemed', reason: 'redeem', points: 100n, posting: 1, occurredAt: 2 },
    { from: 'redeemed', to: 'available', reason: 'return', points: 30n, posting: 2, occurredAt: 3 },
    { from: 'available', to: 'redeemed', reason: 'retake', points: 20n, posting: 3, occurredAt: 4 },
  ]);
  for (const transfer of draft.transfers.slice(before)) expect(transfer).toMatchObject(about);
  expect(draft.account).toMatchObject({ held: 0n, available: 10n, debts: [] });
  expect(book).toMatchObject({ returned: 10n, nextPosting: 4 });
});

test('a void gives the held points back, all of them, once', () => {
  const { draft, book } = twoLots(50n);
  voidHold(draft, book, 2, 0);
  expect(last(draft)).toMatchObject({
    from: 'held',
    to: 'available',
    points: 50n,
    reason: 'void',
    posting: 1,
    redemptionId: 'r1',
    ofTransferId: book.holdTransferId,
    explain: null,
  });
  expect(book.returned).toBe(50n);
  const before = draft.transfers.length;
  returnPoints(draft, book, 50n, 3, 0);
  expect(draft.transfers).toHaveLength(before);
  expect(left(draft)).toEqual([
    ['o1', 40n, 100],
    ['o2', 60n, 200],
  ]);
});

describe('points that come back', () => {
  test('in parts fill the lots from the one that lives longest, each up to what was taken', () => {
    const { draft, book } = twoLots(70n);
    postHold(draft, book, 2);
    expect(left(draft).map(([, open]) => open)).toEqual([0n, 30n]);
    const after = (target: bigint) => {
      returnPoints(draft, book, target, 3, 0);
      return left(draft).map(([, open]) => open);
    };
    expect(after(20n)).toEqual([0n, 50n]);
    expect(after(45n)).toEqual([15n, 60n]);
    expect(after(46n)).toEqual([16n, 60n]);
    expect(after(70n)).toEqual([40n, 60n]);
  });

  test('repay debt first and say so; the rest goes into its lot', () => {
    const draft = aDraft();
    earn(draft, 'o1', 50n, 100);
    const book = take(draft, 50n);
    postHold(draft, book, 1);
    oweFor(draft, 'o2', 30n);
    returnPoints(draft, book, 50n, 2, 0);
    expect(last(draft)?.explain).toEqual({ debtRepaid: 30 });
    expect(debtOf(draft.account)).toBe(0n);
    expect(left(draft)[0]).toEqual(['o1', 20n, 100]);
  });

  test('less than the debt leave nothing for a lot', () => {
    const draft = aDraft();
    earn(draft, 'o1', 20n, 100);
    const book = take(draft, 20n);
    postHold(draft, book, 1);
    oweFor(draft, 'o2', 30n);
    returnPoints(draft, book, 20n, 2, 500);
    expect(debtOf(draft.account)).toBe(10n);
    expect(left(draft)[0]).toEqual(['o1', 0n, 100]);
    expect(draft.account.lots).toHaveLength(2);
  });

  test.each<[string, number | null, bigint, number | null, unknown[]]>([
    ['an emptied lot that ends before the floor lives on', 100, 60n, 150, [['o1', 60n, 150]]],
    ['an emptied lot keeps an end after the floor', 100, 60n, 50, [['o1', 60n, 100]]],
    ['a lot that ends on the floor takes its points back', 100, 40n, 100, [['o1', 60n, 100]]],
    ['a lot without an end keeps having none', null, 60n, 150, [['o1', 60n, null]]],
    ['without one, what is left in it or not', null, 40n, 150, [['o1', 60n, null]]],
    [
      'where none expire any more, an emptied lot does not either',
      100,
      60n,
      null,
      [['o1', 60n, null]],
    ],
    [
      'and beside what stayed in a lot with an end stand some without',
      100,
      40n,
      null,
      [
        ['o1', 20n, 100],
        [null, 40n, null],
      ],
    ],
  ])('%s', (_what, end, spent, floor, lots) => {
    const draft = aDraft();
    earn(draft, 'o1', 60n, end);
    const book = take(draft, spent);
    voidHold(draft, book, 9, floor);
    expect(left(draft)).toEqual(lots);
  });

  test('move the end of no lot that gets none of them', () => {
    const { draft, book } = twoLots(100n);
    postHold(draft, book, 2);
    returnPoints(draft, book, 60n, 3, 500);
    expect(left(draft)).toEqual([
      ['o1', 0n, 100],
      ['o2', 60n, 500],
    ]);
  });

  test('from lots that nobody can tell any more make one new lot with the floor as its end', () => {
    const { draft, book } = twoLots(100n);
    const emptied = openDraft({ ...draft.account, lots: [] }, counter());
    voidHold(emptied, { ...book, holdMoves: [] }, 9, 500);
    expect(emptied.account.lots).toMatchObject([
      { orderId: null, points: 100n, open: 100n, availableAt: 9, expiresAt: 500 },
    ]);
    const gone = openDraft({ ...draft.account, held: 100n, lots: [] }, counter());
    voidHold(gone, book, 9, null);
    expect(left(gone)).toEqual([
      [null, 60n, null],
      [null, 40n, null],
    ]);
  });
});

describe('points that are taken again', () => {
  test('become a debt only as far as they are not there', () => {
    const draft = aDraft();
    earn(draft, 'o1', 100n);
    const book = take(draft, 80n);
    voidHold(draft, book, 2, 0);
    take(draft, 70n);
    returnPoints(draft, book, 0n, 4, 0);
    expect(draft.account).toMatchObject({ available: -50n, debts: [{ points: 50n, open: 50n }] });
    expect(draft.account.debts[0]?.occurredAt).toBe(4);
    expect(book.returned).toBe(0n);
  });

  test.each<[string, bigint, unknown[]]>([
    ['that is full', 50n, [[null, 50n, 100]]],
    ['that has room for some of them', 30n, [[null, 30n, 100]]],
  ])('and come back once more never overfill a lot %s', (_what, others, more) => {
    const draft = aDraft();
    earn(draft, 'o1', 50n, 100);
    const book = take(draft, 50n);
    voidHold(draft, book, 2, 0);
    earn(draft, 'ends sooner', others, 60);
    returnPoints(draft, book, 0n, 3, 0);
    returnPoints(draft, book, 50n, 4, 0);
    expect(left(draft)).toEqual([['o1', 50n, 100], ['ends sooner', 0n, 60], ...more]);
    for (const lot of draft.account.lots) expect(lot.open <= lot.points).toBe(true);
  });
});
