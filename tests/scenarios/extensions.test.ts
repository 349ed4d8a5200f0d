/** What the thank-you page asks: by a session token and the checkout's own token, from anywhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extOrder, extWaiting } from '../../web/contract/ext.ts';
import { extensionToken, sessionToken } from '../signing.ts';
import { DAY, SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { buyMugs, codeOf, newBuyer, withNextOrder } from './nextOrderWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: withNextOrder({}, { referral }) });
});
afterAll(() => world.stop());

const now = () => world.sim.clock.now();
const knock = (checkoutToken: string | null, bearer: string | null, method = 'GET') =>
  fetch(`${world.app.url}/ext/order${checkoutToken === null ? '' : `?token=${checkoutToken}`}`, {
    method,
    headers: {
      origin: 'https://extensions.shopifycdn.com',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
  });
const NOBODYS = 'f'.repeat(32);

/** A friend gets 10 % off a first order of at least 10.00; the advocate 500 points. */
const referral = {
  friend: {
    value: { kind: 'percentOff' as const, basisPoints: 1000 },
    minimumMinor: 1000,
    combinesWith: { order: false, product: false, shipping: true },
  },
  advocatePoints: 500,
  waitDays: 30,
};

test('the order’s points, when they are the shopper’s, and the code for the next one', async () => {
  const buyer = newBuyer(world);
  const order = await buyMugs(world, buyer.id);
  const response = await knock(order.checkoutToken, extensionToken(SHOP, now()));
  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const told = extOrder.parse(await response.json());
  expect(told).toMatchObject({
    points: 240,
    yoursOn: '2026-03-15',
    making: false,
    nextOrderCode: { code: (await codeOf(world, order))?.code, minimumMinor: 2000 },
    program: { points: 5, perMinor: 100 },
    money: { currency: 'USD' },
    invite: { advocatePoints: 500, friend: { value: referral.friend.value }, ready: true },
  });
  // The first paid order brings the personal code, and with it the link to share.
  expect(told.invite?.link).toContain(`/discount/${told.invite?.code}?redirect=`);
  await world.pass(15 * DAY);
  const later = await knock(order.checkoutToken, extensionToken(SHOP, now()));
  expect(extOrder.parse(await later.json())).toMatchObject({ points: 240, yoursOn: null });
});

test('202 until the order’s message is in', async () => {
  const buyer = newBuyer(world);
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const order = await buyMugs(world, buyer.id);
  world.sim.webhooks.faults([]);
  const early = await knock(order.checkoutToken, extensionToken(SHOP, now()));
  expect(early.status).toBe(202);
  expect(early.headers.get('retry-after')).toBe('2');
  expect(extWaiting.parse(await early.json()).waiting).toBe(true);
  const lost = world.sim.webhooks.log().filter((d) => d.body.includes(order.id));
  for (const { webhookId } of lost) world.sim.webhooks.redeliver(webhookId);
  await world.settle();
  const ready = await knock(order.checkoutToken, extensionToken(SHOP, now()));
  expect(ready.status).toBe(200);
});

describe('an order is not found', () => {
  test('by its id, by a token of nobody’s, or from another shop: one answer for all', async () => {
    const order = await buyMugs(world, newBuyer(world).id);
    await startBeside();
    const ours = extensionToken(SHOP, now());
    const replies = [
      await knock(NOBODYS, ours),
      await knock(order.statusToken, ours),
      await knock(order.checkoutToken, extensionToken(SHOP_FA, now())),
    ];
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
    const bodies = new Set(await Promise.all(replies.map((reply) => reply.text())));
    expect(bodies.size).toBe(1);
    const short = await knock(order.id.slice(0, 10), ours);
    expect(short.status).toBe(422);
    expect((await knock(null, ours)).status).toBe(422);
  });

  /** The other shop installs the app too. */
  async function startBeside(): Promise<void> {
    const authorization = `Bearer ${sessionToken(SHOP_FA, now())}`;
    const response = await fetch(`${world.app.url}/api/home`, { headers: { authorization } });
    expect(response.status).toBe(200);
  }
});

describe('no proof, no answer', () => {
  const stale = () => extensionToken(SHOP, now() - 311_000);
  const early = () => extensionToken(SHOP, now() + 60_000);
  test.each<[string, () => string | null]>([
    ['none at all', () => null],
    ['one that is no token', () => 'abc.def.ghi'],
    ['one that ended', stale],
    ['one from the future', early],
    ['one for another app', () => extensionToken(SHOP, now(), { aud: 'another' })],
    ['one that another secret signed', () => extensionToken(SHOP, now(), {}, 'x'.repeat(32))],
    ['one that names no shop', () => extensionToken('shop.example', now())],
    ['the admin’s own', () => sessionToken(SHOP, now())],
  ])('%s', async (_, bearer) => {
    const response = await knock(NOBODYS, bearer());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'forged' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('and the extension’s token opens no other door', async () => {
    const authorization = `Bearer ${extensionToken(SHOP, now())}`;
    const response = await fetch(`${world.app.url}/api/home`, { headers: { authorization } });
    expect(response.status).toBe(401);
  });

  test('a shop that is not with us is not found', async () => {
    const bearer = extensionToken('nobody.myshopify.com', now());
    expect((await knock(NOBODYS, bearer)).status).toBe(404);
  });
});

test('a browser may ask first; writing is not for here', async () => {
  const asked = await knock(null, null, 'OPTIONS');
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  const written = await knock(NOBODYS, extensionToken(SHOP, now()), 'POST');
  expect(written.status).toBe(405);
});
