import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allCounted, anyTiers } from '../../../tests/anyTiers.ts';
import { standingAt } from './tiers.ts';
import { aTier, noon, someTiers, TIME_ZONE } from './tiers.fixtures.ts';
import type { Tiers } from './program.ts';
import { previewTiers } from './tiersPreview.ts';
import type { TierMove } from './tiersPreview.ts';

const move = (before: string | null, after: string | null, entryPoints = 0n): TierMove => ({
  before,
  after,
  entryPoints,
});
const times = (count: number, each: TierMove) => Array.from({ length: count }, () => each);

test('312 move up, 40 down', () => {
  const draft = someTiers({ levels: [aTier('silver', 300), aTier('gold', 2000)] });
  const shoppers = [
    ...times(312, move(null, 'silver', 10n)),
    ...times(40, move('gold', 'silver')),
    ...times(7, move('gold', 'gold')),
    move(null, null),
  ];
  expect(previewTiers(someTiers(), draft, shoppers)).toEqual({
    up: 312,
    down: 40,
    same: 8,
    entryPoints: 3120n,
    moves: [
      { before: null, after: 'silver', shoppers: 312 },
      { before: 'gold', after: 'silver', shoppers: 40 },
      { before: 'gold', after: 'gold', shoppers: 7 },
      { before: null, after: null, shoppers: 1 },
    ],
  });
});

test.each<[string, Tiers | null, Tiers | null, TierMove, 'up' | 'down' | 'same']>([
  ['tiers switched on', null, someTiers(), move(null, 'silver'), 'up'],
  ['tiers switched off', someTiers(), null, move('silver', null), 'down'],
  [
    'a level put in below is none lost',
    someTiers(),
    someTiers({ levels: [aTier('bronze', 100), ...someTiers().levels] }),
    move('silver', 'silver'),
    'same',
  ],
  [
    'into a level put in between',
    someTiers(),
    someTiers({ levels: [aTier('silver', 400), aTier('jade', 700), aTier('gold', 1000)] }),
    move('silver', 'jade'),
    'up',
  ],
  [
    'a level under another name in the same place',
    someTiers(),
    someTiers({ levels: [aTier('argent', 400), aTier('gold', 1000)] }),
    move('silver', 'argent'),
    'same',
  ],
])('%s', (_what, before, after, each, way) => {
  expect(previewTiers(before, after, [each])).toMatchObject({
    up: 0,
    down: 0,
    same: 0,
    [way]: 1,
  });
});

const at = noon('2026-06-01');
const raised = (tiers: Tiers): Tiers => ({
  ...tiers,
  levels: tiers.levels.map((level) => ({ ...level, from: level.from * 2 })),
});

test('the same tiers move nobody, higher milestones nobody up, lower ones nobody down', () => {
  fc.assert(
    fc.property(anyTiers, fc.array(allCounted, { maxLength: 5 }), (tiers, shoppers) => {
      const heldBy = (one: Tiers, of: (typeof shoppers)[number]) =>
        standingAt(one, of, at, TIME_ZONE).tierId;
      const preview = (one: Tiers, other: Tiers) =>
        previewTiers(
          one,
          other,
          shoppers.map((of) => move(heldBy(one, of), heldBy(other, of))),
        );
      const same = { up: 0, down: 0, same: shoppers.length };
      expect(preview(tiers, { ...tiers })).toMatchObject(same);
      expect(preview(tiers, raised(tiers)).up).toBe(0);
      expect(preview(raised(tiers), tiers).down).toBe(0);
    }),
  );
});
