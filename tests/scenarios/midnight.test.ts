/** The worker was busy, or away, while points ended: what it then hears first makes no difference. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
let customerId: string;
beforeEach(async () => {
  const expiry = { kind: 'inactivity' as const, months: 1 };
  // Nobody works unless somebody drains.
  world = await startWorld({ program: aProgram({ pendingDays: 0, expiry }), env: { ROLE: 'web' } });
  customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
}, 60_000);
afterEach(() => world.stop());

function order(): void {
  const [mug] = world.sim.commerce.products(SHOP).filter((p) => !p.giftCard);
  const lines = [{ variantId: mug?.variants[0]?.id ?? '', quantity: 1 }];
  world.sim.commerce.placeOrder(SHOP, {
    source: 'web',
    paid: true,
    test: false,
    buyer: { kind: 'customer', customerId },
    cart: { lines, codes: [], customerId },
  });
}

async function available(): Promise<number> {
  await world.settle();
  return (await world.shopper(customerId).state()).shopper?.available ?? 0;
}

async function endOfPoints(): Promise<number> {
  const { rows } = await world.owner.query<{ at: Date }>('select expires_at as at from lots');
  return rows[0]?.at.getTime() ?? Number.NaN;
}

test('an order placed when points had ended wakes none of them', async () => {
  order();
  const once = await available();
  expect(once).toBeGreaterThan(0);
  await world.sim.moveClock((await endOfPoints()) + 1_000);
  order();
  expect(await available()).toBe(once);
});

test('an order placed just before, and heard of just after, keeps them', async () => {
  order();
  const once = await available();
  const end = await endOfPoints();
  await world.sim.moveClock(end - 1_000);
  order();
  await world.sim.webhooks.settle();
  await world.sim.moveClock(end + 1_000);
  expect(await available()).toBe(2 * once);
});
