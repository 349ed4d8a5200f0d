/**
 * How every way a call can go wrong is reported. A small HTTP server plays the answers: the wire is
 * real, and nothing of ours is replaced. The battery asks the simulator the same questions.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Platform } from '../platform.ts';
import { createShopify } from './index.ts';

type Play = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const shopifyAt = (platformOrigin: string): Platform =>
  createShopify({
    apiKey: 'the-key',
    apiSecrets: ['the-secret', 'the-old-secret'],
    apiVersion: '2026-07',
    scopes: ['write_discounts'],
    clock: { now: () => Date.parse('2026-07-01T12:00:00Z') },
    platformOrigin,
  });

/** Plays the answers in turn and keeps what was asked. */
async function stage(...plays: Play[]) {
  const asked: { path: string; headers: IncomingMessage['headers']; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(body) });
      const play = plays.shift();
      if (play) play(request, response, body);
      else response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { asked, platform: shopifyAt(`http://127.0.0.1:${port}`) };
}

const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Play =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };
const data = (value: unknown): Play => json({ data: value });
const silence: Play = () => {};
const hangUp: Play = (_, response) => response.destroy();
const cutOff: Play = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data":', () => response.destroy());
};
const throttled = (available: number): Play =>
  json({
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: {
      cost: {
        requestedQueryCost: 10,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
      },
    },
  });
const graphQlError = (code: string): Play =>
  json({ errors: [{ message: 'no', extensions: { code } }] });

const call = (deadlineMs = 2000) => ({
  shopDomain: 'northday.myshopify.com',
  accessToken: 'shpat_1',
  deadlineMs,
});
const ended = data({ ended: { userErrors: [] } });
const absent = data({ node: null });

/** A call that writes, and one that only reads. */
const write = (platform: Platform, ms?: number) =>
  platform.endParent(call(ms), 'gid://shopify/DiscountCodeNode/1');
const read = (platform: Platform, ms?: number) => platform.findCode(call(ms), 'RG7K');

describe('a call', () => {
  it('names version, token and shop', async () => {
    const { asked, platform } = await stage(ended);
    expect(await write(platform)).toEqual({ ok: true });
    expect(asked[0]?.path).toBe('/admin/api/2026-07/graphql.json');
    expect(asked[0]?.headers).toMatchObject({
      'x-shopify-access-token': 'shpat_1',
      'x-sim-shop': 'northday.myshopify.com',
    });
  });

  it('keeps the shops of parallel calls apart', async () => {
    const echo: Play = (request, response) =>
      json({ data: { shop: shopOf(String(request.headers['x-sim-shop'])) } })(
        request,
        response,
        '',
      );
    const { platform } = await stage(...Array.from({ length: 20 }, () => echo));
    const domains = Array.from({ length: 20 }, (_, n) => `shop-${n}.myshopify.com`);
    const answers = await Promise.all(
      domains.map((shopDomain) => platform.shopProfile({ ...call(), shopDomain })),
    );
    expect(answers.map((answer) => answer.ok && answer.profile.domain)).toEqual(domains);
  });
});

const shopOf = (domain: string) => ({
  id: 'gid://shopify/Shop/548380009',
  name: 'Northday',
  myshopifyDomain: domain,
  ianaTimezone: 'America/New_York',
  currencyCode: 'USD',
  primaryDomain: { url: 'https://northday.example/' },
});

describe('throttling', () => {
  it('waits for the bucket and asks again', async () => {
    const { asked, platform } = await stage(throttled(5), throttled(8), ended);
    const started = performance.now();
    expect(await write(platform)).toEqual({ ok: true });
    expect(asked).toHaveLength(3);
    // (10 − 5) ÷ 100 s, then (10 − 8) ÷ 100 s
    expect(performance.now() - started).toBeGreaterThanOrEqual(68);
  });

  it('says when to come back where the deadline would be over first', async () => {
    const { asked, platform } = await stage(throttled(-500));
    expect(await write(platform, 1000)).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'THROTTLED', retryAfterMs: 5100 },
    });
    expect(asked).toHaveLength(1);
  });

  it('obeys Retry-After of a 429', async () => {
    const { platform } = await stage(json({}, 429, { 'retry-after': '0.05' }), ended);
    expect(await write(platform)).toEqual({ ok: true });
    const far = await stage(json({}, 429, { 'retry-after': '9' }));
    expect(await write(far.platform, 500)).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'HTTP 429', retryAfterMs: 9000 },
    });
  });
});

