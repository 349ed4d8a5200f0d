/**
 * Told to stop, a process turns new callers away, answers those inside, gives back what it has not
 * begun, and ends with 0.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { customerOf } from '../chaos/deeds.ts';
import { openScene } from '../chaos/scene.ts';
import type { Role, Scene } from '../chaos/scene.ts';
import { DOMAIN, REWARDS } from '../chaos/shop.ts';
import { freshDatabase } from '../database.ts';
import type { FreshDatabase } from '../database.ts';
import { proxyQuery, webhookHeaders } from '../signing.ts';
import { DAY } from '../world.ts';

const PATIENT = 180_000;
const POLL = { timeout: PATIENT / 3 };
/** DRAIN_MS + PLATFORM_DEADLINE_MS + 5 s, and what a busy machine adds. */
const BOUND_MS = 1_500 + 3_000 + 5_000 + 15_000;

let database: FreshDatabase;
let scene: Scene;
beforeEach(async () => {
  database = await freshDatabase();
  const roles: Role[] = ['web', 'worker'];
  scene = await openScene({ databaseUrl: database.url, roles, env: { DRAIN_MS: '1500' } });
}, PATIENT);
afterEach(async () => {
  await scene.stop();
  await database.drop();
}, PATIENT);

const the = (role: Role) => {
  const found = scene.actors.find((actor) => actor.role === role);
  if (!found) throw new Error(`nobody is ${role}`);
  return found;
};

const count = async (from: string): Promise<number> =>
  (await scene.ask<{ n: number }>(`select count(*)::int as n from ${from}`))[0]?.n ?? -1;

async function buy(who: number): Promise<void> {
  const { commerce, webhooks, clock } = scene.sim;
  const variantId = commerce.products(DOMAIN)[0]?.variants[0]?.id ?? '';
  const customerId = customerOf(scene, who);
  clock.advance(1_000);
  commerce.placeOrder(DOMAIN, {
    cart: { lines: [{ variantId, quantity: 3 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });
  await webhooks.settle();
}

type Answer = { status: number; goodbye: boolean };

async function call(place: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${the('web').url}${place}`, init);
  await response.arrayBuffer();
  return { status: response.status, goodbye: response.headers.get('connection') === 'close' };
}

/** A message that nobody has sent before; its id tells whether it is there. */
function tell(webhookId: string): Promise<Answer> {
  const body = JSON.stringify({ id: 1, email: null });
  const topic = 'customers/update';
  const headers = webhookHeaders({ shop: DOMAIN, topic, body, webhookId, nowMs: scene.now() });
  return call('/webhooks/shopify', { method: 'POST', headers, body });
}

function redeem(who: number, id: string): Promise<Answer> {
  const [reward] = REWARDS;
  const query = proxyQuery(DOMAIN, customerOf(scene, who), scene.now());
  return call(`/proxy/redemptions?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regulars': '1', origin: `https://${DOMAIN}` },
    body: JSON.stringify({ id, rewardId: reward?.id, points: reward?.points }),
  });
}

test(
  'a door that is told to stop answers everybody who was let in, and none of it is lost',
  async () => {
    for (const who of [0, 1, 2, 3]) await buy(who);
    await scene.passTo(scene.now() + 2 * DAY);
    // The shop does not answer: who takes a reward waits, and is still inside when the doors close.
    scene.sim.api.faults([{ field: '*', mode: 'timeoutBefore', times: 50 }]);
    const ids = [0, 1, 2, 3].map(() => crypto.randomUUID());
    const rewards = ids.map((id, who) => redeem(who, id));
    await expect.poll(() => scene.sim.api.struck(), POLL).toBeGreaterThan(0);

    const told: { id: string; answer: Promise<Answer> }[] = [];
    let isOpen = true;
    const keepTelling = async (who: number) => {
      for (let n = 0; isOpen; n += 1) {
        const id = `told-${who}-${n}`;
        const answer = tell(id);
        told.push({ id, answer });
        await answer;
      }
    };
    const tellers = [0, 1, 2, 3].map(keepTelling);
    await expect.poll(() => told.length, POLL).toBeGreaterThan(20);
    const stoppedAt = performance.now();
    the('web').signal('SIGTERM');
    await expect.poll(async () => (await call('/readyz')).status, POLL).toBe(503);
    expect((await tell('told-while-closing')).goodbye).toBe(true);
    // Now a balancer sends nobody here any more.
    isOpen = false;
    await Promise.all(tellers);

    const answers = await Promise.all(
      told.map(async ({ id, answer }) => ({ id, ...(await answer) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await Promise.all(rewards)).map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(await the('web').ended()).toEqual({ code: 0, signal: null });
    expect(performance.now() - stoppedAt).toBeLessThan(BOUND_MS);
    await expect(call('/healthz')).rejects.toThrow('fetch failed');
    expect(await count(`inbox where webhook_id like 'told-%'`)).toBe(told.length + 1);
    expect(await count('redemptions')).toBe(4);

    scene.sim.api.faults([]);
    await the('web').start();
    await scene.passTo(scene.now() + DAY);
    expect(await count(`redemptions where status = 'open'`)).toBe(4);
  },
  PATIENT,
);

/** The worker speaks to a shop that does not answer. */
async function holdUpTheWorker(): Promise<void> {
  scene.sim.api.faults([{ field: 'metafieldsSet', mode: 'timeoutBefore', times: 50 }]);
  await buy(5);
  await expect.poll(() => scene.sim.api.struck(), POLL).toBeGreaterThan(0);
  expect(await count('deliveries where lease_until > now()')).toBeGreaterThan(0);
}

test(
  'a worker that is told to stop ends what it is at, and holds nothing when it is gone',
  async () => {
    await holdUpTheWorker();
    const stoppedAt = performance.now();
    the('worker').signal('SIGTERM');
    expect(await the('worker').ended()).toEqual({ code: 0, signal: null });
    expect(performance.now() - stoppedAt).toBeLessThan(BOUND_MS);
    expect(await count('deliveries where lease_until is not null')).toBe(0);
    expect(await count(`deliveries where kind = 'shopperCard' and state = 'due'`)).toBe(1);
    scene.sim.api.faults([]);
    await the('worker').start();
    await scene.passTo(scene.now() + DAY);
    expect(await count(`deliveries where kind = 'shopperCard' and state <> 'done'`)).toBe(0);
  },
  PATIENT,
);

test(
  'told twice it ends at once, and the next one finds everything',
  async () => {
    await holdUpTheWorker();
    const worker = the('worker');
    // The first few may be echoes of one and the same signal.
    await expect
      .poll(
        () => {
          worker.signal('SIGTERM');
          return worker.isUp();
        },
        { ...POLL, interval: 100 },
      )
      .toBe(false);
    const { code } = await worker.ended();
    expect(code).toBe(1);
    expect(await count('deliveries where lease_until is not null')).toBe(1);
    scene.sim.api.faults([]);
    await worker.start();
    await scene.passTo(scene.now() + DAY);
    expect(await count(`deliveries where kind = 'shopperCard' and state <> 'done'`)).toBe(0);
  },
  PATIENT,
);
