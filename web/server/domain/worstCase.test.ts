import { describe, expect, test } from 'vitest';
import type { NextOrder, Program, Referral, Reward, RuleUse } from './program.ts';
import { aProgram } from './orderFacts.fixtures.ts';
import { defaultRewardTerms } from './programs.ts';
import { worstCase } from './worstCase.ts';

const combinesWith = { order: false, product: false, shipping: true };
const shop = { aovMinor: 5000, marginBasisPoints: 4000 };

const off = (points: number, amountMinor: number): Reward => ({
  id: `points-${points}`,
  points,
  ...defaultRewardTerms('USD', amountMinor),
});

const percentCode = (basisPoints: number, more: Partial<NextOrder> = {}): NextOrder => ({
  value: { kind: 'percentOff', basisPoints },
  minimumMinor: 5000,
  combinesWith,
  who: 'first',
  days: 30,
  quietDays: 90,
  reminderDays: [],
  ...more,
});

const friends = (more: Partial<Referral> = {}): Referral => ({
  friend: { value: { kind: 'percentOff', basisPoints: 1000 }, minimumMinor: 3000, combinesWith },
  advocatePoints: 500,
  waitDays: 30,
  ...more,
});

/** 3 points for every 1.00, 5.00 for 500 points. */
const program = (more: Partial<Program> = {}): Program => ({
  ...aProgram({ points: 3, perMinor: 100 }),
  rewards: [off(300, 300), off(500, 500)],
  ...more,
});