describe('what went wrong', () => {
  const later = (reason: string) => ({ kind: 'later', reason });
  const unclear = (reason: string) => ({ kind: 'unclear', reason });
  const refused = (reason: string) => ({ kind: 'refused', reason });

  it.each([
    ['HTTP 500', json({}, 500), unclear('HTTP 500'), later('HTTP 500')],
    ['HTTP 503', json({}, 503), unclear('HTTP 503'), later('HTTP 503')],
    ['HTTP 401', json({}, 401), refused('unauthorized'), refused('unauthorized')],
    ['HTTP 402 (frozen shop)', json({}, 402), refused('HTTP 402'), refused('HTTP 402')],
    ['HTTP 404', json({}, 404), refused('HTTP 404'), refused('HTTP 404')],
    ['a redirect', json({}, 302, { location: '/' }), unclear('network'), later('network')],
    [
      'no access',
      graphQlError('ACCESS_DENIED'),
      refused('ACCESS_DENIED'),
      refused('ACCESS_DENIED'),
    ],
    [
      'an error inside',
      graphQlError('INTERNAL_SERVER_ERROR'),
      unclear('INTERNAL_SERVER_ERROR'),
      later('INTERNAL_SERVER_ERROR'),
    ],
    ['a hang-up', hangUp, unclear('UND_ERR_SOCKET'), later('UND_ERR_SOCKET')],
    ['silence', silence, unclear('timeout'), later('timeout')],
    ['half an answer', cutOff, unclear('network'), later('network')],
    [
      'another shape',
      data({ ended: 1, node: 1 }),
      unclear('EndParent: unexpected answer at ended'),
      later('FindCode: unexpected answer at node'),
    ],
  ])('%s', async (_, play, whenWriting, whenReading) => {
    const { platform } = await stage(play, play);
    const deadlineMs = play === silence ? 100 : 2000;
    expect(await write(platform, deadlineMs)).toEqual({ ok: false, failure: whenWriting });
    expect(await read(platform, deadlineMs)).toEqual({ ok: false, failure: whenReading });
  });

  it('nobody there: nothing was sent', async () => {
    const { port } = await freedPort();
    const platform = shopifyAt(`http://127.0.0.1:${port}`);
    const failure = later('ECONNREFUSED');
    expect(await write(platform)).toEqual({ ok: false, failure });
    expect(await read(platform)).toEqual({ ok: false, failure });
  });

  it('user errors refuse, by code and field only', async () => {
    const userErrors = [{ code: 'INVALID', field: ['id'], message: 'ana@example.com is invalid' }];
    const { platform } = await stage(data({ ended: { userErrors } }));
    expect(await write(platform)).toEqual({ ok: false, failure: refused('INVALID id') });
  });
});

async function freedPort(): Promise<{ port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { port };
}

