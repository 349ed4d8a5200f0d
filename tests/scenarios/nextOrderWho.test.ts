/** For which orders there is something for the next one: of an amount or more, later than usual. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShopperPage } from '../../web/contract/merchantShoppers.ts';
import type { ProgramAnswer } from '../../web/contract/merchant.ts';
import { DAY, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, codeOf, mugOf, newBuyer, withNextOrder } from './nextOrderWorld.ts';

let world: World;
const above = withNextOrder({ who: 'above', fromMinor: 4800, quietDays: 0 });
beforeAll(async () => {
  world = await startWorld({ program: above, backdate: START - 400 * DAY });
});
afterAll(() => world?.stop());

async function publish(program: ReturnType<typeof withNextOrder>): Promise<number> {
  const { body } = await world.api<ProgramAnswer>('GET', '/api/program');
  const baseVersion = body.current?.version ?? 0;
  const put = await world.api('PUT', '/api/program', { baseVersion, program });
  await world.app.drain();
  return put.status;
}

test('orders of an amount or more bring it, and smaller ones do not', async () => {
  const buyer = newBuyer(world);
  const one = await world.buy({
    buyer: { kind: 'customer', customerId: buyer.id },
    lines: [{ variantId: mugOf(world), quantity: 1 }],
  });
  expect(await codeOf(world, one)).toBeNull();
  expect(await codeOf(world, await buyMugs(world, buyer.id))).toMatchObject({ status: 'open' });
});

test('an amount is asked for where it is needed, and money credit wants no smallest basket', async () => {
  const value = { kind: 'cashback', basisPoints: 300, stepMinor: 100, waitDays: 7 } as const;
  expect(await publish(withNextOrder({ who: 'above' }))).toBe(422);
  expect(await publish(withNextOrder({ fromMinor: 4800 }))).toBe(422);
  expect(await publish(withNextOrder({ value }))).toBe(422);
});

test('later than usual for its shopper: it brings one, and the shopper’s page says why', async () => {
  expect(await publish(withNextOrder({ who: 'overdue', quietDays: 0 }))).toBe(200);
  const buyer = newBuyer(world);
  const first = await buyMugs(world, buyer.id);
  expect(await codeOf(world, first)).toMatchObject({ status: 'open' });
  for (const days of [10, 10]) {
    await world.pass(days * DAY);
    expect(await codeOf(world, await buyMugs(world, buyer.id))).toBeNull();
  }
  await world.pass(9 * DAY);
  expect(await codeOf(world, await buyMugs(world, buyer.id))).toBeNull();
  await world.pass(25 * DAY);
  const late = await buyMugs(world, buyer.id);
  expect(await codeOf(world, late)).toMatchObject({
    status: 'open',
    why: { gapDays: 25, usualDays: 10, of: 'shopper', intervals: 3 },
  });
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1`,
    [buyer.id],
  );
  const page = await world.api<ShopperPage>('GET', `/api/shoppers/${rows[0]?.id}`);
  expect(page.body.codes.map(({ why }) => why?.gapDays ?? null)).toContain(25);
});

test('and the books are sound', () => expectSoundBooks(world));
