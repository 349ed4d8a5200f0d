/** What every answer carries, who may frame the admin, and who may call from another origin. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionToken, pageQuery, proxyQuery, sessionToken } from '../signing.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { INSIDE } from './knocking.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const now = () => world.sim.clock.now();
const get = (place: string, init: RequestInit = {}) =>
  fetch(`${world.app.url}${place}`, { redirect: 'manual', ...init });
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const html = { headers: { accept: 'text/html' } };
const signed = (extra = {}) => proxyQuery(SHOP, null, now(), extra);

type Asked = [what: string, ask: () => Promise<Response>, status: number];
const everyKind: Asked[] = [
  ['a page of the admin', () => get(`/?${pageQuery(SHOP, now())}`, html), 200],
  ['a page nobody signed', () => get('/', html), 200],
  ['the shopper’s state', () => get(`/proxy/state?${signed()}`), 200],
  ['a forged call', () => get('/proxy/state'), 401],
  ['the merchant’s home', () => get('/api/home', bearer(sessionToken(SHOP, now()))), 200],
  ['a merchant without a token', () => get('/api/home'), 401],
  [
    'an order of the thank-you page',
    () => get(`/ext/order?token=${'f'.repeat(32)}`, bearer(extensionToken(SHOP, now()))),
    202,
  ],
  ['a browser that asks first', () => get('/ext/order', { method: 'OPTIONS' }), 204],
  ['an operator', () => get('/healthz'), 200],
  ['the metrics', () => get('/metrics'), 200],
  ['a forged webhook', () => get('/webhooks/shopify', { method: 'POST', body: '{}' }), 401],
  ['the webhook door, looked at', () => get('/webhooks/shopify'), 405],
  ['nothing', () => get('/nowhere.txt'), 404],
  ['an address that cannot be read', () => get('/api/%zz', bearer(sessionToken(SHOP, now()))), 404],
];

describe('every answer', () => {
  test.each(everyKind)('%s comes in safe wrapping', async (_, ask, status) => {
    const { status: told, headers } = await ask();
    expect(told).toBe(status);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toMatch(/frame-ancestors \S/);
    for (const name of ['x-powered-by', 'server', 'set-cookie', 'etag']) {
      expect([name, headers.get(name)]).toEqual([name, null]);
    }
  });

  test('the points page leaves the policy to the shop whose page it becomes, and keeps the rest', async () => {
    const { status, headers } = await get(`/proxy/?${signed()}`);
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/liquid; charset=utf-8',
    ]);
    expect(headers.get('content-security-policy')).toBe(null);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  test('a personal answer is never kept', async () => {
    for (const [what, ask] of everyKind.slice(2, 7)) {
      const { headers } = await ask();
      expect([what, headers.get('cache-control')]).toEqual([what, 'private, no-store']);
    }
  });
});

describe('the admin’s page', () => {
  const ancestors = async (query: string) => {
    const { headers } = await get(`/program?${query}`, html);
    const policy = headers.get('content-security-policy') ?? '';
    return /frame-ancestors ([^;]+)/.exec(policy)?.[1] ?? '';
  };

  test('is framed by exactly the shop that the platform named, and its admin', async () => {
    const { port } = new URL(world.sim.url);
    const told = (await ancestors(pageQuery(SHOP, now()))).split(' ');
    expect(told.slice(0, 2)).toEqual([`https://${SHOP}`, 'https://admin.shopify.com']);
    // The simulated admin stands in for the real one here; its addresses are of this machine.
    for (const origin of told.slice(2)) {
      expect(origin).toMatch(new RegExp(`^http://(127\\.0\\.0\\.1|(\\*\\.)?localhost):${port}$`));
    }
  });

  const good = () => pageQuery(SHOP, now());
  test.each<[string, () => string]>([
    ['no query', () => ''],
    ['a shop that nobody signed', () => `shop=${SHOP}`],
    ['a shop with a wrong signature', () => `shop=${SHOP}&hmac=${'0'.repeat(64)}`],
    ['another shop under a good signature', () => good().replace(SHOP, 'evil.myshopify.com')],
    ['a good query with a second shop', () => `${good()}&shop=evil.myshopify.com`],
    ['a good query with a shop as a list', () => `${good()}&shop[]=evil.myshopify.com`],
    ['another secret', () => pageQuery(SHOP, now(), {}, 'x'.repeat(32))],
    ['a signed name that is no shop', () => pageQuery('*.myshopify.com', now())],
    ['a signed name with a policy in it', () => pageQuery(`${SHOP} *; script-src *`, now())],
    ['a storefront’s signature', () => proxyQuery(SHOP, null, now())],
  ])('is framed by nobody: %s', async (_, query) => {
    expect(await ancestors(query())).toBe("'none'");
  });

  test('runs its own scripts and App Bridge’s, and none that stands in the text', async () => {
    const { headers } = await get(`/?${pageQuery(SHOP, now())}`, html);
    const policy = headers.get('content-security-policy') ?? '';
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1];
    expect(scripts).toBe(`'self' ${new URL(world.sim.url).origin}`);
  });
});

describe('other origins', () => {
  const foreign = { headers: { origin: 'https://evil.example' } };
  const allowed = (response: Response) => response.headers.get('access-control-allow-origin');

  test('are let in at the extensions’ door alone, and never with cookies', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const ext = await get('/ext/order', { method, ...foreign });
      expect([method, allowed(ext)]).toEqual([method, '*']);
      expect(ext.headers.get('access-control-allow-credentials')).toBe(null);
      for (const place of ['/api/home', `/proxy/state?${signed()}`, '/', '/metrics', '/healthz']) {
        const answer = await get(place, { method, ...foreign });
        expect([method, place, allowed(answer)]).toEqual([method, place, null]);
      }
    }
  });
});

describe('methods', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS', 'HEAD'])(
    '%s where only GET is meant changes nothing and says nothing of our inside',
    async (method) => {
      const token = bearer(sessionToken(SHOP, now()));
      for (const [place, init] of [
        [`/proxy/state?${signed()}`, {}],
        ['/api/home', token],
        ['/api/nowhere', token],
        ['/healthz', {}],
        ['/nowhere', {}],
      ] as const) {
        const answer = await get(place, { method, ...init });
        const body = await answer.text();
        expect([place, answer.status < 500, INSIDE.test(body)]).toEqual([place, true, false]);
        expect([place, method === 'HEAD' && body !== '']).toEqual([place, false]);
      }
    },
  );

  test('an unknown address is told in one way, wherever it is', async () => {
    const answers = await Promise.all(
      [
        '/nowhere.txt',
        '/.env',
        '/assets/..%2f..%2fpackage.json',
        '/admin.php',
        '/__demo/nothing',
      ].map((place) => get(place)),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(new Set(bodies).size).toBe(1);
  });
});