describe('codes', () => {
  const creation = { id: 'gid://shopify/DiscountRedeemCodeBulkCreation/1', done: false };
  const started = data({ added: { bulkCreation: creation, userErrors: [] } });
  const page = (nodes: object[], endCursor: string | null) =>
    data({
      creation: { codes: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
    });
  const added = (code: string) => ({ code, discountRedeemCode: { id: 'gid:1' }, errors: [] });

  it('reports each code by itself, over several pages', async () => {
    const { asked, platform } = await stage(
      started,
      data({ creation }),
      data({ creation: { ...creation, done: true } }),
      page(
        [added('A1'), { code: 'A2', discountRedeemCode: null, errors: [{ code: 'TAKEN' }] }],
        'x',
      ),
      page([{ code: 'A3', discountRedeemCode: null, errors: [{ code: 'TOO_LONG' }] }], null),
    );
    expect(await platform.addCodes(call(), 'gid:p', ['A1', 'A2', 'A3'])).toEqual({
      ok: true,
      outcomes: new Map<string, unknown>([
        ['A1', 'added'],
        ['A2', 'taken'],
        ['A3', { refused: 'TOO_LONG' }],
      ]),
    });
    expect(asked).toHaveLength(5);
  });

  it('is in doubt while the creation is not over, or leaves a code out', async () => {
    const endless = Array.from({ length: 20 }, () => data({ creation }));
    const slow = await stage(started, ...endless);
    expect(await slow.platform.addCodes(call(300), 'gid:p', ['A1'])).toEqual({
      ok: false,
      failure: { kind: 'unclear', reason: 'still being added' },
    });
    const done = data({ creation: { ...creation, done: true } });
    const short = await stage(started, done, page([added('A1')], null));
    expect(await short.platform.addCodes(call(), 'gid:p', ['A1', 'A2'])).toEqual({
      ok: false,
      failure: { kind: 'unclear', reason: 'a code was not reported' },
    });
  });

  it('refuses to guess when the search has not caught up', async () => {
    const node = { id: 'gid:p', codeDiscount: { codes: { nodes: [] } } };
    const { platform } = await stage(data({ node }));
    expect(await read(platform)).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'code not listed by its discount' },
    });
  });

  it('is absent when no discount has it', async () => {
    const { platform } = await stage(absent);
    expect(await read(platform)).toEqual({ ok: true, code: { state: 'absent' } });
  });

  it('never takes more than 250 at once', async () => {
    const { platform } = await stage();
    const many = Array.from({ length: 251 }, (_, n) => `C${n}`);
    await expect(platform.addCodes(call(), 'gid:p', many)).rejects.toThrow(RangeError);
  });
});

describe('cards', () => {
  const card = (customerId: string) =>
    ({ owner: 'shopper', customerId, json: '{"available":1}' }) as const;
  const errors = (...places: number[]) =>
    data({
      written: {
        userErrors: places.map((n) => ({
          code: 'INVALID',
          field: ['metafields', `${n}`, 'ownerId'],
        })),
      },
    });

  it('leaves out those the platform refuses and names them', async () => {
    const { asked, platform } = await stage(errors(1), errors(1), errors());
    const answer = await platform.writeCards(call(), [card('1'), card('2'), card('3'), card('4')]);
    expect(answer).toEqual({ ok: true, refused: [1, 2] });
    expect(asked).toHaveLength(3);
  });
});

describe('tokens', () => {
  const now = Date.parse('2026-07-01T12:00:00Z');
  const shop = { shopDomain: 'northday.myshopify.com', deadlineMs: 2000 };
  const answer = {
    access_token: 'shpat_2',
    scope: 'read_orders',
    expires_in: 3600,
    refresh_token: 'shprt_2',
    refresh_token_expires_in: 7776000,
  };

  it('are asked for as expiring, with the current secret, and counted by our clock', async () => {
    const { asked, platform } = await stage(json(answer));
    expect(await platform.exchangeToken({ ...shop, sessionToken: 'jwt' }, now)).toEqual({
      ok: true,
      token: {
        accessToken: 'shpat_2',
        accessExpiresAt: now + 3_600_000,
        refreshToken: 'shprt_2',
        refreshExpiresAt: now + 7_776_000_000,
        scopes: 'read_orders',
      },
    });
    expect(asked[0]?.path).toBe('/admin/oauth/access_token');
    expect(asked[0]?.body).toMatchObject({
      client_id: 'the-key',
      client_secret: 'the-secret',
      subject_token: 'jwt',
      expiring: '1',
    });
  });

  it.each([
    ['invalid_grant', json({ error: 'invalid_grant' }, 400), 'refused', 'invalid_grant'],
    ['a wrong secret', json({ error: 'invalid_client' }, 401), 'refused', 'unauthorized'],
    ['HTTP 500', json({}, 500), 'unclear', 'HTTP 500'],
    ['a half pair', json({ ...answer, refresh_token: '' }), 'unclear', 'token: unexpected answer'],
    ['a hang-up', hangUp, 'unclear', 'UND_ERR_SOCKET'],
  ])('%s', async (_, play, kind, reason) => {
    const { platform } = await stage(play);
    expect(await platform.refreshToken({ ...shop, refreshToken: 'shprt_1' }, now)).toEqual({
      ok: false,
      failure: { kind, reason },
    });
  });
});
