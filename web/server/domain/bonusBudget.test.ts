import { describe, expect, test } from 'vitest';
import { dealInTurn } from './backtest.ts';
import {
  monthKey,
  nothingSpent,
  suggestedPoints,
  takeWhole,
  worthOfPoints,
} from './bonusBudget.ts';
import { dealOrder } from './campaignPurse.ts';
import { orderPoints } from './earning.ts';
import { aLine, anOrder, aProgram, someFacts } from './orderFacts.fixtures.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { Campaign, Program } from './program.ts';
import { checkProgram } from './programs.ts';
import { ratio } from './ratio.ts';

const seen: SeenOfOrder = {
  timeZone: 'America/New_York',
  shopper: { nthOrder: 1, lastOrderAt: null, tier: null, tags: [] },
  campaigns: true,
  products: {},
};
/** 10.00 at 5 points for 1.00: 50 points. */
const facts = (placedAt: string) =>
  someFacts(anOrder([aLine('1', 1000)], { placedAt: Date.parse(placedAt) }));
const campaign = (id: string, rule: string, args: Campaign['args']): Campaign => ({
  id,
  rule,
  args,
  name: id,
  from: null,
  until: null,
  tiers: [],
  budgetPoints: null,
  firstShoppers: null,
});
const program = (points: number): Program => ({
  ...aProgram(),
  campaigns: [
    campaign('double', 'orderTimes', { by: 20_000, minimumMinor: 0 }),
    campaign('gift', 'perOrder', { points: 30, minimumMinor: 0 }),
  ],
  bonusBudget: { points },
});

function shop(points: number) {
  const purse = new Map(
    ['double', 'gift', 'month:2026-03', 'month:2026-04'].map((id) => [id, nothingSpent(id)]),
  );
  const judge = (placedAt: string, shopperId = '1') =>
    dealOrder(purse, {
      shopperId,
      facts: facts(placedAt),
      program: program(points),
      seen,
      grants: null,
    });
  return { purse, judge };
}

describe('a budget of 200 points of bonuses a month', () => {
  test('is spent by all campaigns together, the last grant a part, and never by the rate', () => {
    const { judge, purse } = shop(200);
    const march = '2026-03-10T12:00:00Z';
    expect([judge(march), judge(march), judge(march), judge(march)].map((o) => o.points)).toEqual([
      130n,
      130n,
      90n,
      50n,
    ]);
    expect(purse.get('month:2026-03')?.points).toBe(200n);
    expect(judge(march).grants).toBeNull();
  });

  test('begins anew with the shop’s local month', () => {
    const { judge } = shop(80);
    expect(judge('2026-03-31T12:00:00Z').points).toBe(130n);
    // Midnight in New York is four hours later.
    expect(judge('2026-04-01T03:59:00Z').points).toBe(50n);
    expect(judge('2026-04-01T04:00:00Z').points).toBe(130n);
    expect(monthKey(Date.parse('2026-04-01T03:59:00Z'), 'America/New_York')).toBe('month:2026-03');
  });

  test('leaves campaigns their own ends', () => {
    const { purse } = shop(200);
    const tight = program(200);
    const campaigns = tight.campaigns?.map((each) => ({ ...each, budgetPoints: 40 })) ?? [];
    const dealt = dealOrder(purse, {
      shopperId: '1',
      facts: facts('2026-03-10T12:00:00Z'),
      program: { ...tight, campaigns },
      seen,
      grants: null,
    });
    expect(dealt.points).toBe(50n + 40n + 30n);
    expect(purse.get('month:2026-03')?.points).toBe(70n);
  });

  test('takes no place among the first shoppers for nothing', () => {
    const { purse, judge } = shop(80);
    judge('2026-03-10T12:00:00Z');
    const first = { ...campaign('gift', 'perOrder', { points: 30, minimumMinor: 0 }) };
    const late = { ...program(80), campaigns: [{ ...first, firstShoppers: 1 }] };
    dealOrder(purse, {
      shopperId: '2',
      facts: facts('2026-03-10T12:00:00Z'),
      program: late,
      seen,
      grants: null,
    });
    expect(purse.get('gift')?.shoppers).toBe(0);
  });

  test('gives what somebody does whole or not at all', () => {
    const { purse } = shop(100);
    const take = (points: bigint) => takeWhole(purse, program(100), 'month:2026-03', points);
    expect([take(60n), take(50n), take(40n), take(1n)]).toEqual([true, false, true, false]);
    expect(purse.get('month:2026-03')?.points).toBe(100n);
  });

  test('is tried on orders of the past in the same way', () => {
    const draft = program(200);
    const waiting = Array.from({ length: 5 }, (_, n) => ({
      shopperId: String(n),
      placedAt: n,
      month: n < 4 ? '2026-03' : '2026-04',
      explain: orderPoints(facts('2026-03-10T12:00:00Z'), draft, seen).explain,
    }));
    const dealt = dealInTurn(draft, waiting);
    expect(waiting.map((each) => dealt.get(each)?.points)).toEqual([130n, 130n, 90n, 50n, 130n]);
  });
});

test('without a budget nothing is set aside, as before', () => {
  const { bonusBudget: _, ...open } = program(1);
  const order = { shopperId: '1', facts: facts('2026-03-10T12:00:00Z'), seen, grants: null };
  expect(dealOrder(new Map(), { ...order, program: open })).toMatchObject({
    points: 130n,
    grants: null,
  });
});

test('a suggestion is 5 % of last month’s sales, at what a point is worth', () => {
  expect(suggestedPoints(1_200_000, ratio(1))).toBe(60_000);
  expect(suggestedPoints(1999, ratio(1, 2))).toBe(199);
  expect(suggestedPoints(0, ratio(1))).toBeNull();
  expect(suggestedPoints(1_200_000, ratio(0))).toBeNull();
  expect(worthOfPoints(199, ratio(1, 2))).toBe(100);
});

test('a budget of nothing is a slip', () =>
  expect(checkProgram({ ...aProgram(), bonusBudget: { points: 0 } })).toEqual([
    { field: 'bonusBudget.points', problem: 'tooSmall' },
  ]));
