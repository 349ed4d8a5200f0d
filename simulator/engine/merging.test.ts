import { afterAll, beforeAll, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';

let shop: TestShop;
let token: string;
beforeAll(async () => {
  shop = await startTestShop();
  token = await shop.install();
});
afterAll(() => shop.stop());

const person = (email: string) =>
  shop.sim.commerce.createCustomer(DOMAIN, { email, phone: null, firstName: 'A', lastName: 'B' });
const heard = (topic: string) => shop.received.filter((each) => each.topic === topic);

it('a merge gives the kept customer the orders of the deleted one, and says so', async () => {
  const { commerce } = shop.sim;
  const [kept, deleted] = [person('kept@example.com'), person('gone@example.com')];
  const buyer = { kind: 'customer' as const, customerId: deleted.id };
  const order = shop.order({ 'harbor-mug': 1 }, { buyer });
  commerce.mergeCustomers(DOMAIN, kept.id, deleted.id);
  await shop.sim.webhooks.settle();
  expect(commerce.customer(DOMAIN, deleted.id)).toBeNull();
  expect(commerce.orders(DOMAIN, kept.id).map(({ id }) => id)).toEqual([order.id]);
  const [told] = heard('customers/merge').map(({ body }) => JSON.parse(body) as object);
  expect(told).toMatchObject({
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deleted.id}`,
    status: 'completed',
  });
  expect(() => commerce.mergeCustomers(DOMAIN, kept.id, deleted.id)).toThrow('two customers');
});

it('a dispute is told by its messages and by the order, whose own time stands still', async () => {
  const { commerce } = shop.sim;
  const order = shop.order({ 'harbor-mug': 1 });
  shop.sim.clock.advance(1000);
  commerce.dispute(DOMAIN, order.id, 'open');
  expect(() => commerce.dispute(DOMAIN, order.id, 'open')).toThrow('already');
  const lost = commerce.dispute(DOMAIN, order.id, 'lost');
  await shop.sim.webhooks.settle();
  expect(lost.updatedAt).toBe(order.updatedAt);
  const statuses = [...heard('disputes/create'), ...heard('disputes/update')].map(
    ({ body }) => (JSON.parse(body) as { status: string }).status,
  );
  expect(statuses).toEqual(['needs_response', 'lost']);
  const asked = await shop.graphql(
    token,
    `{ order(id: "gid://shopify/Order/${order.id}") { disputes { status initiatedAs } } }`,
  );
  expect(asked.data).toEqual({
    order: { disputes: [{ status: 'LOST', initiatedAs: 'CHARGEBACK' }] },
  });
});
