import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aBook, aDraft, DAY, earn, owing, take } from './books.fixtures.ts';
import { bySpendingOrder, debtOf, isShopperAccount } from './books.ts';
import type { Draft, Lot, ShopperAccount } from './books.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import { hold, postHold, returnPoints, voidHold } from './redemptionBook.ts';
import type { RedemptionBook } from './redemptionBook.ts';
import { adjust, expireLots, keepAlive, writeOffDebts } from './upkeepBook.ts';

/** What every scenario must end in: the standing invariant of the books. */
function expectSound(draft: Draft): void {
  const { account, transfers } = draft;
  const open = account.lots.reduce((sum, lot) => sum + lot.open, 0n);
  expect(account.available).toBe(open - debtOf(account));
  expect(open === 0n || debtOf(account) === 0n).toBe(true);
  expect(account.pending >= 0n && account.held >= 0n).toBe(true);
  for (const name of ['pending', 'available', 'held'] as ShopperAccount[]) {
    const moved = transfers.reduce(
      (sum, t) => sum + (t.to === name ? t.points : 0n) - (t.from === name ? t.points : 0n),
      0n,
    );
    expect(moved).toBe(account[name]);
  }
  for (const lot of account.lots) {
    const moves = transfers.flatMap((t) => t.lotMoves).filter((m) => m.lotId === lot.id);
    expect(moves.reduce((sum, m) => sum + m.points, 0n)).toBe(lot.open);
    expect(lot.open >= 0n && lot.open <= lot.points).toBe(true);
  }
  for (const t of transfers) expect(isShopperAccount(t.from) || t.from !== t.to).toBe(true);
}

/** An account with `points` available from one matured order. */
function withPoints(points: bigint, expiresAt: number | null = null) {
  const draft = aDraft();
  return { draft, book: earn(draft, 'o1', points, expiresAt) };
}

describe('an order is posted as the difference to what has been posted', () => {
  test.each([
    ['worth 341, then 277: one posting of -64', [341n, 277n], 277n, ['earn', 'clawback']],
    ['told the same twice: one posting', [341n, 341n], 341n, ['earn']],
    ['refunded whole', [341n, 277n, 0n], 0n, ['earn', 'clawback', 'clawback']],
    ['up and down and up', [100n, 0n, 50n], 50n, ['earn', 'clawback', 'earn']],
  ])('%s', (_, targets, pending, reasons) => {
    const draft = aDraft();
    const book = aBook('o1');
    for (const target of targets) postOrder(draft, book, target, owing);
    expect(draft.account.pending).toBe(pending);
    expect(draft.transfers.map((t) => t.reason)).toEqual(reasons);
    expect(draft.transfers.map((t) => t.posting)).toEqual(reasons.map((_reason, i) => i + 1));
    expectSound(draft);
  });

  test('points on the way are taken back before those that arrived', () => {
    const { draft, book } = withPoints(100n);
    postOrder(draft, book, 150n, owing);
    postOrder(draft, book, 80n, owing);
    expect([draft.account.pending, draft.account.available]).toEqual([0n, 80n]);
    expectSound(draft);
  });

  test('a later increase joins its order’s lot, with that lot’s end', () => {
    const { draft, book } = withPoints(100n, 5 * DAY);
    postOrder(draft, book, 120n, owing);
    matureOrder(draft, book, { availableAt: 0, expiresAt: 9 * DAY });
    expect(draft.account.lots).toMatchObject([{ open: 120n, points: 120n, expiresAt: 5 * DAY }]);
    expectSound(draft);
  });
});

describe('taking back what has been spent', () => {
  test('own lot first, then other lots, then debt', () => {
    const { draft, book } = withPoints(100n, 9 * DAY);
    const other = aBook('o2');
    postOrder(draft, other, 30n, owing);
    matureOrder(draft, other, { availableAt: 0, expiresAt: 2 * DAY });
    hold(draft, 50n, 'r1', 1);
    // The hold took o2's 30 (they end sooner) and 20 of o1's 100.
    postOrder(draft, book, 0n, owing);
    expect(draft.account.available).toBe(-20n);
    expect(debtOf(draft.account)).toBe(20n);
    expectSound(draft);
  });

  test('written off instead of owed, where the program says so', () => {
    const { draft, book } = withPoints(100n);
    postHold(draft, take(draft, 80n), 1);
    postOrder(draft, book, 0n, { ...owing, shortage: 'writeOff' });
    expect(draft.account.available).toBe(0n);
    expect(draft.transfers.at(-1)).toMatchObject({ from: 'debtWrittenOff', points: 80n });
    expectSound(draft);
  });

  test('what comes in repays debt first; only the rest becomes a lot', () => {
    const { draft, book } = withPoints(100n);
    postHold(draft, take(draft, 100n), 1);
    postOrder(draft, book, 0n, owing);
    const next = aBook('o2');
    postOrder(draft, next, 130n, owing);
    expect(debtOf(draft.account)).toBe(100n);
    matureOrder(draft, next, { availableAt: 2, expiresAt: null });
    expect(draft.account).toMatchObject({ available: 30n, pending: 0n });
    expect(draft.account.lots.filter((lot) => lot.open > 0n)).toMatchObject([{ open: 30n }]);
    expectSound(draft);
  });

  test('a debt of twelve months is let go', () => {
    const { draft, book } = withPoints(100n);
    postHold(draft, take(draft, 100n), 1);
    postOrder(draft, book, 0n, owing);
    writeOffDebts(draft, 364 * DAY);
    expect(draft.account.available).toBe(-100n);
    writeOffDebts(draft, 365 * DAY);
    expect(draft.account.available).toBe(0n);
    expectSound(draft);
  });
});

