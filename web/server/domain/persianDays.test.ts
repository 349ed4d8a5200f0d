import { describe, expect, test } from 'vitest';
import { birthdaysOn, isBirthday, yearOf } from './celebrations.ts';
import { addDays } from './days.ts';
import { endsYear, isBeforeNextYear, persianDay } from './persianDays.ts';

/** New year's days as the calendar of Iran has them. */
const NEW_YEARS = [
  [1399, '2020-03-20'],
  [1400, '2021-03-21'],
  [1403, '2024-03-20'],
  [1404, '2025-03-21'],
  [1405, '2026-03-21'],
  [1406, '2027-03-21'],
  [1407, '2028-03-20'],
  [1408, '2029-03-20'],
  [1409, '2030-03-21'],
] as const;

test.each(NEW_YEARS)('the year %i begins on %s', (year, day) => {
  expect(persianDay(day)).toEqual({ year, month: 1, day: 1 });
  expect(endsYear(addDays(day, -1))).toBe(true);
  expect(yearOf('persian', addDays(day, -1))).toBe(String(year - 1));
});

describe('a birthday by the Persian calendar', () => {
  const persian = (month: number, day: number) => ({ calendar: 'persian' as const, month, day });
  test.each([
    ['2026-04-25', [persian(2, 5)]],
    ['2026-03-20', [persian(12, 29), persian(12, 30)]],
    // 1403 leaps: there is a 30 Esfand.
    ['2025-03-19', [persian(12, 29)]],
    ['2025-03-20', [persian(12, 30)]],
    ['2026-03-21', [persian(1, 1)]],
  ])('%s', (day, days) => expect(birthdaysOn(day, 'persian')).toEqual(days));

  test.each([
    [1, 31, true],
    [7, 31, false],
    [7, 30, true],
    [12, 30, true],
    [12, 31, false],
    [13, 1, false],
    [1, 0, false],
  ])('month %i, day %i: %s', (month, day, there) =>
    expect(isBirthday({ calendar: 'persian', month, day })).toBe(there),
  );

  test('comes exactly once in every year, whatever its day', () => {
    const days = Array.from({ length: 366 * 12 }, (_, n) => addDays('2024-03-20', n));
    const found = new Map<string, string[]>();
    for (const day of days) {
      for (const { month, day: date } of birthdaysOn(day, 'persian')) {
        const key = `${month}/${date}`;
        found.set(key, [...(found.get(key) ?? []), yearOf('persian', day)]);
      }
    }
    expect(found.size).toBe(366);
    for (const years of found.values()) {
      expect(new Set(years).size).toBe(years.length);
      expect(years.length).toBeGreaterThanOrEqual(11);
    }
  });

  test('once in a year is by that calendar, and no birthday is ever too soon after its last', () => {
    const early: string[] = [];
    let last = new Map<string, string>();
    for (let day = '2024-03-20'; day < '2036-03-20'; day = addDays(day, 1)) {
      const today = new Map(last);
      for (const { month, day: date } of birthdaysOn(day, 'persian')) {
        const before = last.get(`${month}/${date}`);
        if (before && isBeforeNextYear(before, day)) early.push(day);
        today.set(`${month}/${date}`, day);
      }
      last = today;
    }
    expect(early).toEqual([]);
    expect(isBeforeNextYear('2027-03-21', '2028-03-19')).toBe(true);
    expect(isBeforeNextYear('2027-03-21', '2028-03-20')).toBe(false);
    expect(isBeforeNextYear('2026-03-21', '2026-12-01')).toBe(true);
  });
});
