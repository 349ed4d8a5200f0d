import { describe, expect, test } from 'vitest';
import { aDraft, DAY, earn, left, oweFor, owing, take } from './books.fixtures.ts';
import { endFor } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import {
  adjust,
  expireLots,
  keepAlive,
  moveUntoldEnds,
  takeNotices,
  writeOffDebts,
} from './upkeepBook.ts';

const YEAR = 365 * DAY;

describe('expireLots', () => {
  test('ends what is open in lots whose end has come, and nothing else', () => {
    const draft = aDraft();
    earn(draft, 'spent', 5n, 10);
    take(draft, 5n);
    earn(draft, 'ended', 30n, 20);
    earn(draft, 'ends now', 40n, 50);
    earn(draft, 'later', 50n, 51);
    earn(draft, 'endless', 60n, null);
    const before = draft.transfers.length;
    draft.lotsTouched.clear();
    expireLots(draft, 50);
    expect(draft.transfers.slice(before)).toMatchObject([
      { from: 'available', to: 'expired', points: 30n, reason: 'expire', occurredAt: 20 },
      { from: 'available', to: 'expired', points: 40n, reason: 'expire', occurredAt: 50 },
    ]);
    expect(draft.account.available).toBe(110n);
    expect(left(draft).map(([, open]) => open)).toEqual([0n, 0n, 0n, 50n, 60n]);
    expect([...draft.lotsTouched].map((lot) => lot.orderId)).toEqual(['ended', 'ends now']);
  });
});

test('of somebody who is blocked nothing ends, told or not: it moves on, and they are told nothing', () => {
  const draft = aDraft();
  earn(draft, 'plain', 30n, 20 * DAY);
  earn(draft, 'told', 40n, 20 * DAY);
  const told = draft.account.lots[1];
  if (told) told.notice = { at: 13 * DAY, toldAt: 12 * DAY };
  draft.account.blocked = true;
  expect(takeNotices(draft, 13 * DAY)).toEqual([]);
  expireLots(draft, 60 * DAY);
  moveUntoldEnds(draft, 60 * DAY, 'UTC');
  expect(left(draft)).toEqual([
    ['plain', 30n, 80 * DAY],
    ['told', 40n, 80 * DAY],
  ]);
  delete draft.account.blocked;
  expireLots(draft, 80 * DAY);
  expect(left(draft).map(([, open]) => open)).toEqual([0n, 40n]);
});

describe('writeOffDebts', () => {
  test('lets go of what is still owed after twelve months, once', () => {
    const draft = aDraft();
    const books = [earn(draft, 'o1', 40n), earn(draft, 'o2', 30n)] as const;
    take(draft, 70n);
    postOrder(draft, books[0], 0n, owing);
    postOrder(draft, books[1], 0n, { ...owing, occurredAt: DAY });
    const before = draft.transfers.length;
    draft.debtsTouched.clear();
    writeOffDebts(draft, YEAR - 1);
    expect(draft.transfers).toHaveLength(before);
    writeOffDebts(draft, YEAR);
    writeOffDebts(draft, YEAR);
    expect(draft.transfers.slice(before)).toMatchObject([
      {
        from: 'debtWrittenOff',
        to: 'available',
        points: 40n,
        reason: 'writeOff',
        occurredAt: YEAR,
      },
    ]);
    expect(draft.account.available).toBe(-30n);
    expect([...draft.debtsTouched]).toMatchObject([{ points: 40n, open: 0n }]);
  });
});

describe('adjust', () => {
  const how = { now: 9, expiresAt: 99, note: 'a birthday' };

  test('what is given makes a lot of its own, with the note', () => {
    const draft = aDraft();
    expect(adjust(draft, 20n, how)).toBe(true);
    expect(adjust(draft, 5n, { ...how, expiresAt: null })).toBe(true);
    expect(draft.transfers[0]).toMatchObject({
      from: 'adjusted',
      to: 'available',
      points: 20n,
      reason: 'adjust',
      occurredAt: 9,
      explain: { note: 'a birthday' },
    });
    expect(draft.account.lots).toMatchObject([
      { orderId: null, points: 20n, open: 20n, availableAt: 9, expiresAt: 99 },
      { orderId: null, points: 5n, open: 5n, availableAt: 9, expiresAt: null },
    ]);
  });

  test('what is taken is there, comes from the lots, and has the note too', () => {
    const draft = aDraft();
    earn(draft, 'o1', 20n);
    expect(adjust(draft, -15n, how)).toBe(true);
    expect(draft.transfers.at(-1)).toMatchObject({
      from: 'available',
      to: 'adjusted',
      points: 15n,
      reason: 'adjust',
      occurredAt: 9,
      explain: { note: 'a birthday' },
      lotMoves: [{ points: -15n }],
    });
    expect(draft.account.available).toBe(5n);
    expect(left(draft)).toEqual([['o1', 5n, null]]);
    expect(adjust(draft, -6n, how)).toBe(false);
    expect(draft.account.available).toBe(5n);
  });

  test('given to somebody who owes repays; nothing at all is posted for nothing', () => {
    const draft = aDraft();
    oweFor(draft, 'o1', 30n);
    const before = draft.transfers.length;
    expect(adjust(draft, 0n, how)).toBe(true);
    expect(draft.transfers).toHaveLength(before);
    expect(adjust(draft, 30n, how)).toBe(true);
    expect(draft.account).toMatchObject({ available: 0n, debts: [{ open: 0n }] });
    expect(left(draft)).toEqual([['o1', 0n, null]]);
  });
});

describe('keepAlive', () => {
  test('moves the end of open lots that end sooner, and of no others', () => {
    const draft = aDraft();
    earn(draft, 'spent', 5n, 10);
    take(draft, 5n);
    earn(draft, 'sooner', 10n, 50);
    earn(draft, 'the same', 10n, 60);
    earn(draft, 'later', 10n, 70);
    earn(draft, 'endless', 10n, null);
    draft.lotsTouched.clear();
    keepAlive(draft, 60);
    expect(left(draft).map(([orderId, , end]) => [orderId, end])).toEqual([
      ['spent', 10],
      ['sooner', 60],
      ['the same', 60],
      ['later', 70],
      ['endless', null],
    ]);
    expect([...draft.lotsTouched].map((lot) => lot.orderId)).toEqual(['sooner']);
  });

  test('is remembered for what comes later, told in any order', () => {
    const draft = aDraft();
    keepAlive(draft, null);
    expect(draft.lived).toBeUndefined();
    expect([endFor(draft.account, 30), endFor(draft.account, null)]).toEqual([30, null]);
    keepAlive(draft, 60);
    expect(draft.lived).toBe(true);
    draft.lived = false;
    keepAlive(draft, 50);
    keepAlive(draft, 60);
    keepAlive(draft, null);
    expect(draft.lived).toBe(false);
    expect(draft.account.keptUntil).toBe(60);
    const ends = [30, 60, 70, null].map((own) => endFor(draft.account, own));
    expect(ends).toEqual([60, 60, 70, null]);
  });

  test('reaches a lot that was empty then, as soon as its order brings more', () => {
    const draft = aDraft();
    const book = earn(draft, 'o1', 10n, 50);
    earn(draft, 'endless', 10n, null);
    take(draft, 10n);
    keepAlive(draft, 60);
    expect(left(draft)[0]).toEqual(['o1', 0n, 50]);
    postOrder(draft, book, 15n, owing);
    matureOrder(draft, book, { availableAt: 0, expiresAt: endFor(draft.account, 50) });
    expect(left(draft)[0]).toEqual(['o1', 5n, 60]);
  });
});
