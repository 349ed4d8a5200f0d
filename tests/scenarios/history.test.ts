/**
 * Two years of a shop come through the webhooks' door, as in the demo. What the app's books say is
 * compared with what the shop itself would say each order is worth.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planHistory } from '../../simulator/history/plan.ts';
import type { PlannedEvent } from '../../simulator/history/plan.types.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { SHOP, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { withNextOrder } from './nextOrderWorld.ts';

const WISH = { seed: 5, shoppers: 150 };
/** Far more than it takes; a history that is asked for order by order would not make it. */
const PATIENCE_MS = 60_000;
/** Codes and messages are worth sending for two days after the order. */
const USEFUL_MS = 48 * 3_600_000;

let world: World;
let orders: readonly SimOrderSummary[];
let events: PlannedEvent[];
let tookMs: number;

beforeAll(async () => {
  world = await startWorld({ program: null });
  await world.api('GET', '/api/home');
  const { commerce, histories, clock } = world.sim;
  const plan = planHistory({
    ...WISH,
    shop: commerce.shop(SHOP),
    products: commerce.products(SHOP),
    now: clock.now(),
  });
  events = [...plan.blocks()].flat();
  const { firstOrderAt } = histories.begin(SHOP, WISH);
  const effectiveFrom = new Date(firstOrderAt).toISOString();
  const body = { baseVersion: 0, program: withNextOrder(), effectiveFrom };
  const published = await world.api('PUT', '/api/program', body);
  if (published.status !== 200) throw new Error(published.text);
  const startedAt = performance.now();
  await histories.plant(SHOP);
  await world.settle();
  tookMs = performance.now() - startedAt;
  orders = [...commerce.orders(SHOP)].reverse();
}, 2 * PATIENCE_MS);
afterAll(() => world.stop());

/** The orders in the order of time are those of the plan, one by one. */
const planned = () => events.flatMap((event) => (event.kind === 'order' ? [event.order] : []));

/** Money given back for nothing in particular is the only kind that no line tells of. */
const goodwillKeys = () =>
  new Set(events.flatMap((e) => (e.kind === 'refund' && e.part !== null ? [e.key] : [])));

/** 5 points for every dollar of goods that stayed with the buyer; gift cards are no goods. */
function worth(order: SimOrderSummary, goodwillMinor: number): number {
  if (order.cancelledAt !== null || order.financialStatus === 'pending') return 0;
  const kept = order.lines.map((line) => {
    if (line.giftCard) return 0;
    const value = line.priceMinor * line.quantity - line.discountMinor;
    const gone = line.quantity - line.currentQuantity;
    return value - Math.floor((value * gone) / line.quantity);
  });
  const goods = kept.reduce((sum, value) => sum + value, 0);
  return Math.floor((Math.max(0, goods - goodwillMinor) * 5) / 100);
}

/** What each order is worth, by its platform id; a sale to nobody is worth nothing. */
function expectedPoints(): Map<string, number> {
  const goodwill = goodwillKeys();
  return new Map(
    planned().map((plan, n) => {
      const order = orders[n];
      if (!order) throw new Error(`the shop has no order ${plan.key}`);
      if (plan.buyer.kind === 'nobody') return [order.id, 0];
      return [order.id, worth(order, goodwill.has(plan.key) ? order.refundedMinor : 0)];
    }),
  );
}

test('the past is in the books in time, and the books are sound', async () => {
  expect(tookMs).toBeLessThan(PATIENCE_MS);
  expect(orders).toHaveLength(planned().length);
  await expectSoundBooks(world);
});

test('it holds all that can happen to orders', () => {
  const kinds = new Set(events.map((event) => event.kind));
  expect([...kinds].sort()).toEqual(['cancel', 'edit', 'join', 'order', 'paid', 'refund']);
  expect(orders.some((order) => order.codes.length > 0)).toBe(true);
  expect(orders.some((order) => order.customerId === null)).toBe(true);
});

describe('points', () => {
  test('each order has what the shop’s own numbers say', async () => {
    const { rows } = await world.owner.query<{ id: string; points: string }>(
      'select platform_order_id as id, points from orders',
    );
    const found = new Map(rows.map(({ id, points }) => [id, Number(points)]));
    expect(found).toEqual(expectedPoints());
  });

  test('all shoppers together have all of them, available where the time is over', async () => {
    const { rows } = await world.owner.query<{ pending: string; available: string }>(
      'select sum(pending) as pending, sum(available) as available from shoppers',
    );
    const points = expectedPoints();
    const sum = (late: boolean) =>
      orders
        .filter((order) => order.placedAt > START - 14 * 86_400_000 === late)
        .reduce((total, order) => total + (points.get(order.id) ?? 0), 0);
    expect(sum(true)).toBeGreaterThan(0);
    expect({ pending: Number(rows[0]?.pending), available: Number(rows[0]?.available) }).toEqual({
      pending: sum(true),
      available: sum(false),
    });
  });
});

test('it posts points and sends nothing: mails and codes are for who bought a moment ago', async () => {
  const answer = await fetch(`${world.sim.url}/outbox.json`);
  const { mails } = (await answer.json()) as { mails: { to: string[] }[] };
  const soonEnough = START - USEFUL_MS;
  const fresh = planned().filter((_, n) => (orders[n]?.placedAt ?? 0) > soonEnough);
  const emails = fresh.flatMap(({ buyer }) =>
    buyer.kind === 'shopper' ? [buyer.shopper.person.email] : [],
  );
  expect(emails.length).toBeLessThan(5);
  expect(mails.flatMap(({ to }) => to).filter((to) => !emails.includes(to))).toEqual([]);
});

test('nothing waits for a person, and nothing is on its way', async () => {
  expect(world.sim.webhooks.log().filter(({ status }) => status !== 'delivered')).toEqual([]);
  const { rows } = await world.owner.query<{ state: string }>(
    // Rolling up comes a moment after the last order, and foreseeing again every night.
    `select state from inbox union select state from deliveries
     where state <> 'done' and kind not in ('rollUp', 'foresee')`,
  );
  expect(rows.map(({ state }) => state)).toEqual(['handled']);
});
