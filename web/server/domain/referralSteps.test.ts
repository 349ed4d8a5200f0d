import { expect, test } from 'vitest';
import { stepsOf } from './referralSteps.ts';
import type { Counting } from './referralSteps.ts';

const steps = [
  { at: 1, points: 50 },
  { at: 3, points: 200 },
];
const friend = (orderId: string, placedAt: number, mine: Counting['steps'] = steps): Counting => ({
  orderId,
  placedAt,
  steps: mine,
});

const told = (...friends: Counting[]) =>
  [...stepsOf(friends)].map(([orderId, { points }]) => [orderId, points]);

test('the first and the third friend bring a step, in the order in which they bought', () => {
  expect(told(friend('c', 30), friend('a', 10), friend('b', 20))).toEqual([
    ['a', 50],
    ['c', 200],
  ]);
});

test('without the first, everybody moves up: the step is gone until another one comes', () => {
  expect(told(friend('b', 20), friend('c', 30))).toEqual([['b', 50]]);
  expect(told(friend('b', 20), friend('c', 30), friend('d', 40))).toEqual([
    ['b', 50],
    ['d', 200],
  ]);
});

test('what a place brings is told by the version that judges the friend of that place', () => {
  const later = [{ at: 3, points: 900 }];
  expect(told(friend('a', 1), friend('b', 2), friend('c', 3, later))).toEqual([
    ['a', 50],
    ['c', 900],
  ]);
  expect(told({ orderId: 'a', placedAt: 1, steps: undefined })).toEqual([]);
});

test('friends of one moment keep an order of their own', () => {
  expect(told(friend('b', 1), friend('a', 1))).toEqual([['a', 50]]);
});
