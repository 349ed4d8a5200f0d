/**
 * The load, from a process of its own: as many calls as there is room for, or an even rate. At a rate
 * each latency is measured from the moment the call was meant to leave, so that a server which stalls
 * is not spared the calls that wait meanwhile (no coordinated omission).
 *
 * A process that has just started is slow itself: in its first third of a second a call waits for
 * the generator and not for the server, and at an even rate that alone is the slowest hundredth. So the
 * same load runs for a moment that is not counted before the one that is.
 */
import crypto from 'node:crypto';
import { spawn } from 'node:child_process';
import { Pool } from 'undici';
import { proxyQuery } from '../tests/signing.ts';
import { SECRET, domainOf, orderBody, percentile, saturate } from './harness.ts';

export type Load = {
  url: string;
  call: 'webhook' | 'order' | 'redeem' | 'state' | 'bare';
  seconds: number;
  lanes: number;
  /** Calls a second; without it as many as there is room for. */
  rate?: number;
  /** Webhooks go to this many clubs in turn; shoppers are customers 0 to `customers` - 1. */
  clubs?: number;
  customers?: number;
};

export type Loaded = {
  /** Calls in all, those that do not count too. */
  made: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  statuses: Record<string, number>;
};

/** Runs a load in another process and answers what it saw. */
export function runLoad(load: Load): Promise<Loaded> {
  const child = spawn(process.execPath, [import.meta.filename], {
    env: { ...process.env, BENCH_LOAD: JSON.stringify(load) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Loaded);
      else reject(new Error(`the load generator ended with ${code}`));
    });
  });
}

type Request = {
  path: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: Buffer;
};

/** How long a load runs before it counts. */
export const WARM_SECONDS = 2;

const hmacOf = (body: Buffer) => crypto.createHmac('sha256', SECRET).update(body).digest('base64');

function webhooks(clubs: number): (n: number) => Request {
  const body = Buffer.from(orderBody('1', '1', '2026-01-01T00:00:00Z'));
  const hmac = hmacOf(body);
  return (n) => webhook(domainOf(n % clubs), body, hmac);
}

/** Every one another new order, of one of 5,000 shoppers. */
function orders(clubs: number): (n: number) => Request {
  const first = 1_000_000_000 + Math.floor(Math.random() * 1e9) * 4;
  const placedAt = new Date(Date.now() - 60_000).toISOString();
  return (n) => {
    const body = Buffer.from(
      orderBody(String(first + n), String(5_000_000 + (n % 5_000)), placedAt),
    );
    return webhook(domainOf(n % clubs), body, hmacOf(body));
  };
}

function webhook(shop: string, body: Buffer, hmac: string): Request {
  return {
    path: '/webhooks/shopify',
    method: 'POST',
    body,
    headers: {
      'content-length': String(body.byteLength),
      'x-shopify-topic': 'orders/paid',
      'x-shopify-hmac-sha256': hmac,
      'x-shopify-shop-domain': shop,
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': crypto.randomUUID(),
      'x-shopify-event-id': crypto.randomUUID(),
      'x-shopify-triggered-at': new Date().toISOString(),
    },
  };
}

/** Shoppers' calls, signed beforehand: a signature is good for 90 seconds. */
function proxied(customers: number, ask: (query: string, customer: number) => Request) {
  const queries = Array.from({ length: customers }, (_, n) =>
    proxyQuery(domainOf(0), String(n), Date.now(), {}, SECRET),
  );
  return (n: number) => ask(queries[n % customers] ?? '', n % customers);
}

function redemption(query: string): Request {
  const id = crypto.randomUUID();
  const body = Buffer.from(JSON.stringify({ id, rewardId: 'one', points: 1 }));
  return {
    path: `/proxy/redemptions?${query}`,
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'content-length': String(body.byteLength),
      'x-regulars': '1',
      origin: `https://${domainOf(0)}`,
    },
  };
}

function requestsOf({ call, clubs = 1, customers = 1 }: Load): (n: number) => Request {
  if (call === 'webhook') return webhooks(clubs);
  if (call === 'order') return orders(clubs);
  if (call === 'redeem') return proxied(customers, redemption);
  const get = (path: string): Request => ({ path, method: 'GET', headers: {} });
  if (call === 'state') return proxied(customers, (query) => get(`/proxy/state?${query}`));
  return (n) => get(`/${n % customers}`);
}

async function generate(load: Load): Promise<Loaded> {
  const target = new URL(load.url);
  if (target.hostname !== '127.0.0.1') throw new Error('the load goes to this machine only');
  const pool = new Pool(target.origin, { connections: load.lanes });
  const requestOf = requestsOf(load);
  let n = 0;
  const run = async (seconds: number): Promise<Loaded> => {
    const statuses: Record<string, number> = {};
    const times: number[] = [];
    const send = async (from: number): Promise<void> => {
      const { statusCode, body } = await pool.request(requestOf((n += 1)));
      await body.dump();
      times.push(performance.now() - from);
      statuses[`${statusCode}`] = (statuses[`${statusCode}`] ?? 0) + 1;
    };
    const { rate, lanes } = load;
    const ms = seconds * 1000;
    let took = seconds;
    if (rate === undefined) await saturate(lanes, ms, () => send(performance.now()));
    else took = await evenly(rate, ms, send);
    const [p50Ms = 0, p95Ms = 0, p99Ms = 0] = [0.5, 0.95, 0.99].map((p) => percentile(times, p));
    return { made: n, perSecond: times.length / took, p50Ms, p95Ms, p99Ms, statuses };
  };
  await run(WARM_SECONDS);
  return run(load.seconds);
}

/** Calls at an even rate, whatever becomes of the earlier ones. Answers how long it took, seconds. */
export async function evenly(
  rate: number,
  ms: number,
  call: (meantFor: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  const calls: Promise<void>[] = [];
  const all = Math.floor((rate * ms) / 1000);
  while (calls.length < all) {
    const due = Math.min(all, ((performance.now() - startedAt) * rate) / 1000);
    while (calls.length < due) calls.push(call(startedAt + (calls.length * 1000) / rate));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(calls);
  return (performance.now() - startedAt) / 1000;
}

if (import.meta.main) {
  console.log(JSON.stringify(await generate(JSON.parse(process.env.BENCH_LOAD ?? '') as Load)));
  process.exit(0);
}
