/** The operators' doors, and what every door has in common. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP, startWorld } from '../../../tests/world.ts';
import type { World } from '../../../tests/world.ts';
import { isLoopback, mayReadMetrics } from './ops.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const get = (place: string, init: RequestInit = {}) => fetch(`${world.app.url}${place}`, init);

describe('operators', () => {
  test('see that it lives and is ready', async () => {
    expect(await (await get('/healthz')).text()).toBe('ok');
    expect((await get('/readyz')).status).toBe(200);
  });

  test('count answers by door and status, without names', async () => {
    await get('/proxy/state');
    await get('/webhooks/shopify', { method: 'POST', body: '{}' });
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/regulars_requests_total\{door="shopper",status="401"\} [1-9]/);
    expect(text).toMatch(/regulars_requests_total\{door="webhooks",status="401"\} [1-9]/);
    expect(text).toMatch(/regulars_requests_total\{door="merchant",status="200"\} [1-9]/);
    expect(text).not.toContain(SHOP);
  });
});

describe('the metrics', () => {
  const asking = (headers: Record<string, string>, remoteAddress: string) =>
    ({ headers, socket: { remoteAddress } }) as unknown as Parameters<typeof mayReadMetrics>[0];
  const TOKEN = 'a token of some length';

  test.each([
    ['this machine', {}, '127.0.0.1', null, true],
    ['another machine', {}, '10.0.0.7', null, false],
    [
      'another machine with any token',
      { authorization: `Bearer ${TOKEN}` },
      '10.0.0.7',
      null,
      false,
    ],
    ['through a proxy here', { 'x-forwarded-for': '8.8.8.8' }, '127.0.0.1', null, false],
    ['through a proxy that names itself', { via: '1.1 door' }, '::1', null, false],
    ['with the token', { authorization: `Bearer ${TOKEN}` }, '10.0.0.7', TOKEN, true],
    ['with another token', { authorization: `Bearer ${TOKEN}x` }, '10.0.0.7', TOKEN, false],
    ['with half of it', { authorization: 'Bearer a token' }, '10.0.0.7', TOKEN, false],
    ['without it, from here', {}, '127.0.0.1', TOKEN, false],
    ['with an empty one', { authorization: 'Bearer ' }, '127.0.0.1', TOKEN, false],
  ])('%s', (_who, headers, address, token, may) => {
    expect(mayReadMetrics(asking(headers, address), token)).toBe(may);
  });

  test('are not there for whoever may not read them', async () => {
    const refused = await get('/metrics', { headers: { 'x-forwarded-for': '8.8.8.8' } });
    const nothing = await get('/nowhere.txt');
    expect([refused.status, await refused.text()]).toEqual([404, await nothing.text()]);
  });
});

describe('every door', () => {
  test('answers JSON for what is not there, in safe wrapping', async () => {
    const response = await get('/nowhere.txt');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'notFound' } });
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  test('answers a bug with 500, says nothing about it, and goes on', async () => {
    await world.owner.query('alter table programs rename to programmes');
    const broken = await world.api<{ error: object }>('GET', '/api/program');
    await world.owner.query('alter table programmes rename to programs');
    expect(broken.status).toBe(500);
    expect(broken.body.error).toMatchObject({ code: 'internal' });
    expect(broken.text).not.toMatch(/program/i);
    expect((await world.api('GET', '/api/program')).status).toBe(200);
  });

  test('the webhook door takes POST at its own address only', async () => {
    expect((await get('/webhooks/shopify')).status).toBe(405);
    expect((await get('/webhooks/shopify/more', { method: 'POST' })).status).toBe(404);
  });
});

describe('the demo’s clock', () => {
  const move = (body: unknown) =>
    get('/__demo/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('moves forward, tells when, and never back', async () => {
    const to = new Date(world.app.now() + 60_000).toISOString();
    expect(await (await move({ now: to })).json()).toEqual({ now: to });
    const back = new Date(world.app.now() - 60_000).toISOString();
    expect(await (await move({ now: back })).json()).toEqual({ now: to });
  });

  test('refuses what is no time', async () => {
    const response = await move({ now: 'soon' });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid', field: 'now' } });
  });

  test.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.7', false],
    ['::ffff:10.0.0.7', false],
    [undefined, false],
  ])('hears %s: %s', (address, heard) => {
    expect(isLoopback(address)).toBe(heard);
  });
});