describe('worstCase, by hand', () => {
  test('10 % off, then 3 % of the other 90 %: 12.7 %', () => {
    expect(worstCase(program({ nextOrder: percentCode(1000) }), shop)).toEqual({
      shareBasisPoints: 1270,
      parts: [
        { kind: 'nextOrder', shareBasisPoints: 1000 },
        { kind: 'points', shareBasisPoints: 270 },
      ],
      aboveHalfMargin: false,
      friendOrder: null,
      rewardShareBasisPoints: 2000,
      handLeftOut: false,
      shippingLeftOut: false,
    });
  });

  test.each<[string, Partial<Program>, number]>([
    ['no code: the points alone', {}, 300],
    ['points that buy nothing cost nothing', { rewards: [] }, 0],
    ['the best reward sets the worth of a point', { rewards: [off(500, 500), off(400, 600)] }, 450],
    ['a third of a per cent is rounded up', { nextOrder: percentCode(33) }, 340],
    [
      'an amount off an average order: 10 % and 2.7 %',
      { nextOrder: percentCode(0, { value: { kind: 'amountOff', amountMinor: 500 } }) },
      1270,
    ],
    [
      'an amount that needs twice the average: 5 % and 2.85 %, up to 7.9 %',
      {
        nextOrder: percentCode(0, {
          value: { kind: 'amountOff', amountMinor: 500 },
          minimumMinor: 10_000,
        }),
      },
      790,
    ],
    [
      'an amount above the order takes all of it, and nothing is left to earn on',
      {
        nextOrder: percentCode(0, {
          value: { kind: 'amountOff', amountMinor: 9000 },
          minimumMinor: 0,
        }),
      },
      10_000,
    ],
    [
      'a percentage reward is used on an average order: 10 % of 50.00 for 250 points is 6 %',
      {
        rewards: [
          { ...off(250, 1), minimumMinor: 0, value: { kind: 'percentOff', basisPoints: 1000 } },
        ],
      },
      600,
    ],
    [
      'or on the smallest basket it needs, where that is more: twice 6 %',
      {
        rewards: [
          {
            ...off(250, 1),
            minimumMinor: 10_000,
            value: { kind: 'percentOff', basisPoints: 1000 },
          },
        ],
      },
      1200,
    ],
  ])('%s', (_what, more, share) => {
    const cost = worstCase(program(more), shop);
    expect(cost.shareBasisPoints).toBe(share);
    expect(cost.parts.reduce((sum, part) => sum + part.shareBasisPoints, 0)).toBe(share);
  });

  test('half the margin itself is not above it', () => {
    const costing = program({ nextOrder: percentCode(1000) });
    const above = (marginBasisPoints: number) =>
      worstCase(costing, { aovMinor: 5000, marginBasisPoints }).aboveHalfMargin;
    expect([2539, 2540, 2541].map(above)).toEqual([true, false, false]);
  });

  test('a friend’s order: 10 % off, 2.7 % in points, 10 % for the advocate', () => {
    expect(worstCase(program({ referral: friends() }), shop)).toMatchObject({
      shareBasisPoints: 300,
      friendOrder: {
        shareBasisPoints: 2270,
        parts: [
          { kind: 'friend', shareBasisPoints: 1000 },
          { kind: 'points', shareBasisPoints: 270 },
          { kind: 'advocate', shareBasisPoints: 1000 },
        ],
      },
    });
  });

  test('the advocate’s largest step and code are in the price of a friend', () => {
    const { combinesWith } = friends().friend;
    const value = { kind: 'amountOff' as const, amountMinor: 500 };
    const cost = (more: object) =>
      worstCase(program({ referral: { ...friends(), ...more } }), shop).friendOrder?.parts[2];
    expect(cost({})).toEqual({ kind: 'advocate', shareBasisPoints: 1000 });
    const steps = [
      { at: 1, points: 50 },
      { at: 5, points: 250 },
    ];
    expect(cost({ steps })).toEqual({ kind: 'advocate', shareBasisPoints: 1500 });
    const advocateCode = { value, minimumMinor: 2500, combinesWith, days: 30 };
    expect(cost({ advocateCode })).toEqual({ kind: 'advocate', shareBasisPoints: 2000 });
    const share = { kind: 'percentOff' as const, basisPoints: 1000 };
    const large = { ...advocateCode, value: share, minimumMinor: 10_000 };
    expect(cost({ advocateCode: large })).toEqual({ kind: 'advocate', shareBasisPoints: 3000 });
  });

  test('what one reward takes off: at its smallest basket; without one, everything', () => {
    const anyBasket = { ...off(500, 500), minimumMinor: 0 };
    const share = (rewards: Reward[]) =>
      worstCase(program({ rewards }), shop).rewardShareBasisPoints;
    expect(share([])).toBe(0);
    expect(share([off(500, 500)])).toBe(2000);
    expect(share([off(500, 500), anyBasket])).toBe(10_000);
    expect(share([anyBasket, off(500, 500)])).toBe(10_000);
    const percent = (basisPoints: number, minimumMinor: number): Reward => ({
      ...off(9, 1),
      value: { kind: 'percentOff', basisPoints },
      minimumMinor,
    });
    expect(share([percent(700, 0)])).toBe(700);
    expect(share([percent(700, 90_000), percent(1500, 2000), percent(900, 0)])).toBe(1500);
  });

  test('neither has what is done by hand, and access costs nothing', () => {
    const hand: Reward = { ...off(400, 1), value: { kind: 'byHand', text: 'A tour' } };
    const value = { kind: 'earlyAccess' as const, tag: 'early', name: 'Early', forGood: true };
    const none = { shareBasisPoints: 0, shippingLeftOut: false };
    expect(worstCase(program({ rewards: [hand] }), shop)).toMatchObject({
      ...none,
      handLeftOut: true,
    });
    expect(worstCase(program({ rewards: [{ ...hand, value }] }), shop)).toMatchObject({
      ...none,
      handLeftOut: false,
    });
  });

  test('shipping has no price we know, and says so', () => {
    const value = { kind: 'freeShipping' as const };
    const ship: Reward = { ...off(400, 1), value };
    expect(worstCase(program({ rewards: [ship] }), shop)).toMatchObject({
      shareBasisPoints: 0,
      shippingLeftOut: true,
    });
    const friend = { ...friends().friend, value };
    for (const more of [
      { rewards: [off(500, 500), ship] },
      { nextOrder: percentCode(0, { value }) },
      { referral: friends({ friend }) },
    ]) {
      expect(worstCase(program(more), shop).shippingLeftOut).toBe(true);
    }
    const all = { nextOrder: percentCode(1000), referral: friends() };
    expect(worstCase(program(all), shop).shippingLeftOut).toBe(false);
  });
});

