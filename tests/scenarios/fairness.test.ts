/**
 * A shop whose rate limit is used up holds up no other shop, and whoever waits there for a code comes
 * before what can come later. Nothing that waited for points is given up.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { expectNothingLeft, richShoppers } from './faultCells.ts';
import { installOther } from './twoShops.ts';

const RESTORE = 40;
const BUCKET = 2000;
let world: World;

beforeAll(async () => {
  world = await startWorld({
    simulator: { throttle: { bucket: BUCKET, restorePerSecond: RESTORE } },
  });
  await installOther(world);
}, 60_000);
afterAll(() => world?.stop());

/** So many new customers buy something at a shop. */
function customersAt(shop: string, count: number): string[] {
  const { commerce } = world.sim;
  const variant = commerce.products(shop).find((p) => !p.giftCard)?.variants[0];
  return Array.from({ length: count }, () => {
    const { id } = commerce.createCustomer(shop, {
      email: null,
      phone: null,
      firstName: 'A',
      lastName: 'B',
    });
    const lines = [{ variantId: variant?.id ?? '', quantity: 1 }];
    commerce.placeOrder(shop, {
      cart: { lines, codes: [], customerId: id },
      buyer: { kind: 'customer', customerId: id },
      source: 'web',
      paid: true,
      test: false,
    });
    return id;
  });
}

const withCard = (shop: string, ids: readonly string[]): number =>
  ids.filter((id) => {
    const owner = `gid://shopify/Customer/${id}`;
    return world.sim.commerce.metafield(shop, owner, '$app:regulars', 'card') !== null;
  }).length;

test('an empty bucket at one shop delays no other, and its shoppers go first', async () => {
  const [rich = ''] = await richShoppers(world, 1);
  const ours = customersAt(SHOP, 30);
  const theirs = customersAt(SHOP_FA, 30);
  // The gateway learns of the empty bucket from the first answer of the shop.
  world.sim.api.spend(SHOP, BUCKET);
  const started = performance.now();
  await world.settle();
  const settledMs = performance.now() - started;
  expect(withCard(SHOP_FA, theirs)).toBe(30);
  expect(withCard(SHOP, ours)).toBeLessThan(30);
  // Far less than the ten seconds that the reserve of the empty shop takes to refill.
  expect(settledMs).toBeLessThan((0.2 * BUCKET * 1000) / RESTORE);

  const reply = await world.shopper(rich).redeem('off-3', 300);
  expect(reply).toMatchObject({ status: 200, body: { redemption: { status: 'open' } } });
  expect(withCard(SHOP, ours)).toBeLessThan(30);
  expect(await balanceOf(world, rich)).toMatchObject({ available: 180, held: 0 });

  await expect
    .poll(
      async () => {
        await world.pass(1000);
        return withCard(SHOP, ours);
      },
      { timeout: 40_000, interval: 500 },
    )
    .toBe(30);
  const { rows } = await world.owner.query(
    `select max(attempts) as most from deliveries where kind = 'shopperCard'`,
  );
  expect(rows).toEqual([{ most: 0 }]);
  await expectNothingLeft(world, ['shopperCard', 'settleCode']);
  await expectSoundBooks(world);
}, 60_000);
