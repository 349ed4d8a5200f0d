/**
 * A whole world for one test file: its own database, the real server and worker, and a simulated
 * store across the wire, on free ports, at a fixed instant. Nothing of ours is mocked.
 */
import path from 'node:path';
import pg from 'pg';
import { startSimulator } from '../simulator/index.ts';
import type { Simulator, SimulatorOptions } from '../simulator/options.ts';
import type { CartInput, PlaceOrder, SimOrderSummary } from '../simulator/types.ts';
import type { ProgramBody } from '../web/contract/merchant.ts';
import type { History, RedeemAnswer, ShopperState } from '../web/contract/shopper.ts';
import { readConfig } from '../web/server/config.ts';
import { startApp } from '../web/server/main.ts';
import type { Hands, RunningApp } from '../web/server/main.ts';
import { freshDatabase } from './database.ts';
import { API_KEY, API_SECRET, proxyQuery, sessionToken } from './signing.ts';

const root = path.join(import.meta.dirname, '..');

/** So long the app waits for the platform; and as long while nothing is to come of waiting. Real ms. */
const DEADLINE_MS = 15_000;
const IMPATIENT_MS = 300;

export const START = Date.parse('2026-03-01T12:00:00Z');
export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const SHOP = 'northday.myshopify.com';
export const SHOP_FA = 'khanesofal.myshopify.com';

export type Reply<Body = unknown> = { status: number; body: Body; text: string };

export type World = {
  app: RunningApp;
  sim: Simulator;
  /** As the owner of the database: looks over the app's shoulder. */
  owner: pg.Client;
  databaseUrl: string;
  /** Delivers every webhook that is due and works until nothing is due. */
  settle(): Promise<void>;
  /** Moves both clocks and does what has fallen due. */
  pass(ms: number): Promise<void>;
  /** While this goes on, the app waits but a moment for the platform: for answers that never come. */
  impatient<T>(work: () => Promise<T>): Promise<T>;
  api<Body = unknown>(method: string, path: string, body?: unknown): Promise<Reply<Body>>;
  shopper(customerId: string | null, shop?: string): ShopperCalls;
  buy(
    input: Partial<PlaceOrder> & { lines: CartInput['lines']; codes?: string[] },
  ): Promise<SimOrderSummary>;
  stop(): Promise<void>;
};

export type ShopperCalls = {
  get<Body = unknown>(path: string): Promise<Reply<Body>>;
  post<Body = unknown>(path: string, body?: unknown): Promise<Reply<Body>>;
  state(): Promise<ShopperState>;
  history(): Promise<History>;
  redeem(rewardId: string, points: number, id?: string): Promise<Reply<RedeemAnswer>>;
  putBack(id: string): Promise<Reply<RedeemAnswer>>;
};

/** 5 points for every 1.00; three amounts off, a percentage and free shipping. */
export function aProgram(over: Partial<ProgramBody> = {}): ProgramBody {
  const combinesWith = { order: false, product: false, shipping: true };
  const off = (id: string, points: number, amountMinor: number) => ({
    id,
    points,
    combinesWith,
    codeDays: 30,
    minimumMinor: amountMinor * 5,
    value: { kind: 'amountOff' as const, amountMinor },
  });
  return {
    currency: 'USD',
    earning: {
      points: 5,
      perMinor: 100,
      includeShipping: false,
      includeTips: false,
      includeDuties: false,
    },
    pendingDays: 14,
    expiry: { kind: 'never' },
    graceDays: 30,
    debt: 'owe',
    maxOpenCodes: 3,
    rewards: [
      off('off-3', 300, 300),
      off('off-5', 500, 500),
      off('off-10', 1000, 1000),
      {
        id: 'pct-10',
        points: 800,
        value: { kind: 'percentOff', basisPoints: 1000 },
        combinesWith,
        codeDays: 30,
        minimumMinor: 0,
      },
      {
        id: 'ship',
        points: 400,
        value: { kind: 'freeShipping' },
        combinesWith: { order: true, product: true, shipping: false },
        codeDays: 30,
        minimumMinor: 0,
      },
    ],
    ...over,
  };
}

