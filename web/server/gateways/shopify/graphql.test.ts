/**
 * How every way a call can go wrong is reported. A small HTTP server plays the answers; the battery
 * asks the simulator the same questions.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../platform.ts';
import {
  call,
  cutOff,
  data,
  graphQlError,
  hangUp,
  json,
  shopifyAt,
  silence,
  stage,
} from './stage.ts';
import type { Play } from './stage.ts';

const ended = data({ ended: { userErrors: [] } });

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

describe('what went wrong', () => {
  const later = (reason: string) => ({ kind: 'later', reason });
  const unclear = (reason: string) => ({ kind: 'unclear', reason });
  const refused = (reason: string) => ({ kind: 'refused', reason });

  it.each([
    ['a redirect', json({}, 302, { location: '/' }), unclear('network'), later('network')],
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
    const { platform } = await stage(play, play, play, play);
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
    const userErrors = [
      { code: 'INVALID', field: ['code'], message: 'ana@example.com is invalid' },
    ];
    const { platform } = await stage(data({ ended: { userErrors } }));
    expect(await write(platform)).toEqual({ ok: false, failure: refused('INVALID code') });
  });
});

async function freedPort(): Promise<{ port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { port };
}
