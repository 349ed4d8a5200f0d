import { describe, expect, test } from 'vitest';
import { birthdayPointsIn, standingAt, tierOfOrder } from './tiers.ts';
import { aTier, counts, noon, someTiers, TIME_ZONE } from './tiers.fixtures.ts';
import type { Tiers } from './program.ts';
import type { Counted } from './tiersCounted.ts';

const tierOn = (day: string, counted: readonly Counted[], tiers: Tiers = someTiers()) =>
  standingAt(tiers, counted, noon(day), TIME_ZONE).tierId;

describe('going up', () => {
  test.each<[string, number[], string | null]>([
    ['nothing', [], null],
    ['too little', [399], null],
    ['just enough', [400], 'silver'],
    ['enough together', [399, 1], 'silver'],
    ['more than enough', [999], 'silver'],
    ['the next one', [400, 600], 'gold'],
    ['over the first one at once', [5000], 'gold'],
  ])('%s', (_what, amounts, tierId) => {
    const counted = amounts.map((amount) => counts('2026-03-01', amount));
    expect(tierOn('2026-03-02', counted)).toBe(tierId);
  });

  test('in the moment after it counts, and not in it', () => {
    const counted = [counts('2026-03-01', 400)];
    const at = noon('2026-03-01');
    expect(standingAt(someTiers(), counted, at, TIME_ZONE).tierId).toBeNull();
    expect(standingAt(someTiers(), counted, at + 1, TIME_ZONE)).toMatchObject({
      tierId: 'silver',
      since: at,
    });
  });

  test('a level that asks for nothing is for everybody, from the beginning', () => {
    const tiers = someTiers({ levels: [aTier('member', 0), aTier('silver', 400)] });
    expect(standingAt(tiers, [], noon('2026-03-01'), TIME_ZONE)).toMatchObject({
      tierId: 'member',
      since: null,
      fallsAt: null,
    });
  });
});

describe('over which time', () => {
  const counted = [counts('2025-03-31', 1000)];
  test.each<[Tiers['over'], string, string | null]>([
    ['lifetime', '2099-01-01', 'gold'],
    ['rolling12Months', '2026-03-31', 'gold'],
    ['rolling12Months', '2026-04-01', null],
    // What a year brought holds to the end of the next.
    ['calendarYear', '2025-12-31', 'gold'],
    ['calendarYear', '2026-12-31', 'gold'],
    ['calendarYear', '2027-01-01', null],
  ])('%s on %s: %s', (over, day, tierId) => {
    const tiers = someTiers({ over, graceDays: 0, levels: [aTier('gold', 1000)] });
    expect(tierOn(day, counted, tiers)).toBe(tierId);
  });

  test('two calendar years are not added up', () => {
    const two = [counts('2025-12-31', 600), counts('2026-01-01', 600)];
    expect(tierOn('2026-01-02', two, someTiers({ over: 'calendarYear' }))).toBe('silver');
    expect(tierOn('2026-01-02', two)).toBe('gold');
  });

  test('days end at midnight of the shop, not of anywhere else', () => {
    const tiers = someTiers({ graceDays: 0, levels: [aTier('gold', 1000)] });
    const last = Date.parse('2026-04-01T03:59:59.999Z');
    expect(standingAt(tiers, counted, last, TIME_ZONE).tierId).toBe('gold');
    expect(standingAt(tiers, counted, last + 1, TIME_ZONE).tierId).toBeNull();
    expect(standingAt(tiers, counted, last - 3_600_000 * 4 + 1, 'UTC').tierId).toBeNull();
  });
});