export type WorldOptions = {
  at?: number;
  shop?: string;
  program?: ProgramBody | null;
  simulator?: Partial<SimulatorOptions>;
  /** Version 1 holds from here (the demo may date it back). */
  backdate?: number;
  /** Another world whose simulated store this one shares; its webhooks go on to the other. */
  beside?: World;
  /** The app reads orders from the shop too; off by default, so that messages are seen at work alone. */
  healing?: boolean;
  /** How long the app waits for the platform, real ms. */
  platformDeadlineMs?: number;
  /** Further settings of the app, as in its environment. */
  env?: Record<string, string>;
  hands?: Hands;
};

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const at = options.at ?? START;
  const shop = options.shop ?? SHOP;
  const database = await freshDatabase();
  const sim =
    options.beside?.sim ??
    (await startSimulator({
      apiKey: API_KEY,
      apiSecret: API_SECRET,
      appTomlPath: path.join(root, 'shopify.app.toml'),
      extensionsDir: path.join(root, 'extensions'),
      clock: { startAt: at, frozen: true },
      jobDelayMs: 0,
      throttle: { bucket: 1_000_000, restorePerSecond: 1_000_000 },
      ...options.simulator,
    }));
  const { impatient, platformDeadlineMs } = deadlineOf(options);
  const hands = { ...options.hands, platformDeadlineMs };
  const app = await startOurs(database.url, sim, { ...options, hands });
  if (!options.beside) sim.setAppUrl(app.url);
  const owner = new pg.Client(database.url);
  await owner.connect();
  const world: World = {
    app,
    sim,
    owner,
    databaseUrl: database.url,
    settle: async () => {
      await sim.webhooks.settle();
      await app.drain();
    },
    pass: async (ms) => {
      await sim.moveClock(sim.clock.now() + ms);
      await sim.webhooks.settle();
      await app.drain();
    },
    impatient,
    api: (method, place, body) => merchantCall(world, shop, method, place, body),
    shopper: (customerId, of = shop) => shopperCalls(world, of, customerId),
    buy: async ({ lines, codes = [], ...input }) => {
      const buyer = input.buyer ?? { kind: 'nobody' };
      const customerId = buyer.kind === 'customer' ? buyer.customerId : null;
      const placed = sim.commerce.placeOrder(shop, {
        source: 'web',
        paid: true,
        test: false,
        ...input,
        buyer,
        cart: { lines, codes, customerId },
      });
      await world.settle();
      return placed;
    },
    stop: async () => {
      await app.stop();
      if (!options.beside) await sim.stop();
      await owner.end();
      await database.drop();
    },
  };
  if (options.program !== null)
    await install(world, options.program ?? aProgram(), options.backdate);
  return world;
}

/** The app's deadline for the platform in the test's hand. */
function deadlineOf(
  options: WorldOptions,
): Pick<World, 'impatient'> & Required<Pick<Hands, 'platformDeadlineMs'>> {
  const longMs = options.platformDeadlineMs ?? DEADLINE_MS;
  let deadlineMs = longMs;
  return {
    platformDeadlineMs: () => deadlineMs,
    impatient: async (work) => {
      deadlineMs = IMPATIENT_MS;
      try {
        return await work();
      } finally {
        deadlineMs = longMs;
      }
    },
  };
}

/** The real server and worker, beside the simulated store. */
function startOurs(url: string, sim: Simulator, options: WorldOptions): Promise<RunningApp> {
  return startApp(
    readConfig({
      DATABASE_URL: url,
      SHOPIFY_API_KEY: API_KEY,
      SHOPIFY_API_SECRET: API_SECRET,
      APP_URL: 'http://localhost',
      PORT: '0',
      HEALING: options.healing ? 'on' : 'off',
      LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
      PLATFORM_DEADLINE_MS: String(options.platformDeadlineMs ?? DEADLINE_MS),
      DEMO: '1',
      SIM_PORT: new URL(sim.url).port,
      SIM_SMTP_PORT: String(sim.smtpPort),
      DEMO_FROZEN_AT: new Date(sim.clock.now()).toISOString(),
      ...options.env,
    }),
    options.hands,
  );
}

/** The merchant opens the app for the first time and turns the program on. */
async function install(world: World, program: ProgramBody, backdate?: number): Promise<void> {
  const first = await world.api('GET', '/api/home');
  if (first.status !== 200) throw new Error(`install: ${first.status} ${first.text}`);
  const from = backdate ? { effectiveFrom: new Date(backdate).toISOString() } : {};
  const put = await world.api('PUT', '/api/program', { baseVersion: 0, program, ...from });
  if (put.status !== 200) throw new Error(`publish: ${put.status} ${put.text}`);
  await world.app.drain();
}

async function send<Body>(url: string, init: RequestInit): Promise<Reply<Body>> {
  const response = await fetch(url, init);
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, text, body: (json ? JSON.parse(text) : null) as Body };
}

function merchantCall<Body>(
  world: World,
  shop: string,
  method: string,
  place: string,
  body: unknown,
): Promise<Reply<Body>> {
  const authorization = `Bearer ${sessionToken(shop, world.sim.clock.now())}`;
  return send<Body>(`${world.app.url}${place}`, {
    method,
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

function shopperCalls(world: World, shop: string, customerId: string | null): ShopperCalls {
  const url = (place: string) => {
    const [name = '', query = ''] = place.split('?');
    const extra = Object.fromEntries(new URLSearchParams(query));
    const signed = proxyQuery(shop, customerId, world.sim.clock.now(), extra);
    return `${world.app.url}/proxy/${name}?${signed}`;
  };
  const get = <Body>(place: string) => send<Body>(url(place), {});
  const post = <Body>(place: string, body: unknown = {}) =>
    send<Body>(url(place), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-regulars': '1',
        origin: `https://${shop}`,
      },
      body: JSON.stringify(body),
    });
  const must = async <Body>(place: string) => {
    const reply = await get<Body>(place);
    if (reply.status !== 200) throw new Error(`${place}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  return {
    get,
    post,
    state: () => must<ShopperState>('state'),
    history: () => must<History>('history'),
    redeem: (rewardId, points, id = crypto.randomUUID()) =>
      post<RedeemAnswer>('redemptions', { id, rewardId, points }),
    putBack: (id) => post<RedeemAnswer>(`redemptions/${id}/cancel`),
  };
}
