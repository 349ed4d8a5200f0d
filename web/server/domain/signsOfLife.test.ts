import { expect, test } from 'vitest';
import { endAfterSigns } from './signsOfLife.ts';
import type { SignOfLife } from './signsOfLife.ts';

/** Each sign as [when, until when it keeps points]. */
type Row = [name: string, signs: [at: number, until: number | null][], end: number];
const rows: Row[] = [
  ['nothing since', [], 100],
  [
    'signs without a gap',
    [
      [50, 150],
      [140, 240],
      [200, 300],
    ],
    300,
  ],
  [
    'told in any order',
    [
      [200, 300],
      [50, 150],
      [140, 240],
    ],
    300,
  ],
  ['the last moment still counts', [[99, 199]], 199],
  [
    'a sign at the end wakes nothing',
    [
      [100, 200],
      [120, 220],
    ],
    100,
  ],
  [
    'the chain breaks in the middle',
    [
      [50, 150],
      [151, 251],
    ],
    150,
  ],
  [
    'a sign that keeps nothing',
    [
      [50, null],
      [120, 220],
    ],
    100,
  ],
  [
    'a sign of a version with fewer months',
    [
      [50, 60],
      [90, 190],
    ],
    190,
  ],
  ['a sign from before the points', [[-20, 180]], 180],
];

test.each(rows)('%s', (_, signs, end) => {
  const given: SignOfLife[] = signs.map(([at, until]) => ({ at, until }));
  expect(endAfterSigns(100, given)).toBe(end);
});

test('points that never end need no sign', () => {
  expect(endAfterSigns(null, [{ at: 50, until: 150 }])).toBeNull();
});
