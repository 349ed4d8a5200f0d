/** The proofs that callers bring: told twice, told as lists, told in other ways, or used again. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, API_SECRET, extensionToken, proxyQuery, sessionToken } from '../signing.ts';
import { SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const now = () => world.sim.clock.now();
const status = async (place: string, authorization?: string) => {
  const headers = authorization === undefined ? {} : { authorization };
  return (await fetch(`${world.app.url}${place}`, { headers })).status;
};

describe('a storefront’s query', () => {
  const good = () => proxyQuery(SHOP, '1', now());
  const signature = () => /signature=(\w+)/.exec(good())?.[1] ?? '';
  const names = ['shop', 'signature', 'timestamp', 'logged_in_customer_id', 'path_prefix', 'hmac'];

  test.each(names)('is refused when %s is told twice, in any order, or as a list', async (name) => {
    const value = new URLSearchParams(good()).get(name) ?? 'x';
    for (const more of [
      `${name}=${value}`,
      `${name}=`,
      `${name}[]=x`,
      `${name}[0]=x`,
      `${name}.x=y`,
    ]) {
      expect([more, await status(`/proxy/state?${good()}&${more}`)]).toEqual([more, 401]);
      expect([more, await status(`/proxy/state?${more}&${good()}`)]).toEqual([more, 401]);
    }
  });

  test.each<[string, (query: string) => string]>([
    ['in capitals', (query) => query.replace(signature(), signature().toUpperCase())],
    ['cut short', (query) => query.replace(signature(), signature().slice(0, 32))],
    ['of no length', (query) => query.replace(signature(), '')],
    ['longer', (query) => `${query}00`],
    [
      'in base64',
      (query) => query.replace(signature(), Buffer.from(signature(), 'hex').toString('base64')),
    ],
    ['as another name', (query) => query.replace('signature=', 'Signature=')],
  ])('is refused with its signature %s', async (_, change) => {
    expect(await status(`/proxy/state?${good()}`)).toBe(200);
    expect(await status(`/proxy/state?${change(good())}`)).toBe(401);
  });

  test('a locale told twice, or as a list, is only ever the first, or none', async () => {
    for (const more of ['locale=fa&locale=ar', 'locale[]=fa']) {
      const query = `${good()}&${more}`;
      expect(await status(`/proxy/state?${query}`)).toBe(401);
      const open = await fetch(`${world.app.url}/api/home?${more}`);
      expect(await open.text()).toContain(more.startsWith('locale=') ? 'صفحه' : 'Reload');
    }
  });
});

describe('a token', () => {
  const base64url = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
  /** The good claims under another head, signed as that head says. */
  const under = (head: object, good: string, hash = 'sha256') => {
    const body = `${base64url(head)}.${good.split('.')[1]}`;
    return `${body}.${createHmac(hash, API_SECRET).update(body).digest('base64url')}`;
  };
  const doors: [string, string, (over?: object) => string, string][] = [
    ['merchant', '/api/home', (over = {}) => sessionToken(SHOP, now(), { ...over }), '/api/home'],
    [
      'extension',
      `/ext/order?token=${'f'.repeat(32)}`,
      (over = {}) => extensionToken(SHOP, now(), { ...over }),
      '/ext/order',
    ],
  ];

  describe.each(doors)('of the %s’s door', (_, place, token) => {
    const seconds = () => Math.floor(now() / 1000);
    test.each<[string, () => string]>([
      ['alg none', () => `${base64url({ alg: 'none' })}.${token().split('.')[1]}.`],
      ['alg none in capitals', () => under({ alg: 'NONE' }, token())],
      ['HS512', () => under({ alg: 'HS512' }, token(), 'sha512')],
      ['HS384', () => under({ alg: 'HS384' }, token(), 'sha384')],
      ['RS256 with our secret', () => under({ alg: 'RS256' }, token())],
      ['a list of algorithms', () => under({ alg: ['HS256'] }, token())],
      ['no algorithm', () => under({ typ: 'JWT' }, token())],
      ['another app', () => token({ aud: 'another-app' })],
      ['a list with us in it', () => token({ aud: [API_KEY] })],
      ['an end that is past', () => token({ exp: seconds() - 11 })],
      ['an end as text', () => token({ exp: String(seconds() + 60) })],
      ['a beginning to come', () => token({ nbf: seconds() + 11 })],
      ['an issue to come', () => token({ iat: seconds() + 11 })],
      ['no shop', () => token({ dest: undefined })],
      ['a shop as a list', () => token({ dest: [`https://${SHOP}`] })],
      ['another’s domain behind ours', () => token({ dest: `https://${SHOP}.evil.example` })],
      ['ours as a name and a password', () => token({ dest: `https://${SHOP}@evil.example` })],
    ])('is refused: %s', async (what, make) => {
      expect([what, await status(place, `Bearer ${make()}`)]).toEqual([what, 401]);
    });

    test('is heard as often as it is shown while it lasts: it is no one-time word', async () => {
      const jti = crypto.randomUUID();
      const once = `Bearer ${token({ jti })}`;
      const first = await status(place, once);
      expect([200, 202]).toContain(first);
      expect(await status(place, once)).toBe(first);
    });

    test('is only heard in the header, never in the address', async () => {
      const joined = place.includes('?') ? '&' : '?';
      const told = `id_token=${token()}&access_token=${token()}&authorization=Bearer%20${token()}`;
      expect(await status(`${place}${joined}${told}`)).toBe(401);
    });
  });

  test('of one shop’s admin that names another’s issuer is refused', async () => {
    const mixed = sessionToken(SHOP, now(), { iss: `https://${SHOP_FA}/admin` });
    expect(await status('/api/home', `Bearer ${mixed}`)).toBe(401);
  });

  test('of one door opens no other', async () => {
    expect(await status('/api/home', `Bearer ${extensionToken(SHOP, now())}`)).toBe(401);
    const asked = `/ext/order?token=${'f'.repeat(32)}`;
    expect(await status(asked, `Bearer ${sessionToken(SHOP, now())}`)).toBe(401);
  });
});

describe('an address that someone would like to be sent on to', () => {
  const traps = [
    '//evil',
    '/\\evil',
    '/%5cevil',
    '/%2f%2fevil',
    'https:evil',
    '/%09/evil',
    '／／evil',
  ];
  const names = [
    'redirect',
    'redirect_uri',
    'return_to',
    'returnTo',
    'url',
    'next',
    'host',
    'shop',
  ];

  test('nobody is sent on, from anywhere', async () => {
    const asked = [
      '/',
      '/assets',
      '/assets/',
      '/proxy/',
      '/api/home',
      '/ext/order',
      '/exitiframe',
      '/auth',
    ];
    for (const place of [...asked, ...traps.map((trap) => `/assets/${trap}`), ...traps]) {
      const from = place.startsWith('/') ? place : `/${place}`;
      for (const trap of traps) {
        const query = names.map((name) => `${name}=${encodeURIComponent(trap)}`).join('&');
        const answer = await fetch(`${world.app.url}${from}?${query}`, {
          redirect: 'manual',
          headers: { accept: 'text/html' },
        });
        const told = [
          from,
          answer.status,
          answer.headers.get('location'),
          answer.headers.get('refresh'),
        ];
        expect([from, Math.floor(answer.status / 100) === 3]).toEqual([from, false]);
        expect(told.slice(2)).toEqual([null, null]);
      }
    }
  });
});
