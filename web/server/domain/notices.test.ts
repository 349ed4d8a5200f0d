import { describe, expect, test } from 'vitest';
import { aDraft, aBook, owing, take } from './books.fixtures.ts';
import type { Draft } from './books.ts';
import { dueNotice, isInTime, movedEnd, noticeOf } from './notices.ts';
import { endedBy } from './lotEnds.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import { voidHold } from './redemptionBook.ts';
import { expireLots, keepAlive, moveUntoldEnds, takeNotices } from './upkeepBook.ts';

const ZONE = 'America/New_York';
/** The last day of these points is 31 May. */
const END = Date.parse('2026-06-01T04:00:00Z');
const at = (text: string): number => Date.parse(`${text}:00Z`);

test.each([
  ['46 days before, at 10 in the morning', '2026-04-16T14:00', 45],
  ['a moment earlier', '2026-04-16T13:59', null],
  ['a month before: late, and said all the same', '2026-05-01T14:00', 45],
  ['seven days before, at 10 in the morning', '2026-05-24T14:00', 7],
  ['a day later at midnight: the last moment that leaves six days', '2026-05-26T04:00', 7],
  ['later than that', '2026-05-26T04:01', null],
])('the notice that is due %s', (_, now, days) => {
  expect(dueNotice({ notice: noticeOf(END), expiresAt: END }, at(now)).days).toBe(days);
});

test('a notice counts if it leaves six whole days', () => {
  expect(isInTime(END, at('2026-05-26T04:00'))).toBe(true);
  expect(isInTime(END, at('2026-05-26T04:01'))).toBe(false);
});

test('an end that was not told moves on by 30 local days, however long nobody looked', () => {
  const july = at('2026-07-01T04:00');
  expect(movedEnd(END, END, ZONE)).toBe(july);
  expect(movedEnd(END, july - 1, ZONE)).toBe(july);
  expect(movedEnd(END, at('2026-11-10T00:00'), ZONE)).toBe(at('2026-11-28T05:00'));
});

function told(draft: Draft, end = END): void {
  for (const lot of draft.account.lots) {
    if (lot.notice && lot.expiresAt === end)
      lot.notice = { at: null, toldAt: at('2026-05-24T14:05') };
  }
}

function earnTold(points: bigint, over = {}): Draft {
  const draft = aDraft(over);
  const book = aBook('o');
  postOrder(draft, book, points, owing);
  matureOrder(draft, book, { availableAt: 0, expiresAt: END, onlyTold: true });
  return draft;
}

describe('a lot that ends only once its shopper was told', () => {
  test('does not end untold, and is told of its next end', () => {
    const draft = earnTold(50n);
    expect(takeNotices(draft, END - 1)).toEqual([]);
    expireLots(draft, END);
    expect(draft.account.available).toBe(50n);
    moveUntoldEnds(draft, END, ZONE);
    const july = at('2026-07-01T04:00');
    expect(draft.account.lots[0]).toMatchObject({ expiresAt: july, open: 50n });
    expect(takeNotices(draft, END + 1)).toEqual([{ end: july, days: 45 }]);
    expect(takeNotices(draft, END + 1)).toEqual([]);
  });

  test('ends once it was told, and says when', () => {
    const draft = earnTold(50n);
    told(draft);
    moveUntoldEnds(draft, END, ZONE);
    expireLots(draft, END);
    expect(draft.transfers.at(-1)).toMatchObject({
      reason: 'expire',
      points: 50n,
      occurredAt: END,
      explain: { toldAt: at('2026-05-24T14:05') },
    });
  });

  test('is told anew when a sign of life moves its end', () => {
    const draft = earnTold(50n);
    told(draft);
    const later = at('2027-06-01T04:00');
    keepAlive(draft, later);
    expect(draft.account.lots[0]).toMatchObject({
      expiresAt: later,
      notice: { at: at('2027-04-16T14:00'), toldAt: null },
    });
  });

  test('does not take along what was put back into it after it was told', () => {
    const draft = earnTold(50n);
    const redemption = take(draft, 20n);
    told(draft);
    voidHold(draft, redemption, END - 1, 0);
    expireLots(draft, END);
    expect(draft.account.available).toBe(50n);
  });
});

test('points heard of only after their end ended by themselves: nobody ever saw them', () => {
  const expiry = { kind: 'afterEarning', months: 3, onlyTold: true } as const;
  expect(endedBy(expiry, END, END)).toEqual({ expiresAt: END });
  expect(endedBy(expiry, END, END - 1)).toEqual({ expiresAt: END, onlyTold: true });
  expect(endedBy({ kind: 'inactivity', months: 3 }, END, 0)).toEqual({ expiresAt: END });
  expect(endedBy({ kind: 'never' }, null)).toEqual({ expiresAt: null });
});
