import { expect, test } from 'vitest';
import { history } from '../../contract/shopper.ts';
import { readCursor, shapeHistory } from './shopperHistory.ts';
import type { TransferFacts } from './shopperHistory.ts';

const AT = Date.parse('2026-03-01T23:30:00Z');
let next = 0;

const row = (over: Partial<TransferFacts>): TransferFacts => ({
  id: `00000000-0000-7000-8000-${String(++next).padStart(12, '0')}`,
  reason: 'earn',
  points: 10n,
  came: true,
  occurredAt: AT,
  recordedAt: AT,
  explain: null,
  program: null,
  waiting: false,
  action: null,
  tier: null,
  availableAt: null,
  orderName: null,
  friendName: null,
  value: null,
  redemptionStatus: null,
  takenAgain: false,
  ...over,
});

const told = (over: Partial<TransferFacts>, timeZone = 'UTC') =>
  history.parse(shapeHistory([row(over)], timeZone, 20)).rows[0];

test.each([
  ['what an order earned', { reason: 'earn' }, 'orderEarned', 10],
  ['what a refund took', { reason: 'clawback', came: false }, 'orderReduced', -10],
  ['a redemption', { reason: 'hold', came: false }, 'spent', -10],
  ['a hold that came to nothing', { reason: 'void', redemptionStatus: 'refused' }, 'putBack', 10],
  ['a code put back', { reason: 'return', redemptionStatus: 'cancelled' }, 'putBack', 10],
  ['a code that ran out', { reason: 'return', redemptionStatus: 'lapsed' }, 'putBack', 10],
  ['its order came back', { reason: 'return', redemptionStatus: 'used' }, 'returned', 10],
  [
    'put back, then used all the same',
    { reason: 'return', redemptionStatus: 'used', takenAgain: true },
    'putBack',
    10,
  ],
  ['taken again', { reason: 'retake', came: false }, 'retaken', -10],
  ['run out', { reason: 'expire', came: false }, 'expired', -10],
  ['given by hand', { reason: 'adjust' }, 'adjusted', 10],
  ['taken by hand', { reason: 'adjust', came: false }, 'adjusted', -10],
  ['a debt let go', { reason: 'writeOff' }, 'debtWrittenOff', 10],
  ['points of somebody who is the same person', { reason: 'merge' }, 'merged', 10],
  ['a debt of theirs', { reason: 'merge', came: false }, 'merged', -10],
  ['what somebody did', { reason: 'bonus', action: 'review' }, 'actionEarned', 10],
  ['points that settled a debt', { reason: 'mature', explain: { debtRepaid: 4 } }, 'debtRepaid', 0],
] as const)('%s', (_what, over, kind, points) => {
  expect(told(over)).toMatchObject({ kind, points });
});

test('points of an action wait for a day, or for a first order', () => {
  const bonus = { reason: 'bonus', action: 'signUp', waiting: true } as const;
  expect(told({ ...bonus, availableAt: AT })).toMatchObject({ yoursOn: '2026-03-01' });
  expect(told(bonus)).toMatchObject({ yoursOn: null, afterOrder: true, action: 'signUp' });
  expect(told({ ...bonus, waiting: false })?.afterOrder).toBeUndefined();
});

test('a row that settled a debt says how much of it', () => {
  expect(told({ reason: 'mature', explain: { debtRepaid: 4 } })).toMatchObject({ settled: 4 });
  expect(told({ reason: 'return', explain: { debtRepaid: 3 } })).toMatchObject({ settled: 3 });
  expect(told({})?.settled).toBeUndefined();
});

test('an order’s row recomputes, and while it waits it tells the shop’s own day', () => {
  const explain = { eligibleMinor: 4549, before: 0, now: 341 };
  const onTheWay = { explain, waiting: true, availableAt: AT, orderName: '#1' };
  expect(told(onTheWay, 'Asia/Tehran')).toMatchObject({
    eligibleMinor: 4549,
    pointsBefore: 0,
    pointsNow: 341,
    yoursOn: '2026-03-02',
    orderName: '#1',
  });
  expect(told(onTheWay, 'America/New_York')?.yoursOn).toBe('2026-03-01');
  expect(told({ ...onTheWay, waiting: false })?.yoursOn).toBeNull();
  expect(told({ ...onTheWay, reason: 'hold', came: false })?.yoursOn).toBeNull();
});

test('a full page names the last row it showed, and the cursor reads back', () => {
  const rows = [row({}), row({}), row({})];
  const first = shapeHistory(rows, 'UTC', 2);
  expect(first.rows).toHaveLength(2);
  expect(readCursor(first.older ?? '')).toEqual({
    recordedAt: new Date(AT).toISOString(),
    transferId: rows[1]?.id,
  });
  expect(shapeHistory(rows.slice(2), 'UTC', 2).older).toBeNull();
});

test.each(['', 'x', '1~', `~${'0'.repeat(36)}`, '1~not-a-uuid', `-1~${crypto.randomUUID()}`])(
  'cursor %j is none of ours',
  (text) => expect(readCursor(text)).toBeNull(),
);
