import { describe, expect, test } from 'vitest';
import { orderPoints, pointsByLine, pointsOf, tally } from './earning.ts';
import type { Grants } from './earning.ts';
import {
  aLine,
  anOrder,
  aProgram,
  aRefund,
  back,
  PLACED_AT,
  someFacts,
} from './orderFacts.fixtures.ts';
import type { OrderFacts, OrderScalars } from './orderFacts.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { Campaign, Program, RuleUse } from './program.ts';

const seen = (more: Partial<SeenOfOrder> = {}): SeenOfOrder => ({
  timeZone: 'UTC',
  shopper: { nthOrder: 2, lastOrderAt: null, tier: null, tags: [] },
  campaigns: true,
  products: {
    p1: { productId: 'p1', vendor: 'Noor', type: null, tags: ['Summer'], collectionIds: ['10'] },
    p2: { productId: 'p2', vendor: 'Delta', type: null, tags: [], collectionIds: [] },
  },
  ...more,
});

/** A shirt of 19.99 and two mugs of 5.00. */
const order = (more: Partial<OrderScalars> = {}): OrderScalars =>
  anOrder([aLine('1', 1999), aLine('2', 500, { quantity: 2 })], more);

const use = (rule: string, args: RuleUse['args'], id = rule.toLowerCase()): RuleUse => ({
  id,
  rule,
  args,
});
const campaign = (of: RuleUse, more: Partial<Campaign> = {}): Campaign => ({
  ...of,
  name: of.id,
  from: null,
  until: null,
  tiers: [],
  budgetPoints: null,
  firstShoppers: null,
  ...more,
});
const program = (more: Partial<Program>): Program => ({ ...aProgram(), ...more });
const ruled = (...rules: RuleUse[]) => program({ rules });
const told = (of: Program, facts: OrderFacts = someFacts(order()), at = seen(), grants?: Grants) =>
  orderPoints(facts, of, at, grants);

const half = use('perOrder', { points: 10, minimumMinor: 2500 });
const summerTimes3 = use('itemsTimes', { by: 30_000, items: ['tag:summer'] });

describe('rules', () => {
  // 5 points per 1.00: 19.99 and 10.00 are 149.95, floored once.
  test.each<[string, RuleUse[], bigint]>([
    ['none', [], 149n],
    ['a multiplier of some goods meets the rate before the one floor', [summerTimes3], 349n],
    ['fixed points come after the floor', [summerTimes3, half], 359n],
    ['only some goods', [use('onlyItems', { items: ['vendor:DELTA'] })], 50n],
    [
      'what is left out brings no fixed points either',
      [use('withoutItems', { items: ['collection:10'] }), half],
      50n,
    ],
    [
      'nothing left: nothing at all',
      [
        use('withoutItems', { items: ['product:p1', 'product:p2'] }),
        use('perOrder', { points: 10, minimumMinor: 0 }),
      ],
      0n,
    ],
    [
      'a rate of its own',
      [use('itemsRate', { points: 1, perMinor: 1, items: ['product:p2'] })],
      1099n,
    ],
    [
      'of two rates the first in the program counts',
      [
        use('itemsRate', { points: 0, perMinor: 1, items: ['product:p2'] }, 'a'),
        use('itemsRate', { points: 1, perMinor: 1, items: ['product:p2'] }, 'b'),
      ],
      99n,
    ],
    [
      'multipliers multiply',
      [use('orderTimes', { by: 20_000, minimumMinor: 0 }), summerTimes3],
      699n,
    ],
  ])('%s', (_what, rules, points) => {
    const { points: earned, explain, fixed } = told(ruled(...rules));
    expect(earned).toBe(points);
    expect(pointsOf(JSON.parse(JSON.stringify(explain)))).toBe(points);
    const lines = pointsByLine(someFacts(order()), ruled(...rules), seen());
    expect(lines.reduce((sum, line) => sum + line.points, 0n)).toBe(points - fixed);
  });

  test('a refund takes the bonus of a size along', () => {
    const less = anOrder([aLine('1', 1999), aLine('2', 500, { quantity: 2, currentQuantity: 1 })]);
    const facts = someFacts(less, [aRefund([back('2', 1, 500)])]);
    expect(told(ruled(half)).points).toBe(159n);
    expect(told(ruled(half), facts).points).toBe(124n);
  });

  test('a product nobody knows yet earns nothing until somebody does', () => {
    const early = seen({ products: { p2: null } });
    const unsure = told(ruled(summerTimes3), someFacts(order()), early);
    expect(unsure.points).toBe(50n);
    expect(unsure.unknownProductIds).toEqual(['p1']);
    expect(told(ruled(half), someFacts(order()), early).unknownProductIds).toEqual([]);
  });
});

