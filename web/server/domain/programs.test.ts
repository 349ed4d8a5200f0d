import { describe, expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Program, ProgramVersion, Reward } from './program.ts';
import { checkProgram, defaultRewardTerms, programInForce } from './programs.ts';

const v = (version: number, effectiveFrom: number): ProgramVersion => ({
  version,
  effectiveFrom,
  program: aProgram(),
});

describe('programInForce', () => {
  test.each<[string, ProgramVersion[], number, number | null]>([
    ['no version', [], 5, null],
    ['before version 1', [v(1, 100)], 99, null],
    ['its first moment', [v(1, 100)], 100, 1],
    ['the last moment before the next', [v(1, 100), v(2, 200)], 199, 1],
    ["the next one's first moment", [v(1, 100), v(2, 200)], 200, 2],
    ['a tie', [v(2, 100), v(3, 100), v(1, 100)], 100, 3],
    ['in any order', [v(3, 300), v(1, 100), v(2, 200)], 250, 2],
    ['a planned version that a later one replaced', [v(1, 0), v(2, 300), v(3, 200)], 350, 3],
  ])('%s', (_, versions, at, version) =>
    expect(programInForce(versions, at)?.version ?? null).toBe(version),
  );
});

const reward = (more: Partial<Reward> = {}): Reward => ({
  id: 'five-off',
  points: 500,
  ...defaultRewardTerms('USD', 500),
  ...more,
});
const check = (more: Partial<Program>) => checkProgram({ ...aProgram(), ...more });
const earning = aProgram().earning;

