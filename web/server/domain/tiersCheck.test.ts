import { expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import { checkProgram } from './programs.ts';
import type { Perk, Tiers } from './program.ts';
import { aTier, someTiers } from './tiers.fixtures.ts';

/** What is wrong beside that nothing carries tiers out yet. */
const check = (tiers: Tiers) =>
  checkProgram({ ...aProgram(), tiers }).filter(({ problem }) => problem !== 'notBuilt');
const silver = (more: Parameters<typeof aTier>[2]): Partial<Tiers> => ({
  levels: [aTier('silver', 400, more)],
});
const perks = (perk: Perk) => silver({ perks: [perk] });
const combinesWith = { order: false, product: false, shipping: true };
const code = (basisPoints: number, days: number): Perk => ({
  kind: 'code',
  offer: { value: { kind: 'percentOff', basisPoints }, minimumMinor: 0, combinesWith },
  days,
});

test.each<[string, Partial<Tiers>, string, string]>([
  ['no level', { levels: [] }, 'tiers.levels', 'tooSmall'],
  ['too long a grace', { graceDays: 366 }, 'tiers.graceDays', 'tooLarge'],
  [
    'more levels than anyone can read',
    { levels: Array.from({ length: 11 }, (_, i) => aTier(`t${i}`, i)) },
    'tiers.levels',
    'tooMany',
  ],
  [
    'a level that asks for no more than the one below',
    { levels: [aTier('silver', 400), aTier('gold', 400)] },
    'tiers.levels.1.from',
    'tooSmall',
  ],
  [
    'an id twice',
    { levels: [aTier('silver', 400), aTier('silver', 500)] },
    'tiers.levels.1.id',
    'duplicateId',
  ],
  [
    'a multiplier that takes points away',
    silver({ multiplierBasisPoints: 9_999 }),
    'tiers.levels.0.multiplierBasisPoints',
    'tooSmall',
  ],
  ['half a point', silver({ entryPoints: 0.5 }), 'tiers.levels.0.entryPoints', 'notWhole'],
  [
    'a birthday to cry',
    silver({ birthdayPoints: -1 }),
    'tiers.levels.0.birthdayPoints',
    'tooSmall',
  ],
  [
    'a code that takes off nothing',
    perks(code(0, 30)),
    'tiers.levels.0.perks.0.offer.value.basisPoints',
    'tooSmall',
  ],
  ['a code that never works', perks(code(500, 0)), 'tiers.levels.0.perks.0.days', 'tooSmall'],
  ['a tag of nothing', perks({ kind: 'tag', tag: ' ' }), 'tiers.levels.0.perks.0', 'wrongShape'],
  [
    'a task of nothing',
    perks({ kind: 'byHand', text: '' }),
    'tiers.levels.0.perks.0',
    'wrongShape',
  ],
  [
    'more perks than anyone can read',
    silver({ perks: Array.from({ length: 11 }, () => ({ kind: 'tag' as const, tag: 'vip' })) }),
    'tiers.levels.0.perks',
    'tooMany',
  ],
])('%s', (_what, more, field, problem) => {
  expect(check(someTiers(more))).toEqual([{ field, problem }]);
});

test('sound tiers have no problem', () => {
  const tiers = someTiers({
    levels: [aTier('member', 0), aTier('gold', 1000, { perks: [code(500, 30)] })],
  });
  expect(checkProgram({ ...aProgram(), tiers })).toEqual([]);
});
