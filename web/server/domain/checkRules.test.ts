import { describe, expect, test } from 'vitest';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Program } from './program.ts';
import { checkProgram } from './programs.ts';

const check = (more: Partial<Program>) => checkProgram({ ...aProgram(), ...more });

describe('rules and campaigns of a program', () => {
  const perOrder = { id: 'a', rule: 'perOrder', args: { points: 5, minimumMinor: 0 } };
  const campaign = {
    ...perOrder,
    id: 'b',
    name: 'B',
    from: null,
    until: null,
    tiers: [],
    budgetPoints: null,
    firstShoppers: null,
  };
  test.each<[string, Partial<Program>, string, string]>([
    ['no such rule', { rules: [{ ...perOrder, rule: 'nope' }] }, 'rules.0.rule', 'unknownRule'],
    [
      'an argument is missing',
      { rules: [{ ...perOrder, args: { points: 5 } }] },
      'rules.0.args.minimumMinor',
      'wrongShape',
    ],
    [
      'an argument too many',
      { rules: [{ ...perOrder, args: { ...perOrder.args, more: 1 } }] },
      'rules.0.args.more',
      'wrongShape',
    ],
    [
      'an argument out of bounds',
      { rules: [{ ...perOrder, args: { ...perOrder.args, points: 0 } }] },
      'rules.0.args.points',
      'tooSmall',
    ],
    [
      'an argument of another kind',
      { rules: [{ ...perOrder, args: { ...perOrder.args, points: '5' } }] },
      'rules.0.args.points',
      'wrongShape',
    ],
    [
      'goods of no kind there is',
      { rules: [{ id: 'a', rule: 'onlyItems', args: { items: ['shelf:3'] } }] },
      'rules.0.args.items',
      'wrongShape',
    ],
    [
      'no goods at all',
      { rules: [{ id: 'a', rule: 'onlyItems', args: { items: [] } }] },
      'rules.0.args.items',
      'wrongShape',
    ],
    [
      'hours that end before they begin',
      {
        rules: [
          {
            id: 'a',
            rule: 'certainHours',
            args: { by: 20_000, weekdays: [], hours: ['18:00-08:00'] },
          },
        ],
      },
      'rules.0.args.hours',
      'wrongShape',
    ],
    ['an id twice', { rules: [perOrder, perOrder] }, 'rules.1.id', 'duplicateId'],
    [
      'a rule and a campaign of one id',
      { rules: [perOrder], campaigns: [{ ...campaign, id: 'a' }] },
      'campaigns.0.id',
      'duplicateId',
    ],
    [
      'a campaign that takes away',
      {
        campaigns: [{ ...campaign, rule: 'withoutItems', args: { items: ['product:1'] } }],
      },
      'campaigns.0.rule',
      'notForCampaigns',
    ],
    [
      'a campaign that is over before it begins',
      { campaigns: [{ ...campaign, from: 5, until: 5 }] },
      'campaigns.0.until',
      'endsBeforeStart',
    ],
    [
      'a budget of nothing',
      { campaigns: [{ ...campaign, budgetPoints: 0 }] },
      'campaigns.0.budgetPoints',
      'tooSmall',
    ],
    [
      'a campaign for a tier that is not there',
      { campaigns: [{ ...campaign, tiers: ['gold'] }] },
      'campaigns.0.tiers',
      'unknownTier',
    ],
  ])('%s', (_what, more, field, problem) => expect(check(more)).toEqual([{ field, problem }]));

  test('sound rules and campaigns have no problem', () => {
    const whoEarns = { companies: true, withTags: ['vip'], withoutTags: ['staff'] };
    expect(check({ rules: [perOrder], campaigns: [campaign], whoEarns, tiers: null })).toEqual([]);
  });
});
