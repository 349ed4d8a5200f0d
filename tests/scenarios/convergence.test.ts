/**
 * Webhooks come late, twice and in any order. Whatever the way there, the books at the end are those
 * of the shop that heard everything once and in order.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../simulator/webhooks/queue.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { webhookHeaders } from '../signing.ts';
import { booksOf, expectSoundBooks } from './books.ts';
import { liveThroughOrders } from './orderLife.ts';

/** Points live a year from the last sign of life, whatever becomes of the order that was one. */
const program = aProgram({
  pendingDays: 3,
  expiry: { kind: 'inactivity', months: 12 },
  holdOut: false,
  // What looks back, what looks at goods and at the clock, and what nothing is scarce of.
  rules: [
    { id: 'welcome', rule: 'firstOrder', args: { points: 40, minimumMinor: 1000 } },
    { id: 'third', rule: 'everyNthOrder', args: { points: 30, every: 3, minimumMinor: 0 } },
    {
      id: 'noon',
      rule: 'certainHours',
      args: { by: 15_000, weekdays: [], hours: ['00:00-12:00'] },
    },
    { id: 'goods', rule: 'itemsTimes', args: { by: 12_500, items: ['vendor:Northday'] } },
  ],
  campaigns: [
    {
      id: 'gift',
      name: 'Gift',
      rule: 'perOrder',
      args: { points: 15, minimumMinor: 3000 },
      from: null,
      until: null,
      tiers: [],
      budgetPoints: null,
      firstShoppers: null,
    },
  ],
});

let clean: World;
let heard: readonly Delivery[];

beforeAll(async () => {
  clean = await startWorld({ program });
  await liveThroughOrders(clean);
  await clean.pass(20 * DAY);
  heard = clean.sim.webhooks.log().filter((d) => /orders|refunds|customers/.test(d.topic));
}, 120_000);
afterAll(() => clean.stop());

/** Sends a delivery straight to the other app's door, as the platform would. */
async function tell(world: World, delivery: Delivery, copy: number): Promise<void> {
  const { shop, topic, body } = delivery;
  const headers = webhookHeaders({
    shop,
    topic,
    body,
    nowMs: delivery.triggeredAt,
    webhookId: `${delivery.webhookId}-${copy}`,
  });
  const response = await fetch(`${world.app.url}/webhooks/shopify`, {
    method: 'POST',
    headers,
    body,
  });
  expect(response.status).toBe(200);
}

const arrivals = (n: number) =>
  fc.tuple(
    fc.shuffledSubarray(
      Array.from({ length: n }, (_, i) => i),
      { minLength: n },
    ),
    fc.array(fc.nat(n - 1), { maxLength: n }),
    fc.array(fc.nat(n - 1), { maxLength: 6 }),
  );

test('any order of any duplicates ends in the same books', async () => {
  const expected = await booksOf(clean);
  await fc.assert(
    fc.asyncProperty(arrivals(heard.length), async ([order, twice, pauses]) => {
      const world = await startWorld({
        beside: clean,
        program,
        backdate: clean.sim.clock.now() - 400 * DAY,
      });
      try {
        for (const [n, i] of [...order, ...twice].entries()) {
          const delivery = heard[i];
          if (delivery) await tell(world, delivery, n);
          if (pauses.includes(n)) await world.app.drain();
        }
        await world.app.drain();
        expect(await booksOf(world)).toEqual(expected);
        await expectSoundBooks(world);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: 4 },
  );
}, 120_000);

test('a message that was handled and comes again under its own id is answered 200 and changes nothing', async () => {
  const before = await booksOf(clean);
  const transfers = await clean.owner.query('select count(*) from transfers');
  for (const delivery of heard.slice(0, 10)) clean.sim.webhooks.redeliver(delivery.webhookId);
  await clean.settle();
  const again = clean.sim.webhooks.log().slice(-10);
  expect(again.map((d) => d.status)).toEqual(Array.from({ length: 10 }, () => 'delivered'));
  expect(await booksOf(clean)).toEqual(before);
  expect((await clean.owner.query('select count(*) from transfers')).rows).toEqual(transfers.rows);
});
