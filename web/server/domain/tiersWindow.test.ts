import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiryOf, localDay, startOfLocalDay } from './days.ts';
import { changesOf, openAt } from './tiersWindow.ts';

/** Where midnight is missing, where a whole day is, and on both sides of the date line. */
const ZONES = [
  'America/New_York',
  'America/Santiago',
  'Asia/Tehran',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
];
const moment = fc.integer({
  min: Date.parse('2010-12-25T00:00:00Z'),
  max: Date.parse('2027-01-05T00:00:00Z'),
});

test('twelve months end where those of points do, and years where the days of the shop say', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), moment, (timeZone, at) => {
      const item = [{ at, amount: 5n }];
      const [, end] = changesOf('rolling12Months', item, timeZone);
      const expiry = expiryOf({ kind: 'afterEarning', months: 12 }, at, timeZone);
      expect(end).toEqual({ at: expiry, count: 0n });
      const year = Number(localDay(at, timeZone).slice(0, 4));
      const starts = [1, 2].map((more) => startOfLocalDay(`${year + more}-01-01`, timeZone));
      expect(changesOf('calendarYear', item, timeZone)).toEqual([
        { at, count: 5n },
        { at: starts[0], count: 5n },
        { at: starts[1], count: 0n },
      ]);
      expect(openAt('calendarYear', item, at, timeZone)).toEqual({ count: 5n, until: starts[0] });
    }),
    { numRuns: 300 },
  );
});

test('what happens in one moment is one change', () => {
  const end = Date.parse('2026-03-02T00:00:00Z');
  const items = [
    { at: Date.parse('2025-03-01T12:00:00Z'), amount: 400n },
    { at: end, amount: 300n },
    { at: end, amount: 20n },
  ];
  expect(changesOf('rolling12Months', items, 'UTC').map(({ count }) => count)).toEqual([
    400n,
    320n,
    0n,
  ]);
});
