/** The merchant's door with a real app, database and platform around it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { home, programAnswer } from '../../../contract/merchant.ts';
import type { Home, ProgramAnswer } from '../../../contract/merchant.ts';
import { errorBody } from '../../../contract/shopper.ts';
import type { ErrorBody } from '../../../contract/shopper.ts';
import { SHOP, START, aProgram, startWorld } from '../../../../tests/world.ts';
import type { World } from '../../../../tests/world.ts';
import { sessionToken, webhookHeaders } from '../../../../tests/signing.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const ask = (place: string, headers: Record<string, string>, init: RequestInit = {}) =>
  fetch(`${world.app.url}${place}`, { ...init, headers });

describe('who is asking', () => {
  test('a forged, expired, foreign or missing token is 401, may be retried, changes nothing', async () => {
    const count = async () =>
      JSON.stringify(
        (
          await world.owner.query(
            'select (select count(*) from programs), (select count(*) from shops)',
          )
        ).rows,
      );
    const before = await count();
    const now = world.sim.clock.now();
    const good = sessionToken(SHOP, now);
    const [head, claims] = good.split('.');
    const tokens = [
      sessionToken(SHOP, now, {}, 'another secret'),
      sessionToken(SHOP, now - 120_000),
      sessionToken(SHOP, now + 120_000),
      sessionToken(SHOP, now, { aud: 'another app' }),
      sessionToken(SHOP, now, { iss: 'https://other.myshopify.com/admin' }),
      sessionToken(SHOP, now, { dest: 'https://evil.example' }),
      `${head}.${claims}.`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`,
      'x'.repeat(10_000),
      '',
    ];
    const body = JSON.stringify({ baseVersion: 1, program: aProgram() });
    for (const token of tokens) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      for (const [place, init] of [
        ['/api/home', {}],
        ['/api/program', { method: 'PUT', body }],
      ] as const) {
        const response = await ask(place, headers, init);
        expect(response.status).toBe(401);
        expect(response.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
        expect(errorBody.parse(await response.json()).error.code).toBe('forged');
      }
    }
    expect((await ask('/api/home', {})).status).toBe(401);
    expect(await count()).toBe(before);
  });

  test('a token of another shop sees that shop’s club, not ours', async () => {
    const authorization = `Bearer ${sessionToken('khanesofal.myshopify.com', world.sim.clock.now())}`;
    const response = await ask('/api/program', { authorization });
    const programs = programAnswer.parse(await response.json());
    expect(programs.versions).toEqual([]);
    expect(programs.money.currency).toBe('IRR');
  });
});

describe('the program', () => {
  const put = (body: unknown) => world.api<ProgramAnswer & ErrorBody>('PUT', '/api/program', body);

  test('is published as a new version; the same base again is a conflict', async () => {
    const program = aProgram({ pendingDays: 7 });
    const first = await put({ baseVersion: 1, program });
    expect(first.status).toBe(200);
    const { current, versions } = programAnswer.parse(first.body);
    expect(current).toMatchObject({ version: 2, publishedBy: 'staff 42', program });
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    const second = await put({ baseVersion: 1, program });
    expect([second.status, second.body.error.code]).toEqual([409, 'conflict']);
    expect(second.body.error.message).toContain('Version 2');
  });

  test('may be planned, but not for yesterday', async () => {
    const program = aProgram({ pendingDays: 3 });
    const past = new Date(START - 86_400_000).toISOString();
    const late = await put({ baseVersion: 2, program, effectiveFrom: past });
    expect([late.status, late.body.error]).toMatchObject([
      422,
      { code: 'inThePast', field: 'effectiveFrom' },
    ]);
    const ahead = new Date(START + 86_400_000).toISOString();
    const planned = await put({ baseVersion: 2, program, effectiveFrom: ahead });
    expect(planned.body.current?.version).toBe(2);
    expect(planned.body.scheduled).toMatchObject({ version: 3, effectiveFrom: ahead });
  });

  test.each([
    [
      'a price of nothing',
      { rewards: [{ ...aProgram().rewards[0], points: 0 }] },
      'rewards.0.points',
    ],
    ['another currency', { currency: 'EUR' }, 'currency'],
    ['a fraction', { pendingDays: 1.5 }, 'pendingDays'],
    ['a kind we do not know', { expiry: { kind: 'sometimes' } }, 'expiry.kind'],
  ])('%s is refused at its field', async (_what, over, field) => {
    const reply = await put({ baseVersion: 3, program: { ...aProgram(), ...over } });
    expect(reply.status).toBe(422);
    expect(reply.body.error).toMatchObject({ code: 'invalid', field });
    expect(reply.body.error.problem).toBeTruthy();
  });

  test('what is no JSON is refused', async () => {
    const authorization = `Bearer ${sessionToken(SHOP, world.sim.clock.now())}`;
    const text = await ask(
      '/api/program',
      { authorization, 'content-type': 'text/plain' },
      {
        method: 'PUT',
        body: '{}',
      },
    );
    expect(text.status).toBe(415);
    const cut = await ask(
      '/api/program',
      { authorization, 'content-type': 'application/json' },
      {
        method: 'PUT',
        body: '{"a":',
      },
    );
    expect(cut.status).toBe(400);
  });
});

describe('home', () => {
  test('an unreadable message is parked, shown, and waits again after a retry', async () => {
    const body = '{"id": "not what was promised"';
    const webhookId = crypto.randomUUID();
    const nowMs = world.sim.clock.now();
    const sent = await fetch(`${world.app.url}/webhooks/shopify`, {
      method: 'POST',
      headers: webhookHeaders({ shop: SHOP, topic: 'orders/paid', body, nowMs, webhookId }),
      body,
    });
    expect(sent.status).toBe(200);
    await world.app.drain();
    const seen = home.parse((await world.api('GET', '/api/home')).body);
    expect(seen.parked).toMatchObject([{ id: webhookId, topic: 'orders/paid' }]);
    const retried = await world.api<Home>('POST', `/api/parked/${webhookId}/retry`);
    expect(retried.status).toBe(200);
    const again = await world.api<ErrorBody>('POST', `/api/parked/${crypto.randomUUID()}/retry`);
    expect([again.status, again.body.error.code]).toEqual([404, 'notFound']);
    const odd = await world.api<ErrorBody>('POST', '/api/parked/a%00b/retry');
    expect([odd.status, odd.body.error.code]).toEqual([404, 'notFound']);
    await world.app.drain();
  });

  test('counts points and shoppers, and says that the books balance', async () => {
    const buyer = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
    const variant = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    const lines = [{ variantId: variant?.id ?? '', quantity: 2 }];
    await world.buy({ buyer: { kind: 'customer', customerId: buyer }, lines });
    const seen = home.parse((await world.api('GET', '/api/home')).body);
    expect(seen.points.issued).toBeGreaterThan(0);
    expect(seen.points.onTheWay).toBe(seen.points.issued);
    expect(seen).toMatchObject({ booksBalance: true, timeZone: 'America/New_York' });
    expect(seen.lastOrderAt).toBe(new Date(world.sim.clock.now()).toISOString());
    await world.owner.query('update shoppers set available = available + 1 where pending > 0');
    expect(home.parse((await world.api('GET', '/api/home')).body).booksBalance).toBe(false);
    await world.owner.query('update shoppers set available = available - 1 where pending > 0');
  });

  test('money words: only factors that exist', async () => {
    const wrong = await world.api<ErrorBody>('PUT', '/api/shop/money', { factor: 7, label: null });
    expect([wrong.status, wrong.body.error.field]).toEqual([422, 'factor']);
    const right = await world.api<Home>('PUT', '/api/shop/money', { factor: 10, label: 'تومان' });
    expect(right.body.money).toMatchObject({ factor: 10, label: 'تومان' });
  });
});
