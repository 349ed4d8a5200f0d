/** A small HTTP server that plays Shopify's answers in turn: the wire is real. For tests. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Platform, ShopCall } from '../platform.ts';
import { createShopify } from './index.ts';
import type { ShopifyOptions } from './options.ts';

export type Play = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

export const shopifyAt = (platformOrigin: string, over: Partial<ShopifyOptions> = {}): Platform =>
  createShopify({
    apiKey: 'the-key',
    apiSecrets: ['the-secret', 'the-old-secret'],
    apiVersion: '2026-07',
    scopes: ['write_discounts'],
    clock: { now: () => Date.parse('2026-07-01T12:00:00Z') },
    platformOrigin,
    random: () => 0.5,
    ...over,
  });

/** Plays the answers in turn and keeps what was asked. */
export async function stage(...plays: Play[]) {
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
  const waits: [shop: string, ms: number][] = [];
  const onWait = (shop: string, ms: number) => void waits.push([shop, ms]);
  return { asked, waits, platform: shopifyAt(`http://127.0.0.1:${port}`, { onWait }) };
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Play =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };
export const data = (value: unknown): Play => json({ data: value });
/** An answer that says what it cost and what is left of 2000 points. */
export const costing = (value: unknown, requested: number, available: number, rate = 100): Play =>
  json({
    data: value,
    extensions: {
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: requested,
        throttleStatus: {
          maximumAvailable: 2000,
          currentlyAvailable: available,
          restoreRate: rate,
        },
      },
    },
  });
export const silence: Play = () => {};
export const hangUp: Play = (_, response) => response.destroy();
export const cutOff: Play = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data":', () => response.destroy());
};
export const throttled = (available: number): Play =>
  json({
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: {
      cost: {
        requestedQueryCost: 10,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
      },
    },
  });
export const graphQlError = (code: string): Play =>
  json({ errors: [{ message: 'no', extensions: { code } }] });

export const call = (deadlineMs = 2000, over: Partial<ShopCall> = {}): ShopCall => ({
  shopDomain: 'northday.myshopify.com',
  accessToken: 'shpat_1',
  deadlineMs,
  ...over,
});
