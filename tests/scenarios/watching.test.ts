/** Watching it: one id from the webhook to the code, and figures that tell what waits. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { webhookHeaders } from '../signing.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';

type Line = Record<string, unknown> & { msg: string };

const lines: Line[] = [];
let world: World;
/** Real time as the metrics see it: moved by hand, so that what they keep is never in the way. */
let elapsed = 0;

beforeAll(async () => {
  world = await startWorld({
    program: {
      ...aProgram(),
      nextOrder: {
        value: { kind: 'percentOff', basisPoints: 1000 },
        minimumMinor: 0,
        combinesWith: { order: false, product: false, shipping: true },
        who: 'all',
        days: 30,
        quietDays: 0,
        reminderDays: [],
      },
      holdOut: false,
    },
    env: { LOG_LEVEL: 'debug' },
    hands: {
      logTo: { write: (line) => void lines.push(JSON.parse(line) as Line) },
      elapsed: () => elapsed,
    },
  });
});
afterAll(() => world.stop());

const said = (msg: string, like: Record<string, unknown> = {}): Line[] =>
  lines.filter(
    (line) => line.msg === msg && Object.entries(like).every(([name, is]) => line[name] === is),
  );

async function metrics(): Promise<string> {
  elapsed += 60_000;
  const reply = await fetch(`${world.app.url}/metrics`);
  expect(reply.status).toBe(200);
  return reply.text();
}

/** The number that stands behind a name and its labels; NaN where there is none. */
const figure = (text: string, sample: string): number => {
  const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1) ?? Number.NaN);
};

const someMug = () => {
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  return { variantId: mug?.id ?? '', quantity: 8 };
};

