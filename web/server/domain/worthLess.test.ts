import { describe, expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import { announcedChange, endsTooSoon, fairStart } from './fairStart.ts';
import type { Program, Reward } from './program.ts';
import { worthLess } from './worthLess.ts';

const DAY = 86_400_000;
const reward: Reward = {
  id: 'five',
  points: 500,
  value: { kind: 'amountOff', amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
};
const base: Program = {
  ...aProgram(),
  rewards: [reward],
  expiry: { kind: 'inactivity', months: 12 },
};
const withReward = (over: Partial<Reward>): Program => ({
  ...base,
  rewards: [{ ...reward, ...over }],
});

describe('held points are worth less when', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['a reward is removed', { rewards: [] }, ['rewardGone']],
    ['it is dearer', withReward({ points: 501 }), ['rewardWorse']],
    [
      'it is smaller',
      withReward({ value: { kind: 'amountOff', amountMinor: 499 } }),
      ['rewardWorse'],
    ],
    ['it is of another kind', withReward({ value: { kind: 'freeShipping' } }), ['rewardWorse']],
    ['it asks for a larger basket', withReward({ minimumMinor: 2501 }), ['rewardWorse']],
    ['its code lives shorter', withReward({ codeDays: 29 }), ['rewardWorse']],
    [
      'it combines with less',
      withReward({ combinesWith: { order: false, product: false, shipping: false } }),
      ['rewardWorse'],
    ],
    [
      'it is bound to goods',
      withReward({
        value: {
          kind: 'amountOff',
          amountMinor: 500,
          only: { items: ['product:1'], name: 'Mugs' },
        },
      }),
      ['rewardWorse'],
    ],
    ['fewer codes may be open', { maxOpenCodes: 1 }, ['fewerCodes']],
    [
      'an order keeps them shorter',
      { expiry: { kind: 'inactivity', months: 11 } },
      ['keptShorter'],
    ],
    [
      'an order keeps them no more',
      { expiry: { kind: 'afterEarning', months: 24 } },
      ['keptShorter'],
    ],
    ['points given back live shorter', { graceDays: base.graceDays - 1 }, ['lessGrace']],
    [
      'they are to be spent until a day',
      { phase: { kind: 'stopped', spendUntil: 5 } },
      ['spendUntil'],
    ],
  ])('%s', (_, over, kinds) => {
    const after = { ...base, ...over };
    expect(worthLess(base, after).map(({ kind }) => kind)).toEqual(kinds);
    // Going back makes them worth more, never less, unless one swap takes something both ways.
    expect(worthLess(after, after)).toEqual([]);
  });

  test.each<[string, Partial<Program>]>([
    ['a reward is cheaper, larger and asks for less', withReward({ points: 400, minimumMinor: 0 })],
    ['it has another name and is as good', withReward({ id: 'cinq' })],
    ['there is one more', { rewards: [reward, { ...reward, id: 'more', points: 900 }] }],
    ['new points are earned at another rate', { earning: { ...base.earning, points: 1 } }],
    ['points never end', { expiry: { kind: 'never' } }],
    [
      'nothing new is earned, and points are spent for good',
      { phase: { kind: 'stopped', spendUntil: null } },
    ],
  ])('but not when %s', (_, over) => {
    expect(worthLess(base, { ...base, ...over })).toEqual([]);
  });
});

describe('the earliest beginning', () => {
  const one = { version: 1, effectiveFrom: 0, program: base };
  const worse = withReward({ points: 600 });
  const now = 100 * DAY;

  test('is now before there is a program, and for what is as good', () => {
    expect(fairStart([], worse, now)).toBe(now);
    expect(fairStart([one], withReward({ points: 400 }), now)).toBe(now);
  });

  test('is 30 days from now for what is worse', () => {
    expect(fairStart([one], worse, now)).toBe(now + 30 * DAY);
  });

  test('is that of a version which said so before, if it says no more', () => {
    const two = { version: 2, effectiveFrom: now + 3 * DAY, program: worse };
    expect(fairStart([one, two], worse, now)).toBe(now + 3 * DAY);
    expect(fairStart([one, two], withReward({ points: 601 }), now)).toBe(now + 30 * DAY);
    expect(announcedChange([one, two], now)).toMatchObject({
      version: 2,
      at: now + 3 * DAY,
      changes: [{ kind: 'rewardWorse' }],
    });
    expect(announcedChange([one, two], now + 3 * DAY)).toBeNull();
  });

  test('of stopping is now, if points can be spent for 30 days more', () => {
    const stopped = (days: number): Program => ({
      ...base,
      phase: { kind: 'stopped', spendUntil: now + days * DAY },
    });
    expect(fairStart([one], stopped(30), now)).toBe(now);
    expect(endsTooSoon([one], stopped(30), now)).toBe(false);
    expect(endsTooSoon([one], stopped(29), now)).toBe(true);
  });
});
