import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { debtOf, openDraft } from './books.ts';
import type { Account, Draft, OrderBook, ShopperAccount, Transfer } from './books.ts';
import { mergeAccounts } from './mergeBook.ts';
import { matureOrder, postOrder } from './orderBook.ts';
import { hold, postHold, returnPoints, voidHold } from './redemptionBook.ts';
import type { RedemptionBook } from './redemptionBook.ts';
import { adjust, expireLots, keepAlive, writeOffDebts } from './upkeepBook.ts';

const ACCOUNTS = ['pending', 'available', 'held'] as const satisfies ShopperAccount[];
let ids = 0;
const newId = () => `id-${String((ids += 1)).padStart(6, '0')}`;
const empty = (shopperId: string): Account => ({
  shopperId,
  pending: 0n,
  available: 0n,
  held: 0n,
  keptUntil: null,
  lots: [],
  debts: [],
});
const draftOf = (shopperId: string) => openDraft(empty(shopperId), newId);
const order = (orderId: string): OrderBook => ({
  orderId,
  points: 0n,
  pending: 0n,
  nextPosting: 1,
});
const owing = { occurredAt: 0, shortage: 'owe' as const, explain: null };

/** What a transfer did to one account of one shopper. */
function effect(t: Transfer, shopperId: string, account: ShopperAccount): bigint {
  const came = t.to === account && (t.toShopperId ?? t.shopperId) === shopperId;
  const went = t.from === account && t.shopperId === shopperId;
  return (came ? t.points : 0n) - (went ? t.points : 0n);
}

/** The standing invariant, over the transfers of everybody. */
function expectSound(draft: Draft, all: readonly Transfer[]): void {
  const { account } = draft;
  const open = account.lots.reduce((sum, lot) => sum + lot.open, 0n);
  expect(account.available).toBe(open - debtOf(account));
  expect(open === 0n || debtOf(account) === 0n).toBe(true);
  for (const name of ACCOUNTS) {
    const moved = all.reduce((sum, t) => sum + effect(t, account.shopperId, name), 0n);
    expect(account[name]).toBe(moved);
  }
  for (const lot of account.lots) {
    const moves = all.flatMap((t) => t.lotMoves).filter((m) => m.lotId === lot.id);
    expect(moves.reduce((sum, m) => sum + m.points, 0n)).toBe(lot.open);
  }
  for (const t of all.filter(({ reason }) => reason === 'merge')) {
    const taken = t.lotMoves.reduce((sum, m) => sum + m.points, 0n);
    expect(t.points > 0n && taken <= 0n && taken >= -t.points).toBe(true);
  }
}

/** An account with an order's points available, or owed where they are below zero. */
function having(shopperId: string, points: bigint, expiresAt: number | null = null) {
  const draft = draftOf(shopperId);
  const book = order(`of-${shopperId}`);
  const earned = points < 0n ? -points : points;
  postOrder(draft, book, earned, owing);
  matureOrder(draft, book, { availableAt: 0, expiresAt });
  if (points < 0n) {
    postHold(draft, bookOf(draft, earned), 1);
    postOrder(draft, book, 0n, owing);
  }
  return { draft, book };
}

function bookOf(draft: Draft, points: bigint, now = 1): RedemptionBook {
  const transfer = hold(draft, points, newId(), now);
  const { id: holdTransferId, lotMoves: holdMoves, redemptionId } = transfer;
  const id = redemptionId ?? '';
  return { redemptionId: id, points, returned: 0n, nextPosting: 1, holdTransferId, holdMoves };
}

