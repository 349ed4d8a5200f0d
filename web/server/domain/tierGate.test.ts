import { describe, expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Reward } from './program.ts';
import { defaultRewardTerms, checkProgram } from './programs.ts';
import { publicProgram } from './publicFacts.ts';
import { decideRedemption } from './redemption.ts';
import { firstTier, lockedFor } from './tierGate.ts';
import { aTier, someTiers } from './tiers.fixtures.ts';
import { worthLess } from './worthLess.ts';

const reward = (id: string, points: number, fromTier?: string): Reward => ({
  ...defaultRewardTerms('USD', 500),
  id,
  points,
  ...(fromTier === undefined ? {} : { fromTier }),
});
const tiers = someTiers();
const program = {
  ...aProgram(),
  tiers,
  rewards: [reward('gold', 200, 'gold'), reward('all', 100), reward('silver', 100, 'silver')],
};

describe('a reward from a tier up', () => {
  test.each<[string | null, string[]]>([
    [null, ['all']],
    ['silver', ['all', 'silver']],
    ['gold', ['all', 'silver', 'gold']],
    ['a tier that is gone', ['all']],
  ])('in %s: %j', (tierId, open) => {
    expect(publicProgram(program, tierId).rewards.map(({ id }) => id)).toEqual(open);
    const locked = lockedFor(program, tierId).map(({ reward: { id }, tier }) => [id, tier]);
    const closed = ['silver', 'gold'].filter((id) => !open.includes(id));
    expect(locked).toEqual(closed.map((id) => [id, id]));
    for (const { id, points } of program.rewards) {
      const asked = { rewardId: id, agreedPoints: points, available: 900n, openCodes: 0, now: 0 };
      const decision = decideRedemption({ ...asked, program, timeZone: 'UTC', tierId });
      expect(decision).toMatchObject(
        open.includes(id) ? { ok: true } : { kind: 'tierNeeded', data: { tier: id } },
      );
    }
  });

  test('is everybody’s where the tier asks for nothing', () => {
    const bronze = { ...tiers, levels: [aTier('bronze', 0), ...tiers.levels] };
    expect(firstTier(bronze)).toBe('bronze');
    expect(firstTier(tiers)).toBe(null);
    const open = { ...program, tiers: bronze, rewards: [reward('b', 1, 'bronze')] };
    expect(publicProgram(open).rewards).toHaveLength(1);
  });

  test('is refused at publishing where there is no such tier, or there are no tiers', () => {
    const problem = (at: number) => ({ field: `rewards.${at}.fromTier`, problem: 'unknownTier' });
    expect(checkProgram(program)).toEqual([]);
    const noGold = { ...tiers, levels: tiers.levels.slice(0, 1) };
    expect(checkProgram({ ...program, tiers: noGold })).toEqual([problem(0)]);
    expect(checkProgram({ ...program, tiers: null })).toEqual([problem(0), problem(2)]);
  });

  test('makes held points worth less than one for everybody, and not the other way round', () => {
    const everybody = { ...program, rewards: [reward('one', 100)] };
    const members = { ...program, rewards: [reward('one', 100, 'gold')] };
    expect(worthLess(everybody, members)).toMatchObject([{ kind: 'rewardWorse', tier: 'gold' }]);
    expect(worthLess(members, everybody)).toEqual([]);
    expect(worthLess(members, members)).toEqual([]);
  });
});