async function buy(): Promise<string> {
  const { id: customerId } = world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.org`,
    phone: null,
    firstName: 'A',
    lastName: 'B',
  });
  await world.settle();
  await world.buy({ buyer: { kind: 'customer', customerId }, lines: [someMug()] });
  return customerId;
}

async function tell(topic: string, body: string, webhookId: string): Promise<void> {
  const at = { shop: SHOP, topic, body, webhookId, nowMs: world.sim.clock.now() };
  const url = `${world.app.url}/webhooks/shopify`;
  const reply = await fetch(url, { method: 'POST', headers: webhookHeaders(at), body });
  expect(reply.status).toBe(200);
}

const CLI = path.join(import.meta.dirname, '..', '..', 'scripts', 'cli.ts');

async function trace(id: string): Promise<string> {
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  const run = promisify(execFile)(process.execPath, [CLI, 'trace', id], { env });
  const told = await run.catch((error: { stdout: string; stderr: string }) => error);
  return told.stdout + told.stderr;
}

describe('one id', () => {
  test('leads from an order’s webhook to its points, its code and its mail', async () => {
    lines.length = 0;
    await buy();
    const { rows } = await world.owner.query<{ cause: string; id: string }>(
      `select cause, delivery_id as id from deliveries where kind = 'settleNextOrder'`,
    );
    const [code] = rows;
    const cause = code?.cause ?? '';
    const accepted = said('webhook accepted', { cause });
    expect(accepted).toEqual([
      expect.objectContaining({ topic: expect.stringMatching(/^orders/) }),
    ]);
    const clubId: unknown = expect.stringMatching(/^[\da-f-]{36}$/);
    expect(said('message', { cause })).toEqual([
      expect.objectContaining({ outcome: 'handled', lagMs: 0, clubId }),
    ]);
    expect(said('delivery', { cause, delivery: 'settleNextOrder' })).toEqual([
      expect.objectContaining({ outcome: 'done', deliveryId: code?.id, reason: null }),
    ]);
    expect(said('delivery', { cause, delivery: 'mail' })).toEqual([
      expect.objectContaining({ outcome: 'done' }),
    ]);
    const known = new Set(said('webhook accepted').map((line) => line['cause']));
    const told = said('delivery').filter((line) => line['delivery'] !== 'settleNextOrder');
    expect(told.map((line) => line['delivery'])).toContain('shopperCard');
    for (const line of told) expect(known).toContain(line['cause']);
  });

  test('is what the command line is asked for: what came of a webhook, and of an order', async () => {
    const { rows } = await world.owner.query<{ cause: string; order: string }>(
      `select d.cause, o.platform_order_id as order from deliveries d
       join orders o on o.order_id::text = d.key where d.kind = 'settleNextOrder' limit 1`,
    );
    const [{ cause, order } = { cause: '', order: '' }] = rows;
    const ofWebhook = await trace(cause);
    expect(ofWebhook).toMatch(/message {2}orders\/\w+ came in/);
    expect(ofWebhook).toMatch(/message {2}orders\/\w+ handled/);
    expect(ofWebhook).toMatch(new RegExp(`settleNextOrder \\S+ done, asked for by ${cause}`));
    const ofOrder = await trace(order);
    expect(ofOrder).toMatch(/transfer {2}earn \d+: issued to pending/);
    expect(ofOrder).toMatch(/delivery {2}settleNextOrder/);
    expect(await trace('nobody')).toContain('Nothing here has the id nobody.');
  });

  test('leads from a shopper’s request to the code it asked for', async () => {
    const customerId = await buy();
    await world.pass(15 * DAY);
    lines.length = 0;
    const redeemed = await world.shopper(customerId).redeem('off-3', 300);
    expect(redeemed.status).toBe(200);
    await world.settle();
    const [done] = said('delivery', { delivery: 'settleCode' });
    const cause = done?.['cause'];
    expect(cause).toMatch(/^[\da-f-]{36}$/);
    expect(said('answered', { cause })).toEqual([
      expect.objectContaining({ door: 'shopper', status: 200 }),
    ]);
    const calls = said('platform call', { cause });
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(call).toMatchObject({ outcome: 'done' });
    // Once at least: it is asked for again when the code is there.
    expect(said('delivery', { delivery: 'shopperCard', cause })).not.toEqual([]);
  });

  test('is the answer’s own name, whoever asks', async () => {
    const replies = await Promise.all(
      ['/api/home', '/proxy/state', '/nowhere'].map((place) =>
        fetch(`${world.app.url}${place}`, { headers: { 'x-request-id': 'mine' } }),
      ),
    );
    const ids = replies.map((reply) => reply.headers.get('x-request-id') ?? '');
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f-]{36}$/);
      await vi.waitFor(() => expect(said('answered', { cause: id })).toHaveLength(1));
    }
    const [refused] = said('call refused', { cause: ids[0] });
    expect(refused).toMatchObject({ door: 'merchant' });
  });

  test('is the last one that asked: the clock asks without one', async () => {
    const customerId = await buy();
    const cardsOf = async () => {
      const { rows } = await world.owner.query<{ cause: string | null }>(
        `select d.cause from deliveries d join identities i on i.shopper_id::text = d.key
         where d.kind = 'shopperCard' and i.kind = 'customer' and i.value like '%' || $1`,
        [customerId],
      );
      return rows;
    };
    expect(await cardsOf()).toEqual([{ cause: expect.stringMatching(/^[\da-f-]{36}$/) }]);
    await world.pass(15 * DAY);
    expect(await cardsOf()).toEqual([{ cause: null }]);
  });

  test('is not believed to be an id when it looks like none', async () => {
    lines.length = 0;
    const odd = 'x"} somebody@example.org';
    await tell('orders/create', 'nothing', odd);
    await world.app.drain();
    const text = JSON.stringify(lines);
    expect(text).not.toContain('somebody');
    expect(said('message', { cause: 'odd', outcome: 'parked' })).toHaveLength(1);
  });
});

describe('the figures', () => {
  test('count what was done, by kinds and outcomes that are few', async () => {
    const before = await metrics();
    await buy();
    const after = await metrics();
    const grew = (sample: string) =>
      figure(after, sample) - (Number.isNaN(figure(before, sample)) ? 0 : figure(before, sample));
    expect(grew('regulars_messages_total{outcome="handled"}')).toBeGreaterThanOrEqual(2);
    expect(grew('regulars_posting_lag_seconds_count')).toBe(
      grew('regulars_messages_total{outcome="handled"}'),
    );
    expect(grew('regulars_deliveries_total{kind="settleNextOrder",outcome="done"}')).toBe(1);
    expect(after).toMatch(/regulars_platform_calls_total\{operation="\w+",outcome="done"\} \d/);
    expect(after).toMatch(/regulars_request_duration_seconds_count\{door="webhooks"\} \d/);
    expect(after).toMatch(/regulars_build_info\{version="[\d.]+",node="24[\d.]*",role="all"\} 1/);
    expect(figure(after, 'regulars_pool_connections_max{pool="intake"}')).toBe(2);
    expect(figure(after, 'regulars_database_up')).toBe(1);
    expect(after).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  test('tell what waits and since when, and what was set aside', async () => {
    const client = world.owner;
    await client.query('begin');
    await client.query(
      `select pg_advisory_xact_lock(hashtextextended('club work ' || club_id, 0)) from clubs`,
    );
    const parkedBefore = figure(await metrics(), 'regulars_parked{what="messages"}');
    for (const n of [1, 2, 3]) await tell('orders/create', 'nothing', `waits-${n}`);
    await client.query(
      `update inbox set due_at = due_at - interval '90 seconds' where webhook_id = 'waits-2'`,
    );
    await client.query(
      `update deliveries set state = 'due', due_at = $1::timestamptz - interval '10 minutes',
         lease_until = now() + interval '1 hour' where kind = 'clubCard'`,
      [new Date(world.app.now()).toISOString()],
    );
    const waiting = await metrics();
    await client.query('commit');
    expect(figure(waiting, 'regulars_inbox_waiting')).toBe(3);
    await world.app.drain();
    const worked = await metrics();
    expect(figure(worked, 'regulars_inbox_waiting')).toBe(0);
    expect(figure(worked, 'regulars_inbox_oldest_seconds')).toBe(0);
    expect(figure(worked, 'regulars_parked{what="messages"}')).toBe(parkedBefore + 3);
    // What somebody has in their hands does not wait; once the lease is over, it does.
    expect(figure(worked, 'regulars_deliveries_waiting{kind="clubCard"}')).toBeNaN();
  });

  test('name no shop, no club, no shopper and no code', async () => {
    const text = await metrics();
    const { rows } = await world.owner.query<{ word: string }>(
      `select domain as word from shops union select club_id::text from clubs
       union select value from identities union select code from redemptions`,
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { word } of rows) expect(text).not.toMatch(new RegExp(`"${word}"`));
  });

  test('are there without the database, and say that it is not', async () => {
    await world.owner.query('alter table deliveries rename to gone');
    const text = await metrics();
    await world.owner.query('alter table gone rename to deliveries');
    expect(figure(text, 'regulars_database_up')).toBe(0);
    expect(figure(text, 'regulars_inbox_waiting')).toBeNaN();
    expect(figure(text, 'regulars_messages_total{outcome="handled"}')).toBeGreaterThan(0);
    await world.pass(MINUTE);
    expect(figure(await metrics(), 'regulars_database_up')).toBe(1);
  });
});
