/** How often the database is asked for what waits, and what is told when it does not answer. */
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { addGauges } from './gauges.ts';
import type { Waiting } from './gauges.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

function open(read: () => Promise<Waiting>) {
  const registry = new Registry();
  const clock = { elapsed: 0 };
  addGauges(registry, {
    waiting: read,
    pools: () => [{ pool: 'app', most: 12, open: 5, idle: 2, waiting: 7 }],
    now: () => NOW,
    elapsed: () => clock.elapsed,
    build: { version: '1.2.3' },
  });
  return { text: () => registry.metrics(), clock };
}

const waiting = (count: number): Waiting => ({
  inbox: { count, oldestAt: count === 0 ? null : NOW - 90_000 },
  deliveries: [{ kind: 'mail', count: 2, oldestAt: NOW + 5_000 }],
  parked: { messages: 1, deliveries: 0 },
  lookedAt: NOW - 3_600_000,
});

test('tells numbers, ages in seconds by the app’s clock, and connections by what they do', async () => {
  const lines = (await open(() => Promise.resolve(waiting(3))).text()).split('\n');
  for (const line of [
    'regulars_inbox_waiting 3',
    'regulars_inbox_oldest_seconds 90',
    'regulars_deliveries_waiting{kind="mail"} 2',
    // Due only by another process's clock: no age is below zero.
    'regulars_deliveries_oldest_seconds{kind="mail"} 0',
    'regulars_parked{what="messages"} 1',
    'regulars_parked{what="deliveries"} 0',
    'regulars_reconciliation_oldest_seconds 3600',
    'regulars_database_up 1',
    'regulars_pool_connections{pool="app",state="busy"} 3',
    'regulars_pool_connections{pool="app",state="idle"} 2',
    'regulars_pool_connections_max{pool="app"} 12',
    'regulars_pool_waiting{pool="app"} 7',
    'regulars_build_info{version="1.2.3"} 1',
  ]) {
    expect(lines).toContain(line);
  }
});

test('asks once however many ask, and again after five seconds', async () => {
  let asked = 0;
  const { text, clock } = open(() => Promise.resolve(waiting((asked += 1))));
  const all = await Promise.all(Array.from({ length: 20 }, () => text()));
  expect(asked).toBe(1);
  expect(new Set(all).size).toBe(1);
  clock.elapsed = 4_999;
  expect(await text()).toContain('regulars_inbox_waiting 1');
  clock.elapsed = 5_000;
  expect(await text()).toContain('regulars_inbox_waiting 2');
});

test('tells no old number when the database does not answer', async () => {
  let works = true;
  const { text, clock } = open(() =>
    works ? Promise.resolve(waiting(3)) : Promise.reject(new Error('gone')),
  );
  await text();
  works = false;
  clock.elapsed = 10_000;
  const told = await text();
  expect(told).not.toMatch(/^regulars_inbox_waiting/m);
  expect(told).not.toContain('kind="mail"');
  expect(told).toContain('regulars_database_up 0');
  expect(told).toContain('regulars_pool_waiting{pool="app"} 7');
});
