import { expect, test } from 'vitest';
import { baseOf } from './base.ts';
import type { History } from './history.ts';
import { seeded } from './numbers/seeded.ts';
import { USUAL_SEGMENTS, UNNAMED, cutPointsOf, rfmOf } from './rfm.ts';

const AS_OF = 1000;

/** Many ties: few distinct days, counts and amounts. */
function shop(seed: number, size: number): History[] {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  return Array.from({ length: size }, (_, n) => ({
    shopperId: `s${n}`,
    purchases: Array.from({ length: 1 + upTo(1 + upTo(8)) }, () => ({
      day: AS_OF - upTo(30) * 10,
      amountMinor: 500 * (1 + upTo(9)),
    })),
  }));
}

/** By the words of the definition, one shopper at a time, over sorted lists. */
function independent(histories: readonly History[], bins: number) {
  const rows = histories.map(({ purchases }) => ({
    recency: AS_OF - Math.max(...purchases.map(({ day }) => day)),
    orders: purchases.length,
    amount: purchases.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }));
  const cuts = (pick: (row: (typeof rows)[0]) => number) => {
    const sorted = rows.map(pick).sort((a, b) => a - b);
    return Array.from({ length: bins - 1 }, (_, n) => {
      const position = ((sorted.length - 1) * (n + 1)) / bins;
      const [low, high] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
      return low + (position % 1) * (high - low);
    });
  };
  const bin = (value: number, edges: readonly number[]) => {
    const all = [-Infinity, ...edges, Infinity];
    return all.findLastIndex((lower, n) => lower <= value && value < (all[n + 1] ?? 0)) + 1;
  };
  const [r, f, m] = [cuts((row) => row.recency), cuts((row) => row.orders), cuts((r) => r.amount)];
  return rows.map(({ recency, orders, amount }) => {
    const scores = [bins + 1 - bin(recency, r), bin(orders, f), bin(amount, m)] as const;
    const fifths = scores.map((score) => Math.ceil((score * 5) / bins));
    const named = USUAL_SEGMENTS.find(({ recency: a, frequency: b, monetary: c }) =>
      [a, b, c].every(([low, high], n) => (fifths[n] ?? 0) >= low && (fifths[n] ?? 0) <= high),
    );
    return { scores, segment: named?.name ?? UNNAMED };
  });
}

test.each([
  [1, 5],
  [2, 5],
  [3, 3],
  [4, 10],
])('scores and names agree with a small independent reading, seed %i, %i bins', (seed, bins) => {
  const histories = shop(seed, 500);
  const rfm = rfmOf(baseOf(histories, AS_OF), { bins });
  const ours = histories.map((_, n) => ({
    scores: [rfm.recency[n], rfm.frequency[n], rfm.monetary[n]],
    segment: rfm.segments[rfm.segment[n] ?? 0]?.name,
  }));
  expect(ours).toEqual(independent(histories, bins));
  expect(rfm.segments.reduce((sum, { shoppers }) => sum + shoppers, 0)).toBe(500);
});

test('cut points are the type-7 quantiles of R', () => {
  const histories = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
    shopperId: `s${n}`,
    purchases: [{ day: AS_OF - n, amountMinor: n * n }],
  }));
  const { recencyDays, amountMinor } = cutPointsOf(baseOf(histories, AS_OF));
  const close = (values: number[]) => values.map((value) => expect.closeTo(value, 9) as number);
  // quantile(1:10, c(.2, .4, .6, .8)) and quantile((1:10)^2, …) in R.
  expect(recencyDays).toEqual(close([2.8, 4.6, 6.4, 8.2]));
  expect(amountMinor).toEqual(close([8, 21.4, 41.2, 67.4]));
});

test('equal shoppers share a group, in any order of rows', () => {
  const histories = shop(7, 300);
  const groups = (rows: readonly History[]) => {
    const base = baseOf(rows, AS_OF);
    const rfm = rfmOf(base);
    return new Map(base.shopperIds.map((id, n) => [id, rfm.segment[n]]));
  };
  const [one, other] = [groups(histories), groups(histories.toReversed())];
  for (const [id, group] of one) expect(other.get(id)).toBe(group);
});

test('a value on a cut point is in the upper bin, and a table that is given is followed', () => {
  const buyer = (id: string, silence: number, amountMinor: number) => ({
    shopperId: id,
    purchases: [{ day: AS_OF - silence, amountMinor }],
  });
  const base = baseOf([buyer('a', 30, 100), buyer('b', 29, 99), buyer('c', 400, 5000)], AS_OF);
  const rfm = rfmOf(base, {
    cutPoints: { recencyDays: [30, 90, 180, 365], orders: [1, 2, 3, 4], amountMinor: [100] },
    segments: [
      { name: 'hot', recency: [5, 5], frequency: [1, 5], monetary: [1, 5] },
      { name: 'rich', recency: [1, 5], frequency: [1, 5], monetary: [2, 2] },
    ],
  });
  expect([...rfm.recency]).toEqual([4, 5, 1]);
  expect([...rfm.frequency]).toEqual([2, 2, 2]);
  expect([...rfm.monetary]).toEqual([2, 1, 2]);
  expect(rfm.segments).toEqual([
    { name: 'hot', shoppers: 1 },
    { name: 'rich', shoppers: 2 },
    { name: UNNAMED, shoppers: 0 },
  ]);
});

test('nobody, one shopper, and nonsense', () => {
  expect(rfmOf(baseOf([], AS_OF)).segments.every(({ shoppers }) => shoppers === 0)).toBe(true);
  const one = rfmOf(baseOf(shop(1, 1), AS_OF));
  expect([one.recency[0], one.frequency[0], one.monetary[0]]).toEqual([1, 5, 5]);
  expect(() => cutPointsOf(baseOf([], AS_OF), 1)).toThrow(RangeError);
  const cutPoints = { recencyDays: [9, 3], orders: [], amountMinor: [] };
  expect(() => rfmOf(baseOf([], AS_OF), { cutPoints })).toThrow(RangeError);
});

test('the usual names leave nobody out', () => {
  const fives = [1, 2, 3, 4, 5];
  const within = (score: number, [low, high]: readonly [number, number]) =>
    low <= score && score <= high;
  const unnamed = fives.flatMap((r) =>
    fives.flatMap((f) =>
      fives.filter(
        (m) =>
          !USUAL_SEGMENTS.some(
            ({ recency, frequency, monetary }) =>
              within(r, recency) && within(f, frequency) && within(m, monetary),
          ),
      ),
    ),
  );
  expect(unnamed).toEqual([]);
});
