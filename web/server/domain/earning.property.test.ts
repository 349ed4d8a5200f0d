/** Random programs, orders and refunds: what holds whatever a merchant puts together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dealOrder } from './campaignPurse.ts';
import type { Spent } from './campaignPurse.ts';
import { orderPoints, pointsByLine, pointsOf, tally } from './earning.ts';
import {
  aLine,
  anOrder,
  aProgram,
  aRefund,
  back,
  PLACED_AT,
  someFacts,
} from './orderFacts.fixtures.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { Campaign, Program, RuleUse } from './program.ts';
import { checkRules } from './checkRules.ts';

const items = fc
  .subarray(['product:p1', 'product:p2', 'tag:summer', 'vendor:noor', 'collection:10'], {
    minLength: 1,
  })
  .map((chosen) => ({ items: chosen }));
const points = fc.integer({ min: 1, max: 500 });
const minimumMinor = fc.integer({ min: 0, max: 8000 });
const by = fc.integer({ min: 10_100, max: 50_000 });

/** What only ever adds, and so may be a campaign too. */
const adding: fc.Arbitrary<Pick<RuleUse, 'rule' | 'args'>> = fc.oneof(
  fc.record({ points, minimumMinor }).map((args) => ({ rule: 'perOrder', args })),
  fc.record({ points, minimumMinor }).map((args) => ({ rule: 'firstOrder', args })),
  fc.record({ by, minimumMinor }).map((args) => ({ rule: 'orderTimes', args })),
  fc.tuple(by, items).map(([times, of]) => ({ rule: 'itemsTimes', args: { by: times, ...of } })),
);
const anyRule = fc.oneof(
  { weight: 3, arbitrary: adding },
  items.map((args) => ({ rule: 'withoutItems', args })),
  items.map((args) => ({ rule: 'onlyItems', args })),
  fc
    .tuple(fc.integer({ min: 0, max: 20 }), items)
    .map(([rate, of]) => ({ rule: 'itemsRate', args: { points: rate, perMinor: 100, ...of } })),
);

const campaign = fc
  .tuple(adding, fc.option(fc.integer({ min: 1, max: 400 })), fc.option(fc.constant(1)))
  .map(([use, budgetPoints, firstShoppers]): Omit<Campaign, 'id'> => {
    return { ...use, name: 'C', from: null, until: null, tiers: [], budgetPoints, firstShoppers };
  });

const programs: fc.Arbitrary<Program> = fc
  .record({
    rules: fc.array(anyRule, { maxLength: 4 }),
    campaigns: fc.array(campaign, { maxLength: 3 }),
    rate: fc.integer({ min: 0, max: 9 }),
    multiplierBasisPoints: fc.integer({ min: 10_000, max: 30_000 }),
    includeShipping: fc.boolean(),
  })
  .map(({ rules, campaigns, rate, multiplierBasisPoints, includeShipping }) => {
    const tier = { id: 't', name: 'T', from: 0, multiplierBasisPoints, entryPoints: 0 };
    return {
      ...aProgram({ points: rate, includeShipping }),
      rules: rules.map((use, i) => ({ ...use, id: `r${i}` })),
      campaigns: campaigns.map((use, i) => ({ ...use, id: `c${i}` })),
      tiers: {
        by: 'points',
        over: 'lifetime',
        graceDays: 0,
        levels: [{ ...tier, birthdayPoints: 0, perks: [] }],
      },
    };
  });

const orders: fc.Arbitrary<OrderFacts> = fc
  .record({
    prices: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    shippingMinor: fc.integer({ min: 0, max: 900 }),
  })
  .map(({ prices, quantity, shippingMinor }) => {
    const lines = prices.map((price, i) => aLine(`${i + 1}`, price, { quantity }));
    return someFacts(anOrder(lines, { shippingMinor }));
  });

const product = (productId: string, vendor: string, tags: string[], collectionIds: string[]) => {
  return { productId, vendor, type: null, tags, collectionIds };
};
const sights: fc.Arbitrary<SeenOfOrder> = fc
  .record({ nthOrder: fc.integer({ min: 1, max: 3 }), tier: fc.constantFrom('t', null) })
  .map(({ nthOrder, tier }) => ({
    timeZone: 'Europe/Berlin',
    shopper: { nthOrder, lastOrderAt: null, tier, tags: [] },
    campaigns: true,
    products: {
      p1: product('p1', 'Noor', ['Summer'], ['10']),
      p2: product('p2', 'Delta', [], ['10']),
      p3: product('p3', 'Noor', [], []),
      p4: null,
    },
  }));

const purseOf = ({ campaigns = [] }: Program): Map<string, Spent> =>
  new Map(
    campaigns.map(({ id }): [string, Spent] => {
      return [id, { campaignId: id, points: 0n, shoppers: 0, places: new Set(), changed: false }];
    }),
  );

