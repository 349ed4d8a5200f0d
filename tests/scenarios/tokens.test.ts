/**
 * A shop's tokens end and are renewed: once, whoever asks and however many, and nothing is lost when
 * the answer is, or when the process that asks is killed.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { openCaller } from './reaches.ts';
import { placesOfText } from './wholeDatabase.ts';

type Caller = Awaited<ReturnType<typeof openCaller>>;

let world: World;
let callers: Caller[] = [];

const place = () => ({
  databaseUrl: world.databaseUrl,
  platformOrigin: world.sim.url,
  now: () => world.sim.clock.now(),
});

beforeAll(async () => {
  world = await startWorld();
  await world.settle();
  callers = [await openCaller(place()), await openCaller(place())];
});
afterAll(async () => {
  for (const caller of callers) await caller.end();
  await world.stop();
});
beforeEach(() => {
  world.sim.api.faults([]);
  // The access token lives an hour.
  world.sim.clock.advance(61 * MINUTE);
});

const minted = () => world.sim.tokens.minted(SHOP);
const callAll = (n: number, deadlineMs = 10_000) =>
  Promise.all(Array.from({ length: n }, async (_, i) => callers[i % 2]?.call(deadlineMs)));

async function row() {
  const { rows } = await world.owner.query<{ version: bigint; until: Date | null }>(
    `select t.version, refreshing_until as until from shop_tokens t join shops using (club_id, shop_id)
     where domain = $1`,
    [SHOP],
  );
  return rows[0];
}

async function works(accessToken: string): Promise<number> {
  const response = await fetch(`${world.sim.url}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'x-sim-shop': SHOP, 'x-shopify-access-token': accessToken },
    body: JSON.stringify({ query: '{ shop { name } }' }),
  });
  return response.status;
}

test('50 calls of two processes at the end of a token renew it exactly once, and all go on', async () => {
  const before = minted();
  const answers = await callAll(50);
  const tokens = answers.map((answer) => (answer?.ok ? answer.call.accessToken : answer));
  expect(new Set(tokens).size).toBe(1);
  expect(minted() - before).toBe(1);
  expect(await works(String(tokens[0]))).toBe(200);
  expect((await row())?.until).toBeNull();
});

test('tokens are nowhere in the database but sealed', async () => {
  const [answer] = await callAll(1);
  const token = answer?.ok ? answer.call.accessToken : '';
  expect(token).toMatch(/^shpat_/);
  for (const word of [token, 'shpat_', 'shprt_', 'refreshToken']) {
    expect(await placesOfText(world, word)).toEqual([]);
    // Bytes are shown as hex.
    expect(await placesOfText(world, Buffer.from(word).toString('hex'))).toEqual([]);
  }
});

test('nobody asks where the token still does', async () => {
  await callAll(2);
  const before = minted();
  await callAll(10);
  expect(minted()).toBe(before);
});

describe('a renewal whose answer was lost after its effect', () => {
  test('is asked for again with the same refresh token, and nothing is lost', async () => {
    const before = minted();
    world.sim.api.faults([{ field: 'oauth', mode: 'timeoutAfter', times: 1 }]);
    const lost = await callers[0]?.call(400);
    expect(lost).toMatchObject({ ok: false, failure: { kind: 'unclear' } });
    expect((await row())?.until).toBeNull();
    const answers = await callAll(10);
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(10);
    expect(minted() - before).toBe(2);
    world.sim.clock.advance(61 * MINUTE);
    expect(await callers[1]?.call(5_000)).toMatchObject({ ok: true });
  });

  test('those who waited for it do not ask in turn', async () => {
    const before = minted();
    world.sim.api.faults([{ field: 'oauth', mode: '503', times: 100 }]);
    const answers = await callAll(12, 4_000);
    expect(answers.filter((answer) => answer?.ok)).toEqual([]);
    expect(world.sim.api.struck()).toBeLessThan(4);
    expect(minted()).toBe(before);
    world.sim.api.faults([]);
    expect(await callers[0]?.call(5_000)).toMatchObject({ ok: true });
  });
});

describe('a process that is killed while it renews', () => {
  const DEADLINE_MS = 5_000;
  /** What the lease outlives the renewal by. */
  const SLACK_MS = 2_000;
  /** What a busy machine may take on top. */
  const BUSY_MS = 4_000;

  test.each(['timeoutBefore', 'timeoutAfter'] as const)(
    '(%s) holds up the others no longer than its lease',
    async (mode) => {
      world.sim.api.faults([{ field: 'oauth', mode, times: 1 }]);
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'renewer.ts')], {
        env: {
          ...process.env,
          DATABASE_URL: world.databaseUrl,
          PLATFORM_ORIGIN: world.sim.url,
          NOW: String(world.sim.clock.now()),
          DEADLINE_MS: String(DEADLINE_MS),
        },
        stdio: 'inherit',
      });
      await vi.waitFor(async () => expect((await row())?.until).not.toBeNull(), {
        timeout: 30_000,
        interval: 20,
      });
      await vi.waitFor(() => expect(world.sim.api.struck()).toBe(1), { timeout: 10_000 });
      const killed = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
      child.kill('SIGKILL');
      expect(await killed).toBe('SIGKILL');
      const startedAt = performance.now();
      const answers = await callAll(6, 15_000);
      expect(answers.filter((answer) => answer?.ok)).toHaveLength(6);
      expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + SLACK_MS + BUSY_MS);
      world.sim.clock.advance(61 * MINUTE);
      expect(await callers[1]?.call(5_000)).toMatchObject({ ok: true });
    },
    60_000,
  );
});

test('work that nobody asked for renews too: a card is written days after the last visit', async () => {
  const before = minted();
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  await world.pass(3 * DAY);
  await world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mug?.id ?? '', quantity: 4 }],
  });
  await world.pass(15 * DAY);
  expect(minted()).toBeGreaterThan(before);
  const { rows } = await world.owner.query(
    `select kind, state from deliveries where kind = 'shopperCard' and state <> 'done'`,
  );
  expect(rows).toEqual([]);
});
