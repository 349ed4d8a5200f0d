import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DOMAIN, START_AT, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { verbs } from './verbs.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
});
afterEach(() => shop.stop());

const pull = async (path: string, body: unknown) => {
  const response = await shop.post(`/__sim${path}`, body);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const look = async (path: string) =>
  (await (await fetch(`${shop.sim.url}/__sim${path}`)).json()) as Record<string, unknown>;

const order = () => ({
  shop: DOMAIN,
  input: {
    cart: {
      lines: [{ variantId: shop.variant('harbor-mug'), quantity: 1 }],
      codes: [],
      customerId: null,
    },
    buyer: { kind: 'nobody' },
    source: 'pos',
    paid: true,
    test: false,
  },
});

describe('the levers', () => {
  it('mirror every verb of the shop', async () => {
    expect(Object.keys(verbs).sort()).toEqual(Object.keys(shop.sim.commerce).sort());
    const placed = await pull('/commerce/placeOrder', order());
    const orderId = String(placed.json['id']);
    const cancelled = await pull('/commerce/cancel', { shop: DOMAIN, orderId, refund: true });
    expect(cancelled.json).toMatchObject({ id: orderId, financialStatus: 'refunded' });
    expect((await pull('/orders', order())).json).toMatchObject({ name: '#1002' });
  });

  it('answer 400 with a reason, and 404 for what is not there', async () => {
    const unknown = await pull('/commerce/refund', {
      shop: DOMAIN,
      input: { orderId: '1', lines: [], shipping: false },
    });
    expect(unknown).toEqual({ status: 400, json: { error: 'no such order: 1' } });
    expect((await pull('/commerce/steal', {})).status).toBe(404);
  });

  it('move the clock forward only, and the app hears of it', async () => {
    const { json } = await pull('/clock', { advanceMs: 60_000 });
    expect(json).toEqual({ now: new Date(START_AT + 60_000).toISOString() });
    const told = shop.received.find((each) => each.path === '/__demo/clock');
    expect(JSON.parse(told?.body ?? '')).toEqual(json);
    const back = await pull('/clock', { to: new Date(START_AT).toISOString() });
    expect(back.json['error']).toContain('only moves forward');
  });

  it('log what was sent, send it again, and begin anew', async () => {
    await shop.install();
    await pull('/commerce/placeOrder', order());
    await pull('/webhooks/settle', {});
    const { deliveries } = (await look('/webhooks')) as {
      deliveries: { webhookId: string; topic: string; status: string }[];
    };
    expect(deliveries.map((each) => [each.topic, each.status])).toContainEqual([
      'orders/paid',
      'delivered',
    ]);
    const webhookId = deliveries[0]?.webhookId;
    expect((await pull('/webhooks/redeliver', { webhookId })).json).toEqual({ queued: 1 });
    await pull('/webhooks/settle', {});
    await pull('/reset', {});
    expect((await look('/webhooks'))['deliveries']).toEqual([]);
    const { shops } = (await look('/state')) as { shops: Record<string, unknown>[] };
    expect(shops).toMatchObject([
      { domain: DOMAIN, installed: false, orders: 0, products: 10 },
      { domain: 'khanesofal.myshopify.com', products: 10 },
    ]);
  });

  it('give new ids after a reset, so that nothing old is taken for new', async () => {
    const before = shop.sim.commerce.customers(DOMAIN).map((each) => each.id);
    await pull('/reset', {});
    const after = shop.sim.commerce.customers(DOMAIN).map((each) => each.id);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });
});

describe('a state file', () => {
  it('keeps shops, orders, tokens and the time', async () => {
    const { mkdtempSync, rmSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    const stateFile = join(folder, 'state.sqlite');
    const first = await startTestShop({ stateFile });
    const token = await first.install();
    const placed = first.order({ 'harbor-mug': 1 });
    first.sim.clock.advance(1_000);
    await first.stop();
    const second = await startTestShop({ stateFile });
    expect(second.sim.clock.now()).toBe(START_AT + 1_000);
    expect(second.sim.commerce.order(DOMAIN, placed.id)).toEqual(placed);
    const answer = await second.graphql(token, '{ shop { name } }');
    expect(answer.data).toEqual({ shop: { name: 'Northday' } });
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});
