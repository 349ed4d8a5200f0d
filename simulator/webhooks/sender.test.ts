import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { API_SECRET, DOMAIN, START_AT, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { RETRY_SPAN_MS, retryDueAt } from './backoff.ts';
import { makeMischief, seededRandom } from './faults.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
});
afterEach(() => shop.stop());

const topics = () => shop.received.map((each) => each.topic);
const paths = (path: string) => shop.received.filter((each) => each.path === path);
const newCustomer = (email: string) =>
  shop.sim.commerce.createCustomer(DOMAIN, { email, phone: null, firstName: 'A', lastName: 'B' });

describe('a delivery', () => {
  it('is signed over its raw bytes and says who, what and when', async () => {
    await shop.install();
    shop.order({ 'harbor-mug': 1 });
    await shop.sim.webhooks.settle();
    expect(topics().sort()).toEqual([
      'customers/update',
      'orders/create',
      'orders/paid',
      'orders/updated',
    ]);
    for (const { headers, body, path } of shop.received) {
      const digest = createHmac('sha256', API_SECRET).update(body).digest('base64');
      expect(path).toBe('/webhooks/shopify');
      expect(headers['x-shopify-hmac-sha256']).toBe(digest);
      expect(headers['x-shopify-shop-domain']).toBe(DOMAIN);
      expect(headers['x-shopify-api-version']).toBe('2026-07');
      expect(headers['x-shopify-triggered-at']).toBe(new Date(START_AT).toISOString());
    }
    const webhookIds = new Set(shop.received.map((each) => each.headers['x-shopify-webhook-id']));
    const eventIds = new Set(shop.received.map((each) => each.headers['x-shopify-event-id']));
    expect([webhookIds.size, eventIds.size]).toEqual([4, 1]);
  });

  it('goes only to shops that have the app', async () => {
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    expect(topics()).toEqual([]);
  });
});

describe('a failed delivery', () => {
  it('is tried 8 more times within 4 hours with the same body, then given up', async () => {
    await shop.install();
    shop.answerWith(({ topic }) => (topic ? 503 : 200));
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    for (let n = 1; n <= 9; n++) await shop.sim.moveClock(shop.sim.clock.now() + 60 * 60 * 1000);
    const tries = paths('/webhooks/shopify');
    expect(new Set(tries.map((each) => each.body)).size).toBe(1);
    expect(new Set(tries.map((each) => each.headers['x-shopify-webhook-id'])).size).toBe(1);
    expect(shop.sim.webhooks.log()).toMatchObject([{ status: 'failed', attempt: tries.length }]);
    expect(tries).toHaveLength(9);
  });

  it('stops being retried once it is taken, and a redirect is not taking it', async () => {
    await shop.install();
    shop.answerWith(({ topic }) => (topic ? 302 : 200));
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    expect(shop.sim.webhooks.log()).toMatchObject([{ status: 'due', attempt: 1 }]);
    shop.answerWith(204);
    await shop.sim.moveClock(START_AT + 10 * 60 * 1000);
    await shop.sim.moveClock(START_AT + RETRY_SPAN_MS * 2);
    expect(shop.sim.webhooks.log()).toMatchObject([{ status: 'delivered', attempt: 2 }]);
  });

  it('has doubling waits that end after exactly 4 hours', () => {
    const due = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => retryDueAt(0, n) ?? Number.NaN);
    expect(due[7]).toBe(RETRY_SPAN_MS);
    expect(retryDueAt(0, 9)).toBeNull();
    const waits = due.map((at, n) => at - (due[n - 1] ?? 0));
    waits.slice(1).forEach((wait, n) => {
      expect(wait / (waits[n] ?? 1)).toBeCloseTo(2, 3);
    });
  });
});

describe('mischief', () => {
  it('duplicates under the same webhook id', async () => {
    await shop.install();
    shop.sim.webhooks.faults([{ mode: 'duplicate', topic: 'customers/create', copies: 2 }]);
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    expect(topics()).toEqual(Array(3).fill('customers/create'));
    expect(new Set(shop.received.map((each) => each.headers['x-shopify-webhook-id'])).size).toBe(1);
  });

  it('drops for ever, and delays until the clock has moved', async () => {
    await shop.install();
    shop.sim.webhooks.faults([{ mode: 'drop', times: 1 }]);
    newCustomer('a@example.com');
    shop.sim.webhooks.faults([{ mode: 'delay', delayMs: 60_000 }]);
    newCustomer('b@example.com');
    await shop.sim.webhooks.settle();
    expect(topics()).toEqual([]);
    await shop.sim.moveClock(START_AT + 60_000);
    expect(topics().filter(Boolean)).toEqual(['customers/create']);
    expect(shop.sim.webhooks.log().map((each) => each.status)).toEqual(['dropped', 'delivered']);
  });

  it('shuffles in the same way for the same seed', () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({ topic: 'orders/paid', n }));
    const arranged = (seed: number) => {
      const mischief = makeMischief();
      mischief.set([{ mode: 'shuffle' }], seed);
      return mischief.arrange(rows).map((row) => row.n);
    };
    expect(arranged(7)).toEqual(arranged(7));
    expect(arranged(7)).not.toEqual(arranged(8));
    expect([...arranged(7)].sort((a, b) => a - b)).toEqual(rows.map((row) => row.n));
    expect(seededRandom(1)()).not.toBe(seededRandom(2)());
  });

  it('sends an old delivery again on demand', async () => {
    await shop.install();
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    const id = shop.received[0]?.headers['x-shopify-webhook-id'] ?? '';
    expect(shop.sim.webhooks.redeliver(id)).toBe(1);
    await shop.sim.webhooks.settle();
    expect(shop.received.map((each) => each.headers['x-shopify-webhook-id'])).toEqual([id, id]);
  });
});

describe('uninstalling', () => {
  it('tells the app at once and asks for erasure 48 hours later', async () => {
    const token = await shop.install();
    shop.sim.commerce.uninstall(DOMAIN);
    newCustomer('late@example.com');
    await shop.sim.webhooks.settle();
    expect(topics()).toEqual(['app/uninstalled']);
    const path = '/admin/api/2026-07/graphql.json';
    const headers = { 'X-Shopify-Access-Token': token };
    expect((await shop.post(path, { query: '{ shop { id } }' }, headers)).status).toBe(401);
    await shop.sim.moveClock(START_AT + 48 * 3_600_000);
    expect(topics().filter(Boolean)).toEqual(['app/uninstalled', 'shop/redact']);
  });

  it('asks for no erasure when the merchant comes back in time', async () => {
    await shop.install();
    shop.sim.commerce.uninstall(DOMAIN);
    await shop.install();
    await shop.sim.moveClock(START_AT + 49 * 3_600_000);
    expect(topics().filter(Boolean)).toEqual(['app/uninstalled']);
  });
});
