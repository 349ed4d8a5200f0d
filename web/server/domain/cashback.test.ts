import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cashbackDates, cashbackOf } from './cashback.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { Cashback } from './program.ts';
import { CLUB_GAPS, overdueOf } from './usualInterval.ts';

const DAY = 86_400_000;
const AT = Date.parse('2026-03-01T12:00:00Z');
const offer: Cashback = { kind: 'cashback', basisPoints: 300, stepMinor: 100, waitDays: 7 };
type Scalars = NonNullable<OrderFacts['scalars']>;
const paidIn = (over: Partial<Scalars> = {}) =>
  ({ currency: 'USD', totalMinor: 5184, ...over }) as Scalars;

describe('what an order brings as money credit', () => {
  test.each([
    ['3 % of 48.00 is 1.44, in whole dollars 1.00', offer, 4800, 100],
    ['in whole cents 1.44', { ...offer, stepMinor: 1 }, 4800, 144],
    ['too little for one dollar is nothing', offer, 3333, 0],
    ['exactly one dollar is one', offer, 3334, 100],
    ['nothing brings nothing', offer, 0, 0],
  ] as const)('%s', (_, value, eligible, amountMinor) => {
    expect(cashbackOf(value, eligible, paidIn())).toEqual({ currency: 'USD', amountMinor });
  });

  test('in the currency that was paid in, never more than was meant', () => {
    const presentment = { currency: 'EUR', totalMinor: 4752 };
    // 1.00 × 47.52 ÷ 51.84 is 0.9166…
    expect(cashbackOf(offer, 4800, paidIn({ presentment }))).toEqual({
      currency: 'EUR',
      amountMinor: 91,
    });
  });

  test('less of an order never brings more', () => {
    const amounts = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000));
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10_000 }), ([a, b], basisPoints) => {
        const of = (eligible: number) =>
          cashbackOf({ ...offer, basisPoints }, eligible, paidIn()).amountMinor;
        return of(Math.min(a, b)) <= of(Math.max(a, b));
      }),
    );
  });

  test('it is given so many days later, and ends with a day of the shop', () => {
    expect(cashbackDates({ days: 90, value: offer }, AT, 'America/New_York')).toEqual({
      availableAt: AT + 7 * DAY,
      endsAt: Date.parse('2026-06-07T04:00:00Z'),
    });
  });
});

describe('whether an order came later than is usual', () => {
  const club = (days: number, n = CLUB_GAPS) => Array.from({ length: n }, () => days * DAY);
  const at = (...days: number[]) => days.map((day) => AT + day * DAY);

  test.each([
    ['a first order has nothing to be later than', 100, [], club(30), null],
    ['own gaps of 10 and 20: after 11 days it is', 41, at(0, 10, 30), [], [11, 10, 'shopper']],
    ['and after 10 it is not', 40, at(0, 10, 30), [], null],
    ['one own gap says less than everybody’s', 60, at(0, 10), club(45), [50, 45, 'club']],
    ['too few of everybody’s say nothing', 60, at(0, 10), club(45, CLUB_GAPS - 1), null],
    ['orders of later on do not count', 31, at(0, 40, 50), club(30), [31, 30, 'club']],
    ['they may come in any order', 41, at(30, 0, 10), [], [11, 10, 'shopper']],
  ] as const)('%s', (_, day, earlier, gaps, late) => {
    const found = overdueOf(AT + day * DAY, earlier, gaps);
    expect(found && [found.gapDays, found.usualDays, found.of]).toEqual(late);
  });
});