describe('checkProgram', () => {
  test('a sound program has no problem', () => {
    const rewards = [
      reward(),
      reward({ id: '2', value: { kind: 'percentOff', basisPoints: 10_000 }, minimumMinor: 0 }),
      reward({ id: '3', value: { kind: 'freeShipping' } }),
      reward({ id: '4', minimumMinor: 0 }),
      reward({ id: '5', minimumMinor: 500 }),
    ];
    expect(check({ rewards })).toEqual([]);
    expect(check({ expiry: { kind: 'never' }, pendingDays: 0, graceDays: 0 })).toEqual([]);
  });

  test.each<[Partial<Program>, string, string]>([
    [{ currency: 'ABC' }, 'currency', 'unknownCurrency'],
    [{ earning: { ...earning, points: -1 } }, 'earning.points', 'tooSmall'],
    [{ earning: { ...earning, points: 1.5 } }, 'earning.points', 'notWhole'],
    [{ earning: { ...earning, perMinor: 0 } }, 'earning.perMinor', 'tooSmall'],
    [{ pendingDays: 366 }, 'pendingDays', 'tooLarge'],
    [{ pendingDays: NaN }, 'pendingDays', 'notWhole'],
    [{ expiry: { kind: 'inactivity', months: 0 } }, 'expiry.months', 'tooSmall'],
    [{ graceDays: -1 }, 'graceDays', 'tooSmall'],
    [{ maxOpenCodes: 0 }, 'maxOpenCodes', 'tooSmall'],
    [{ rewards: [reward(), reward()] }, 'rewards.1.id', 'duplicateId'],
    [{ rewards: [reward({ id: 'a b' })] }, 'rewards.0.id', 'badId'],
    [{ rewards: [reward({ id: '' })] }, 'rewards.0.id', 'badId'],
    [{ rewards: [reward({ points: 0 })] }, 'rewards.0.points', 'tooSmall'],
    [{ rewards: [reward({ codeDays: 0 })] }, 'rewards.0.codeDays', 'tooSmall'],
    [{ rewards: [reward({ minimumMinor: -1 })] }, 'rewards.0.minimumMinor', 'tooSmall'],
    [{ rewards: [reward({ minimumMinor: 499 })] }, 'rewards.0.minimumMinor', 'minimumBelowValue'],
    [
      { rewards: [reward({ value: { kind: 'amountOff', amountMinor: 0 } })] },
      'rewards.0.value.amountMinor',
      'tooSmall',
    ],
    [
      { rewards: [reward({ value: { kind: 'percentOff', basisPoints: 10_001 } })] },
      'rewards.0.value.basisPoints',
      'tooLarge',
    ],
    [
      { rewards: [reward({ value: { kind: 'percentOff', basisPoints: 0 } })] },
      'rewards.0.value.basisPoints',
      'tooSmall',
    ],
  ])('%j', (more, field, problem) => expect(check(more)).toEqual([{ field, problem }]));

  const off = (items: readonly string[], name = 'Cups') => ({
    kind: 'percentOff' as const,
    basisPoints: 1000,
    only: { items, name },
  });
  const many = Array.from({ length: 51 }, (_, n) => `product:${n}`);
  test.each<[string, ReturnType<typeof off>, string | null, string | null]>([
    ['products', off(['product:1', 'product:2']), null, null],
    ['collections', off(['collection:1']), null, null],
    ['nothing', off([]), 'items', 'wrongShape'],
    ['both kinds', off(['product:1', 'collection:1']), 'items', 'wrongShape'],
    ['a tag', off(['tag:cups']), 'items', 'wrongShape'],
    ['one thing twice', off(['product:1', 'product:1']), 'items', 'duplicateId'],
    ['too many', off(many), 'items', 'tooMany'],
    ['goods without a name', off(['product:1'], ' '), 'name', 'wrongShape'],
    ['a long name', off(['product:1'], 'x'.repeat(81)), 'name', 'wrongShape'],
  ])('a reward bound to %s', (_, value, field, problem) =>
    expect(check({ rewards: [reward({ value })] })).toEqual(
      field ? [{ field: `rewards.0.value.only.${field}`, problem }] : [],
    ),
  );

  const friend = { value: { kind: 'percentOff' as const, basisPoints: 1000 }, minimumMinor: 0 };
  const together = { combinesWith: { order: false, product: false, shipping: true } };
  const referral = { friend: { ...friend, ...together }, advocatePoints: 500, waitDays: 30 };
  const step = (at: number, points = 100) => ({ at, points });
  const nextOrder = {
    ...friend,
    ...together,
    who: 'first' as const,
    days: 30,
    quietDays: 90,
    reminderDays: [7, 2],
  };
  test.each<[Partial<Program>, string, string]>([
    [
      { referral: { ...referral, friend: { ...referral.friend, value: off(['product:1']) } } },
      'referral.friend.value.only',
      'notBuilt',
    ],
    [
      { nextOrder: { ...nextOrder, value: off(['product:1']) } },
      'nextOrder.value.only',
      'notBuilt',
    ],
    [{ referral: { ...referral, advocatePoints: 0 } }, 'referral.advocatePoints', 'tooSmall'],
    [{ referral: { ...referral, waitDays: 366 } }, 'referral.waitDays', 'tooLarge'],
    [
      { referral: { ...referral, advocateCode: { ...referral.friend, days: 0 } } },
      'referral.advocateCode.days',
      'tooSmall',
    ],
    [
      { referral: { ...referral, caps: { in30Days: 0, inYear: 9 } } },
      'referral.caps.in30Days',
      'tooSmall',
    ],
    [
      { referral: { ...referral, caps: { in30Days: 5, inYear: 4 } } },
      'referral.caps.inYear',
      'tooSmall',
    ],
    [{ referral: { ...referral, steps: [step(5), step(5)] } }, 'referral.steps.1.at', 'tooSmall'],
    [{ referral: { ...referral, steps: [step(101)] } }, 'referral.steps.0.at', 'tooLarge'],
    [{ referral: { ...referral, steps: [step(1, 0)] } }, 'referral.steps.0.points', 'tooSmall'],
    [
      { referral: { ...referral, steps: Array.from({ length: 11 }, (_, i) => step(i + 1)) } },
      'referral.steps',
      'tooMany',
    ],
    [
      { referral: { ...referral, friend: { ...referral.friend, minimumMinor: -1 } } },
      'referral.friend.minimumMinor',
      'tooSmall',
    ],
    [
      {
        nextOrder: {
          ...nextOrder,
          value: { kind: 'amountOff', amountMinor: 500 },
          minimumMinor: 499,
        },
      },
      'nextOrder.minimumMinor',
      'minimumBelowValue',
    ],
    [{ nextOrder: { ...nextOrder, days: 0, reminderDays: [] } }, 'nextOrder.days', 'tooSmall'],
    [{ nextOrder: { ...nextOrder, quietDays: -1 } }, 'nextOrder.quietDays', 'tooSmall'],
    [
      { nextOrder: { ...nextOrder, reminderDays: [9, 7, 5, 2] } },
      'nextOrder.reminderDays',
      'tooMany',
    ],
    [
      { nextOrder: { ...nextOrder, days: 5, reminderDays: [7] } },
      'nextOrder.reminderDays.0',
      'tooLarge',
    ],
  ])('%j', (more, field, problem) => expect(check(more)).toEqual([{ field, problem }]));

  test('a sound referral and next-order code have no problem', () =>
    expect(
      check({
        referral: { ...referral, caps: { in30Days: 5, inYear: 20 }, steps: [step(1), step(5)] },
        nextOrder,
      }),
    ).toEqual([]));

  test('more rewards than anyone can read', () => {
    const rewards = Array.from({ length: 51 }, (_, i) => reward({ id: `r${i}` }));
    expect(check({ rewards })).toEqual([{ field: 'rewards', problem: 'tooMany' }]);
    expect(check({ rewards: rewards.slice(1) })).toEqual([]);
  });
});

test('an amount-off reward asks for a basket of 5 times its value and lives 30 days', () => {
  expect(defaultRewardTerms('USD', 500)).toEqual({
    value: { kind: 'amountOff', amountMinor: 500 },
    minimumMinor: 2500,
    combinesWith: { order: false, product: false, shipping: true },
    codeDays: 30,
  });
  expect(() => defaultRewardTerms('ABC', 500)).toThrow(new RangeError('unknown currency ABC'));
});
