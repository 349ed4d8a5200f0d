import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfCode, decideNextOrder, dueReminder, nextLook, remindersOf } from './nextOrder.ts';
import type { NextOrderAsked, OtherCode, OtherOrder } from './nextOrder.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { NextOrder } from './program.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const AT = Date.parse('2026-03-01T17:00:00Z');
const FACTS: OrderFacts = { scalars: null, refunds: [] };

const offer: NextOrder = {
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 2000,
  combinesWith: { order: false, product: false, shipping: true },
  who: 'all',
  days: 30,
  quietDays: 90,
  reminderDays: [7, 2],
};

const asked = (over: Partial<NextOrderAsked> = {}, its: Partial<NextOrder> = {}) =>
  decideNextOrder({
    program: { currency: 'USD', holdOut: true, nextOrder: { ...offer, ...its } },
    order: { platformOrderId: '100', placedAt: AT, eligibleMinor: 4800, facts: FACTS },
    orders: [],
    codes: [],
    shopper: { heldOut: false, frozen: false },
    now: AT,
    timeZone: 'America/New_York',
    ...over,
  });

const order = (over: Partial<OtherOrder> = {}): OtherOrder => ({
  platformOrderId: '99',
  placedAt: AT - DAY,
  test: false,
  cancelledAt: null,
  ...over,
});

test('the code ends with the local day 30 days later, and its parent with it', () => {
  const endsAt = Date.parse('2026-04-01T04:00:00Z');
  expect(asked()).toMatchObject({
    status: 'issuing',
    endsAt,
    usefulUntil: AT + 48 * HOUR,
    terms: { currency: 'USD', uses: 'once', endsAt, minimumMinor: 2000 },
  });
});

test('a stopped program brings no code', () => {
  const stopped = { kind: 'stopped' as const, spendUntil: null };
  const program = { currency: 'USD', holdOut: true, nextOrder: offer };
  expect(asked({ program: { ...program, phase: { kind: 'running' } } })).not.toBeNull();
  expect(asked({ program: { ...program, phase: stopped } })).toBeNull();
});

test('of use it is never longer than it lives', () => {
  const given = asked({}, { days: 1 });
  expect(given?.usefulUntil).toBe(given?.endsAt);
});

test.each<[string, ReturnType<typeof asked>, string | null]>([
  ['a plain one', asked(), 'issuing'],
  ['without a program', asked({ program: null }), null],
  [
    'of a program without codes',
    asked({ program: { currency: 'USD', holdOut: true, nextOrder: null } }),
    null,
  ],
  [
    'worth nothing',
    asked({ order: { platformOrderId: '1', placedAt: AT, eligibleMinor: 0, facts: FACTS } }),
    null,
  ],
  ['of a frozen shopper', asked({ shopper: { heldOut: false, frozen: true } }), null],
  ['of one who is held out', asked({ shopper: { heldOut: true, frozen: false } }), 'heldOut'],
  [
    'of one who would be, where nobody is',
    asked({
      shopper: { heldOut: true, frozen: false },
      program: { currency: 'USD', holdOut: false, nextOrder: offer },
    }),
    'issuing',
  ],
  ['known a moment before two days', asked({ now: AT + 48 * HOUR - 1 }), 'issuing'],
  ['known after two days', asked({ now: AT + 48 * HOUR }), 'late'],
  [
    'late and held out',
    asked({ now: AT + 48 * HOUR, shopper: { heldOut: true, frozen: false } }),
    'late',
  ],
])('an order %s', (_, given, status) => {
  expect(given?.status ?? null).toBe(status);
});

describe('only a first order', () => {
  test.each<[string, OtherOrder[], boolean]>([
    ['the only one', [], true],
    ['one before', [order()], false],
    ['one after', [order({ placedAt: AT + 1 })], true],
    ['a test before', [order({ test: true })], true],
    ['one before that was cancelled before', [order({ cancelledAt: AT - 1 })], true],
    ['one before that was cancelled at that moment', [order({ cancelledAt: AT })], true],
    ['one before that was cancelled later', [order({ cancelledAt: AT + 1 })], false],
    ['one of the same moment, with a lower id', [order({ placedAt: AT })], false],
    [
      'one of the same moment, with a higher id',
      [order({ placedAt: AT, platformOrderId: '101' })],
      true,
    ],
    [
      'one of the same moment, whose id is longer',
      [order({ placedAt: AT, platformOrderId: '1000' })],
      true,
    ],
  ])('%s', (_, orders, first) => {
    expect(asked({ orders }, { who: 'first' }) !== null).toBe(first);
    expect(asked({ orders }, { who: 'all' })).not.toBeNull();
  });
});

describe('quiet days', () => {
  const code = (days: number, status: OtherCode['status'] = 'open'): OtherCode => ({
    placedAt: AT - days * DAY,
    status,
  });
  test.each<[string, OtherCode[], boolean]>([
    ['a code 89 days before', [code(89)], false],
    ['a code 90 days before', [code(90)], true],
    ['an order 89 days later was told of first', [code(-89)], false],
    ['one that was used', [code(5, 'used')], false],
    ['one that ran out', [code(40, 'lapsed')], false],
    ['one that was held out, which must count alike', [code(5, 'heldOut')], false],
    ['one that was withdrawn', [code(5, 'withdrawn')], true],
    ['one that the platform refused', [code(5, 'refused')], true],
    ['one that came too late to be issued', [code(5, 'late')], true],
  ])('%s', (_, codes, given) => {
    expect(asked({ codes }) !== null).toBe(given);
  });

  test('none: every order brings its own', () => {
    expect(asked({ codes: [code(0)] }, { quietDays: 0 })).not.toBeNull();
  });
});

