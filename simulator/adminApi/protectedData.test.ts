/** What an app sees that Shopify has not approved for all it asks. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { adminSchema } from './schema.ts';

const PEOPLE = `{
  orders(first: 1) { nodes { name email phone customer { id firstName numberOfOrders } } }
  customers(first: 1) { nodes { id lastName defaultEmailAddress { emailAddress } } }
}`;

beforeAll(() => void adminSchema());

let shop: TestShop;
let token: string;
beforeEach(async () => {
  shop = await startTestShop();
  token = await shop.install();
});
afterEach(() => shop.stop());

describe('at level 1', () => {
  beforeEach(() => {
    shop.sim.approve(DOMAIN, { protectedData: 1 });
  });

  it('names, emails and phones are null, each with an error; ids and amounts are there', async () => {
    const { id } = shop.order({ 'salt-jar': 1 });
    const answer = await shop.graphql(token, PEOPLE);
    expect(answer.data).toMatchObject({
      orders: {
        nodes: [{ email: null, phone: null, customer: { firstName: null, numberOfOrders: '1' } }],
      },
      customers: { nodes: [{ lastName: null, defaultEmailAddress: null }] },
    });
    expect(answer.errors?.every((each) => each.extensions?.['code'] === 'ACCESS_DENIED')).toBe(
      true,
    );
    const paths = answer.errors?.map(({ path }) => path?.at(-1)).sort();
    expect(paths).toEqual(['defaultEmailAddress', 'email', 'firstName', 'lastName', 'phone']);
    expect(answer.errors?.[0]?.message).toContain('This app is not approved to use the');
    expect(id).toMatch(/^\d+$/);
  });

  it('messages come with nulls in the same places, and orders keep their names', async () => {
    shop.order({ 'salt-jar': 1 });
    await shop.sim.webhooks.settle();
    expect(shop.received.length).toBeGreaterThan(0);
    const customer = shop.sim.commerce.customers(DOMAIN)[0];
    for (const { body } of shop.received) {
      expect(body).not.toContain(customer?.email ?? 'nobody');
      expect(body).not.toContain(customer?.lastName ?? 'nobody');
    }
    const paid = shop.received.find(({ topic }) => topic === 'orders/paid');
    expect(JSON.parse(paid?.body ?? '{}')).toMatchObject({
      name: '#1001',
      email: null,
      customer: { first_name: null },
    });
  });
});

it('at level 0 there are no orders, no customers and no messages of them', async () => {
  const set = await shop.post('/__sim/access', { shop: DOMAIN, protectedData: 0 });
  expect(await set.json()).toEqual({ readAllOrders: false, protectedData: 0 });
  shop.order({ 'salt-jar': 1 });
  await shop.sim.webhooks.settle();
  expect(shop.received).toEqual([]);
  const answer = await shop.graphql(token, '{ orders(first: 1) { nodes { id } } }');
  expect(answer.errors?.[0]?.message).toContain('not approved to access the Order object');
  const id = `gid://shopify/Customer/${shop.sim.commerce.customers(DOMAIN)[0]?.id}`;
  const asked = `{ nodes(ids: ["${id}"]) { ... on Customer { id numberOfOrders } } }`;
  const counted = await shop.graphql(token, asked);
  expect(counted.errors?.[0]?.message).toContain('not approved to access the Customer object');
});

it('with read_all_orders orders of before the last 60 days are there', async () => {
  const placedAt = shop.sim.clock.now() - 61 * 24 * 3_600_000;
  const { id } = shop.order({ 'salt-jar': 1 }, { placedAt });
  const read = () => shop.graphql(token, `{ order(id: "gid://shopify/Order/${id}") { name } }`);
  expect((await read()).data).toEqual({ order: null });
  shop.sim.approve(DOMAIN, { readAllOrders: true });
  expect((await read()).data).toEqual({ order: { name: '#1001' } });
  const scopes = '{ currentAppInstallation { accessScopes { handle } } }';
  expect(JSON.stringify(await shop.graphql(token, scopes))).toContain('read_all_orders');
});
