import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { problems } from '../payloads/testSchemas.ts';
import { khanesofal } from '../seed/khanesofal.ts';
import { hmacBase64 } from '../signing.ts';
import { API_SECRET, startTestShop } from '../testShop.ts';
import { runHistory } from './command.ts';
import { tellHistory } from './telling.ts';
import { NOW } from './testShelf.ts';

const APP_TOML = join(import.meta.dirname, '../../shopify.app.toml');
const UNTIL = ['--until', new Date(NOW).toISOString()];
const topics = new Set(['orders/paid', 'refunds/create', 'customers/create']);

const places: string[] = [];
afterEach(() => {
  for (const place of places.splice(0)) rmSync(place, { recursive: true });
});

function told(draw: number): { sha: string; lines: number; part: number } {
  const hash = createHash('sha256');
  let lines = 0;
  let part = 0;
  for (const each of tellHistory({ seed: khanesofal, draw, shoppers: 120, now: NOW, topics })) {
    for (const message of each.messages) hash.update(JSON.stringify(message));
    lines += each.messages.length;
    expect(each.part).toBeGreaterThan(part);
    part = each.part;
  }
  return { sha: hash.digest('hex'), lines, part };
}

test('the same seed tells the same webhooks to the byte, ids and tokens included', () => {
  const first = told(11);
  expect(first.lines).toBeGreaterThan(300);
  expect(first.part).toBe(1);
  expect(told(11)).toEqual(first);
  expect(told(12).sha).not.toBe(first.sha);
});

test('the command writes one delivery a line, in Shopify’s shapes', async () => {
  const place = mkdtempSync(join(tmpdir(), 'history-'));
  places.push(place);
  const out = join(place, 'h.jsonl');
  const code = await runHistory(['--shoppers', '40', ...UNTIL, '--out', out], APP_TOML);
  expect(code).toBe(0);
  type Line = { topic: string; shop: string; triggeredAt: string; body: string };
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  const deliveries = lines.map((line) => JSON.parse(line) as Line);
  expect(deliveries.length).toBeGreaterThan(200);
  expect(deliveries.flatMap(problems)).toEqual([]);
  const times = deliveries.map(({ triggeredAt }) => triggeredAt);
  expect(times).toEqual([...times].sort());
});

test('the command posts to an app’s door, signed, and says when the app refuses', async () => {
  const shop = await startTestShop();
  const args = ['--shoppers', '12', ...UNTIL, '--app', shop.appUrl, '--api-secret', API_SECRET];
  expect(await runHistory(args, APP_TOML)).toBe(0);
  expect(shop.received.length).toBeGreaterThan(40);
  for (const { body, headers, path } of shop.received) {
    expect(path).toBe('/webhooks/shopify');
    expect(headers['x-shopify-hmac-sha256']).toBe(hmacBase64(API_SECRET, body));
  }
  shop.answerWith(503);
  expect(await runHistory([...args, '--topics', 'refunds/create,orders/paid'], APP_TOML)).toBe(1);
  await shop.stop();
});

test.each([
  [['--shoppers', 'many', '--out', '-'], /how many people/],
  [['--shoppers', '5', '--shop', 'nowhere', '--out', '-'], /no shop nowhere/],
  [['--shoppers', '5', '--app', 'http://127.0.0.1:1', '--api-secret', ''], /needs the app’s/],
])('%s is refused in words', async (args, words) => {
  await expect(runHistory(args, APP_TOML)).rejects.toThrow(words);
});
