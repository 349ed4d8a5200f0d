import { expect, test } from 'vitest';
import type { History } from './history.ts';
import { movesOf, stageOf } from './lifecycle.ts';
import { MIN_GAPS, gapsOf, rhythmOf } from './rhythm.ts';

const bought = (...days: number[]): History => ({
  shopperId: days.join(),
  purchases: days.map((day) => ({ day, amountMinor: 100 })),
});

const rhythm = rhythmOf(Array.from({ length: 101 }, (_, n) => n));

test('the shop’s own gaps set its window', () => {
  expect(rhythm).toEqual({ usualDays: 75, churnDays: 90, gaps: 101, source: 'measured' });
  expect(rhythmOf([1, 2], undefined).source).toBe('assumed');
  expect(rhythmOf([], 60)).toEqual({ usualDays: 60, churnDays: 60, gaps: 0, source: 'set' });
  expect(rhythmOf(Array.from({ length: MIN_GAPS }, () => 1))).toMatchObject({ churnDays: 14 });
});

test('gaps are between days: two orders of one day are one, later days are not seen', () => {
  expect(gapsOf([bought(10, 3, 3, 40), bought(5)], 20)).toEqual([7]);
});

test.each([
  ['nobody before the first order', [11], null],
  ['new after one order', [10], 'new'],
  ['active', [1, 9], 'active'],
  ['lapsing beyond the usual gap', [-70, -66], 'lapsing'],
  ['lost beyond the window', [-100, -81], 'lost'],
  ['lost after a single order too', [-81], 'lost'],
  ['returned after a silence that had meant lost', [-100, 5], 'returned'],
  ['active again with the next order', [-100, 5, 9], 'active'],
])('%s', (_, days, stage) => {
  expect(stageOf(bought(...days), rhythm, 10)).toBe(stage);
});

test('the moves add up to everybody who is a shopper by the later day', () => {
  const all = [bought(0, 5), bought(0), bought(0, 95), bought(70, 80), bought(100), bought(200)];
  expect(movesOf(all, rhythm, 10, 100)).toEqual([
    { from: null, to: 'new', shoppers: 1 },
    { from: null, to: 'active', shoppers: 1 },
    { from: 'new', to: 'lost', shoppers: 1 },
    { from: 'new', to: 'returned', shoppers: 1 },
    { from: 'active', to: 'lost', shoppers: 1 },
  ]);
});
