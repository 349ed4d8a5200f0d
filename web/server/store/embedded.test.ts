import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesOf, startEmbedded, stopOrphan } from './embedded.ts';

let place: string;

beforeEach(() => {
  place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-embedded-'));
  fs.chmodSync(place, 0o755);
});

afterEach(() => {
  const dir = path.join(place, 'postgres');
  stopOrphan(dir);
  for (const kept of [...placesOf(dir), place]) fs.rmSync(kept, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const options = () => ({ dir: path.join(place, 'postgres'), database: 'shop', durable: false });

test('a second start finds the data of the first one', async () => {
  const first = await startEmbedded(options());
  await query(first.url, 'create table kept as select 7 as a');
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  const second = await startEmbedded(options());
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'select a from kept')).toEqual([{ a: 7 }]);
  await second.stop();
});

test('a server left behind by a killed process is adopted, and stops when asked', async () => {
  const file = path.join(import.meta.dirname, 'embedded.ts');
  const source =
    `const { startEmbedded } = await import(${JSON.stringify(file)});` +
    `const server = await startEmbedded(${JSON.stringify(options())});` +
    `console.log(server.url); setInterval(() => {}, 1000);`;
  const args = ['--input-type=module', '--eval', source];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const adopted = await startEmbedded(options());
  expect(adopted.adopted).toBe(true);
  expect(adopted.url).toBe(String(url).trim());
  await adopted.stop();
  await expect(query(adopted.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  expect(stopOrphan(options().dir)).toBe(false);
});

test('a lock file that names some other process is stale, not an obstacle', async () => {
  const first = await startEmbedded(options());
  await first.stop();
  const lines = [String(process.pid), first.dataDir, '1', '1', '', '127.0.0.1', '', 'ready'];
  fs.writeFileSync(path.join(first.dataDir, 'postmaster.pid'), lines.join('\n'));
  const second = await startEmbedded(options());
  expect(second.adopted).toBe(false);
  await second.stop();
});

test('a folder that is closed to the server’s user works all the same, and says so', async () => {
  fs.chmodSync(place, 0o700);
  const server = await startEmbedded(options());
  expect(await query(server.url, 'select 1 as a')).toEqual([{ a: 1 }]);
  const asRoot = process.getuid?.() === 0;
  expect(server.note === null).toBe(!asRoot);
  expect(server.dataDir === options().dir).toBe(!asRoot);
  await server.stop();
});

test('lost passwords are told in a sentence', async () => {
  const first = await startEmbedded(options());
  await first.stop();
  fs.rmSync(path.join(place, 'postgres.password'));
  await expect(startEmbedded(options())).rejects.toThrow(/npm run reset/);
});
