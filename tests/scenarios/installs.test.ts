/**
 * Coming, leaving and coming back. Only the body of a message is signed, and what tells of a leaving
 * has the same body every time: whoever kept an old one can send it again under any headers.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sessionToken } from '../signing.ts';
import { DAY, MINUTE, SHOP, SHOP_FA, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { tell } from './telling.ts';

const HOUR = 60 * MINUTE;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.sim.api.faults([]);
  world.sim.webhooks.faults([]);
});

async function shopRow(domain = SHOP) {
  const { rows } = await world.owner.query<{ gone: Date | null; version: string | null }>(
    `select uninstalled_at as gone, version::text from shops
     left join shop_tokens using (club_id, shop_id) where domain = $1`,
    [domain],
  );
  return rows[0];
}
const here = { gone: null, version: expect.stringMatching(/^\d+$/) as unknown };
const gone = { gone: expect.any(Date) as unknown, version: null };

/** Signed bodies as somebody may have kept them from an earlier leaving. */
const LEFT = JSON.stringify({
  id: 1,
  myshopify_domain: SHOP,
  shop_owner: 'Somebody',
  plan_name: 'basic',
});
const REDACT = JSON.stringify({ shop_id: 1, shop_domain: SHOP });

const openApp = () => world.api('GET', '/api/home');
async function reopen(): Promise<void> {
  expect((await openApp()).status).toBe(200);
  await world.settle();
}

async function buy(): Promise<string> {
  const { id } = world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'A',
    lastName: 'B',
  });
  const mug = world.sim.commerce.products(SHOP).find((p) => p.variants[0]?.priceMinor === 2400);
  const lines = [{ variantId: mug?.variants[0]?.id ?? '', quantity: 2 }];
  await world.buy({ buyer: { kind: 'customer', customerId: id }, lines });
  return id;
}

describe('an old message about leaving, sent again with new headers', () => {
  test.each([
    ['app/uninstalled', LEFT],
    ['shop/redact', REDACT],
  ])('%s: the platform still takes our token, so nothing happens', async (topic, body) => {
    const customerId = await buy();
    await world.pass(DAY);
    const before = await shopRow();
    for (const ahead of [0, MINUTE, 400 * DAY]) {
      const triggeredAt = world.sim.clock.now() + ahead;
      expect(await tell(world, { topic, body, triggeredAt })).toBe(200);
    }
    await world.settle();
    await world.pass(3 * DAY);
    expect(await shopRow()).toMatchObject({ gone: null });
    expect(before).toMatchObject(here);
    expect(await balanceOf(world, customerId)).toMatchObject({ pending: 240 });
    await expectSoundBooks(world);
  });

  test('while the platform does not answer, it is believed by nobody, and asked again', async () => {
    world.sim.api.faults([{ field: 'shop', mode: '503', times: 40 }]);
    for (const [topic, body] of [
      ['app/uninstalled', LEFT],
      ['shop/redact', REDACT],
    ] as const) {
      expect(await tell(world, { topic, body })).toBe(200);
    }
    await world.settle();
    for (let hours = 0; hours < 20; hours += 1) await world.pass(HOUR);
    expect(await shopRow()).toMatchObject(here);
    world.sim.api.faults([]);
    await world.pass(2 * HOUR);
    expect(await shopRow()).toMatchObject(here);
    const { rows } = await world.owner.query(
      `select kind, state from deliveries where kind in ('confirmLeaving', 'eraseShop')
       order by kind`,
    );
    expect(rows).toEqual([
      { kind: 'confirmLeaving', state: 'done' },
      { kind: 'eraseShop', state: 'done' },
    ]);
  });

  test('shop/redact of a shop that has just left erases nothing before its time', async () => {
    const customerId = await buy();
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    expect(await shopRow()).toEqual(gone);
    expect(await tell(world, { topic: 'shop/redact', body: REDACT })).toBe(200);
    await world.settle();
    await world.pass(40 * HOUR);
    await reopen();
    expect(await shopRow()).toEqual(here);
    await world.pass(30 * HOUR);
    expect(await balanceOf(world, customerId)).toMatchObject({ pending: 240 });
  });
});

