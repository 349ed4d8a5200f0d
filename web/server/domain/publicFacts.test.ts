import { expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Reward } from './program.ts';
import { moneyStyle, publicProgram } from './publicFacts.ts';

test.each([
  ['USD', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['XXX', 2], // a currency we do not count is at least written
])('%s is written with %i decimals, in the shop’s own unit', (currency, decimals) => {
  expect(moneyStyle({ currency, moneyFactor: 10, moneyLabel: 'toman' })).toEqual({
    currency,
    decimals,
    factor: 10,
    label: 'toman',
  });
});

const reward = (id: string, points: number): Reward => ({
  id,
  points,
  value: { kind: 'amountOff', amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
});

test('a program’s promise: what is earned, when, and rewards from the smallest price up', () => {
  const program = {
    ...aProgram({ points: 3, perMinor: 100 }),
    pendingDays: 3,
    rewards: [reward('middle', 500), reward('large', 1000), reward('small', 90)],
  };
  const { value } = reward('', 0);
  expect(publicProgram(program)).toEqual({
    points: 3,
    perMinor: 100,
    pendingDays: 3,
    rewards: [
      { id: 'small', points: 90, value, minimumMinor: 2500, codeDays: 30 },
      { id: 'middle', points: 500, value, minimumMinor: 2500, codeDays: 30 },
      { id: 'large', points: 1000, value, minimumMinor: 2500, codeDays: 30 },
    ],
  });
  expect(program.rewards.map(({ id }) => id)).toEqual(['middle', 'large', 'small']);
});