/** Gives codes to orders in the order of their arrival; answers whose they became. */
function giveAll(arrivals: readonly OtherOrder[], its: Partial<NextOrder>): string[] {
  const known: OtherOrder[] = [];
  const codes: OtherCode[] = [];
  const owners: string[] = [];
  for (const each of arrivals) {
    const { platformOrderId, placedAt } = each;
    const given = asked(
      {
        order: { platformOrderId, placedAt, eligibleMinor: 100, facts: FACTS },
        orders: known,
        codes,
        now: 0,
      },
      its,
    );
    known.push(each);
    if (!given) continue;
    codes.push({ placedAt, status: given.status });
    owners.push(platformOrderId);
  }
  return owners;
}

const shuffled = fc
  .uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 })
  .map((days) =>
    days.map((day, n) => order({ platformOrderId: String(100 + n), placedAt: AT + day * DAY })),
  )
  .chain((orders) =>
    fc.tuple(fc.constant(orders), fc.shuffledSubarray(orders, { minLength: orders.length })),
  );

test('whatever the arrival, a shopper gets one code as a first buyer', () => {
  fc.assert(
    fc.property(shuffled, ([, arrivals]) => {
      expect(giveAll(arrivals, { who: 'first' })).toHaveLength(1);
    }),
  );
});

test('whatever the arrival, no two codes are nearer than the quiet days', () => {
  fc.assert(
    fc.property(shuffled, ([orders, arrivals]) => {
      const owners = giveAll(arrivals, { who: 'all' });
      const at = owners.map((id) => orders.find((o) => o.platformOrderId === id)?.placedAt ?? 0);
      const gaps = at.toSorted((a, b) => a - b).map((ms, n, all) => ms - (all[n - 1] ?? -Infinity));
      expect(owners.length).toBeGreaterThan(0);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(offer.quietDays * DAY);
    }),
  );
});

describe('reminders', () => {
  // The last day is 31 March in New York (UTC-4 by then).
  const code = { usefulUntil: AT + 48 * HOUR, endsAt: Date.parse('2026-04-01T04:00:00Z') };
  const both = remindersOf(code, [2, 7, 7], 'America/New_York');

  test('at ten in the morning, so many days before the last one', () => {
    expect(both.map(({ days, at }) => [days, new Date(at).toISOString()])).toEqual([
      [7, '2026-03-24T14:00:00.000Z'],
      [2, '2026-03-29T14:00:00.000Z'],
    ]);
  });

  test('none while the first mail may still go out', () => {
    const short = { usefulUntil: code.endsAt - DAY, endsAt: code.endsAt };
    expect(remindersOf(short, [7, 2], 'America/New_York')).toEqual([]);
    const until = (usefulUntil: number) =>
      remindersOf({ ...code, usefulUntil }, [7], 'America/New_York');
    expect(until(both[0]?.at ?? 0)).toHaveLength(1);
    expect(until((both[0]?.at ?? 0) + 1)).toEqual([]);
  });

  test('none when the code is over: a last day may end before ten', () => {
    const night = { usefulUntil: 0, endsAt: Date.parse('2026-03-31T08:00:00Z') };
    expect(remindersOf(night, [0], 'America/New_York')).toEqual([]);
    const ten = { usefulUntil: 0, endsAt: Date.parse('2026-03-31T14:00:00Z') };
    expect(remindersOf(ten, [0], 'America/New_York')).toEqual([]);
    expect(remindersOf({ ...ten, endsAt: ten.endsAt + 1 }, [0], 'America/New_York')).toHaveLength(
      1,
    );
  });

  test.each<[number, number | null, number | null]>([
    [(both[0]?.at ?? 0) - 1, null, null],
    [both[0]?.at ?? 0, null, 7],
    [both[0]?.at ?? 0, 7, null],
    [both[1]?.at ?? 0, 7, 2],
    [both[1]?.at ?? 0, null, 2],
    [both[1]?.at ?? 0, 2, null],
  ])('at %i, reminded of at %j days: %j', (now, reminded, days) => {
    expect(dueReminder(both, reminded, now)?.days ?? null).toBe(days);
  });

  test('the clock looks at the next one, and then at the end', () => {
    expect(nextLook(both, code.endsAt, AT)).toBe(both[0]?.at);
    expect(nextLook(both, code.endsAt, both[0]?.at ?? 0)).toBe(both[1]?.at);
    expect(nextLook(both, code.endsAt, both[1]?.at ?? 0)).toBe(code.endsAt);
  });
});

describe('what a code cost', () => {
  const facts = (over: object = {}): OrderFacts =>
    ({
      scalars: {
        test: false,
        cancelledAt: null,
        refunded: false,
        lines: [
          {
            id: '1',
            quantity: 2,
            currentQuantity: 2,
            discounts: [
              { code: 'MINE', amountMinor: 480 },
              { code: 'OTHER', amountMinor: 100 },
              { code: null, amountMinor: 90 },
            ],
          },
          {
            id: '2',
            quantity: 1,
            currentQuantity: 1,
            discounts: [{ code: 'MINE', amountMinor: 20 }],
          },
        ],
        ...over,
      },
      refunds: [],
    }) as unknown as OrderFacts;

  test.each<[string, OrderFacts, number]>([
    ['what it took off the lines', facts(), 500],
    ['nothing on a test', facts({ test: true }), 0],
    ['nothing on an order that was cancelled', facts({ cancelledAt: 1 }), 0],
    ['nothing on one that went back whole', facts({ refunded: true }), 0],
    ['nothing before its order is known', { scalars: null, refunds: [] }, 0],
  ])('%s', (_, of, cost) => {
    expect(costOfCode(of, 'MINE')).toBe(cost);
  });
});