describe('a merge', () => {
  test('moves what is on the way, held and in hand, by one transfer each', () => {
    const { draft: from } = having('d', 100n);
    const { draft: into } = having('k', 50n);
    postOrder(from, order('next'), 30n, owing);
    bookOf(from, 40n);
    mergeAccounts(from, into, 9);
    expect(from.account).toEqual(empty('d'));
    expect(into.account).toMatchObject({ pending: 30n, available: 110n, held: 40n });
    const merged = from.transfers.filter(({ reason }) => reason === 'merge');
    expect(merged.map((t) => [t.from, t.to, t.shopperId, t.toShopperId, t.points])).toEqual([
      ['pending', 'pending', 'd', 'k', 30n],
      ['held', 'held', 'd', 'k', 40n],
      ['available', 'available', 'd', 'k', 60n],
    ]);
    for (const t of merged) expect(t).toMatchObject({ occurredAt: 9, explain: null });
    expect(into.received).toBe(true);
  });

  test('keeps each lot with its end and its order, which finds it at its new owner', () => {
    const { draft: from, book } = having('d', 100n, 77);
    const into = draftOf('k');
    mergeAccounts(from, into, 9);
    expect(into.account.lots).toMatchObject([{ orderId: 'of-d', open: 100n, expiresAt: 77 }]);
    postOrder(into, book, 60n, owing);
    expect(into.account.lots).toMatchObject([{ orderId: 'of-d', open: 60n }]);
    postOrder(into, book, 90n, owing);
    matureOrder(into, book, { availableAt: 0, expiresAt: 99 });
    expect(into.account.lots).toMatchObject([{ orderId: 'of-d', open: 90n, expiresAt: 77 }]);
  });

  test.each([
    ['points of one repay the debt of the other', 100n, -30n, 70n],
    ['a debt of the one who goes is paid by the one who stays', -30n, 100n, 70n],
    ['more is owed than there is', 30n, -100n, -70n],
    ['the same the other way', -100n, 30n, -70n],
    ['exactly what is owed', 50n, -50n, 0n],
    ['both owe', -20n, -30n, -50n],
  ])('%s', (_what, goes, stays, left) => {
    const { draft: from } = having('d', goes);
    const { draft: into } = having('k', stays);
    mergeAccounts(from, into, 9);
    expect(into.account.available).toBe(left);
    expect(from.account.available).toBe(0n);
    const all = [...from.transfers, ...into.transfers];
    expectSound(into, all);
    expectSound(from, all);
    expect(debtOf(into.account)).toBe(left < 0n ? -left : 0n);
  });

  test('says how much of a debt it settled', () => {
    const { draft: from } = having('d', 100n);
    const { draft: into } = having('k', -30n);
    mergeAccounts(from, into, 9);
    expect(from.transfers.at(-1)).toMatchObject({ reason: 'merge', explain: { debtRepaid: 30 } });
  });

  test('repays with the lots that would end first', () => {
    const { draft: from } = having('d', 40n, 5);
    const late = order('late');
    postOrder(from, late, 40n, owing);
    matureOrder(from, late, { availableAt: 0, expiresAt: 9 });
    const { draft: into } = having('k', -50n);
    mergeAccounts(from, into, 1);
    expect(into.account.lots.filter(({ orderId }) => orderId !== 'of-k')).toMatchObject([
      { orderId: 'of-d', open: 0n },
      { orderId: 'late', open: 30n },
    ]);
  });

  test('wakes nothing that had ended: it pays no debt and does not move over', () => {
    const { draft: from } = having('d', 40n, 9);
    const { draft: into } = having('k', -50n);
    mergeAccounts(from, into, 9);
    expect(from.transfers.map(({ reason }) => reason).slice(-1)).toEqual(['expire']);
    expect(into.account).toMatchObject({ available: -50n });
    const { draft: other } = having('e', 10n, 10);
    const { draft: kept } = having('f', 30n, 9);
    mergeAccounts(other, kept, 9);
    expect(kept.account.available).toBe(10n);
    expectSound(kept, [...other.transfers, ...kept.transfers]);
  });

  test('keeps what is open as long as the signs of life of either reach', () => {
    const { draft: from } = having('d', 40n, 20);
    const { draft: into } = having('k', 30n, 30);
    keepAlive(into, 50);
    into.lived = false;
    mergeAccounts(from, into, 9);
    expect(into.account.keptUntil).toBe(50);
    expect(into.lived).toBe(false);
    expect(into.account.lots.map(({ expiresAt }) => expiresAt)).toEqual([50, 50]);
    const { draft: other } = having('e', 0n);
    keepAlive(other, 60);
    mergeAccounts(other, into, 9);
    expect(into).toMatchObject({ lived: true, account: { keptUntil: 60 } });
    expect(into.account.lots.map(({ expiresAt }) => expiresAt)).toEqual([60, 60]);
  });

  test('of nothing is nothing, and a second one too', () => {
    const [from, into] = [draftOf('d'), having('k', 10n).draft];
    const before = into.transfers.length;
    mergeAccounts(from, into, 9);
    mergeAccounts(from, into, 9);
    expect([from.transfers, into.transfers.length]).toEqual([[], before]);
  });

  test('a hold of the one who went is spent, or given back, by the one who stayed', () => {
    for (const end of ['post', 'void'] as const) {
      const { draft: from } = having('d', 100n, 77);
      const into = draftOf('k');
      const book = bookOf(from, 40n);
      mergeAccounts(from, into, 9);
      if (end === 'post') {
        postHold(into, book, 10);
        returnPoints(into, book, 15n, 11, 12);
      } else voidHold(into, book, 10, 12);
      expect(into.account.held).toBe(0n);
      expect(into.account.available).toBe(end === 'post' ? 75n : 100n);
      expectSound(into, [...from.transfers, ...into.transfers]);
    }
  });
});

