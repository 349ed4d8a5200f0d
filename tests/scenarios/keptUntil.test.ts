/** What an upgrade works out for books of before `kept_until` is what the app itself would have kept. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrationsDir } from '../../scripts/start/places.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const migration = path.join(migrationsDir, '20261122270000_add_kept_until', 'migration.sql');
const dataStep = (): string =>
  /^with signs as[^;]*;/m.exec(readFileSync(migration, 'utf8'))?.[0] ?? '';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: aProgram({ expiry: { kind: 'inactivity', months: 9 } }) });
});
afterAll(() => world.stop());

async function publish(baseVersion: number, expiry: ReturnType<typeof aProgram>['expiry']) {
  // What an order keeps of older points is changed 30 days ahead.
  const effectiveFrom = new Date(world.sim.clock.now() + 30 * DAY).toISOString();
  const body = { baseVersion, program: aProgram({ expiry }), effectiveFrom };
  expect((await world.api('PUT', '/api/program', body)).status).toBe(200);
  await world.pass(30 * DAY);
}

const kept = async () =>
  (
    await world.owner.query<{ shopper_id: string; kept_until: Date | null }>(
      'select shopper_id, kept_until from shoppers order by 1',
    )
  ).rows;

test('orders and redemptions, each by its own version', async () => {
  const [mug] = world.sim.commerce.products(SHOP).filter((p) => !p.giftCard);
  const buy = (customerId: string, more = {}) =>
    world.buy({
      buyer: { kind: 'customer', customerId },
      lines: [{ variantId: mug?.variants[0]?.id ?? '', quantity: 9 }],
      ...more,
    });
  const [first, second, third] = world.sim.commerce.customers(SHOP).map(({ id }) => id);
  await buy(first ?? '');
  await buy(third ?? '', { test: true });
  await world.pass(20 * DAY);
  await publish(1, { kind: 'inactivity', months: 3 });
  await world.pass(DAY);
  await buy(first ?? '');
  await buy(second ?? '');
  await world.pass(20 * DAY);
  expect((await world.shopper(second ?? '').redeem('off-3', 300)).status).toBe(200);
  await publish(2, { kind: 'never' });
  await world.pass(DAY);
  await buy(second ?? '');
  const before = await kept();
  const ends = before.flatMap((row) => (row.kept_until === null ? [] : [row.kept_until.getTime()]));
  expect([ends.length, new Set(ends).size]).toEqual([2, 2]);
  await world.owner.query('update shoppers set kept_until = null');
  await world.owner.query(dataStep());
  expect(await kept()).toEqual(before);
});
