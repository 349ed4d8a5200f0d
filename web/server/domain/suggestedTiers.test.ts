import { describe, expect, test } from 'vitest';
import { suggestTiers } from './suggestedTiers.ts';
import type { Buyers } from './suggestedTiers.ts';
import { checkTiers } from './tiersCheck.ts';

const DAY = 86_400_000;

/** An order is 50.00, and the everyday unit 1.00. */
const shop = (more: Partial<Buyers> = {}): Buyers => ({
  firstAt: 0,
  now: 400 * DAY,
  aovMinor: 5000,
  buyers: 1000,
  spentMinor: { silver: 15_050, gold: 40_000 },
  ...more,
});

const milestones = (known: Buyers) => suggestTiers(known)?.levels.map(({ from }) => from) ?? null;

describe('tiers that a shop could begin with', () => {
  test.each<[string, Partial<Buyers>, number[] | null]>([
    ['what a fifth and a twentieth of the buyers spend, up to whole units', {}, [15_100, 40_000]],
    ['nothing without orders', { firstAt: null }, null],
    ['nothing before 90 days of them', { now: 90 * DAY - 1 }, null],
    ['something after', { now: 90 * DAY }, [15_100, 40_000]],
    ['4 and 10 average orders where few have bought', { buyers: 99 }, [20_000, 50_000]],
    ['likewise where none did in a year', { spentMinor: null }, [20_000, 50_000]],
    [
      'never below 2 and 5 average orders, or everybody is in one',
      { spentMinor: { silver: 5000, gold: 9000 } },
      [10_000, 25_000],
    ],
    [
      'never above 8 and 20, or nobody is',
      { spentMinor: { silver: 900_000, gold: 990_000 } },
      [40_000, 100_000],
    ],
    [
      'gold asks for more than silver',
      { spentMinor: { silver: 30_000, gold: 30_000 } },
      [30_000, 30_100],
    ],
    [
      'in whole units of the currency',
      { aovMinor: 7000, spentMinor: { silver: 21_050, gold: 50_000 } },
      [21_100, 50_000],
    ],
  ])('%s', (_, more, expected) => {
    expect(milestones(shop(more))).toEqual(expected);
  });

  test('could be published as they are', () => {
    expect(checkTiers(suggestTiers(shop()))).toEqual([]);
  });
});
