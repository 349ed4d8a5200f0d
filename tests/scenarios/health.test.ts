/** What a merchant is told of how the app is doing: plain facts, what they mean, and what to do. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { health } from '../../web/contract/health.ts';
import type { FindingCode, Health } from '../../web/contract/health.ts';
import { webhookHeaders } from '../signing.ts';
import { MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function look(): Promise<Health> {
  const reply = await world.api<Health>('GET', '/api/health');
  expect(reply.status).toBe(200);
  return health.parse(reply.body);
}

const findingOf = (told: Health, code: FindingCode) =>
  told.findings.find((finding) => finding.code === code);

const iso = (ms: number): string => new Date(ms).toISOString();

async function tell(topic: string, body: string, webhookId: string): Promise<void> {
  const at = { shop: SHOP, topic, body, webhookId, nowMs: world.sim.clock.now() };
  const url = `${world.app.url}/webhooks/shopify`;
  const reply = await fetch(url, { method: 'POST', headers: webhookHeaders(at), body });
  expect(reply.status).toBe(200);
}

async function buy(): Promise<void> {
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
  await world.buy({ buyer: { kind: 'customer', customerId }, lines });
}

describe('a shop where all is well', () => {
  test('is told so, with when it was last heard', async () => {
    await buy();
    const at = world.app.now();
    const told = await look();
    expect(told).toMatchObject({
      verdict: 'good',
      at: iso(at),
      findings: [],
      messages: {
        lastReceivedAt: iso(at),
        waiting: { count: 0, oldestAt: null },
        setAside: 0,
      },
      deliveries: { waiting: { count: 0, oldestAt: null }, failing: 0, setAside: 0 },
      setAside: [],
      shop: { connected: true, uninstalledAt: null, missingScopes: [] },
      mails: 'on',
      audit: null,
    });
    await world.pass(MINUTE);
    expect((await look()).messages.lastReceivedAt).toBe(iso(at));
  });
});

describe('what was set aside', () => {
  test('is a message with why, and goes once it was tried again in vain or with luck', async () => {
    const id = crypto.randomUUID();
    await tell('orders/create', 'no order', id);
    await world.app.drain();
    const told = await look();
    expect(told.verdict).toBe('act');
    expect(findingOf(told, 'messagesSetAside')).toMatchObject({ count: 1, todo: 'retry' });
    expect(told.setAside).toMatchObject([
      { id, kind: 'message', topic: 'orders/create', why: 'unreadable', attempts: 1 },
    ]);
    await world.owner.query(`update inbox set state = 'handled' where webhook_id = $1`, [id]);
    expect((await look()).verdict).toBe('good');
  });

  test('is a delivery that the shop refused, and is done when it is tried again', async () => {
    const { rows } = await world.owner.query<{ id: string }>(
      `update deliveries set state = 'parked', reason = 'TAKEN: no', attempts = 1
       where kind = 'clubCard' returning delivery_id as id`,
    );
    const id = rows[0]?.id ?? '';
    const told = await look();
    expect(told).toMatchObject({ verdict: 'act', deliveries: { setAside: 1 } });
    expect(findingOf(told, 'deliveriesSetAside')).toMatchObject({ count: 1, todo: 'retry' });
    expect(told.setAside).toMatchObject([{ id, kind: 'delivery', why: 'refused' }]);
    expect((await world.api('POST', `/api/parked/${id}/retry`)).status).toBe(200);
    await world.app.drain();
    expect(await look()).toMatchObject({ verdict: 'good', setAside: [] });
    const state = await world.owner.query(`select state from deliveries where delivery_id = $1`, [
      id,
    ]);
    expect(state.rows).toEqual([{ state: 'done' }]);
  });
});

describe('what does not mend itself', () => {
  test('is a shop that has not granted what the app asks for', async () => {
    await world.owner.query(`update shops set scopes = 'read_orders,write_discounts'`);
    const told = await look();
    expect(told.verdict).toBe('act');
    expect(findingOf(told, 'missingScopes')).toMatchObject({
      todo: 'approve',
      details: told.shop.missingScopes,
    });
    expect(told.shop.missingScopes).toContain('write_customers');
    expect(told.shop.missingScopes).not.toContain('read_orders');
    await world.owner.query(
      `update shops set scopes = 'read_customer_merge,read_orders,read_products,'
         || 'read_shopify_payments_disputes,read_store_credit_accounts,write_app_proxy,'
         || 'write_customers,write_discounts,write_store_credit_account_transactions'`,
    );
    expect((await look()).shop.missingScopes).toEqual([]);
  });

  test('is what the last proof of the books found', async () => {
    const prove = (findings: number) =>
      world.owner.query(
        `insert into audit_log (club_id, entry_id, at, actor, action, details)
         select club_id, $1::uuid, $2, 'cli', 'audit', jsonb_build_object('findings', $3::int)
         from clubs`,
        [newId(), iso(world.app.now()), findings],
      );
    await prove(2);
    const told = await look();
    expect(told).toMatchObject({ verdict: 'act', audit: { findings: 2 } });
    expect(findingOf(told, 'booksWrong')).toMatchObject({ count: 2, todo: 'tellOperator' });
    await prove(0);
    expect(await look()).toMatchObject({ verdict: 'good', audit: { findings: 0 } });
  });
});