describe('campaigns', () => {
  const double = (more: Partial<Campaign> = {}) =>
    campaign(use('orderTimes', { by: 20_000, minimumMinor: 0 }, 'double'), more);
  const gift = (more: Partial<Campaign> = {}) =>
    campaign(use('perOrder', { points: 30, minimumMinor: 0 }, 'gift'), more);

  test('each is what the order is worth with it less what it is worth without, in turn', () => {
    const both = told(program({ rules: [half], campaigns: [double(), gift()] }));
    expect(tally(both.explain)).toMatchObject({
      base: 159n,
      campaigns: [
        { id: 'double', difference: 150n, points: 150n },
        { id: 'gift', difference: 30n, points: 30n },
      ],
    });
    expect(both.points).toBe(339n);
  });

  test('from the first moment to before the last', () => {
    const at = (from: number | null, until: number | null) =>
      told(program({ campaigns: [gift({ from, until })] })).points;
    expect(at(PLACED_AT, PLACED_AT + 1)).toBe(179n);
    expect(at(PLACED_AT + 1, null)).toBe(149n);
    expect(at(null, PLACED_AT)).toBe(149n);
  });

  test('what is scarce gives what was set aside for the order, and no more', () => {
    const scarce = program({ campaigns: [double({ budgetPoints: 500 }), gift()] });
    const given = (grants: Grants) => told(scarce, someFacts(order()), seen(), grants);
    expect(given({ double: 500n }).points).toBe(149n + 150n + 30n);
    expect(given({ double: 40n }).points).toBe(149n + 40n + 30n);
    expect(given({}).points).toBe(149n + 30n);
    expect(pointsOf(given({ double: 40n }).explain)).toBe(219n);
  });

  test('a campaign with nothing left does not lift those behind it', () => {
    const triple = campaign(use('orderTimes', { by: 30_000, minimumMinor: 0 }, 'triple'));
    const both = program({ campaigns: [double({ firstShoppers: 1 }), triple] });
    const points = (grants: Grants) => told(both, someFacts(order()), seen(), grants).points;
    expect(points({})).toBe(449n);
    expect(points({ double: 150n })).toBe(899n);
  });

  test('whoever is held out gets none of them', () => {
    const heldOut = seen({ campaigns: false });
    const of = program({ rules: [half], campaigns: [gift()] });
    expect(told(of, someFacts(order()), heldOut).points).toBe(159n);
  });
});

describe('who earns', () => {
  const whoEarns = { companies: false, withoutTags: ['Staff'], withTags: [] };
  const tagged = (...tags: string[]) =>
    seen({ shopper: { nthOrder: 1, lastOrderAt: null, tier: null, tags } });
  test.each<[string, Partial<Program>, SeenOfOrder, Partial<OrderScalars>, bigint]>([
    ['a company does not', {}, seen(), { company: true }, 0n],
    [
      'unless the shop wants it',
      { whoEarns: { ...whoEarns, companies: true } },
      seen(),
      { company: true },
      149n,
    ],
    ['who was blocked then does not', {}, seen({ blocked: true }), {}, 0n],
    ['who has a tag that does not', { whoEarns }, tagged('VIP', 'staff'), {}, 0n],
    ['who has none of them does', { whoEarns }, tagged('VIP'), {}, 149n],
    [
      'only who has a tag',
      { whoEarns: { ...whoEarns, withTags: ['vip'] } },
      tagged('VIP'),
      {},
      149n,
    ],
    ['and nobody else', { whoEarns: { ...whoEarns, withTags: ['vip'] } }, tagged(), {}, 0n],
    [
      'nobody once the program has stopped',
      { phase: { kind: 'stopped', spendUntil: null } },
      seen(),
      {},
      0n,
    ],
  ])('%s', (_what, more, at, scalars, points) => {
    expect(told(program(more), someFacts(order(scalars)), at).points).toBe(points);
  });
});
