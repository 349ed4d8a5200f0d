import { expect, test } from 'vitest';
import en from '../locales/en.json' with { type: 'json' };
import fa from '../locales/fa.json' with { type: 'json' };
import { direction, pickLocale } from './locale.ts';
import { createWords } from './words.ts';

const english = createWords('en', en);
const persian = createWords('fa', fa);
const noon = Date.parse('2026-11-22T12:00:00Z');

test.each([
  [['fa-IR', 'en'], 'fa'],
  [[null, 'ar'], 'ar'],
  [['de', 'fa'], 'fa'],
  [['de', undefined], 'en'],
  [[''], 'en'],
])('%j is read as %s', (tags, locale) => {
  expect(pickLocale(...tags)).toBe(locale);
});

test('Persian and Arabic are read from the right', () => {
  expect([direction('en'), direction('fa'), direction('ar')]).toEqual(['ltr', 'rtl', 'rtl']);
});

test('numbers in a text are in the language’s digits, and n chooses the form', () => {
  expect(english.say('count.points', { n: 1 })).toBe('1 point');
  expect(english.say('count.points', { n: 1234 })).toBe('1,234 points');
  expect(persian.say('count.points', { n: 1234 })).toBe('۱٬۲۳۴ امتیاز');
});

test('dates are the shop’s days, with the year only when it is another one', () => {
  expect(english.day(noon, 'UTC', noon)).toBe('22 November');
  expect(english.day(Date.parse('2025-06-12T12:00:00Z'), 'UTC', noon)).toBe('12 June 2025');
  expect(persian.day(noon, 'Asia/Tehran', noon)).toBe('۱ آذر');
  expect(persian.time(noon, 'Asia/Tehran')).toBe('۱۵:۳۰');
});

test('how long ago is told in the largest unit that fits, and never as now', () => {
  const minute = 60_000;
  const ago = (minutes: number) => english.ago(noon - minutes * minute, noon);
  expect([0, 12, 60, 47 * 60, 48 * 60].map(ago)).toEqual([
    '1 minute ago',
    '12 minutes ago',
    '1 hour ago',
    '47 hours ago',
    '2 days ago',
  ]);
  expect(persian.ago(noon - 12 * minute, noon)).toBe('۱۲ دقیقه پیش');
});