const cancelled = (facts: OrderFacts): OrderFacts => ({
  ...facts,
  scalars: facts.scalars && { ...facts.scalars, cancelledAt: PLACED_AT + 1 },
});

/** The first units of the first line go back. */
function refunded(facts: OrderFacts, units: number): OrderFacts {
  const order = facts.scalars;
  const line = order?.lines[0];
  if (!order || !line || units === 0) return facts;
  const rest = { ...line, currentQuantity: line.quantity - units };
  return {
    scalars: { ...order, lines: [rest, ...order.lines.slice(1)] },
    refunds: [
      aRefund([back(line.id, units, line.priceMinor * units)], { createdAt: PLACED_AT + 1 }),
    ],
  };
}

test('programs made here are programs that can be published', () => {
  fc.assert(
    fc.property(programs, (program) => {
      expect(checkRules(program)).toEqual([]);
    }),
  );
});

test('what an order earns recomputes from its explanation, and its parts sum up to it', () => {
  fc.assert(
    fc.property(programs, orders, sights, (program, facts, seen) => {
      const dealt = dealOrder(purseOf(program), {
        shopperId: '1',
        facts,
        program,
        seen,
        grants: null,
      });
      expect(dealt.points).toBeGreaterThanOrEqual(0n);
      expect(pointsOf(JSON.parse(JSON.stringify(dealt.explain)))).toBe(dealt.points);
      const sum = tally(dealt.explain);
      const given = sum.campaigns.reduce((all, each) => all + each.points, sum.base);
      expect(given).toBe(dealt.points);
      for (const each of sum.campaigns) {
        expect(each.points).toBeGreaterThanOrEqual(0n);
        expect(each.points).toBeLessThanOrEqual(each.difference);
      }
    }),
  );
});

test('line by line, lines and what is beside them come to the order’s points', () => {
  fc.assert(
    fc.property(programs, orders, sights, (program, facts, seen) => {
      const goods = { ...program, earning: { ...program.earning, includeShipping: false } };
      const told = orderPoints(facts, goods, seen);
      const lines = pointsByLine(facts, goods, seen);
      const sum = lines.reduce((all, line) => all + line.points, 0n);
      expect(lines.every((line) => line.points >= 0n)).toBe(true);
      // Lines that are worth nothing have nowhere to put points.
      expect([0n, told.points - told.fixed]).toContain(sum);
    }),
  );
});

test('judged again it is the same, whatever came back in between; undone it is nothing', () => {
  fc.assert(
    fc.property(programs, orders, sights, fc.nat({ max: 3 }), (program, facts, seen, units) => {
      const purse = purseOf(program);
      let grants: Record<string, string> | null = null;
      const judge = (now: OrderFacts): bigint => {
        const dealt = dealOrder(purse, { shopperId: '1', facts: now, program, seen, grants });
        grants = dealt.grants;
        return dealt.points;
      };
      // A campaign that gave nothing until now may find something to give to what is left of the order,
      // and what was set aside for an order stays: from then on it is another sum.
      const givers = () =>
        Object.entries(grants ?? {}).flatMap(([id, points]) => (points === '0' ? [] : [id]));
      const whole = judge(facts);
      const before = givers();
      const quantity = facts.scalars?.lines[0]?.quantity ?? 0;
      judge(refunded(facts, Math.min(units, quantity)));
      const spent = [...purse.values()].map((each) => each.points);
      fc.pre(givers().join() === before.join());
      expect(judge(facts)).toBe(whole);
      expect(judge(cancelled(facts))).toBe(0n);
      expect([...purse.values()].map((each) => each.points)).toEqual(spent);
    }),
  );
});

test('whoever comes first, no more is set aside than there is', () => {
  const many = fc.array(fc.tuple(orders, fc.constantFrom('1', '2', '3')), { minLength: 2 });
  fc.assert(
    fc.property(programs, many, sights, (program, arriving, seen) => {
      const deal = (list: typeof arriving) => {
        const purse = purseOf(program);
        for (const [facts, shopperId] of list) {
          dealOrder(purse, { shopperId, facts, program, seen, grants: null });
        }
        return purse;
      };
      for (const purse of [deal(arriving), deal(arriving.toReversed())]) {
        for (const { id, budgetPoints, firstShoppers } of program.campaigns ?? []) {
          const spent = purse.get(id);
          const most = Number.MAX_SAFE_INTEGER;
          expect(spent?.points).toBeLessThanOrEqual(BigInt(budgetPoints ?? most));
          expect(spent?.shoppers).toBeLessThanOrEqual(firstShoppers ?? most);
        }
      }
    }),
  );
});
