import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestChoice } from './bestChoice.ts';
import { amountOf, asAmountOff } from './cappedShare.ts';
import type { CappedShare } from './cappedShare.ts';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Reward } from './program.ts';
import { checkProgram } from './programs.ts';
import { decideRedemption } from './redemption.ts';
import { worstCase } from './worstCase.ts';
import { worthLess } from './worthLess.ts';

/** 10 %, at most 20.00. */
const value: CappedShare = { kind: 'percentUpTo', basisPoints: 1000, capMinor: 2000 };
const reward = {
  id: 'tenth',
  points: 500,
  value,
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
};
const program = { ...aProgram(), rewards: [reward] };

describe('10 %, at most 20.00', () => {
  test.each([
    ['of 48.00', 4800, 480, 4800],
    ['of 37.99, rounded down', 3799, 379, 3790],
    ['of 200.00', 20_000, 2000, 20_000],
    ['of 512.34: no more than the end', 51_234, 2000, 20_000],
    ['of 0.10', 10, 1, 10],
  ])('%s', (_, cartMinor, amountMinor, minimumMinor) => {
    expect(amountOf(value, cartMinor)).toBe(amountMinor);
    expect(asAmountOff(reward, amountMinor)).toMatchObject({
      value: { kind: 'amountOff', amountMinor },
      minimumMinor,
    });
  });

  test.each([undefined, 0, -1, 2001])('is no %s off', (told) => {
    expect(asAmountOff(reward, told)).toBeNull();
    const asked = { rewardId: 'tenth', agreedPoints: 500, available: 900n, openCodes: 0, now: 0 };
    const decision = decideRedemption({ ...asked, program, timeZone: 'UTC', amountMinor: told });
    expect(decision).toMatchObject({ kind: 'cartNeeded' });
  });

  test('keeps the larger of its own smallest basket and the one it is a share of', () =>
    expect(asAmountOff({ ...reward, minimumMinor: 6000 }, 480)?.minimumMinor).toBe(6000));
});

const shares = fc.record({
  kind: fc.constant('percentUpTo' as const),
  basisPoints: fc.integer({ min: 1, max: 10_000 }),
  capMinor: fc.integer({ min: 1, max: 1_000_000_000_000 }),
});
const baskets = fc.integer({ min: 1, max: 1_000_000_000_000 });

test('whatever is told, a code is never more than its end, nor than its share of a basket it works on', () =>
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 1_000_000_000_000 }), (share, told) => {
      const code = asAmountOff({ ...reward, value: share }, told);
      expect(code === null).toBe(told > share.capMinor);
      if (!code) return;
      const { minimumMinor } = code;
      const least = BigInt(minimumMinor) * BigInt(share.basisPoints);
      expect(least).toBeGreaterThanOrEqual(BigInt(told) * 10_000n);
      // And from no larger basket on than it has to be.
      expect(least - BigInt(share.basisPoints)).toBeLessThan(BigInt(told) * 10_000n);
    }),
  ));

test('what is advised for a cart is what its code takes off that cart', () =>
  fc.assert(
    fc.property(shares, baskets, (share, amountMinor) => {
      const mine: Reward = { ...reward, value: share };
      const cart = { lines: [{ items: [], amountMinor, giftCard: false }], taken: [] };
      const [, choice] = bestChoice(cart, [mine]).choices;
      expect(choice?.offMinor ?? 0).toBe(amountOf(share, amountMinor));
      if (!choice) return;
      const code = asAmountOff({ ...reward, value: share }, choice.offMinor);
      expect(code?.minimumMinor).toBeLessThanOrEqual(amountMinor);
      const again = bestChoice(cart, code ? [code] : []).choices[1];
      expect(again?.offMinor).toBe(choice.offMinor);
    }),
  ));

test('the worst case counts it up to its end', () => {
  const shop = { aovMinor: 5000, marginBasisPoints: 5000 };
  const share = (capMinor: number) =>
    worstCase({ ...program, rewards: [{ ...reward, value: { ...value, capMinor } }] }, shop);
  const plain = worstCase(
    { ...program, rewards: [{ ...reward, value: { kind: 'percentOff', basisPoints: 1000 } }] },
    shop,
  );
  expect(share(500).shareBasisPoints).toBe(plain.shareBasisPoints);
  expect(share(250).shareBasisPoints).toBeLessThan(plain.shareBasisPoints);
});

test('points are worth less with a lower end, and not with a higher one or none', () => {
  const other = (its: Reward['value']) => ({ ...program, rewards: [{ ...reward, value: its }] });
  const kinds = (its: Reward['value']) => worthLess(program, other(its)).map(({ kind }) => kind);
  expect(kinds({ ...value, capMinor: 1999 })).toEqual(['rewardWorse']);
  expect(kinds({ ...value, basisPoints: 999 })).toEqual(['rewardWorse']);
  expect(kinds({ ...value, capMinor: 2001 })).toEqual([]);
  expect(kinds({ kind: 'percentOff', basisPoints: 1000 })).toEqual([]);
  expect(worthLess(other({ kind: 'percentOff', basisPoints: 1000 }), program)).toHaveLength(1);
});

test.each([
  [{ ...value, basisPoints: 0 }, 'basisPoints', 'tooSmall'],
  [{ ...value, basisPoints: 10_001 }, 'basisPoints', 'tooLarge'],
  [{ ...value, capMinor: 0 }, 'capMinor', 'tooSmall'],
])('%o cannot be published', (its, field, problem) =>
  expect(checkProgram({ ...program, rewards: [{ ...reward, value: its }] })).toEqual([
    { field: `rewards.0.value.${field}`, problem },
  ]),
);