const KINDS = 'worth worth mature hold post void return expire adjust writeOff merge'.split(' ');
type Step = { kind: string; who: number; a: number; b: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    who: fc.nat(3),
    a: fc.nat(7),
    b: fc.nat(400),
  }),
  { maxLength: 80 },
);

/** Four people, two orders each; whoever was merged is whom they became. */
function walk(all: readonly Step[]): void {
  const drafts = [0, 1, 2, 3].map((n) => draftOf(`s${n}`));
  const became = [0, 1, 2, 3];
  const living = (n: number): number => (became[n] === n ? n : living(became[n] ?? n));
  const orders = drafts.flatMap((_, owner) => [
    { owner, book: order(`${owner}a`) },
    { owner, book: order(`${owner}b`) },
  ]);
  const taken: { owner: number; book: RedemptionBook; state: string }[] = [];
  all.forEach(({ kind, who, a, b }, now) => {
    const mine = orders[a];
    const code = taken[b % Math.max(1, taken.length)];
    const at = (owner: number) => drafts[living(owner)] as Draft;
    if (!mine) return;
    if (kind === 'worth') postOrder(at(mine.owner), mine.book, BigInt(b), owing);
    if (kind === 'mature') {
      matureOrder(at(mine.owner), mine.book, { availableAt: now, expiresAt: now + b });
    }
    if (kind === 'expire') expireLots(at(who), now);
    if (kind === 'writeOff') writeOffDebts(at(who), now + 400 * 86_400_000);
    if (kind === 'adjust') adjust(at(who), BigInt(b - 200), { now, expiresAt: null, note: '' });
    if (kind === 'hold' && at(who).account.available >= BigInt(b + 1)) {
      taken.push({ owner: who, book: bookOf(at(who), BigInt(b + 1), now), state: 'held' });
    }
    if (kind === 'post' && code?.state === 'held') {
      postHold(at(code.owner), code.book, now);
      code.state = 'spent';
    }
    if (kind === 'void' && code?.state === 'held') {
      voidHold(at(code.owner), code.book, now, now + a);
      code.state = 'over';
    }
    if (kind === 'return' && code?.state === 'spent') {
      const target = (code.book.points * BigInt(b)) / 400n;
      returnPoints(at(code.owner), code.book, target, now, now + a);
    }
    const [from, into] = [living(who), living(a % 4)];
    if (kind === 'merge' && from !== into) {
      mergeAccounts(drafts[from] as Draft, drafts[into] as Draft, now);
      became[from] = into;
    }
    const posted = drafts.flatMap(({ transfers }) => transfers);
    for (const draft of drafts) expectSound(draft, posted);
  });
  for (const [n, draft] of drafts.entries()) {
    if (living(n) === n) continue;
    const { pending, available, held, lots, debts } = draft.account;
    expect([pending, available, held, lots, debts]).toEqual([0n, 0n, 0n, [], []]);
  }
}

test('whoever is merged with whom and when, everybody’s books are sound after every step', () => {
  fc.assert(fc.property(steps, walk), { numRuns: 300 });
});

test('which of two is kept makes no difference to what the person has', () => {
  const side = fc.record({ points: fc.integer({ min: -300, max: 300 }), more: fc.nat(100) });
  fc.assert(
    fc.property(side, side, (one, two) => {
      const make = () =>
        [one, two].map(({ points, more }, n) => {
          const { draft } = having(`s${n}`, BigInt(points === 0 ? 1 : points), 50 + n);
          if (more > 0) postOrder(draft, order(`more-${n}`), BigInt(more), owing);
          return draft;
        }) as [Draft, Draft];
      const [a, b] = make();
      mergeAccounts(a, b, 1);
      const [c, d] = make();
      mergeAccounts(d, c, 1);
      const has = ({ account }: Draft) => [account.pending, account.available, account.held];
      expect(has(b)).toEqual(has(c));
      const lots = ({ account }: Draft) =>
        new Set(
          account.lots.flatMap((l) =>
            l.open > 0n ? [`${l.orderId} ${l.open} ${l.expiresAt}`] : [],
          ),
        );
      expect(lots(b)).toEqual(lots(c));
    }),
    { numRuns: 300 },
  );
});
