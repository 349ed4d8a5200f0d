import { expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Program, Referral, Tier } from './program.ts';
import { defaultRewardTerms } from './programs.ts';
import { worstCase } from './worstCase.ts';

/** What tiers give once; 100 points are 1.00, and an order is 50.00. */
const tier = (id: string, from: number, entryPoints: number, birthdayPoints = 0): Tier => {
  const gives = { multiplierBasisPoints: 10_000, entryPoints, birthdayPoints, perks: [] };
  return { id, name: id, from, ...gives };
};

const withTiers = (levels: readonly Tier[], more: Partial<Program> = {}): Program => ({
  ...aProgram({ points: 3, perMinor: 100 }),
  rewards: [{ id: 'five', points: 500, ...defaultRewardTerms('USD', 500) }],
  tiers: { by: 'spend', over: 'lifetime', graceDays: 0, levels },
  ...more,
});

const shop = { aovMinor: 5000, marginBasisPoints: 4000 };

test('the largest of 100 and 50 for entering, and 100 on a birthday, all on one order: 4 %', () => {
  const { parts } = worstCase(withTiers([tier('low', 1, 50, 100), tier('top', 2, 100)]), shop);
  expect(parts).toContainEqual({ kind: 'bonus', shareBasisPoints: 400 });
});

test('gifts can take a program past half of the margin', () => {
  expect(worstCase(withTiers([tier('top', 2, 100)]), shop).aboveHalfMargin).toBe(false);
  expect(worstCase(withTiers([tier('top', 2, 900)]), shop).aboveHalfMargin).toBe(true);
});

test('a friend’s first order may enter a tier, and is no birthday', () => {
  const combinesWith = { order: false, product: false, shipping: true };
  const referral: Referral = {
    friend: { value: { kind: 'percentOff', basisPoints: 1000 }, minimumMinor: 3000, combinesWith },
    advocatePoints: 500,
    waitDays: 30,
  };
  const told = worstCase(withTiers([tier('low', 1, 100, 100)], { referral }), shop);
  expect(told.friendOrder?.parts).toContainEqual({ kind: 'bonus', shareBasisPoints: 200 });
});

test('money credit for whoever sent a friend is part of the friend’s order: 5.00 on 50.00 are 10 %', () => {
  const combinesWith = { order: false, product: false, shipping: true };
  const referral: Referral = {
    friend: { value: { kind: 'percentOff', basisPoints: 1000 }, minimumMinor: 3000, combinesWith },
    advocatePoints: 500,
    waitDays: 30,
  };
  const shareOf = (more: Partial<Referral>) => {
    const program = withTiers([], { tiers: null, referral: { ...referral, ...more } });
    const parts = worstCase(program, shop).friendOrder?.parts ?? [];
    return parts.find(({ kind }) => kind === 'advocate')?.shareBasisPoints;
  };
  expect(shareOf({})).toBe(1000);
  expect(shareOf({ advocateCredit: { amountMinor: 500, days: 90 } })).toBe(2000);
});
