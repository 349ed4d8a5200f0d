import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import { exactJson } from './json.ts';
import { productPayload } from './product.ts';
import { problems } from './testSchemas.ts';
import type { TestShop } from '../testShop.ts';

const RIAL_SHOP = 'khanesofal.myshopify.com';
let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
  await shop.install();
  await shop.install(RIAL_SHOP);
});
afterAll(() => shop.stop());

/** Tax inside, no decimals, a customer who has a phone and no email. */
function sellInRial(): void {
  const { commerce } = shop.sim;
  const customer = commerce.customers(RIAL_SHOP).find((each) => each.email === null);
  const variantId = commerce.products(RIAL_SHOP)[3]?.variants[0]?.id ?? '';
  const order = commerce.placeOrder(RIAL_SHOP, {
    cart: { lines: [{ variantId, quantity: 2 }], codes: ['YALDA'], customerId: null },
    buyer: { kind: 'customer', customerId: customer?.id ?? '' },
    source: 'web',
    paid: true,
    test: false,
  });
  const lines = [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }];
  commerce.refund(RIAL_SHOP, { orderId: order.id, lines, shipping: false });
}

const PERSON = { phone: null, firstName: 'T', lastName: 'Two' };

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
  commerce.setEmailConsent(DOMAIN, customer.id, 'subscribed');
  commerce.updateCustomer(DOMAIN, customer.id, { firstName: 'Newer' });
  const twin = commerce.createCustomer(DOMAIN, { ...PERSON, email: 'twin@example.com' });
  commerce.mergeCustomers(DOMAIN, customer.id, twin.id);
  const disputed = shop.order({ 'harbor-mug': 1 });
  commerce.dispute(DOMAIN, disputed.id, 'open');
  commerce.dispute(DOMAIN, disputed.id, 'lost');
  const jug = commerce.createProduct(DOMAIN, { title: 'Milk Jug', priceMinor: 2900 });
  commerce.updateProduct(DOMAIN, jug.id, { tags: ['stoneware', 'new'] });
  commerce.deleteProduct(DOMAIN, jug.id);
  const rules = [{ column: 'TAG' as const, condition: 'wood' }];
  const wood = commerce.createCollection(DOMAIN, { title: 'Wood', rules });
  commerce.updateCollection(DOMAIN, wood.id, { title: 'Of wood' });
  commerce.deleteCollection(DOMAIN, wood.id);
  commerce.compliance(DOMAIN, 'customers/data_request', customer.id);
  commerce.compliance(DOMAIN, 'customers/redact', customer.id);
  commerce.compliance(DOMAIN, 'shop/redact');
  sellInRial();
  await shop.sim.webhooks.settle();
  commerce.uninstall(DOMAIN);
  await shop.sim.webhooks.settle();
}

describe('webhook bodies', () => {
  it('fit Shopify’s shapes, for all twenty-one topics', async () => {
    await everythingThatCanHappen();
    const topics = new Set(shop.received.map((each) => each.topic));
    expect([...topics].sort()).toEqual([
      'app/uninstalled',
      'collections/create',
      'collections/delete',
      'collections/update',
      'customers/create',
      'customers/data_request',
      'customers/merge',
      'customers/redact',
      'customers/update',
      'customers_email_marketing_consent/update',
      'disputes/create',
      'disputes/update',
      'orders/cancelled',
      'orders/create',
      'orders/paid',
      'orders/updated',
      'products/create',
      'products/delete',
      'products/update',
      'refunds/create',
      'shop/redact',
    ]);
    // Of products, the app's file asks for some fields only.
    const whole = shop.received.filter(({ topic }) => !/^products\/(create|update)$/.test(topic));
    const misfits = whole.flatMap((each) =>
      problems(each).map((problem) => `${each.topic} ${problem}`),
    );
    expect(misfits).toEqual([]);
  });

  it('of products fit their shape, and bring the fields that the app’s file asks for', () => {
    const { commerce } = shop.sim;
    for (const product of commerce.products(DOMAIN)) {
      const body = exactJson(productPayload(commerce.shop(DOMAIN), product));
      expect(problems({ topic: 'products/update', body })).toEqual([]);
    }
    const told = shop.received.find(({ topic }) => topic === 'products/update');
    expect(Object.keys(JSON.parse(told?.body ?? '{}')).sort()).toEqual([
      'admin_graphql_api_id',
      'id',
      'product_type',
      'tags',
      'title',
      'updated_at',
      'vendor',
    ]);
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
        taxes_included: boolean;
        line_items: {
          price: string;
          quantity: number;
          discount_allocations: { amount: string }[];
        }[];
        shipping_lines: { discounted_price: string }[];
      };
      const decimals = order['currency'] === 'IRR' ? 0 : 2;
      const minor = (text: string | undefined) => Math.round(Number(text) * 10 ** decimals);
      let subtotal = 0;
      for (const line of order.line_items) {
        subtotal += minor(line.price) * line.quantity;
        for (const each of line.discount_allocations) subtotal -= minor(each.amount);
      }
      const shipping = minor(order.shipping_lines[0]?.discounted_price ?? '0');
      const tax = order.taxes_included ? 0 : minor(order['total_tax']);
      expect(minor(order['subtotal_price'])).toBe(subtotal);
      const tip = minor(order['total_tip_received']);
      expect(minor(order['total_price'])).toBe(subtotal + shipping + tax + tip);
    }
  });
});
