import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { API_SECRET, START_AT, startFront, type TestFront } from './testFront.ts';
import { shopperAt } from './testShopper.ts';

const northday = 'northday.myshopify.com';
type Seen = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };

/** The check an app makes, written from the platform's page and not from our signing. */
function isSigned(url: URL): boolean {
  const names = [...new Set(url.searchParams.keys())].filter((name) => name !== 'signature');
  const lines = names.map((name) => `${name}=${url.searchParams.getAll(name).join(',')}`);
  const text = lines.sort().join('');
  const expected = createHmac('sha256', API_SECRET).update(text).digest('hex');
  return expected === url.searchParams.get('signature');
}

describe('the app proxy', () => {
  let front: TestFront;
  let app: Server;
  let seen: Seen[] = [];
  const appUrl = () => `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const last = (): Seen => {
    const found = seen.at(-1);
    if (!found) throw new Error('The app was not asked');
    return found;
  };

  beforeAll(async () => {
    front = await startFront();
    app = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '', 'http://app');
        seen.push({ method: request.method ?? '', url, headers: request.headers, body });
        const liquid = url.pathname === '/proxy' || url.pathname === '/proxy/';
        response.setHeader('set-cookie', 'theirs=1');
        response.setHeader('content-type', liquid ? 'application/liquid' : 'application/json');
        response.statusCode = liquid ? 200 : 201;
        const points = '{{ app.metafields.regulars.card.value.points }}';
        response.end(liquid ? `<h1>{{ shop.name }} ${points}</h1>` : '{"ok":true}');
      });
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    front.sim.setAppUrl(appUrl());
  });
  beforeEach(() => void (seen = []));
  afterAll(async () => {
    await front.stop();
    app.close();
  });

  test('signs the query, with a blank customer when nobody is logged in', async () => {
    await shopperAt(front.url, northday).get('/apps/regulars/state?locale=en&x=1&x=2');
    const { url } = last();
    expect(url.pathname).toBe('/proxy/state');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      shop: northday,
      logged_in_customer_id: '',
      path_prefix: '/apps/regulars',
      timestamp: String(START_AT / 1000),
      locale: 'en',
    });
    expect(url.searchParams.getAll('x')).toEqual(['1', '2']);
    expect(isSigned(url)).toBe(true);
  });

  test('the customer comes from the session; a shopper cannot write it', async () => {
    const one = shopperAt(front.url, northday);
    const [customer, other] = front.sim.commerce.customers(northday);
    await one.post('/account/login', { customer_id: customer?.id ?? '' });
    await one.get(
      `/fa/apps/regulars/state?logged_in_customer_id=${other?.id}&shop=evil&signature=x`,
    );
    const { url } = last();
    expect(url.searchParams.getAll('logged_in_customer_id')).toEqual([customer?.id]);
    expect(url.searchParams.getAll('shop')).toEqual([northday]);
    expect(isSigned(url)).toBe(true);
    url.searchParams.set('logged_in_customer_id', other?.id ?? '');
    expect(isSigned(url)).toBe(false);
  });

  test('passes method, body and own headers on, and no cookies either way', async () => {
    const one = shopperAt(front.url, northday);
    await one.get('/');
    const headers = { 'x-regulars': '1', origin: new URL(front.url).origin };
    const answer = await one.postJson('/apps/regulars/redemptions', { id: 'a' }, headers);
    expect([answer.status, answer.body]).toEqual([201, '{"ok":true}']);
    expect(answer.headers.get('set-cookie')).toBe(null);
    const { method, headers: got, body } = last();
    expect([method, body]).toEqual(['POST', '{"id":"a"}']);
    expect(got).toMatchObject({ 'content-type': 'application/json', 'x-regulars': '1' });
    expect(got.origin).toBe(`https://${northday}`);
    expect(got.cookie).toBe(undefined);
    expect(got['x-sim-shop']).toBe(undefined);
  });

  test('a foreign page’s Origin arrives as it is', async () => {
    const one = shopperAt(front.url, northday);
    await one.postJson('/apps/regulars/redemptions', {}, { origin: 'https://evil.example' });
    expect(last().headers.origin).toBe('https://evil.example');
  });

  test('renders application/liquid inside the theme, with the app in scope', async () => {
    await front.setMetafield('', 'regulars', 'card', { points: 5 });
    const page = await shopperAt(front.url, northday).get('/apps/regulars');
    expect(page.body).toContain('<h1>Northday 5</h1>');
    expect(page.body).toContain('id="shopify-section-header"');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('says so when the app is not there', async () => {
    front.sim.setAppUrl('http://127.0.0.1:9');
    const answer = await shopperAt(front.url, northday).get('/apps/regulars/state');
    front.sim.setAppUrl(appUrl());
    expect(answer.status).toBe(502);
  });
});
