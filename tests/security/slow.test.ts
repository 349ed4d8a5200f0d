/** Clients that are slow, or say nothing at all, are cut off, and stop nobody else meanwhile. */
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE } from '../../web/server/http/listener.ts';
import { proxyQuery, sessionToken, webhookHeaders } from '../signing.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
const open: net.Socket[] = [];

beforeAll(async () => {
  const patience = { headersMs: 300, requestMs: 600, idleMs: 300, lookEveryMs: 50 };
  world = await startWorld({ hands: { patience } });
});
afterAll(() => world.stop());
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Opens a connection, says this much, and then waits to hear what is said until it is closed. */
function speak(bytes: string): { heard: Promise<string> } {
  const { hostname, port } = new URL(world.app.url);
  const socket = net.connect(Number(port), hostname);
  open.push(socket);
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => {}); // a reset is a way of being cut off
  socket.write(bytes);
  return { heard: new Promise((resolve) => socket.on('close', () => resolve(said))) };
}

const now = () => world.sim.clock.now();
const head = (line: string, headers: Record<string, string>) =>
  `${line} HTTP/1.1\r\nhost: x\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
const expectWell = async () => {
  expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
};

test('in production nobody waits longer than the platform does, many times over', () => {
  expect(PATIENCE.headersMs).toBeLessThanOrEqual(10_000);
  expect(PATIENCE.requestMs).toBeLessThanOrEqual(30_000);
  expect(PATIENCE.headersMs).toBeGreaterThanOrEqual(5_000);
});

describe('cut off', () => {
  const json = { 'content-type': 'application/json', 'content-length': '100' };
  test.each<[string, () => string]>([
    ['who says nothing', () => ''],
    ['half a line', () => 'GET /hea'],
    ['half a head', () => 'GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: '],
    [
      'half a body at the webhook door',
      () => {
        const told = webhookHeaders({
          shop: SHOP,
          topic: 'orders/create',
          body: '{}',
          nowMs: now(),
        });
        return `${head('POST /webhooks/shopify', { ...told, ...json })}{"id"`;
      },
    ],
    [
      'half a body at the merchant’s door',
      () => {
        const authorization = `Bearer ${sessionToken(SHOP, now())}`;
        return `${head('PUT /api/program', { ...json, authorization })}{"baseVersion"`;
      },
    ],
    [
      'half a body at the shopper’s door',
      () => {
        const place = `POST /proxy/redemptions?${proxyQuery(SHOP, '1', now())}`;
        const ours = { ...json, 'x-regulars': '1', origin: `https://${SHOP}` };
        return `${head(place, ours)}{"id"`;
      },
    ],
    [
      'chunks without an end',
      () => head('POST /x', { 'transfer-encoding': 'chunked' }) + '5\r\nabc',
    ],
  ])('%s', async (_, bytes) => {
    const said = await speak(bytes()).heard;
    expect(said).not.toMatch(/^HTTP\/1\.1 2/);
    await expectWell();
    const { rows } = await world.owner.query('select from inbox where topic = $1', [
      'orders/create',
    ]);
    expect(rows).toEqual([]);
  });
});

test('300 connections that say nothing stop nobody, and are closed', async () => {
  const idle = Array.from({ length: 300 }, () => speak(''));
  const slow = Array.from({ length: 100 }, () => speak('GET / HTTP/1.1\r\nhost: x\r\n'));
  for (let n = 0; n < 5; n += 1) {
    expect((await world.api('GET', '/api/home')).status).toBe(200);
    await expectWell();
  }
  await Promise.all([...idle, ...slow].map(({ heard }) => heard));
  await expectWell();
});
