import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  availableAt,
  endOfLocalDay,
  endOfLocalDayAfter,
  expiryOf,
  keptBy,
  localDay,
  startOfLocalDay,
} from './days.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('localDay', () => {
  test.each([
    ['2026-01-01T20:29:59.999Z', 'Asia/Tehran', '2026-01-01'],
    ['2026-01-01T20:30:00Z', 'Asia/Tehran', '2026-01-02'],
    ['2026-03-01T04:59:00Z', 'America/New_York', '2026-02-28'],
    ['2026-03-01T05:00:00Z', 'America/New_York', '2026-03-01'],
    ['2026-12-31T10:00:00Z', 'Pacific/Kiritimati', '2027-01-01'],
  ])('%s in %s is %s', (when, zone, day) => expect(localDay(at(when), zone)).toBe(day));

  test('a time zone that does not exist throws', () =>
    expect(() => localDay(0, 'Mars/Olympus')).toThrow(RangeError));
});

describe('endOfLocalDay', () => {
  test.each([
    ['a plain day', '2026-01-15T12:00:00Z', 'America/New_York', '2026-01-16T05:00:00.000Z'],
    [
      'the day clocks go forward (23 h)',
      '2026-03-08T05:00:00Z',
      'America/New_York',
      '2026-03-09T04:00:00.000Z',
    ],
    [
      'the day clocks go back (25 h)',
      '2026-11-01T04:00:00Z',
      'America/New_York',
      '2026-11-02T05:00:00.000Z',
    ],
    ['half-hour offset', '2026-06-01T00:00:00Z', 'Asia/Tehran', '2026-06-01T20:30:00.000Z'],
    [
      'midnight itself is jumped over (Cairo)',
      '2024-04-25T12:00:00Z',
      'Africa/Cairo',
      '2024-04-25T22:00:00.000Z',
    ],
    [
      'midnight is put off: 24:00 becomes 23:00 (Beirut)',
      '2024-10-26T12:00:00Z',
      'Asia/Beirut',
      '2024-10-26T22:00:00.000Z',
    ],
    [
      'midnight happens twice, the first one counts (Amman)',
      '2021-10-28T12:00:00Z',
      'Asia/Amman',
      '2021-10-28T21:00:00.000Z',
    ],
    ['a skipped day (Samoa)', '2011-12-30T09:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s', (_, when, zone, end) => expect(iso(endOfLocalDay(at(when), zone))).toBe(end));

  test('is the last moment of the same day, for any moment and zone', () => {
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Asia/Tehran',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
      'America/Havana',
    );
    const moment = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(moment, zone, (ms, timeZone) => {
        const end = endOfLocalDay(ms, timeZone);
        const day = localDay(ms, timeZone);
        expect(end).toBeGreaterThan(ms);
        expect(localDay(end - 1, timeZone)).toBe(day);
        expect(localDay(end, timeZone)).toBe(addDays(day, 1));
        expect(startOfLocalDay(addDays(day, 1), timeZone)).toBe(end);
      }),
      { numRuns: 300 },
    );
  });

  test('some days on', () =>
    expect(iso(endOfLocalDayAfter(at('2026-03-01T12:00:00Z'), 30, 'America/New_York'))).toBe(
      '2026-04-01T04:00:00.000Z',
    ));
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-05-15', 12, '2027-05-15'],
  ['2028-02-29', 12, '2029-02-28'],
  ['2026-12-31', 0, '2026-12-31'],
])('%s and %d months is %s', (day, months, to) => expect(addMonths(day, months)).toBe(to));

describe('expiryOf', () => {
  // 22:00 UTC on the 31st is already the 1st of February in Tehran.
  const earned = at('2026-01-31T22:00:00Z');
  test.each([
    [{ kind: 'never' }, null],
    [{ kind: 'afterEarning', months: 1 }, '2026-03-01T20:30:00.000Z'],
    [{ kind: 'inactivity', months: 12 }, '2027-02-01T20:30:00.000Z'],
  ] as const)('%o', (expiry, end) =>
    expect(iso(expiryOf(expiry, earned, 'Asia/Tehran'))).toBe(end),
  );

  test('a last day that the month does not have is its last', () =>
    expect(iso(expiryOf({ kind: 'afterEarning', months: 1 }, earned, 'UTC'))).toBe(
      '2026-03-01T00:00:00.000Z',
    ));
});

describe('keptBy', () => {
  const bought = at('2026-06-10T00:00:00Z');
  test.each([
    [{ kind: 'never' }, null],
    [{ kind: 'afterEarning', months: 12 }, null],
    [{ kind: 'inactivity', months: 12 }, '2027-06-10T20:30:00.000Z'],
  ] as const)('%o', (expiry, end) => expect(iso(keptBy(expiry, bought, 'Asia/Tehran'))).toBe(end));
});

test('pending days are 24 hours each, whatever clocks do', () =>
  expect(iso(availableAt(at('2026-03-01T12:00:00Z'), 14))).toBe('2026-03-15T12:00:00.000Z'));
