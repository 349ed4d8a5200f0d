import { expect, test } from 'vitest';
import { needsClubGaps } from './nextOrder.ts';
import type { NextOrderAsked } from './nextOrder.ts';
import type { NextOrder } from './program.ts';

const DAY = 86_400_000;
const AT = Date.parse('2026-03-01T17:00:00Z');
const offer: NextOrder = {
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 2000,
  combinesWith: { order: false, product: false, shipping: true },
  who: 'overdue',
  days: 30,
  quietDays: 90,
  reminderDays: [],
};
const past = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    platformOrderId: String(n),
    placedAt: AT - (n + 1) * DAY,
    test: false,
    cancelledAt: null,
  }));
const code = { placedAt: AT - DAY, status: 'open' as const };

test.each<[string, Partial<NextOrderAsked>, Partial<NextOrder>, boolean]>([
  ['for a second order', { orders: past(1) }, {}, true],
  ['for a third one, with one gap of its shopper’s own', { orders: past(2) }, {}, true],
  ['not for a first one', {}, {}, false],
  ['not where two gaps of one’s own say more', { orders: past(3) }, {}, false],
  ['not in quiet days', { orders: past(1), codes: [code] }, {}, false],
  ['not where it decides nothing', { orders: past(1) }, { who: 'all' }, false],
])('what is usual in the club is read %s', (_, over, its, needed) =>
  expect(
    needsClubGaps({
      program: { currency: 'USD', holdOut: true, nextOrder: { ...offer, ...its } },
      order: {
        platformOrderId: '100',
        placedAt: AT,
        eligibleMinor: 4800,
        facts: { scalars: null, refunds: [] },
      },
      orders: [],
      codes: [],
      shopper: { heldOut: false, frozen: false },
      now: AT,
      timeZone: 'America/New_York',
      ...over,
    }),
  ).toBe(needed),
);
