import { describe, expect, test } from 'vitest';
import { dayAt, instantOf, nextDays } from './schedule.ts';

const iso = (at: number) => new Date(at).toISOString();

describe('a time on the shop’s own clock', () => {
  test.each([
    ['2026-11-25', 0, 'America/New_York', '2026-11-25T05:00:00.000Z'],
    ['2026-07-01', 390, 'America/New_York', '2026-07-01T10:30:00.000Z'],
    ['2026-11-25', 0, 'Asia/Tehran', '2026-11-24T20:30:00.000Z'],
    ['2026-01-01', 1410, 'Pacific/Kiritimati', '2026-01-01T09:30:00.000Z'],
    ['2026-03-01', 0, 'UTC', '2026-03-01T00:00:00.000Z'],
    // New York skips 02:30 on this day: it becomes 03:30.
    ['2026-03-08', 150, 'America/New_York', '2026-03-08T07:30:00.000Z'],
    // And 01:30 comes twice on this one: the first of them.
    ['2026-11-01', 90, 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-04', 150, 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ])('%s, minute %d in %s is %s', (day, minute, zone, instant) => {
    expect(iso(instantOf(day, minute, zone))).toBe(instant);
  });

  test('the day is the shop’s, not UTC’s', () => {
    const evening = Date.parse('2026-11-22T22:00:00Z');
    expect(dayAt(evening, 'Asia/Tehran')).toBe('2026-11-23');
    expect(dayAt(evening, 'America/New_York')).toBe('2026-11-22');
  });

  test('days follow one another over a change of clocks and a month’s end', () => {
    const days = nextDays(Date.parse('2026-10-31T03:00:00Z'), 'America/New_York', 4);
    expect(days.map(({ day }) => day)).toEqual([
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
      '2026-11-02',
    ]);
    expect(days.map(({ noon }) => iso(noon))).toEqual([
      '2026-10-30T16:00:00.000Z',
      '2026-10-31T16:00:00.000Z',
      '2026-11-01T17:00:00.000Z',
      '2026-11-02T17:00:00.000Z',
    ]);
  });
});
