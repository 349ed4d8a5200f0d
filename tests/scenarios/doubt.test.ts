/**
 * What the platform answers is sometimes lost, and sometimes wrong the second time. A code and its
 * points are still never both alive, and no work waits for ever.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { tell } from './telling.ts';

const PRICE = 300;
const HOUR = 60 * MINUTE;
const ADD = 'discountRedeemCodeBulkAdd';

let world: World;
let mug: string;

beforeAll(async () => {
  world = await startWorld({ program: aProgram() });
  const products = world.sim.commerce.products(SHOP);
  const found = products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  mug = found?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

/** A fresh shopper with 480 points to spend. */
async function rich(): Promise<string> {
  const { id } = world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'A',
    lastName: 'B',
  });
  const buyer = { kind: 'customer' as const, customerId: id };
  await world.buy({ buyer, lines: [{ variantId: mug, quantity: 4 }] });
  await world.pass(15 * DAY);
  return id;
}

async function codeOf(customerId: string, id: string) {
  const { rows } = await world.owner.query<{ code: string; status: string }>(
    'select code, status from redemptions where redemption_id = $1',
    [id],
  );
  const [row] = rows;
  const cart = { lines: [{ variantId: mug, quantity: 1 }], codes: [row?.code ?? ''], customerId };
  const alive = world.sim.commerce.priceCart(SHOP, cart).codes[0]?.applicable ?? false;
  return { alive, status: row?.status };
}

const deliveriesOf = async (state: string) =>
  // What comes again every night is always due.
  (
    await world.owner.query(
      `select kind, reason from deliveries where state = $1 and kind <> 'foresee'`,
      [state],
    )
  ).rows;

describe('a code whose making was in doubt and is then refused', () => {
  test('stays with the shopper when the first try did make it', async () => {
    const customerId = await rich();
    const id = crypto.randomUUID();
    world.sim.api.faults([
      { field: ADD, mode: 'timeoutAfter', times: 1 },
      { field: ADD, mode: 'userError', times: 1 },
    ]);
    const redeem = () => world.shopper(customerId).redeem('off-3', PRICE, id);
    expect((await world.impatient(redeem)).status).toBe(202);
    await world.pass(DAY);
    world.sim.api.faults([]);
    const { available } = await balanceOf(world, customerId);
    expect(await codeOf(customerId, id)).toEqual({ alive: true, status: 'open' });
    expect(available).toBe(480 - PRICE);
    await expectSoundBooks(world);
  });

  test('is refused, with its points back, when the first try did not', async () => {
    const customerId = await rich();
    const id = crypto.randomUUID();
    world.sim.api.faults([
      { field: ADD, mode: 'timeoutBefore', times: 1 },
      { field: ADD, mode: 'userError', times: 1 },
    ]);
    await world.impatient(() => world.shopper(customerId).redeem('off-3', PRICE, id));
    await world.pass(DAY);
    world.sim.api.faults([]);
    await world.pass(DAY);
    expect(await codeOf(customerId, id)).toEqual({ alive: false, status: 'refused' });
    expect(await balanceOf(world, customerId)).toEqual({ pending: 0, available: 480, held: 0 });
    expect(await deliveriesOf('due')).toEqual([]);
    await expectSoundBooks(world);
  });
});

test('a code that the worker never asked for is put back without the shop', async () => {
  const customerId = await rich();
  const id = crypto.randomUUID();
  world.sim.api.faults([{ field: 'oauth', mode: '500', times: 100 }]);
  // The access token has ended, and a new one is not to be had.
  await world.sim.moveClock(world.sim.clock.now() + 2 * HOUR);
  expect((await world.shopper(customerId).redeem('off-3', PRICE, id)).status).toBe(202);
  expect((await world.shopper(customerId).putBack(id)).status).toBe(202);
  world.sim.api.faults([{ field: ADD, mode: '500', times: 100 }]);
  await world.pass(HOUR);
  expect(await codeOf(customerId, id)).toEqual({ alive: false, status: 'cancelled' });
  expect(await balanceOf(world, customerId)).toEqual({ pending: 0, available: 480, held: 0 });
  world.sim.api.faults([]);
});

describe('a shop that goes and comes back', () => {
  test('what waited for it is done, without anybody asking for each thing', async () => {
    const customerId = await rich();
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    const id = crypto.randomUUID();
    expect((await world.shopper(customerId).redeem('off-3', PRICE, id)).status).toBe(202);
    for (let hours = 0; hours < 30; hours += 1) await world.pass(HOUR);
    expect(await deliveriesOf('parked')).toContainEqual({
      kind: 'settleCode',
      reason: 'notInstalled',
    });
    expect((await world.api<Home>('GET', '/api/home')).status).toBe(200);
    await world.settle();
    expect(await deliveriesOf('parked')).toEqual([]);
    expect(await codeOf(customerId, id)).toEqual({ alive: true, status: 'open' });
  });

  test('a late word that it had gone does not send it away again', async () => {
    const body = JSON.stringify({
      id: 1,
      myshopify_domain: SHOP,
      shop_owner: 'Somebody',
      plan_name: 'basic',
    });
    const customerId = await rich();
    const triggeredAt = world.sim.clock.now();
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    world.sim.commerce.uninstall(SHOP);
    world.sim.webhooks.faults([]);
    await world.sim.moveClock(triggeredAt + 2 * HOUR);
    // The old token is not renewed, so the merchant's next visit brings a new one: the shop is back.
    const before = crypto.randomUUID();
    expect((await world.shopper(customerId).redeem('off-3', PRICE, before)).status).toBe(202);
    await world.api('GET', '/api/home');
    expect(await tell(world, { topic: 'app/uninstalled', body, triggeredAt })).toBe(200);
    await world.settle();
    expect(await codeOf(customerId, before)).toEqual({ alive: true, status: 'open' });
    expect((await world.shopper(customerId).putBack(before)).status).toBe(200);
  });
});

test('many calls at once with a token that has ended renew it once, and all go through', async () => {
  const customerId = await rich();
  await world.pass(2 * HOUR);
  const { rows } = await world.owner.query('select count(*)::int as n from shop_tokens');
  expect(rows).toEqual([{ n: 1 }]);
  const replies = await Promise.all(
    Array.from({ length: 6 }, () => world.shopper(customerId).redeem('off-3', PRICE)),
  );
  expect(replies.filter((r) => r.status === 200)).toHaveLength(1);
  await world.settle();
  expect(await deliveriesOf('parked')).toEqual([]);
  await expectSoundBooks(world);
});

test('what a handled message said is gone after 30 days, and the message is still known', async () => {
  await rich();
  await world.pass(31 * DAY);
  const { rows } = await world.owner.query<{ state: string; kept: boolean }>(
    'select distinct state, payload is not null as kept from inbox',
  );
  expect(rows).toEqual([{ state: 'handled', kept: false }]);
});