describe('lots', () => {
  const lot = (id: string, expiresAt: number | null, availableAt = 0): Lot => ({
    id,
    orderId: null,
    points: 1n,
    open: 1n,
    availableAt,
    expiresAt,
  });

  test('are spent by end (none last), then availability, then id', () => {
    const lots = [lot('d', null), lot('c', 5), lot('b', 5), lot('a', 5, 1), lot('e', 3)];
    expect(lots.sort(bySpendingOrder).map(({ id }) => id)).toEqual(['e', 'b', 'c', 'a', 'd']);
  });

  test('end at their end, not before', () => {
    const { draft } = withPoints(100n, 5 * DAY);
    expireLots(draft, 5 * DAY - 1);
    expect(draft.account.available).toBe(100n);
    expireLots(draft, 5 * DAY);
    expect(draft.account.available).toBe(0n);
    expect(draft.transfers.at(-1)).toMatchObject({ reason: 'expire', occurredAt: 5 * DAY });
    expectSound(draft);
  });

  test('activity moves the end of all open ones, never earlier', () => {
    const { draft } = withPoints(100n, 5 * DAY);
    keepAlive(draft, 9 * DAY);
    keepAlive(draft, 7 * DAY);
    expect(draft.account.lots[0]?.expiresAt).toBe(9 * DAY);
  });
});

describe('points given back', () => {
  test('return to the lots they came from, those that live longest first', () => {
    const { draft } = withPoints(60n, 2 * DAY);
    const second = aBook('o2');
    postOrder(draft, second, 60n, owing);
    matureOrder(draft, second, { availableAt: 0, expiresAt: 9 * DAY });
    const book = take(draft, 100n);
    postHold(draft, book, 1);
    returnPoints(draft, book, 50n, 2, 0);
    expect(draft.account.lots.map((l) => [l.orderId, l.open])).toEqual([
      ['o1', 10n],
      ['o2', 60n],
    ]);
    returnPoints(draft, book, 100n, 3, 0);
    expect(draft.account.available).toBe(120n);
    expectSound(draft);
  });

  test('get the later of their lot’s end and the grace', () => {
    const { draft } = withPoints(60n, 2 * DAY);
    const book = take(draft, 60n);
    postHold(draft, book, 1);
    returnPoints(draft, book, 60n, 5 * DAY, 35 * DAY);
    expect(draft.account.lots.filter((l) => l.open > 0n)).toMatchObject([
      { open: 60n, expiresAt: 35 * DAY },
    ]);
    expectSound(draft);
  });

  test('do not lengthen the life of points that stayed in the lot', () => {
    const { draft } = withPoints(100n, 2 * DAY);
    const book = take(draft, 60n);
    postHold(draft, book, 1);
    returnPoints(draft, book, 60n, 1, 35 * DAY);
    expect(draft.account.lots.map((l) => [l.open, l.expiresAt])).toEqual([
      [40n, 2 * DAY],
      [60n, 35 * DAY],
    ]);
    expectSound(draft);
  });

  test('and taken again when the code turns out to be used, by debt if need be', () => {
    const { draft } = withPoints(100n);
    const book = take(draft, 80n);
    voidHold(draft, book, 2, 0);
    postHold(draft, { ...take(draft, 100n), redemptionId: 'r2' }, 3);
    returnPoints(draft, book, 0n, 4, 0);
    expect(draft.account.available).toBe(-80n);
    expectSound(draft);
  });
});

test('nobody can take what is not there by hand', () => {
  const { draft } = withPoints(10n);
  expect(adjust(draft, -11n, { now: 1, expiresAt: null, note: 'no' })).toBe(false);
  expect(adjust(draft, -10n, { now: 1, expiresAt: null, note: 'yes' })).toBe(true);
  expectSound(draft);
});

type Step = { kind: string; a: number; b: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('worth', 'mature', 'hold', 'post', 'void', 'return', 'expire', 'adjust'),
    a: fc.nat(3),
    b: fc.nat(400),
  }),
  { maxLength: 60 },
);

function walk(draft: Draft, all: readonly Step[]): void {
  const orders = [aBook('o1'), aBook('o2'), aBook('o3'), aBook('o4')];
  const taken: { book: RedemptionBook; state: string }[] = [];
  all.forEach(({ kind, a, b }, now) => {
    const book = orders[a] ?? aBook('x');
    const mine = taken[b % Math.max(1, taken.length)];
    const shortage = b % 2 === 0 ? ('owe' as const) : ('writeOff' as const);
    if (kind === 'worth') postOrder(draft, book, BigInt(b), { ...owing, shortage });
    if (kind === 'mature') matureOrder(draft, book, { availableAt: now, expiresAt: now + b });
    if (kind === 'expire') expireLots(draft, now);
    if (kind === 'adjust') adjust(draft, BigInt(b - 200), { now, expiresAt: null, note: '' });
    if (kind === 'hold' && draft.account.available >= BigInt(b + 1)) {
      taken.push({ book: take(draft, BigInt(b + 1), now), state: 'held' });
    }
    if (kind === 'post' && mine?.state === 'held') {
      postHold(draft, mine.book, now);
      mine.state = 'spent';
    }
    if (kind === 'void' && mine?.state === 'held') {
      voidHold(draft, mine.book, now, now + a);
      mine.state = 'spent';
    }
    if (kind === 'return' && mine?.state === 'spent') {
      const target = (mine.book.points * BigInt(b)) / 400n;
      returnPoints(draft, mine.book, target, now, now + a);
    }
    expectSound(draft);
  });
}

test('whatever happens in whatever order, the books are sound after every step', () => {
  fc.assert(
    fc.property(steps, (all) => walk(aDraft(), all)),
    { numRuns: 300 },
  );
});
