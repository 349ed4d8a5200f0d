/**
 * A shop of which Shopify tells us no names, addresses, emails and phone numbers, and no orders older
 * than 60 days. Shoppers are known by their customer id alone, and lack nothing that needs no mail.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { healing } from '../../web/contract/healing.ts';
import { extOrder } from '../../web/contract/ext.ts';
import { extensionToken } from '../signing.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, people } from './friends.ts';
import { buyMugs, codeOf, withNextOrder, worksAtCheckout } from './nextOrderWorld.ts';
import { placesOfText } from './wholeDatabase.ts';

/** 10 % off a friend's first order; the advocate gets 500 points after 30 days. */
const referral = {
  friend: {
    value: { kind: 'percentOff' as const, basisPoints: 1000 },
    minimumMinor: 3000,
    combinesWith: { order: false, product: false, shipping: true },
  },
  advocatePoints: 500,
  waitDays: 30,
};

let world: World;
let on: ReturnType<typeof people>;
let oldOrder: string;

beforeAll(async () => {
  const { sim } = (world = await startWorld({
    program: null,
    healing: true,
    simulator: { access: { [SHOP]: { readAllOrders: false, protectedData: 1 } } },
  }));
  on = people(world);
  const earlier = sim.commerce.createCustomer(SHOP, {
    email: 'earlier.bird@example.com',
    phone: null,
    firstName: 'Earlier',
    lastName: 'Birdsong',
  });
  const before = async (days: number) =>
    (await buyMugs(world, earlier.id, { placedAt: sim.clock.now() - days * DAY })).name;
  oldOrder = await before(61);
  await before(59);
  const first = await world.api('PUT', '/api/program', {
    baseVersion: 0,
    program: withNextOrder({}, { referral }),
  });
  if (first.status !== 200) throw new Error(first.text);
  await world.settle();
});
afterAll(() => world.stop());

test('a shopper earns, and spends at the checkout', async () => {
  const sara = on.person('Sara');
  await buyMugs(world, sara.id);
  await buyMugs(world, sara.id);
  expect(await balanceOf(world, sara.id)).toMatchObject({ pending: 480, available: 0 });
  await world.pass(15 * DAY);
  expect((await balanceOf(world, sara.id)).available).toBe(480);
  const taken = await world.shopper(sara.id).redeem('off-3', 300);
  expect(taken.status).toBe(200);
  const { code } = taken.body.redemption;
  expect(worksAtCheckout(world, code ?? '')).toBe(true);
  const order = await buyMugs(world, sara.id, { codes: [code ?? ''] });
  expect(order.codes).toEqual([code]);
  expect((await world.shopper(sara.id).state()).shopper?.available).toBe(180);
  await expectSoundBooks(world);
});

test('an advocate is found by the link that a friend came by', async () => {
  const ada = await on.advocate('Ada');
  const landingSite = new URL(ada.link).searchParams.get('redirect') ?? '';
  await on.buy(as(on.person('Fay')), null, { landingSite });
  expect((await balanceOf(world, ada.id)).pending).toBe(500);
  expect(await on.friendsOf(ada)).toMatchObject([{ status: 'waiting', points: 500 }]);
  await expectSoundBooks(world);
});

test('the page after the order shows the code for the next one', async () => {
  const order = await buyMugs(world, on.person('Noor').id);
  const bearer = extensionToken(SHOP, world.sim.clock.now());
  const response = await fetch(`${world.app.url}/ext/order?token=${order.checkoutToken}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  const told = extOrder.parse(await response.json());
  const made = (await codeOf(world, order))?.code;
  expect(told.nextOrderCode?.code).toBe(made);
  expect(worksAtCheckout(world, made ?? '')).toBe(true);
});

test('the history is read as far back as it is told, and says how far that is', async () => {
  const read = healing.parse((await world.api('GET', '/api/healing')).body);
  expect(read.unreached).toEqual(['olderOrders', 'personalDetails']);
  expect(read.import).toMatchObject({ state: 'done', read: 1, unreadable: 0 });
  const { rows } = await world.owner.query('select 1 from orders where name = $1', [oldOrder]);
  expect(rows).toEqual([]);
});

test('nobody is in our database by name or email', async () => {
  const emails = world.sim.commerce.customers(SHOP).flatMap(({ email }) => email ?? []);
  expect(emails).toContain('earlier.bird@example.com');
  for (const text of [...emails, 'Birdsong']) {
    expect(await placesOfText(world, text)).toEqual([]);
  }
});
