/** What campaigns have to give is never passed, however many orders ask at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningApp } from '../../web/server/main.ts';
import { aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { another, lastBody, secondWorker, tell } from './telling.ts';

const campaign = {
  name: 'A campaign',
  from: null,
  until: null,
  tiers: [],
  budgetPoints: null,
  firstShoppers: null,
};
const gift = { ...campaign, id: 'gift', rule: 'perOrder', args: { points: 7, minimumMinor: 0 } };
const early = { ...campaign, id: 'early', rule: 'perOrder', args: { points: 3, minimumMinor: 0 } };

let world: World;
let other: RunningApp;
beforeAll(async () => {
  world = await startWorld({
    program: aProgram({
      holdOut: false,
      campaigns: [
        { ...gift, budgetPoints: 500 },
        { ...early, firstShoppers: 30 },
      ],
    }),
  });
  other = await secondWorker(world);
});
afterAll(async () => {
  await other.stop();
  await world.stop();
});

const spent = async () => {
  const { rows } = await world.owner.query<{ id: string; points: string; shoppers: number }>(
    'select campaign_id as id, points, shoppers from campaigns order by 1',
  );
  return Object.fromEntries(
    rows.map(({ id, points, shoppers }) => [id, [Number(points), shoppers]]),
  );
};

test('1,000 orders at once take a budget of 500 points and 30 places, and not one more', async () => {
  await buyMugs(world, newBuyer(world).id);
  const body = lastBody(world, 'orders/create');
  const asked = Array.from({ length: 999 }, (_, i) => another(body, i + 1));
  for (let from = 0; from < asked.length; from += 100) {
    const told = asked.slice(from, from + 100);
    const replies = await Promise.all(
      told.map((each) => tell(world, { topic: 'orders/create', body: each })),
    );
    expect(new Set(replies)).toEqual(new Set([200]));
  }
  await Promise.all([world.app.drain(), other.drain()]);
  const { rows } = await world.owner.query<{ extra: string; n: string }>(
    'select points - 240 as extra, count(*) as n from orders group by 1 order by 1',
  );
  const extras = rows.map(({ extra, n }) => [Number(extra), Number(n)]);
  const of = (points: number) =>
    extras.reduce((sum, [extra = 0, n = 0]) => sum + extra * n, points);
  // 71 whole gifts of 7 and a last one of 3; 30 shoppers who were early got 3 each.
  expect(of(0)).toBe(500 + 30 * 3);
  expect(extras.reduce((sum, [, n = 0]) => sum + n, 0)).toBe(1000);
  expect(await spent()).toEqual({ gift: [500, 0], early: [90, 30] });
  await expectSoundBooks(world);
});

test('what went back frees nothing, and whoever has a place keeps it', async () => {
  const before = await spent();
  const { rows } = await world.owner.query<{ id: string }>(
    `select platform_order_id as id from orders where grants ? 'early' order by placed_at limit 1`,
  );
  const lucky = world.sim.commerce
    .orders('northday.myshopify.com')
    .find(({ id }) => id === rows[0]?.id);
  expect(lucky).toBeDefined();
  if (lucky) refundAll(world, lucky);
  await world.settle();
  const late = await buyMugs(world, newBuyer(world).id);
  // Either worker may have taken what was told.
  await other.drain();
  const { rows: books } = await world.owner.query<{ id: string; points: string }>(
    'select platform_order_id as id, points from orders where platform_order_id = any($1)',
    [[lucky?.id, late.id]],
  );
  const points = new Map(books.map((row) => [row.id, Number(row.points)]));
  expect([points.get(lucky?.id ?? ''), points.get(late.id)]).toEqual([0, 240]);
  expect(await spent()).toEqual(before);
  await expectSoundBooks(world);
});
