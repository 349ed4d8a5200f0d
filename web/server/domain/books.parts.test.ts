import { describe, expect, test } from 'vitest';
import { aDraft, counter, DAY, left } from './books.fixtures.ts';
import {
  bySpendingOrder,
  debtOf,
  isShopperAccount,
  move,
  openDraft,
  owe,
  putIntoLot,
  repayDebt,
  shiftLot,
  takeFromLots,
} from './books.ts';
import type { Lot, TransferInput } from './books.ts';

const aLot = (id: string, more: Partial<Lot> = {}): Lot => ({
  id,
  orderId: null,
  points: 10n,
  open: 10n,
  availableAt: 0,
  expiresAt: null,
  ...more,
});
const given: TransferInput = {
  from: 'adjusted',
  to: 'available',
  points: 1n,
  reason: 'adjust',
  occurredAt: 5,
};

describe('a transfer', () => {
  test.each([0n, -1n])('of %s points is a bug', (points) => {
    const draft = aDraft();
    expect(() => move(draft, { ...given, points })).toThrow(
      'a transfer moves at least one point: adjust',
    );
    expect(draft.transfers).toEqual([]);
  });

  test('says nothing that it was not told', () => {
    const draft = aDraft();
    expect(move(draft, given)).toEqual({
      id: 'id-000001',
      from: 'adjusted',
      to: 'available',
      shopperId: 's',
      points: 1n,
      reason: 'adjust',
      orderId: null,
      redemptionId: null,
      posting: null,
      ofTransferId: null,
      occurredAt: 5,
      explain: null,
      lotMoves: [],
    });
    expect(draft.account).toMatchObject({ pending: 0n, available: 1n, held: 0n });
  });

  test('changes a shopper’s account, not the club’s', () => {
    const names = ['pending', 'available', 'held'];
    const clubs = ['issued', 'redeemed', 'expired', 'clawedBack', 'debtWrittenOff', 'adjusted'];
    expect([...names, ...clubs].filter(isShopperAccount)).toEqual(names);
  });
});

describe('what happened to lots', () => {
  test('twice within one transfer is told as one', () => {
    const draft = aDraft();
    const [one, two] = [aLot('a'), aLot('b')];
    const transfer = move(draft, given);
    shiftLot(draft, transfer, one, 3n);
    shiftLot(draft, transfer, two, -4n);
    shiftLot(draft, transfer, one, 5n);
    expect(transfer.lotMoves).toEqual([
      { lotId: 'a', points: 8n },
      { lotId: 'b', points: -4n },
    ]);
    expect([one.open, two.open]).toEqual([18n, 6n]);
    expect([...draft.lotsTouched]).toEqual([one, two]);
  });

  test('nothing is not told', () => {
    const draft = aDraft({ lots: [aLot('empty', { open: 0n }), aLot('full')] });
    const transfer = move(draft, given);
    expect(takeFromLots(draft, transfer, 4n, null)).toBe(4n);
    expect(transfer.lotMoves).toEqual([{ lotId: 'full', points: -4n }]);
    expect([...draft.lotsTouched].map(({ id }) => id)).toEqual(['full']);
    putIntoLot(draft, transfer, 0n, { orderId: 'o1', availableAt: 0, expiresAt: null });
    expect(draft.account.lots).toHaveLength(2);
  });
});

describe('takeFromLots', () => {
  const lots = () => [
    aLot('d', { expiresAt: null }),
    aLot('c', { expiresAt: 9, referralOrderId: 'f1' }),
    aLot('b', { expiresAt: 9 }),
    aLot('a', { expiresAt: 5, orderId: 'o1' }),
  ];
  test.each([
    ['those that end first, then by id', null, ['a', 'b', 'c', 'd']],
    ['an order’s own, which is first anyway', { orderId: 'o1' }, ['a', 'b', 'c', 'd']],
    ['a referral’s own', { orderId: null, referralOrderId: 'f1' }, ['c', 'a', 'b', 'd']],
    ['an order’s whose lot is gone', { orderId: 'o9' }, ['a', 'b', 'c', 'd']],
  ] as const)('takes %s', (_what, source, order) => {
    const draft = aDraft({ lots: lots() });
    const transfer = move(draft, given);
    expect(takeFromLots(draft, transfer, 45n, source)).toBe(40n);
    expect(transfer.lotMoves.map(({ lotId }) => lotId)).toEqual(order);
    expect(draft.account.lots.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
  });

  test('stops when it has enough', () => {
    const draft = aDraft({ lots: lots() });
    expect(takeFromLots(draft, move(draft, given), 15n, null)).toBe(15n);
    expect(draft.account.lots.map(({ open }) => open)).toEqual([10n, 10n, 5n, 0n]);
  });
});

test('the spending order is an order: the same both ways round, and no lot before itself', () => {
  const [soon, late] = [aLot('b', { expiresAt: 5 }), aLot('a', { expiresAt: 9 })];
  const [early, newer] = [aLot('b', { availableAt: 1 }), aLot('a', { availableAt: 3 })];
  const pairs = [
    [soon, late],
    [late, early],
    [early, newer],
    [aLot('a'), aLot('b')],
  ] as const;
  for (const [first, second] of pairs) {
    expect(bySpendingOrder(first, second)).toBeLessThan(0);
    expect(bySpendingOrder(second, first)).toBeGreaterThan(0);
    expect(bySpendingOrder(first, { ...first })).toBe(0);
  }
});

describe('putIntoLot', () => {
  const to = { availableAt: 4, expiresAt: 40 };

  test('joins the lot of the same order or referral, and no other', () => {
    const draft = aDraft();
    const transfer = move(draft, given);
    for (const source of [
      { orderId: 'o1' },
      { orderId: null, referralOrderId: 'o1' },
      { orderId: null },
    ]) {
      putIntoLot(draft, transfer, 3n, { ...source, ...to });
      putIntoLot(draft, transfer, 4n, { ...source, ...to, expiresAt: 99 });
    }
    expect(draft.account.lots.map((l) => [l.orderId, l.referralOrderId, l.points])).toEqual([
      ['o1', undefined, 7n],
      [null, 'o1', 7n],
      [null, undefined, 3n],
      [null, undefined, 4n],
    ]);
    expect(left(draft).map(([, , end]) => end)).toEqual([40, 40, 40, 99]);
  });
});

describe('debts', () => {
  test('are owed for twelve months of the calendar', () => {
    const draft = aDraft();
    owe(draft, 30n, Date.parse('2027-03-01T10:00:00Z'));
    expect(draft.account.debts).toMatchObject([
      { points: 30n, open: 30n, writeOffAt: Date.parse('2028-03-01T10:00:00Z') },
    ]);
    expect([...draft.debtsTouched]).toEqual(draft.account.debts);
  });

  test('are repaid oldest first, and only those that get something are touched', () => {
    const draft = aDraft();
    owe(draft, 20n, 3 * DAY);
    owe(draft, 20n, DAY);
    owe(draft, 20n, 2 * DAY);
    const fresh = openDraft(draft.account, counter());
    expect(repayDebt(fresh, 25n)).toBe(0n);
    expect(fresh.account.debts.map(({ open }) => open)).toEqual([20n, 0n, 15n]);
    expect([...fresh.debtsTouched].map(({ occurredAt }) => occurredAt)).toEqual([DAY, 2 * DAY]);
    expect(debtOf(fresh.account)).toBe(35n);
    expect(repayDebt(fresh, 40n)).toBe(5n);
    expect(debtOf(fresh.account)).toBe(0n);
  });
});
