import { describe, expect, test } from 'vitest';
import { dealOrder } from './campaignPurse.ts';
import type { Spent } from './campaignPurse.ts';
import { aLine, anOrder, aProgram, aRefund, back, someFacts } from './orderFacts.fixtures.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { Campaign } from './program.ts';

const seen: SeenOfOrder = {
  timeZone: 'UTC',
  shopper: { nthOrder: 1, lastOrderAt: null, tier: null, tags: [] },
  campaigns: true,
  products: {},
};
/** 20.00 at 5 points for 1.00: 100 points, and as many again by the campaign. */
const facts = (units = 2): OrderFacts =>
  someFacts(anOrder([aLine('1', 1000, { quantity: units })]));

function shop(limits: Pick<Campaign, 'budgetPoints' | 'firstShoppers'>) {
  const campaign: Campaign = {
    id: 'double',
    rule: 'orderTimes',
    args: { by: 20_000, minimumMinor: 0 },
    name: 'Double points',
    from: null,
    until: null,
    tiers: [],
    ...limits,
  };
  const program = { ...aProgram(), campaigns: [campaign] };
  const spent: Spent = {
    campaignId: 'double',
    points: 0n,
    shoppers: 0,
    places: new Set(),
    changed: false,
  };
  const grants = new Map<string, Record<string, string> | null>();
  return {
    spent,
    /** What an order of a shopper comes to when it is judged (again). */
    judge(order: string, shopperId: string, now = facts()) {
      const known = grants.get(order) ?? null;
      const purse = new Map([['double', spent]]);
      const dealt = dealOrder(purse, { shopperId, facts: now, program, seen, grants: known });
      grants.set(order, dealt.grants);
      return dealt.points;
    },
  };
}

describe('a budget', () => {
  test('is given until it is spent; the last grant is a part', () => {
    const { judge, spent } = shop({ budgetPoints: 250, firstShoppers: null });
    expect([judge('a', '1'), judge('b', '2'), judge('c', '3'), judge('d', '4')]).toEqual([
      200n,
      200n,
      150n,
      100n,
    ]);
    expect(spent).toMatchObject({ points: 250n, changed: true });
    expect([judge('a', '1'), judge('c', '3'), judge('d', '4')]).toEqual([200n, 150n, 100n]);
  });

  test('what is sent back frees nothing, and keeps its place', () => {
    const { judge, spent } = shop({ budgetPoints: 100, firstShoppers: null });
    expect(judge('a', '1')).toBe(200n);
    const one = someFacts(anOrder([aLine('1', 1000, { quantity: 2, currentQuantity: 1 })]), [
      aRefund([back('1', 1, 1000)]),
    ]);
    expect(judge('a', '1', one)).toBe(100n);
    expect(judge('b', '2')).toBe(100n);
    expect(judge('a', '1')).toBe(200n);
    expect(spent.points).toBe(100n);
  });

  test('an order that grows is given more while there is some', () => {
    const { judge } = shop({ budgetPoints: 120, firstShoppers: null });
    expect(judge('a', '1', facts(1))).toBe(100n);
    expect(judge('a', '1', facts(3))).toBe(270n);
  });
});

describe('the first shoppers', () => {
  test('have a place for all their orders; whoever comes after has none', () => {
    const { judge, spent } = shop({ budgetPoints: null, firstShoppers: 2 });
    expect([judge('a', '1'), judge('b', '2'), judge('c', '3')]).toEqual([200n, 200n, 100n]);
    expect(judge('d', '1')).toBe(200n);
    expect([...spent.places]).toEqual(['1', '2']);
    expect(spent).toMatchObject({ shoppers: 2, points: 300n });
  });

  test('an order that is worth nothing takes no place', () => {
    const { judge, spent } = shop({ budgetPoints: null, firstShoppers: 1 });
    expect(judge('a', '1', someFacts(anOrder([aLine('1', 1000)], { paid: false })))).toBe(0n);
    expect(judge('b', '2')).toBe(200n);
    expect(spent.shoppers).toBe(1);
  });

  test('nobody takes a place where the budget is spent', () => {
    const { judge, spent } = shop({ budgetPoints: 100, firstShoppers: 5 });
    judge('a', '1');
    expect(judge('b', '2')).toBe(100n);
    expect(spent.shoppers).toBe(1);
  });
});
