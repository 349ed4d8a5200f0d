import { expect, test } from 'vitest';
import { choicesBeside, daysBetween, withPart } from './days.ts';
import type { Day } from './days.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** A day that is sure to be there. */
function dayOf(days: readonly Day[], iso: string): Day {
  const found = days.find((day) => day.iso === iso);
  if (!found) throw new Error(`no ${iso}`);
  return found;
}

test('every day between two moments, in the reader’s own calendar and digits', () => {
  const english = daysBetween(at('2025-12-30'), at('2026-01-02'), 'UTC', 'en');
  expect(english.map(({ iso }) => iso)).toEqual([
    '2025-12-30',
    '2025-12-31',
    '2026-01-01',
    '2026-01-02',
  ]);
  expect(english[0]).toEqual({
    iso: '2025-12-30',
    year: '2025',
    month: 'December',
    date: '30',
  });
  const persian = daysBetween(at('2026-03-20'), at('2026-03-21'), 'Asia/Tehran', 'fa');
  expect(persian).toEqual([
    { iso: '2026-03-20', year: '۱۴۰۴', month: 'اسفند', date: '۲۹' },
    { iso: '2026-03-21', year: '۱۴۰۵', month: 'فروردین', date: '۱' },
  ]);
});

test('the days are the shop’s: an evening in London is the next morning in Tehran', () => {
  const evening = Date.parse('2026-03-01T22:00:00Z');
  expect(daysBetween(evening, evening, 'Europe/London', 'en')[0]?.iso).toBe('2026-03-01');
  expect(daysBetween(evening, evening, 'Asia/Tehran', 'en')[0]?.iso).toBe('2026-03-02');
});

test('a shop older than anybody counts begins where the list does', () => {
  const days = daysBetween(at('1990-01-01'), at('2026-01-01'), 'UTC', 'en');
  expect(days.at(-1)?.iso).toBe('2026-01-01');
  expect(days).toHaveLength(8001);
});

test('the first year has only its own months, and a month only its own days', () => {
  const days = daysBetween(at('2025-11-29'), at('2026-02-10'), 'UTC', 'en');
  const first = choicesBeside(days, dayOf(days, '2025-11-30'));
  expect(first).toEqual({
    years: ['2025', '2026'],
    months: ['November', 'December'],
    dates: ['29', '30'],
  });
});

test('another month keeps the date where it has one, and ends where it ends', () => {
  const days = daysBetween(at('2024-01-01'), at('2026-02-10'), 'UTC', 'en');
  const last = dayOf(days, '2025-01-31');
  expect(withPart(days, last, { month: 'March' }).iso).toBe('2025-03-31');
  expect(withPart(days, last, { month: 'February' }).iso).toBe('2025-02-28');
  expect(withPart(days, last, { year: '2024' }).iso).toBe('2024-01-31');
  const june = dayOf(days, '2025-06-15');
  expect(withPart(days, june, { year: '2026' }).iso).toBe('2026-01-01');
});
