/** Money credit at the shop: given once, taken back as far as it is there, and never a debt. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { expectNothingLeft, mugIn } from './faultCells.ts';
import { creditOf, newPurse, owe, walletAt } from './walletWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** The customer pays for a mug with what is in the wallet, and the rest by card. */
const spend = (customerId: string) =>
  world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mugIn(world), quantity: 1 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
    storeCredit: true,
  });

test('what is owed is in the wallet from its day on, until its end', async () => {
  const purse = await newPurse(world);
  const now = world.sim.clock.now();
  await owe(world, purse, 500, { availableAt: now + 7 * DAY, expiresAt: now + 97 * DAY });
  await world.settle();
  expect(walletAt(world, purse)).toBe(0);
  await world.pass(7 * DAY);
  expect(walletAt(world, purse)).toBe(500);
  await owe(world, purse, 500);
  await world.settle();
  expect(await creditOf(world, purse.key)).toMatchObject({ posted: 500, states: ['done'] });
  await world.pass(91 * DAY);
  expect(walletAt(world, purse)).toBe(0);
  // The merchant looks in, which renews what the app may do.
  await world.api('GET', '/api/home');
});

test('an order that is paid with it is paid, and earns like any other', async () => {
  const purse = await newPurse(world);
  await owe(world, purse, 9900);
  await world.settle();
  const order = spend(purse.customerId);
  await world.settle();
  expect(order).toMatchObject({ financialStatus: 'paid', storeCreditMinor: order.totalMinor });
  expect((await balanceOf(world, purse.customerId)).pending).toBe(120);
  world.sim.commerce.cancel(SHOP, order.id, { refund: true });
  await world.settle();
  expect(walletAt(world, purse)).toBe(9900);
  expect((await balanceOf(world, purse.customerId)).pending).toBe(0);
});

test('a lower target takes back what is there; the rest is unrecovered and no debt', async () => {
  const purse = await newPurse(world);
  await owe(world, purse, 500);
  await world.settle();
  spend(purse.customerId);
  await owe(world, purse, 0);
  await world.settle();
  expect(await creditOf(world, purse.key)).toMatchObject({ posted: 500, unrecovered: 500 });
  // Money that comes in later is not touched, not for this.
  world.sim.commerce.adjustStoreCredit(SHOP, purse.customerId, 300);
  await world.pass(DAY);
  expect(walletAt(world, purse)).toBe(300);
});

test('a process that dies between its two commits leaves nothing given twice', async () => {
  const [happened, lost] = [await newPurse(world), await newPurse(world)];
  await owe(world, happened, 500);
  await world.settle();
  // The call was answered, and the commit after it never came.
  await world.owner.query(
    `update wallet_movements set state = 'sending', transaction_id = null, ended_at = null,
       lease_until = now() - interval '1 second' where key = $1`,
    [happened.key],
  );
  await world.owner.query('update wallet_credits set posted_minor = 0 where key = $1', [
    happened.key,
  ]);
  await world.owner.query(`update deliveries set state = 'due', done_at = null where key = $1`, [
    happened.shopperId,
  ]);
  // The call was written down, and never left.
  await owe(world, lost, 500);
  await world.owner.query(
    `insert into wallet_movements (club_id, cause, key, movement, shop_id, shopper_id, amount_minor,
       state, lease_until, sent_at)
     select club_id, cause, key, 1, shop_id, shopper_id, 500, 'sending',
       now() - interval '1 second', created_at from wallet_credits where key = $1`,
    [lost.key],
  );
  await world.owner.query(
    'update wallet_credits set next_movement = 2, customer_id = $2 where key = $1',
    [lost.key, lost.customerId],
  );
  await world.settle();
  expect([walletAt(world, happened), walletAt(world, lost)]).toEqual([500, 500]);
  expect(await creditOf(world, happened.key)).toMatchObject({ posted: 500, states: ['done'] });
  expect(await creditOf(world, lost.key)).toMatchObject({ posted: 500, states: ['void', 'done'] });
});

test('several movements alike after doubt: a person looks, and nothing is sent meanwhile', async () => {
  const purse = await newPurse(world);
  world.sim.api.faults([{ field: '*', operation: 'CreditWallet', mode: 'resetAfter' }]);
  await owe(world, purse, 500);
  await world.settle();
  world.sim.api.faults([]);
  // Somebody at the shop gives the same amount by hand.
  world.sim.commerce.adjustStoreCredit(SHOP, purse.customerId, 500);
  await world.pass(5 * MINUTE);
  const home = await world.api<Home>('GET', '/api/home');
  const [parked] = home.body.parked;
  expect(parked).toMatchObject({ topic: 'settleWallet' });
  expect(await creditOf(world, purse.key)).toMatchObject({ posted: 0, states: ['doubted'] });
  // More that is owed to the same shopper waits.
  const more = { ...purse, key: crypto.randomUUID() };
  await owe(world, more, 100);
  await world.pass(5 * MINUTE);
  expect(walletAt(world, purse)).toBe(1000);
  // The merchant takes back what is too much, and asks for another try.
  world.sim.commerce.adjustStoreCredit(SHOP, purse.customerId, -500);
  const again = (await world.api<Home>('GET', '/api/home')).body.parked[0];
  await world.api('POST', `/api/parked/${again?.id}/retry`);
  await world.settle();
  expect(await creditOf(world, purse.key)).toMatchObject({ posted: 500, states: ['done'] });
  expect(walletAt(world, purse)).toBe(600);
});

test('what the platform will never take is put down with its reason', async () => {
  const [foreign, gone] = [await newPurse(world), await newPurse(world)];
  await owe(world, gone, 500, { expiresAt: world.sim.clock.now() + 5 * MINUTE });
  world.sim.api.faults([{ field: '*', operation: 'ReadWallet', mode: '500', times: 9 }]);
  await world.settle();
  await world.pass(10 * MINUTE);
  world.sim.api.faults([]);
  await world.pass(DAY);
  expect(await creditOf(world, gone.key)).toMatchObject({ posted: 0, refusal: 'ended' });
  world.sim.commerce.compliance(SHOP, 'customers/redact', foreign.customerId);
  await world.settle();
  await owe(world, foreign, 500);
  await world.settle();
  expect(await creditOf(world, foreign.key)).toMatchObject({ posted: 0, refusal: 'noCustomer' });
});

test('and nothing waits, and the books are sound', async () => {
  await expectNothingLeft(world, ['settleWallet']);
  await expectSoundBooks(world);
});
