/**
 * The daily look at a shop's subscriptions and limits, with every call of it failing in every way: in
 * the end each topic is subscribed to once, at our address, and we know what we may not see.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { nameOf, reading, strike, writing } from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { startHeardWorld } from './heardWorld.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';
import { healingOf } from './pastWorld.ts';
import { openCaller } from './reaches.ts';

const HOUR = 60 * MINUTE;
const ORDERS = ['orders/create', 'orders/updated', 'orders/paid'];

let world: World;
let ours: string;
beforeAll(async () => {
  world = await startHeardWorld();
  ours = `${world.app.url}/webhooks/shopify`;
}, 60_000);
afterAll(() => world?.stop());

const daily = () => world.pass(DAY + MINUTE);
const namesOf = (cells: readonly Cell[]) => cells.map((cell) => [nameOf(cell), cell] as const);

/** Speaks to the shop with the app's own token, as somebody who tries things out would. */
async function ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { databaseUrl, sim } = world;
  const place = { databaseUrl, platformOrigin: sim.url, now: () => sim.clock.now() };
  const caller = await openCaller(place);
  const answer = await caller.call(5_000);
  await caller.end();
  if (!answer.ok) throw new Error(answer.failure.reason);
  const response = await fetch(`${sim.url}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'x-sim-shop': SHOP, 'x-shopify-access-token': answer.call.accessToken },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

type Listed = { webhookSubscriptions: { nodes: { id: string; topic: string; uri: string }[] } };
const listed = async () =>
  (await ask<Listed>('{ webhookSubscriptions(first: 50) { nodes { id topic uri } } }'))
    .webhookSubscriptions.nodes;

const subscribe = (topic: string, uri: string) =>
  ask(
    `mutation($topic: WebhookSubscriptionTopic!, $uri: String!) {
      webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) {
        userErrors { message }
      }
    }`,
    { topic, uri },
  );

async function unsubscribe(): Promise<void> {
  for (const { id } of await listed()) {
    await ask(
      'mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { userErrors { message } } }',
      { id },
    );
  }
}

/** The next look comes to its end, and says so. */
async function expectLooked(): Promise<void> {
  await daily();
  const { subscriptions } = await healingOf(world);
  expect(world.sim.clock.now() - Date.parse(subscriptions.checkedAt ?? '')).toBeLessThan(DAY);
  const { rows } = await world.owner.query(
    `select state from deliveries where kind = 'checkSubscriptions'`,
  );
  expect(rows).toEqual([{ state: 'due' }]);
}

describe('subscriptions that are looked at', () => {
  test.each(namesOf(reading('ListSubscriptions')))('%s', async (_, cell) => {
    await strike(world, cell, daily);
    await expectLooked();
  });
});

describe('a subscription of another address', () => {
  test.each(namesOf(writing('CorrectSubscription')))('%s', async (_, cell) => {
    await subscribe('ORDERS_PAID', 'https://elsewhere.example/webhooks');
    await strike(world, cell, daily);
    await expectLooked();
    expect(await listed()).toMatchObject([{ topic: 'ORDERS_PAID', uri: ours }]);
    await unsubscribe();
  });
});

describe('two subscriptions of one topic', () => {
  test.each(namesOf(writing('DeleteSubscription')))('%s', async (_, cell) => {
    await subscribe('ORDERS_PAID', ours);
    await subscribe('ORDERS_PAID', 'https://elsewhere.example/webhooks');
    await strike(world, cell, daily);
    await expectLooked();
    expect(await listed()).toMatchObject([{ topic: 'ORDERS_PAID', uri: ours }]);
    await unsubscribe();
  });
});

describe('topics that have fallen silent', () => {
  beforeAll(() => world.sim.webhooks.silence(SHOP, ORDERS));
  afterAll(() => world.sim.webhooks.silence(SHOP, []));

  test.each(namesOf(writing('CreateSubscription')))('%s', async (_, cell) => {
    await world.pass(2 * DAY);
    await buyMugs(world, newBuyer(world).id);
    await world.pass(HOUR + MINUTE);
    await strike(world, cell, () => world.pass(23 * HOUR));
    await expectLooked();
    const { id } = newBuyer(world);
    await buyMugs(world, id);
    expect((await balanceOf(world, id)).pending).toBe(240);
    const topics = (await listed()).map(({ topic }) => topic);
    expect(topics).toHaveLength(new Set(topics).size);
    await unsubscribe();
  });

  test('and the books are sound', () => expectSoundBooks(world));
});

describe('what the shop lets us see', () => {
  const cells = [...reading('Granted'), ...reading('Somebody')];
  afterAll(() => world.sim.approve(SHOP, { protectedData: 2 }));

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const withheld = n % 2 === 0;
    world.sim.approve(SHOP, { protectedData: withheld ? 1 : 2 });
    await strike(world, cell, daily);
    await expectLooked();
    const { unreached } = await healingOf(world);
    expect(unreached?.includes('personalDetails')).toBe(withheld);
  });
});
