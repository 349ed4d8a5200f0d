import { describe, expect, test } from 'vitest';
import { isWithinCaps, pays } from './referralHold.ts';

const DAY = 86_400_000;
const days = (...all: number[]) => all.map((day) => day * DAY);
const caps = { in30Days: 2, inYear: 4 };

describe('a place within the caps', () => {
  test.each([
    ['the first friend', 0, [], true],
    ['one more in the same days', 10, [0], true],
    ['a third within 30 days', 29, [0, 10], false],
    ['a third when the first of them is 30 days ago', 30, [0, 10], true],
    ['one that arrives late, between two others', 5, [0, 10], false],
    ['one that arrives late, before two others', -5, [0, 20], false],
    ['one that arrives late, well before two others', -20, [0, 20], true],
    ['a fifth within a year', 364, [0, 100, 200, 300], false],
    ['a fifth after a year', 365, [0, 100, 200, 300], true],
  ])('%s', (_, at, others, within) => {
    expect(isWithinCaps({ caps }, at * DAY, days(...others))).toBe(within);
  });

  test('there is no end where none was agreed', () => {
    expect(isWithinCaps({}, 0, Array<number>(1000).fill(0))).toBe(true);
  });
});

test.each([
  ['nothing against it', [], null, true],
  ['set aside', ['cap' as const], null, false],
  ['set aside and allowed', ['cap' as const], 'allowed' as const, true],
  ['set aside and refused', ['cap' as const], 'refused' as const, false],
  ['refused by a person although nothing spoke against it', [], 'refused' as const, false],
])('%s: what is paid', (_, reasons, decided, paid) => {
  expect(pays({ reasons, decided })).toBe(paid);
});
