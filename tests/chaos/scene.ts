/** Everything that takes part: the shop, the balancer, our processes and their database. */
import path from 'node:path';
import pg from 'pg';
import { startSimulator } from '../../simulator/index.ts';
import type { Simulator } from '../../simulator/options.ts';
import { API_KEY, API_SECRET, proxyQuery, sessionToken } from '../signing.ts';
import { makeActor } from './actor.ts';
import type { Actor } from './actor.ts';
import { openBalancer } from './balancer.ts';
import type { Balancer } from './balancer.ts';
import { DOMAIN, PROGRAM, REGULARS, START, emailOf, shopOf } from './shop.ts';
import { until } from './until.ts';

const root = path.join(import.meta.dirname, '..', '..');

export type Role = 'web' | 'worker' | 'all';
export type Reply = { status: number; text: string };

export type Scene = {
  sim: Simulator;
  balancer: Balancer;
  databaseUrl: string;
  actors: readonly (Actor & { role: Role })[];
  /** The shop's ids of its customers, by their number in the plan. */
  people: readonly string[];
  /** The app's time; the shop's runs ahead of it within a round. */
  now(): number;
  /** As the owner of the database; throws while that is away. */
  ask<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** A shopper's call through the app proxy; throws when nobody answered. */
  proxy(customerId: string, place: string, body: object): Promise<Reply>;
  /** Tells all processes what time it is, sends what the shop has to say, and waits for quiet. */
  passTo(at: number): Promise<void>;
  stop(): Promise<void>;
};

export type SceneOptions = {
  databaseUrl: string;
  roles: readonly Role[];
  /** How many customers the shop has. */
  people?: number;
  env?: Record<string, string>;
};

/** Leases are short here, as processes die often; calls to the shop's simulator are shorter. */
const SETTINGS = {
  SHOPIFY_API_KEY: API_KEY,
  SHOPIFY_API_SECRET: API_SECRET,
  LOG_LEVEL: 'error',
  RATE_LIMITS: 'off',
  PLATFORM_DEADLINE_MS: '3000',
  LEASE_MS: '5000',
  POOL_SIZE: '6',
  DEMO: '1',
};

export async function openScene(options: SceneOptions): Promise<Scene> {
  const { databaseUrl, roles, people = REGULARS, env = {} } = options;
  let now = START;
  const owner = askOwner(databaseUrl);
  const balancer = await openBalancer();
  const sim = await openShop(balancer.url, people);
  const actors = await Promise.all(
    roles.map(async (role, n) => {
      const actor = await makeActor(`${role} ${n}`, () => ({
        ...SETTINGS,
        DATABASE_URL: databaseUrl,
        APP_URL: balancer.url,
        ROLE: role,
        SIM_PORT: new URL(sim.url).port,
        DEMO_FROZEN_AT: new Date(now).toISOString(),
        ...env,
      }));
      return Object.assign(actor, { role });
    }),
  );
  balancer.doors(actors.filter(({ role }) => role !== 'worker'));
  let stopping: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    await Promise.all(actors.map((actor) => actor.retire()));
    await owner.end();
    await sim.stop();
    await balancer.stop();
  };
  const scene: Scene = {
    sim,
    balancer,
    databaseUrl,
    actors,
    people: peopleOf(sim, people),
    now: () => now,
    ask: owner.ask,
    proxy: (customerId, place, body) =>
      send(`${balancer.url}/proxy/${place}?${proxyQuery(DOMAIN, customerId, now)}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-regulars': '1',
          origin: `https://${DOMAIN}`,
        },
        body: JSON.stringify(body),
      }),
    async passTo(at) {
      now = at;
      sim.clock.moveTo(Math.max(at, sim.clock.now()));
      for (const actor of actors) await tellTime(actor, now);
      await sim.webhooks.settle();
      await quiet(scene);
    },
    stop: () => (stopping ??= stopAll()),
  };
  try {
    await Promise.all(actors.map((actor) => actor.start()));
    await install(scene);
  } catch (error) {
    await scene.stop();
    throw error;
  }
  return scene;
}

function openShop(appUrl: string, people: number): Promise<Simulator> {
  return startSimulator({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    appUrl,
    appTomlPath: path.join(root, 'shopify.app.toml'),
    extensionsDir: path.join(root, 'extensions'),
    shops: [shopOf(people)],
    clock: { startAt: START, frozen: true },
    jobDelayMs: 0,
    throttle: { bucket: 1_000_000, restorePerSecond: 1_000_000 },
  });
}

function peopleOf(sim: Simulator, people: number): string[] {
  const ids = new Map(sim.commerce.customers(DOMAIN).map(({ email, id }) => [email, id]));
  return Array.from({ length: people }, (_, who) => ids.get(emailOf(who)) ?? '');
}

/** The merchant opens the app and turns the program on, and tries again where the app is busy. */
async function install(scene: Scene): Promise<void> {
  const call = async (method: string, place: string, body?: object) => {
    const headers = {
      authorization: `Bearer ${sessionToken(DOMAIN, scene.now())}`,
      'content-type': 'application/json',
    };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const { status, text } = await until(`an answer to ${method} ${place}`, async () => {
      const reply = await send(`${scene.balancer.url}${place}`, init);
      return reply.status < 500 ? reply : null;
    });
    if (status !== 200) throw new Error(`${method} ${place}: ${status} ${text}`);
  };
  await call('GET', '/api/home');
  await call('PUT', '/api/program', { baseVersion: 0, program: PROGRAM });
  await quiet(scene);
}

/** It answers when it has worked on all that fell due. */
const A_LONG_ROUND_MS = 600_000;

/** A process that is just being started learns the time by that. */
async function tellTime(actor: Actor, now: number): Promise<void> {
  await until(
    `${actor.name} knows the time`,
    async () => {
      if (!actor.isUp()) return false;
      const told = await send(`${actor.url}/__demo/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ now: new Date(now).toISOString() }),
      }).catch(() => null);
      return told?.status === 200;
    },
    A_LONG_ROUND_MS,
  );
}

const WAITING = `
  select (select count(*) from inbox where state = 'new' and due_at <= $1)
    + (select count(*) from deliveries where state = 'due' and due_at <= $1)
    + (select count(*) from orders where pending > 0 and available_at <= $1)
    + (select count(*) from referrals where pending > 0 and available_at <= $1)
    + (select count(*) from next_order_codes where look_at <= $1) as n`;

/** Nothing is due any more, now. It may take long, as long as there is ever less. */
async function quiet(scene: Scene): Promise<void> {
  const at = new Date(scene.now());
  const look = async () => {
    const rows = await scene.ask<{ n: string }>(WAITING, [at]).catch(() => []);
    return rows[0]?.n;
  };
  for (let left = await look(); left !== '0';) {
    const before = left;
    left = await until(`less than ${before} are due`, async () => {
      const now = await look();
      return now === before ? null : now;
    });
  }
}

async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  return { status: response.status, text: await response.text() };
}

/** One connection, and a new one after it broke. Throws while the database is away. */
function askOwner(url: string): { ask: Scene['ask']; end(): Promise<void> } {
  let open: pg.Client | null = null;
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    const gone = () => {
      if (open === client) open = null;
    };
    client.on('error', gone).on('end', gone);
    await client.connect();
    return (open = client);
  };
  return {
    ask: async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await (open ?? (await connect())).query<Row>(sql, values)).rows,
    end: async () => open?.end().catch(() => {}),
  };
}
