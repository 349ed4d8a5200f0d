/** A share of shoppers, drawn once, gets no next-order codes, and everything else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimOrderSummary } from '../../simulator/types.ts';
import type { Home } from '../../web/contract/merchant.ts';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, codeOf, mailsTo, newBuyer, withNextOrder } from './nextOrderWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: withNextOrder({ who: 'first' }, { holdOut: true }) });
});
afterAll(() => world.stop());

const isHeldOut = async (order: SimOrderSummary): Promise<boolean> => {
  const { rows } = await world.owner.query<{ held_out: boolean }>(
    `select s.held_out from shoppers s join orders o using (club_id, shopper_id)
     where o.platform_order_id = $1`,
    [order.id],
  );
  return rows[0]?.held_out ?? false;
};

test('about a fifth of a small club is held out: no code, no mail, all their points', async () => {
  const bought: { order: SimOrderSummary; email: string | null; id: string }[] = [];
  for (let n = 0; n < 40; n += 1) {
    const { id, email } = newBuyer(world);
    bought.push({ order: await buyMugs(world, id), email, id });
  }
  const drawn: boolean[] = [];
  for (const { order } of bought) drawn.push(await isHeldOut(order));
  const out = bought.filter((_, n) => drawn[n]);
  expect(out.length).toBeGreaterThan(0);
  expect(out.length).toBeLessThan(20);
  for (const [n, { order, email }] of bought.entries()) {
    const status = drawn[n] ? 'heldOut' : 'open';
    expect(await codeOf(world, order)).toMatchObject({ status });
    expect(await mailsTo(world, email)).toHaveLength(drawn[n] ? 0 : 1);
  }
  for (const { id } of out) {
    const state = await world.shopper(id).state();
    expect(state.shopper?.pending).toBe(240);
    expect(state.nextOrderCodes).toEqual([]);
  }
  const { body } = await world.api<Home>('GET', '/api/home');
  expect(body.nextOrders).toMatchObject({ issued: 40 - out.length, heldOut: out.length });
  await expectSoundBooks(world);
});

test('the draw is never repeated: a second order changes nothing', async () => {
  const buyer = newBuyer(world);
  const first = await buyMugs(world, buyer.id);
  const drawn = await isHeldOut(first);
  const second = await buyMugs(world, buyer.id);
  expect(await isHeldOut(second)).toBe(drawn);
  expect(await codeOf(world, second)).toBeNull();
});

test('two first orders that arrive the wrong way round bring one code', async () => {
  const buyer = newBuyer(world);
  const at = world.sim.clock.now();
  const later = await buyMugs(world, buyer.id, { placedAt: at });
  const earlier = await buyMugs(world, buyer.id, { placedAt: at - 60_000 });
  const codes = [await codeOf(world, later), await codeOf(world, earlier)];
  expect(codes.filter((code) => code !== null)).toHaveLength(1);
});