describe('messages that are lost or come in the wrong order', () => {
  test.each([
    ['a token that has hours to live', 0],
    ['a token that has ended', 2 * HOUR],
  ])('a leaving nobody told of is seen by %s, and not asked about for ever', async (_, waits) => {
    await buy();
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    world.sim.commerce.uninstall(SHOP);
    world.sim.webhooks.faults([]);
    world.sim.clock.advance(waits);
    await world.owner.query(
      `update deliveries d set state = 'due', due_at = $1 from shops s
       where d.club_id = s.club_id and s.domain = $2 and d.kind = 'clubCard'`,
      [new Date(world.app.now()), SHOP],
    );
    await world.pass(MINUTE);
    expect(await shopRow()).toEqual(gone);
    world.sim.api.faults([{ field: 'oauth', mode: '503', times: 1_000 }]);
    for (let hours = 0; hours < 12; hours += 1) await world.pass(HOUR);
    expect(world.sim.api.struck()).toBe(0);
    world.sim.api.faults([]);
    await reopen();
    expect(await shopRow()).toEqual(here);
  });

  test('shop/redact whose app/uninstalled never came erases all the same', async () => {
    await buy();
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    world.sim.commerce.uninstall(SHOP);
    world.sim.webhooks.faults([]);
    await world.pass(48 * HOUR + MINUTE);
    expect(await tell(world, { topic: 'shop/redact', body: REDACT })).toBe(200);
    await world.settle();
    expect(await shopRow()).toEqual(gone);
    // By then we know for as long as the platform waits.
    await world.pass(47 * HOUR);
    const { rows } = await world.owner.query(
      `select count(*)::int as n from orders join shops using (club_id) where domain = $1`,
      [SHOP],
    );
    expect(rows).toEqual([{ n: 0 }]);
    // app/uninstalled at last: there is nothing more to leave.
    expect(await tell(world, { topic: 'app/uninstalled', body: LEFT })).toBe(200);
    await world.settle();
    expect(await shopRow()).toBeUndefined();
  });

  test('after the erasure the club begins anew, and works', async () => {
    await reopen();
    expect(await shopRow()).toEqual(here);
    const program = aProgram();
    const published = await world.api('PUT', '/api/program', { baseVersion: 0, program });
    expect(published.status).toBe(200);
    const customerId = await buy();
    const { pending, available } = await balanceOf(world, customerId);
    expect(pending + available).toBe(240);
    await expectSoundBooks(world);
  });

  test('a token that was taken back alone is renewed, and the shop stays', async () => {
    const { rows } = await world.owner.query<{ n: number }>(
      'select count(*)::int as n from shop_tokens',
    );
    expect(rows[0]?.n).toBeGreaterThan(0);
    await world.pass(MINUTE);
    world.sim.tokens.takeBack(SHOP);
    await buy();
    await world.pass(15 * DAY);
    expect(await shopRow()).toEqual(here);
  });
});

describe('a merchant opens the app', () => {
  const first = (shop: string, over: Record<string, unknown> = {}) =>
    fetch(`${world.app.url}/api/home`, {
      headers: { authorization: `Bearer ${sessionToken(shop, world.sim.clock.now(), over)}` },
    });
  const RETRY = 'x-shopify-retry-invalid-session-request';

  test('and the exchange of its token fails: told so, nothing kept, and the next try works', async () => {
    world.sim.api.faults([{ field: 'oauth', mode: '503', times: 1 }]);
    const failed = await first(SHOP_FA);
    expect(failed.status).toBe(503);
    expect(failed.headers.get(RETRY)).toBeNull();
    expect(await failed.json()).toMatchObject({ error: { code: 'shopUnreachable' } });
    expect(await shopRow(SHOP_FA)).toBeUndefined();
  });

  test('ten at once: one club, one token, and everybody sees it', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => first(SHOP_FA)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await world.settle();
    const { rows } = await world.owner.query(
      `select count(*)::int as shops, count(distinct t.club_id)::int as tokens
       from shops s join shop_tokens t using (club_id, shop_id) where s.domain = $1`,
      [SHOP_FA],
    );
    expect(rows).toEqual([{ shops: 1, tokens: 1 }]);
    const { rows: due } = await world.owner.query(
      `select d.kind, d.state from deliveries d join shops s using (club_id)
       where s.domain = $1 and d.state <> 'done' and d.kind in ('prepareShop', 'clubCard')`,
      [SHOP_FA],
    );
    expect(due).toEqual([]);
  });

  test('with a session token that the platform does not know: 401, and App Bridge may try anew', async () => {
    const stale = await first(SHOP_FA, { exp: Math.floor(world.sim.clock.now() / 1000) - 60 });
    expect([stale.status, stale.headers.get(RETRY)]).toEqual([401, '1']);
  });
});
