import { describe, expect, test } from 'vitest';
import { busyness, calendarOf, HISTORY_DAYS } from './calendar.ts';

const NEW_YORK = { locale: 'en', timeZone: 'America/New_York' };
const TEHRAN = { locale: 'fa', timeZone: 'Asia/Tehran' };
const now = Date.parse('2026-03-01T12:00:00Z');

describe.each([
  ['New York', NEW_YORK, '2026-03-01T05:00:00Z'],
  ['Tehran', TEHRAN, '2026-02-28T20:30:00Z'],
])('%s', (_, shop, today) => {
  const calendar = calendarOf(shop, now);

  test('ends with the shop’s yesterday and began two years before', () => {
    expect(new Date(calendar.endsAt).toISOString()).toBe(today.replace('Z', '.000Z'));
    const days = (calendar.endsAt - calendar.startsAt) / 86_400_000;
    expect(Math.round(days)).toBe(HISTORY_DAYS);
    expect(calendar.at(calendar.weeks)).toBeLessThan(calendar.endsAt);
    expect(calendar.at(0)).toBe(calendar.startsAt);
  });

  test('keeps the order of time, in whole seconds', () => {
    let before = 0;
    for (let week = 0; week <= calendar.weeks; week += 0.013) {
      const at = calendar.at(week);
      expect(at % 1000).toBe(0);
      expect(at).toBeGreaterThanOrEqual(before);
      before = at;
    }
  });
});

/** How much of even time falls into a month of 2025. */
function share(shop: typeof NEW_YORK, month: number): number {
  const calendar = calendarOf(shop, now);
  const from = Date.UTC(2025, month - 1, 1);
  const to = Date.UTC(2025, month, 1);
  const steps = Array.from({ length: 20_000 }, (_, n) =>
    calendar.at((n / 20_000) * calendar.weeks),
  );
  return steps.filter((at) => at >= from && at < to).length / ((to - from) / 86_400_000);
}

test('December is the busy month in New York, the days before Nowruz are in Tehran', () => {
  expect(share(NEW_YORK, 12)).toBeGreaterThan(1.5 * share(NEW_YORK, 6));
  expect(share(TEHRAN, 3)).toBeGreaterThan(1.3 * share(TEHRAN, 6));
  expect(share(NEW_YORK, 3)).toBeLessThan(1.2 * share(NEW_YORK, 6));
});

test('the week has its own rhythm: Friday is quiet in Tehran', () => {
  const friday = Date.UTC(2025, 5, 6);
  expect(busyness(TEHRAN, friday)).toBeLessThan(0.7 * busyness(TEHRAN, friday + 86_400_000));
  expect(busyness(NEW_YORK, friday)).toBeGreaterThan(0.8 * busyness(NEW_YORK, friday + 86_400_000));
});