describe('with rules, campaigns and tiers', () => {
  const use = (rule: string, args: RuleUse['args'], id = rule.toLowerCase()): RuleUse => ({
    id,
    rule,
    args,
  });
  const campaign = (of: RuleUse) => ({
    ...of,
    name: of.id,
    from: null,
    until: null,
    tiers: [],
    budgetPoints: 10,
    firstShoppers: null,
  });
  const double = use('orderTimes', { by: 20_000, minimumMinor: 0 });
  const gold = {
    id: 'gold',
    name: 'Gold',
    from: 1,
    multiplierBasisPoints: 15_000,
    entryPoints: 0,
    birthdayPoints: 0,
    perks: [],
  };
  const tiers = { by: 'points', over: 'lifetime', graceDays: 0, levels: [gold] } as const;

  // 3 points for 1.00 at 0.01 each are 3 %; an order is 50.00.
  test.each<[string, Partial<Program>, number]>([
    ['a multiplier: as much again', { rules: [double] }, 300],
    [
      'two of them and a tier multiply: 3 × 2 × 2 × 1.5',
      { rules: [double], campaigns: [campaign({ ...double, id: 'b' })], tiers },
      1500,
    ],
    [
      'a rate of its own instead of the plain one',
      { rules: [use('itemsRate', { points: 10, perMinor: 100, items: ['tag:a'] })] },
      700,
    ],
    [
      'a lower rate saves nothing at worst',
      { rules: [use('itemsRate', { points: 1, perMinor: 100, items: ['tag:a'] })] },
      0,
    ],
    [
      '100 fixed points on 50.00 are 2 %',
      { rules: [use('perOrder', { points: 100, minimumMinor: 0 })] },
      200,
    ],
    [
      'and 1 % where they take 100.00',
      { rules: [use('perOrder', { points: 100, minimumMinor: 10_000 })] },
      100,
    ],
    [
      'a first order’s are no repeat order’s',
      { rules: [use('firstOrder', { points: 100, minimumMinor: 0 })] },
      0,
    ],
    [
      'what is left out saves nothing at worst',
      { rules: [use('withoutItems', { items: ['tag:a'] })] },
      0,
    ],
    ['points that buy nothing', { rules: [double], rewards: [] }, 0],
  ])('%s', (_what, more, bonus) => {
    const { parts } = worstCase(program(more), shop);
    expect(parts.find(({ kind }) => kind === 'bonus')?.shareBasisPoints ?? 0).toBe(bonus);
  });

  test('after a discount only what is paid earns more, and fixed points stay whole', () => {
    const rules = [double, use('perOrder', { points: 100, minimumMinor: 0 })];
    const told = worstCase(program({ rules, nextOrder: percentCode(1000) }), shop);
    expect(told.parts).toEqual([
      { kind: 'nextOrder', shareBasisPoints: 1000 },
      { kind: 'points', shareBasisPoints: 270 },
      { kind: 'bonus', shareBasisPoints: 470 },
    ]);
    expect(told.shareBasisPoints).toBe(1740);
  });

  test('a friend’s first order has the first order’s bonus', () => {
    const rules = [use('firstOrder', { points: 100, minimumMinor: 0 })];
    const told = worstCase(program({ rules, referral: friends() }), shop);
    expect(told.friendOrder?.parts).toContainEqual({ kind: 'bonus', shareBasisPoints: 200 });
  });
});
