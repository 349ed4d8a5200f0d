/** Many codes at once: 250 in one call of which one fails, and 251, which are two calls. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { expectNothingLeft, letTimePass, mugIn, works } from './faultCells.ts';
import { newBuyer, withNextOrder } from './nextOrderWorld.ts';

let world: World;
afterAll(() => world?.stop());

/** So many people buy two mugs; the worker hears of all of them before it speaks to the shop. */
async function buyAtOnce(count: number): Promise<void> {
  world.sim.api.faults([{ field: '*', mode: '503', times: 10_000 }]);
  for (let n = 0; n < count; n += 1) {
    const { id } = newBuyer(world, { email: null });
    world.sim.commerce.placeOrder(SHOP, {
      cart: { lines: [{ variantId: mugIn(world), quantity: 2 }], codes: [], customerId: id },
      buyer: { kind: 'customer', customerId: id },
      source: 'web',
      paid: true,
      test: false,
    });
  }
  await world.settle();
  world.sim.api.faults([]);
}

type Row = { status: string; code: string; reason: string | null };
const codes = async () =>
  (await world.owner.query<Row>('select status, code, reason from next_order_codes')).rows;

describe('250 codes in one call, of which one fails', () => {
  beforeAll(async () => {
    world = await startWorld({ program: withNextOrder() });
    await buyAtOnce(250);
    world.sim.api.faults([{ field: '*', operation: 'AddCodes', mode: 'bulkCodeFails' }]);
    await world.pass(60_000);
    if (world.sim.api.struck() !== 1) throw new Error('no code failed');
    await letTimePass(world);
  }, 120_000);

  test('249 work, and the one is refused with its reason or was made later', async () => {
    const rows = await codes();
    expect(rows).toHaveLength(250);
    const wrong = rows.filter(
      ({ status, code, reason }) =>
        !(status === 'open' && works(world, code)) &&
        !(status === 'refused' && !works(world, code) && reason === 'INTERNAL_ERROR'),
    );
    expect(wrong).toEqual([]);
    expect(rows.filter(({ status }) => status === 'open').length).toBeGreaterThanOrEqual(249);
  });

  test('251 are two calls, and all work', async () => {
    await buyAtOnce(251);
    world.sim.api.faults([
      // The second of the two calls is lost on its way back.
      { field: '*', operation: 'AddCodes', mode: 'resetAfter', every: 2, times: 1 },
    ]);
    await world.pass(60_000);
    expect(world.sim.api.struck()).toBe(1);
    await letTimePass(world);
    const rows = await codes();
    expect(rows).toHaveLength(501);
    const open = rows.filter(({ status, code }) => status === 'open' && works(world, code));
    expect(open.length).toBeGreaterThanOrEqual(500);
    await expectNothingLeft(world, ['settleNextOrder']);
    await expectSoundBooks(world);
  }, 60_000);
});