describe('going down', () => {
  const gold = [counts('2025-01-10', 1000)];

  test('after 60 days of grace, one level, and the next one a year later', () => {
    // What counted ends with 10 January 2026; its 60 days of grace are 11 January to 11 March.
    expect(tierOn('2026-03-11', gold)).toBe('gold');
    expect(tierOn('2026-03-12', gold)).toBe('silver');
    expect(tierOn('2027-03-11', gold)).toBe('silver');
    expect(tierOn('2027-03-12', gold)).toBeNull();
  });

  test('who makes up for it in the days of grace has lost nothing', () => {
    const more = [...gold, counts('2026-03-11', 1000)];
    expect(standingAt(someTiers(), more, noon('2026-03-12'), TIME_ZONE)).toMatchObject({
      tierId: 'gold',
      since: noon('2025-01-10'),
      lowSince: null,
    });
  });

  test('no two levels within a year, even with a rise between', () => {
    const more = [...gold, counts('2026-03-20', 1000)];
    expect(tierOn('2026-03-15', more)).toBe('silver');
    expect(tierOn('2026-03-21', more)).toBe('gold');
    // Too little from 21 March 2027; the grace would end on 20 May, long after the year is over.
    expect(tierOn('2027-05-19', more)).toBe('gold');
    expect(tierOn('2027-05-20', more)).toBe('silver');
    expect(tierOn('2028-05-19', more)).toBe('silver');
    expect(tierOn('2028-05-20', more)).toBeNull();
  });

  test('without grace on the very day', () => {
    expect(tierOn('2026-01-10', gold, someTiers({ graceDays: 0 }))).toBe('gold');
    expect(tierOn('2026-01-11', gold, someTiers({ graceDays: 0 }))).toBe('silver');
  });

  test('it is known beforehand when, so that nothing needs to ask until then', () => {
    const at = (day: string) => standingAt(someTiers(), gold, noon(day), TIME_ZONE);
    const midnight = Date.parse('2026-03-12T04:00:00Z');
    expect(at('2025-06-01').fallsAt).toBe(midnight);
    expect(at('2026-03-11')).toMatchObject({
      lowSince: Date.parse('2026-01-11T05:00:00Z'),
      fallsAt: midnight,
    });
    expect(at('2026-03-12')).toMatchObject({
      since: midnight,
      fallsAt: Date.parse('2027-03-12T05:00:00Z'),
    });
    expect(at('2027-03-12').fallsAt).toBeNull();
  });
});

describe('what was taken back', () => {
  test('takes back at once the tier that it brought, without grace', () => {
    const counted = [counts('2026-03-01', 500), counts('2026-03-02', 600, [['2026-03-10', 0]])];
    expect(tierOn('2026-03-10', counted)).toBe('gold');
    expect(tierOn('2026-03-11', counted)).toBe('silver');
  });

  test('in part: by what is left', () => {
    const counted = [counts('2026-03-02', 1000, [['2026-03-10', 999]])];
    expect(tierOn('2026-03-11', counted)).toBe('silver');
  });

  test('a tier that it once kept is lost when it would have been', () => {
    const counted = [counts('2025-01-10', 1000), counts('2025-12-01', 1000, [['2026-03-20', 0]])];
    expect(tierOn('2026-03-20', counted)).toBe('gold');
    expect(tierOn('2026-03-21', counted)).toBe('silver');
  });
});

describe("an order's own tier", () => {
  const tiers = someTiers();
  const order = { platformOrderId: '1000', placedAt: noon('2026-03-01') };
  const at = (platformOrderId: string | null, placedAt: number, later: Counted['later'] = []) =>
    tierOfOrder(tiers, [{ platformOrderId, at: placedAt, amount: 400n, later }], order, TIME_ZONE);
  test('does not count the order itself', () => expect(at('1000', order.placedAt)).toBeNull());
  test('counts what was before', () => expect(at('999', order.placedAt - 1)).toBe('silver'));
  test('at one moment the lower id is before', () => {
    expect(at('999', order.placedAt)).toBe('silver');
    expect(at('1001', order.placedAt)).toBeNull();
    expect(at(null, order.placedAt)).toBeNull();
  });
  test('nothing that came later', () => expect(at('999', order.placedAt + 1)).toBeNull());
  test('what was taken back before it, not in its moment', () => {
    const back = (after: number) => at('999', noon('2026-02-01'), [{ after, amount: 0n }]);
    expect(back(order.placedAt - 1)).toBeNull();
    expect(back(order.placedAt)).toBe('silver');
  });
});

test('a birthday is worth what the tier says', () => {
  const tiers = someTiers({ levels: [aTier('silver', 400, { birthdayPoints: 70 })] });
  expect(birthdayPointsIn(tiers, 'silver')).toBe(70n);
  expect(birthdayPointsIn(tiers, null)).toBe(0n);
  expect(birthdayPointsIn(tiers, 'gone')).toBe(0n);
});
