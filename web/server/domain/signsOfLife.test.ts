import { expect, test } from 'vitest';
import type { Expiry } from './program.ts';
import { lastSignFor } from './signsOfLife.ts';

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);
const YEAR: Expiry = { kind: 'inactivity', months: 12 };

type Row = [name: string, expiry: Expiry, signs: string[], last: string];
const rows: Row[] = [
  ['nothing since', YEAR, [], '2022-01-10'],
  ['signs without a gap', YEAR, ['2022-09-01', '2023-05-01', '2024-04-30'], '2024-04-30'],
  ['told in any order', YEAR, ['2024-04-30', '2022-09-01', '2023-05-01'], '2024-04-30'],
  ['the last day still counts', YEAR, ['2023-01-10'], '2023-01-10'],
  ['a sign after the end wakes nothing', YEAR, ['2023-01-11', '2023-02-01'], '2022-01-10'],
  ['the chain breaks in the middle', YEAR, ['2022-06-01', '2024-01-01'], '2022-06-01'],
  ['signs before the points', YEAR, ['2021-01-01'], '2022-01-10'],
  ['a fixed end', { kind: 'afterEarning', months: 12 }, ['2024-01-01'], '2024-01-01'],
  ['points that never end', { kind: 'never' }, ['2024-01-01'], '2024-01-01'],
];

test.each(rows)('%s', (_, expiry, signs, last) => {
  expect(lastSignFor(expiry, day('2022-01-10'), signs.map(day), 'UTC')).toBe(day(last));
});

test('the first moment after the end is too late', () => {
  const end = Date.parse('2023-01-11T00:00:00Z');
  const last = (sign: number) => lastSignFor(YEAR, day('2022-01-10'), [sign], 'UTC');
  expect([last(end - 1), last(end)]).toEqual([end - 1, day('2022-01-10')]);
});
