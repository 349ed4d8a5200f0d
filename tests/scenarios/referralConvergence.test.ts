/**
 * Friends' orders, their refunds and earlier orders come late, twice and in any order: in the end
 * everybody has what they would have had, had all been heard once and in order.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../simulator/webhooks/queue.ts';
import { webhookHeaders } from '../signing.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { as, guest, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';

let clean: World;
let advocates: Advocate[];
let heard: readonly Delivery[];

const program = withReferral({ waitDays: 10 }, { pendingDays: 3 });

/** What the books say of everybody, without our own ids. */
async function told(world: World): Promise<unknown> {
  const { rows } = await world.owner.query(
    `select o.platform_order_id, o.points, o.pending, r.verdict, r.points as brought,
       r.pending as waiting, r.discount_minor, r.eligible_minor, s.available, s.pending as soon,
       a.available as there, a.pending as "onTheWay"
     from orders o left join shoppers s using (club_id, shopper_id)
     left join referrals r using (club_id, order_id)
     left join shoppers a on a.club_id = o.club_id and a.shopper_id = r.advocate_id order by 1`,
  );
  return rows;
}

beforeAll(async () => {
  clean = await startWorld({ program, backdate: Date.parse('2026-01-01T00:00:00Z') });
  const on = people(clean);
  advocates = [await on.advocate('Sara'), await on.advocate('Ben')];
  const [sara, ben] = advocates;
  if (!sara || !ben) throw new Error('two advocates');
  const { commerce } = clean.sim;
  const early = clean.sim.clock.now() - 5 * DAY;
  const fay = on.person('Fay');
  const whole = await on.buy(as(fay), sara.code);
  const cod = await on.buy(as(on.person('Cod')), ben.code, { paid: false });
  const part = await on.buy(as(on.person('Fee')), sara.code);
  const old = on.person('Old');
  await on.buy(as(old), sara.code);
  await on.buy(as(old), null, { placedAt: early });
  const gone = on.person('Gone');
  const first = await on.buy(as(gone), null);
  await clean.pass(MINUTE);
  commerce.cancel(SHOP, first.id, { refund: true });
  await clean.pass(MINUTE);
  await on.buy(as(gone), ben.code);
  await on.buy(guest('gus@example.com'), ben.code);
  await clean.pass(MINUTE);
  await on.buy(guest('gus@example.com'), sara.code);
  await on.buy(as(sara), null, { landingSite: `/?ref=${sara.code}` });
  await on.refund(whole);
  await on.refund(part, 1);
  await clean.pass(MINUTE);
  commerce.markPaid(SHOP, cod.id);
  await clean.settle();
  await clean.pass(4 * DAY);
  await on.buy(as(fay), ben.code);
  await clean.pass(20 * DAY);
  heard = clean.sim.webhooks.log().filter((d) => /orders|refunds/.test(d.topic));
}, 120_000);
afterAll(() => clean.stop());

test('the story has every kind of friend in it', async () => {
  const { rows } = await clean.owner.query('select verdict, points from referrals');
  const kinds = new Set(rows.map(({ verdict, points }) => `${verdict} ${points}`));
  expect([...kinds].sort()).toEqual(['friend 0', 'friend 500', 'known 0', 'own 0']);
  await expectSoundBooks(clean);
});

/** Codes are derived from our own ids, so another world's advocates have others. */
async function tell(world: World, delivery: Delivery, copy: string, codes: Map<string, string>) {
  const { shop, topic } = delivery;
  let { body } = delivery;
  for (const [here, there] of codes) body = body.replaceAll(here, there);
  const nowMs = delivery.triggeredAt;
  const webhookId = `${delivery.webhookId}-${copy}`;
  const headers = webhookHeaders({ shop, topic, body, nowMs, webhookId });
  const response = await fetch(`${world.app.url}/webhooks/shopify`, {
    method: 'POST',
    headers,
    body,
  });
  expect(response.status).toBe(200);
}

test('any order of any duplicates ends in the same books', async () => {
  const expected = await told(clean);
  const all = heard.map((_, i) => i);
  const arrivals = fc.tuple(
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.array(fc.constantFrom(...all), { maxLength: all.length }),
    fc.array(fc.constantFrom(...all), { maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([order, twice, pauses]) => {
      const backdate = Date.parse('2026-01-01T00:00:00Z');
      const world = await startWorld({ beside: clean, program, backdate });
      try {
        const codes = new Map<string, string>();
        for (const { id, code } of advocates) {
          await world.shopper(id).post('invite');
          const { invite } = await world.shopper(id).state();
          codes.set(code, invite?.code ?? '');
        }
        for (const [n, i] of [...order, ...twice].entries()) {
          const delivery = heard[i];
          if (delivery) await tell(world, delivery, String(n), codes);
          if (pauses.includes(i)) await world.app.drain();
        }
        await world.app.drain();
        expect(await told(world)).toEqual(expected);
        await expectSoundBooks(world);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: 5 },
  );
}, 180_000);
