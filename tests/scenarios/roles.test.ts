/**
 * Two processes for the doors and two that work, on one database: who does a thing is nobody's
 * business, and it is done once.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import { auditOf } from '../chaos/books.ts';
import { customerOf } from '../chaos/deeds.ts';
import { openScene } from '../chaos/scene.ts';
import type { Role, Scene } from '../chaos/scene.ts';
import { DOMAIN, REWARDS } from '../chaos/shop.ts';
import { freshDatabase } from '../database.ts';
import type { FreshDatabase } from '../database.ts';
import { proxyQuery, webhookHeaders } from '../signing.ts';
import { DAY } from '../world.ts';

/** A process takes seconds to start, more on a busy machine. */
const PATIENT = 180_000;

let database: FreshDatabase;
let scene: Scene;
beforeAll(async () => {
  database = await freshDatabase();
  const roles: Role[] = ['web', 'web', 'worker', 'worker'];
  scene = await openScene({ databaseUrl: database.url, roles });
}, PATIENT);
afterAll(async () => {
  await scene.stop();
  await database.drop();
}, PATIENT);

const the = (role: Role) => scene.actors.filter((actor) => actor.role === role);
const webs = () => the('web').map(({ url }) => url);

/** Somebody buys three of the first thing (299 points); `lost`: the shop's messages go nowhere. */
async function buy(who: number, lost = false): Promise<void> {
  const { commerce, webhooks, clock } = scene.sim;
  const variantId = commerce.products(DOMAIN)[0]?.variants[0]?.id ?? '';
  const customerId = customerOf(scene, who);
  if (lost) webhooks.faults([{ mode: 'drop' }]);
  clock.advance(1_000);
  commerce.placeOrder(DOMAIN, {
    cart: { lines: [{ variantId, quantity: 3 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });
  webhooks.faults([]);
  await webhooks.settle();
}

const count = async (from: string): Promise<number> =>
  (await scene.ask<{ n: number }>(`select count(*)::int as n from ${from}`))[0]?.n ?? -1;

test(
  'the same message through both doors at once is one message',
  async () => {
    for (let who = 0; who < 6; who += 1) await buy(who, true);
    const lost = scene.sim.webhooks.log().filter(({ status }) => status === 'dropped');
    expect(lost.length).toBeGreaterThan(5);
    const before = await count('inbox');
    const answers = await Promise.all(
      lost.flatMap(({ topic, body, webhookId, triggeredAt: nowMs }) =>
        webs().map(async (url) => {
          const headers = webhookHeaders({ shop: DOMAIN, topic, body, webhookId, nowMs });
          const place = `${url}/webhooks/shopify`;
          return (await fetch(place, { method: 'POST', headers, body })).status;
        }),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    await scene.passTo(scene.now() + 2 * DAY);
    expect((await count('inbox')) - before).toBe(lost.length);
    const rows = await scene.ask<{ available: string }>('select available from shoppers');
    expect(rows.map(({ available }) => Number(available)).filter((n) => n > 0)).toEqual(
      Array.from({ length: 6 }, () => 299),
    );
    expect(await auditOf(scene)).toEqual([]);
  },
  PATIENT,
);

const redeem = async (who: number, id: string, url: string, reward = REWARDS[0]) => {
  const query = proxyQuery(DOMAIN, customerOf(scene, who), scene.now());
  const response = await fetch(`${url}/proxy/redemptions?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regulars': '1', origin: `https://${DOMAIN}` },
    body: JSON.stringify({ id, rewardId: reward?.id, points: reward?.points }),
  });
  return { status: response.status, text: await response.text() };
};

test(
  'rewards taken through both doors at once cost what there is and no more',
  async () => {
    const same = crypto.randomUUID();
    const ids = [same, same, ...Array.from({ length: 18 }, () => crypto.randomUUID())];
    const answers = await Promise.all(ids.map((id, n) => redeem(0, id, webs()[n % 2] ?? '')));
    await scene.passTo(scene.now() + DAY);
    // 299 points are four times 60; who was first is open.
    const taken = await scene.ask<{ id: string; code: string; status: string }>(
      'select redemption_id as id, code, status from redemptions',
    );
    expect(taken.map(({ status }) => status)).toEqual(['open', 'open', 'open', 'open']);
    expect(new Set(taken.map(({ code }) => code)).size).toBe(4);
    const told = answers.map(({ status, text }, n) => {
      const mine = taken.find(({ id }) => id === ids[n]);
      const code = status === 200 ? (JSON.parse(text) as RedeemAnswer).redemption.code : null;
      return { won: mine !== undefined, code: code === null || code === mine?.code, status };
    });
    const isTrue = ({ won, code, status }: (typeof told)[number]) =>
      code && (won ? status === 200 || status === 202 : status === 409);
    expect(told.filter((each) => !isTrue(each))).toEqual([]);
    expect(await auditOf(scene)).toEqual([]);
  },
  PATIENT,
);

test(
  'each worker alone does all the work, and both together do it once',
  async () => {
    const [one, other] = the('worker');
    if (!one || !other) throw new Error('two workers');
    const pairs = [
      { gone: one, stays: other },
      { gone: other, stays: one },
    ];
    for (const { gone } of pairs) {
      await gone.kill();
      await buy(7);
      await scene.sim.webhooks.settle();
      // Told to nobody but the one that is left.
      await expect.poll(() => count(`inbox where state = 'new'`), { timeout: PATIENT / 3 }).toBe(0);
      await expect
        .poll(() => count(`deliveries where state = 'due' and kind = 'shopperCard'`), {
          timeout: PATIENT / 3,
        })
        .toBe(0);
      await gone.start();
    }
    await scene.passTo(scene.now() + 2 * DAY);
    const [row] = await scene.ask<{ available: string }>(
      `select available from shoppers join identities i using (club_id, shopper_id)
       where i.kind = 'customer' and i.value like '%:' || $1`,
      [customerOf(scene, 7)],
    );
    expect(Number(row?.available)).toBe(2 * 299);
    expect(await auditOf(scene)).toEqual([]);
  },
  PATIENT,
);

test(
  'what a killed worker had in its hands is done by the other one when the lease ends',
  async () => {
    const [one, other] = the('worker');
    if (!one || !other) throw new Error('two workers');
    await other.kill();
    scene.sim.api.faults([{ field: 'metafieldsSet', mode: 'timeoutBefore' }]);
    await buy(8);
    const leased = `deliveries where state = 'due' and kind = 'shopperCard' and lease_until > now()`;
    await expect
      .poll(async () => scene.sim.api.struck() > 0 && (await count(leased)), {
        timeout: PATIENT / 3,
      })
      .toBe(1);
    await one.kill();
    expect(await count(leased)).toBe(1);
    await other.start();
    await expect
      .poll(() => count(`deliveries where state = 'due' and kind = 'shopperCard'`), {
        timeout: PATIENT / 3,
      })
      .toBe(0);
    expect(one.isUp()).toBe(false);
    await one.start();
    expect(await auditOf(scene)).toEqual([]);
  },
  PATIENT,
);
