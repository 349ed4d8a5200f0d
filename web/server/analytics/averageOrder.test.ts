import { expect, test } from 'vitest';
import { averageOf } from './averageOrder.ts';

test.each<[string, number[], ReturnType<typeof averageOf>]>([
  ['no orders', [], null],
  ['orders worth nothing', [0, 0], null],
  ['orders worth nothing are no orders', [0, 5000, 0, 3000], { aovMinor: 4000, orders: 2 }],
  ['a fraction is rounded down', [1, 1, 3], { aovMinor: 1, orders: 3 }],
  [
    'sums beyond 2^53 stay exact',
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 3],
    { aovMinor: Number.MAX_SAFE_INTEGER - 1, orders: 3 },
  ],
])('averageOf: %s', (_what, amounts, average) => expect(averageOf(amounts)).toEqual(average));
