/**
 * Order messages to posted points: 20,000 new orders of 4,000 shoppers lie in the inbox of 4 clubs, and
 * the worker works until none is left. Beside it, in the same run, the yardstick: the same number of
 * plain rows written by 100-row inserts on one connection.
 */
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { movableClock } from '../web/server/clock.ts';
import { createShopify } from '../web/server/gateways/shopify/index.ts';
import { keysOf } from '../web/server/main.ts';
import { dueClubs } from '../web/server/store/deliveries.ts';
import { inTransaction } from '../web/server/store/transaction.ts';
import { workOnBooks } from '../web/server/worker/pulse.ts';
import type { PulseDeps } from '../web/server/worker/pulse.ts';
import type { Reach } from '../web/server/actions/context.ts';
import { SECRET, openBench, orderBody, report } from './harness.ts';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 20_000);
const CLUBS = 4;
const now = Date.parse('2026-06-01T12:00:00Z');

async function fill(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const shops = await client.query<{ c: string; s: string }>(
    'select club_id as c, shop_id as s from shops',
  );
  for (let n = 0; n < ORDERS; n += 1) {
    const shop = shops.rows[n % shops.rows.length];
    const body = orderBody(
      String(7_000_000_000 + n),
      String(6_000_000 + (n % 4_000)),
      '2026-05-01T10:00:00Z',
    );
    await client.query(
      `insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload,
         due_at) values ($1, $2, $3, 'orders/paid', $4, $4, $5, $4)`,
      [shop?.c, shop?.s, newId(), new Date(now), Buffer.from(body)],
    );
  }
  await client.end();
}

async function yardstick(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('create table plain (id uuid primary key, body text, n bigint)');
  const startedAt = performance.now();
  for (let n = 0; n < ORDERS; n += 100) {
    const ids = Array.from({ length: 100 }, () => newId());
    await client.query(
      `insert into plain select i, repeat('x', 1000), 1 from unnest($1::uuid[]) as i`,
      [ids],
    );
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await client.end();
  return ORDERS / seconds;
}

const bench = await openBench(CLUBS);
await fill(bench.url);
const raw = await yardstick(bench.url);
const clock = movableClock({ frozenAt: now });
const platform = createShopify({
  apiKey: 'bench',
  apiSecrets: [SECRET],
  apiVersion: '2026-07',
  scopes: [],
  clock,
});
const reach: Reach = {
  inTransaction: (clubId, work) => inTransaction(bench.db, clubId, work),
  platform,
  mails: null,
  keys: keysOf(SECRET),
  newId,
  now: clock.now,
  messagesAddress: 'http://localhost/webhooks/shopify',
  heals: false,
  deadlineMs: 1_000,
};
const deps: PulseDeps = {
  reach,
  dueClubs: () => dueClubs(bench.db, now, Date.now()),
  onError: (error) => {
    throw error;
  },
};
const startedAt = performance.now();
while (await workOnBooks(deps));
const seconds = (performance.now() - startedAt) / 1000;
report('orders', {
  ordersPerSecond: Math.round(ORDERS / seconds),
  plainRowsPerSecond: Math.round(raw),
  orders: ORDERS,
});
await bench.stop();
process.exit(0);
