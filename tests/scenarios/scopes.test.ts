/** What a merchant has not granted waits for the grant: it is not parked, and it is not asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';

const HOUR = 60 * MINUTE;
const WITHOUT_CODES = ['read_orders', 'read_products', 'write_customers', 'write_app_proxy'];

let world: World;
let customerId: string;
beforeAll(async () => {
  world = await startWorld();
  customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  await buy();
  await world.pass(15 * DAY);
});
afterAll(() => world.stop());

async function buy(): Promise<void> {
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 8 }];
  await world.buy({ buyer: { kind: 'customer', customerId }, lines });
}

const granted = async () =>
  (
    await world.owner.query<{ scopes: string | null }>(
      'select scopes from shops where domain = $1',
      [SHOP],
    )
  ).rows[0]?.scopes?.split(',');

test('a shop remembers what was granted with its last token', async () => {
  expect(await granted()).toContain('write_discounts');
  world.sim.tokens.grantOnly(SHOP, WITHOUT_CODES);
  await world.pass(2 * HOUR);
  // A card is written, with a renewed token.
  await buy();
  expect(await granted()).toEqual(WITHOUT_CODES);
});

test('a code waits for the grant, longer than anything is tried, while cards are written', async () => {
  const id = crypto.randomUUID();
  expect((await world.shopper(customerId).redeem('off-3', 300, id)).status).toBe(202);
  for (let hours = 0; hours < 40; hours += 1) await world.pass(HOUR);
  const { rows } = await world.owner.query(
    `select kind, state, reason from deliveries where kind in ('settleCode', 'shopperCard')
     order by kind`,
  );
  expect(rows).toEqual([
    { kind: 'settleCode', state: 'due', reason: 'scopes' },
    { kind: 'shopperCard', state: 'done', reason: null },
  ]);
  world.sim.tokens.grantOnly(SHOP, null);
  await world.pass(2 * MINUTE);
  // The merchant opens the app, approves what it asks for, and the next token says so.
  expect((await world.api('GET', '/api/home')).status).toBe(200);
  await world.settle();
  expect(await granted()).toContain('write_discounts');
  const state = await world.shopper(customerId).get(`redemptions/${id}`);
  expect(state.body).toMatchObject({ redemption: { status: 'open' } });
  await expectSoundBooks(world);
});

test('while nothing more is granted, the page’s many calls do not fetch a token each', async () => {
  world.sim.tokens.grantOnly(SHOP, WITHOUT_CODES);
  await world.pass(2 * HOUR);
  expect((await world.api('GET', '/api/home')).status).toBe(200);
  const before = world.sim.tokens.minted(SHOP);
  for (let calls = 0; calls < 5; calls += 1) {
    expect((await world.api('GET', '/api/home')).status).toBe(200);
  }
  expect(world.sim.tokens.minted(SHOP)).toBe(before);
});
