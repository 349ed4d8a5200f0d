import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problems } from '../payloads/testSchemas.ts';
import { DOMAIN, START_AT, startTestShop } from '../testShop.ts';
import type { Received, TestShop } from '../testShop.ts';
import type { SimOrderSummary } from '../types.ts';
import { planHistory } from './plan.ts';
import type { PlannedEvent } from './plan.types.ts';

const WISH = { seed: 3, shoppers: 150 };
let shop: TestShop;
let received: Received[];
let orders: SimOrderSummary[];
let events: PlannedEvent[];
let begun: { firstOrderAt: number }[];
let halfway: { unfinished: boolean; orders: number; error: unknown };

/** Plants, falls over after the third report of progress, and plants again. */
async function plantInTwoGoes(): Promise<void> {
  const { histories } = shop.sim;
  let reports = 0;
  const falling = histories.plant(DOMAIN, () => {
    reports += 1;
    if (reports === 3) throw new Error('the power went out');
  });
  const error: unknown = await falling.catch((reason: unknown) => reason);
  halfway = {
    error,
    unfinished: histories.unfinished(DOMAIN),
    orders: shop.sim.commerce.orders(DOMAIN).length,
  };
  await histories.plant(DOMAIN);
}

beforeAll(async () => {
  shop = await startTestShop();
  await shop.install();
  const { commerce, histories } = shop.sim;
  const known = commerce.customers(DOMAIN)[0]?.id ?? '';
  const lines = [{ variantId: shop.variant('harbor-mug'), quantity: 2 }];
  const also = [{ customerId: known, daysAgo: 1, lines }];
  const products = commerce.products(DOMAIN);
  const input = { ...WISH, also, shop: commerce.shop(DOMAIN), products, now: START_AT };
  events = [...planHistory(input).blocks()].flat();
  begun = [1, 2].map(() => histories.begin(DOMAIN, { ...WISH, also }));
  await plantInTwoGoes();
  received = shop.received.filter(({ topic }) => topic !== '');
  orders = [...commerce.orders(DOMAIN)].reverse();
}, 60_000);
afterAll(() => shop.stop());

const headerOf = (each: Received, name: string) => each.headers[`x-shopify-${name}`] ?? '';

describe('a past that was interrupted and went on', () => {
  test('stopped halfway, and said so', () => {
    expect(halfway).toMatchObject({ unfinished: true, error: new Error('the power went out') });
    expect(halfway.orders).toBeGreaterThan(0);
    expect(halfway.orders).toBeLessThan(orders.length);
  });

  test('begins with the first order, however often one asks before it has begun', () => {
    const firstOrderAt = orders[0]?.placedAt;
    expect(begun).toEqual([{ firstOrderAt }, { firstOrderAt }]);
  });

  test('happened once: the shop has each planned order, at its time and by its number', () => {
    const planned = events.flatMap((event) => (event.kind === 'order' ? [event.at] : []));
    expect(orders.map((order) => order.placedAt)).toEqual(planned);
    expect(orders.map((order) => order.name)).toEqual(planned.map((_, n) => `#${1001 + n}`));
    const ids = received.map((each) => headerOf(each, 'webhook-id'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has a name for whoever is known already, at noon of yesterday', () => {
    const known = shop.sim.commerce.customers(DOMAIN)[0];
    const mine = orders.filter((order) => order.customerId === known?.id);
    expect(mine.map((order) => new Date(order.placedAt).toISOString())).toEqual([
      '2026-01-04T17:00:00.000Z',
    ]);
  });

  test('is over: it cannot be planted or begun again, and leaves no log behind', async () => {
    const { histories, webhooks } = shop.sim;
    expect(histories.unfinished(DOMAIN)).toBe(false);
    await expect(histories.plant(DOMAIN)).rejects.toThrow('no history to plant');
    expect(() => histories.begin(DOMAIN, WISH)).toThrow('has a history');
    expect(webhooks.log()).toEqual([]);
  });
});

describe('its webhooks', () => {
  test('have Shopify’s shapes, every one of a large sample', () => {
    const sample = received.filter((_, n) => n % 5 === 0);
    expect(sample.length).toBeGreaterThan(250);
    expect(new Set(sample.map(({ topic }) => topic)).size).toBeGreaterThanOrEqual(6);
    expect(sample.flatMap(problems)).toEqual([]);
  });

  test('say when they would have been sent, as their bodies do', () => {
    for (const each of received) {
      const body = JSON.parse(each.body) as Record<string, string>;
      const at = Date.parse(headerOf(each, 'triggered-at'));
      expect(at).toBeLessThan(Date.parse('2026-01-05T05:00:00Z'));
      const told = each.topic === 'refunds/create' ? body['created_at'] : body['updated_at'];
      expect(Date.parse(told ?? '')).toBe(at);
    }
  });

  test('tell what the shop knows: the last word on each order is the order', () => {
    const last = new Map<string, { financial_status: string; cancelled_at: string | null }>();
    for (const { topic, body } of received) {
      if (topic !== 'orders/updated') continue;
      const told = JSON.parse(body) as { name: string } & Record<string, string>;
      last.set(told.name, { financial_status: '', cancelled_at: null, ...told });
    }
    expect(last.size).toBe(orders.length);
    for (const order of orders) {
      const told = last.get(order.name);
      expect(told?.financial_status).toBe(order.financialStatus);
      expect(told?.cancelled_at === null).toBe(order.cancelledAt === null);
    }
  });
});
