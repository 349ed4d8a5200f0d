/** Shop-specific webhook subscriptions, beside those of the app's configuration file. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DOMAIN, START_AT, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { adminSchema } from './schema.ts';

beforeAll(() => void adminSchema());

let shop: TestShop;
let token: string;
beforeEach(async () => {
  shop = await startTestShop();
  token = await shop.install();
});
afterEach(() => shop.stop());

type One = { id: string; topic: string; uri: string; format: string };
type Payload = { webhookSubscription: One | null; userErrors: { message: string }[] };

async function create(topic: string, webhookSubscription: object): Promise<Payload> {
  const answer = await shop.graphql(
    token,
    `mutation ($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
      made: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
        webhookSubscription { id topic uri format }
        userErrors { field message }
      }
    }`,
    { topic, webhookSubscription },
  );
  return answer.data?.['made'] as Payload;
}

async function list(): Promise<One[]> {
  const query = '{ found: webhookSubscriptions(first: 10) { nodes { id topic uri format } } }';
  const answer = await shop.graphql(token, query);
  return (answer.data as { found: { nodes: One[] } }).found.nodes;
}

const newCustomer = (email: string) =>
  shop.sim.commerce.createCustomer(DOMAIN, { email, phone: null, firstName: 'A', lastName: 'B' });

describe('a subscription made through the API', () => {
  it('is listed, and brings messages beside those of the file, under ids of their own', async () => {
    const uri = `${shop.appUrl}/own`;
    const made = await create('CUSTOMERS_CREATE', { uri });
    expect(made.userErrors).toEqual([]);
    expect(await list()).toEqual([made.webhookSubscription]);
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    expect(shop.received.map(({ path }) => path).sort()).toEqual(['/own', '/webhooks/shopify']);
    const [one, other] = shop.received.map(({ headers }) => headers);
    expect(one?.['x-shopify-webhook-id']).not.toBe(other?.['x-shopify-webhook-id']);
    expect(one?.['x-shopify-event-id']).toBe(other?.['x-shopify-event-id']);
  });

  it('may speak XML, until it is told to speak JSON', async () => {
    shop.sim.webhooks.silence(DOMAIN, ['customers/create']);
    const made = await create('CUSTOMERS_CREATE', { uri: `${shop.appUrl}/own`, format: 'XML' });
    newCustomer('a@example.com');
    await shop.sim.webhooks.settle();
    expect(shop.received[0]?.headers['content-type']).toBe('application/xml');
    expect(shop.received[0]?.body).toContain('<email>a@example.com</email>');
    await shop.graphql(
      token,
      `mutation ($id: ID!) {
        webhookSubscriptionUpdate(id: $id, webhookSubscription: { format: JSON }) {
          userErrors { message }
        }
      }`,
      { id: made.webhookSubscription?.id },
    );
    newCustomer('b@example.com');
    await shop.sim.webhooks.settle();
    expect(JSON.parse(shop.received[1]?.body ?? '')).toMatchObject({ email: 'b@example.com' });
  });

  it.each([
    ['the address of another', 'http://elsewhere.example/x', 'protocol http:// is not supported'],
    ['no address', 'nonsense', 'Address is invalid'],
  ])('is refused for %s', async (_, uri, message) => {
    const { webhookSubscription, userErrors } = await create('ORDERS_PAID', { uri });
    expect(webhookSubscription).toBeNull();
    expect(userErrors[0]?.message).toContain(message);
  });

  it('is refused a second time, and goes when it is deleted', async () => {
    const uri = `${shop.appUrl}/own`;
    const { webhookSubscription } = await create('ORDERS_PAID', { uri });
    const again = await create('ORDERS_PAID', { uri });
    expect(again.userErrors[0]?.message).toBe('Address for this topic has already been taken');
    await shop.graphql(
      token,
      'mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId } }',
      { id: webhookSubscription?.id },
    );
    expect(await list()).toEqual([]);
  });

  it('is deleted after eight failures in a row; the one of the file is not', async () => {
    await create('CUSTOMERS_CREATE', { uri: `${shop.appUrl}/own` });
    shop.answerWith(({ topic }) => (topic ? 503 : 200));
    newCustomer('a@example.com');
    for (let n = 0; n < 3; n++) await shop.sim.moveClock(shop.sim.clock.now() + 15 * 60_000);
    expect(await list()).toHaveLength(1);
    await shop.sim.moveClock(START_AT + 6 * 3_600_000);
    for (let n = 0; n < 9; n++) await shop.sim.moveClock(shop.sim.clock.now() + 3_600_000);
    token = await shop.install();
    expect(await list()).toEqual([]);
    expect(shop.received.filter(({ path }) => path === '/own')).toHaveLength(8);
    expect(shop.received.filter(({ path }) => path === '/webhooks/shopify')).toHaveLength(9);
    shop.answerWith(200);
    shop.received.length = 0;
    newCustomer('b@example.com');
    await shop.sim.webhooks.settle();
    expect(shop.received.map(({ path }) => path)).toEqual(['/webhooks/shopify']);
  });

  it('does not outlive the installation', async () => {
    await create('ORDERS_PAID', { uri: `${shop.appUrl}/own` });
    shop.sim.commerce.uninstall(DOMAIN);
    token = await shop.install();
    expect(await list()).toEqual([]);
  });
});

it('a topic of the file can fall silent at one shop', async () => {
  const lever = (topics: string[]) =>
    shop.post('/__sim/webhooks/silence', { shop: DOMAIN, topics });
  expect((await lever(['customers/create'])).status).toBe(200);
  newCustomer('a@example.com');
  await shop.sim.webhooks.settle();
  expect(shop.received).toEqual([]);
  await lever([]);
  newCustomer('b@example.com');
  await shop.sim.webhooks.settle();
  expect(shop.received.map(({ topic }) => topic)).toEqual(['customers/create']);
});
