/** The only place where real things are constructed and joined. It holds no logic. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { deliverLeased, deliverOne } from './actions/deliver.ts';
import type { Keys, Reach } from './actions/context.ts';
import { movableClock, realClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createEmail } from './gateways/email/index.ts';
import { createShopify, WANTED_SCOPES } from './gateways/shopify/index.ts';
import { createDoors } from './http/app.ts';
import type { DoorDeps } from './http/deps.ts';
import { errorName } from './http/errorName.ts';
import { openClosing } from './http/closing.ts';
import { createLimits, noLimits } from './http/limits/limits.ts';
import { createListener } from './http/listener.ts';
import type { Patience } from './http/listener.ts';
import { createMetrics } from './http/metrics/metrics.ts';
import { openKeys } from './keys.ts';
import { findApiKey } from './store/apiKeys.ts';
import { presentCause, underCause } from './store/cause.ts';
import { openDatabase, poolFigures } from './store/connections.ts';
import type { Database } from './store/connections.ts';
import { dueClubs } from './store/deliveries.ts';
import { openInbox } from './store/inbox.ts';
import { findShop } from './store/shops.ts';
import { inTransaction } from './store/transaction.ts';
import { readWaiting } from './store/watching.ts';
import { openWatch } from './watch.ts';
import type { Watch } from './watch.ts';
import { openPulse } from './worker/pulse.ts';
import type { Pulse } from './worker/pulse.ts';

export { keysOf } from './keys.ts';

const { version: VERSION } = createRequire(import.meta.url)('../../package.json') as {
  version: string;
};
const ADMIN_DIR = path.join(import.meta.dirname, '..', 'admin', 'dist');
/** For the last commits, after what speaks to shops has run into its deadline. */
const STOP_MARGIN_MS = 5_000;
const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';

export type RunningApp = {
  url: string;
  ready: Promise<void>;
  /** Works until nothing is due. */
  drain(): Promise<void>;
  now(): number;
  /** Turns new callers away, finishes what is under way, gives back what was not begun. */
  stop(): Promise<void>;
  /** It takes no longer, real ms, unless the database does not answer. */
  stopsWithinMs: number;
};

/** What a test may take into its own hands; nobody else does. */
export type Hands = {
  patience?: Patience;
  /** Real time in ms, for limits. */
  elapsed?: () => number;
  /** What stands for PLATFORM_DEADLINE_MS at this moment. */
  platformDeadlineMs?: () => number;
  logTo?: { write(line: string): void };
};

/** Serves and works until `stop`. The database is migrated before (scripts do that). */
export async function startApp(config: Config, hands: Hands = {}): Promise<RunningApp> {
  const log = openLog(config, hands);
  const movable = config.demo ? movableClock(config.demo.clock) : null;
  const clock = movable ?? realClock;
  const db = openDatabase(config.databaseUrl, config.poolSize, (error) =>
    log.warn({ error: errorName(error) }, 'a database connection broke'),
  );
  const keys = await openKeys(db, config).catch(async (error: unknown) => {
    await db.end();
    throw error;
  });
  const closing = openClosing();
  const metrics = createMetrics({
    waiting: () => readWaiting(db, clock.now(), Date.now()),
    pools: () => poolFigures(db),
    now: clock.now,
    elapsed: hands.elapsed ?? (() => performance.now()),
    build: { version: VERSION, node: process.versions.node, role: config.role },
  });
  const watch = openWatch(log, metrics);
  const reach = reachOf(config, { db, clock, keys, watch, isStopping: closing.isClosing }, hands);
  const pulse = openPulse({
    reach,
    dueClubs: () => dueClubs(db, clock.now(), Date.now()),
    onError: (error, about) => log.error({ ...about, error: errorName(error) }, 'work failed'),
  });
  const doors = doorsOf(config, { db, reach, pulse, log, metrics });
  doors.moveClock =
    movable &&
    (async (to) => {
      movable.moveTo(to);
      if (config.role !== 'web') await pulse.drain();
      return clock.now();
    });
  const { ready } = doors;
  doors.ready = async () => !closing.isClosing() && ready();
  if (hands.elapsed) doors.limits = createLimits(hands.elapsed);
  const server = createListener(closing.around(createDoors(doors)), hands.patience);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(config.port, config.host, resolve);
  });
  if (config.role !== 'web') pulse.start();
  const drainMs = config.role === 'worker' ? 0 : config.drainMs;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: Promise.resolve(),
    drain: pulse.drain,
    now: clock.now,
    stop: async () => {
      const worked = pulse.stop();
      await closing.close(server, { drainMs, graceMs: config.platformDeadlineMs });
      await worked;
      await db.end();
    },
    stopsWithinMs: drainMs + config.platformDeadlineMs + STOP_MARGIN_MS,
  };
}

/** One JSON object a line; a line that is written on a request's behalf names the request. */
function openLog(config: Config, { logTo }: Hands): Logger {
  const mixin = () => {
    const cause = presentCause();
    return cause === null ? {} : { cause };
  };
  // What a line says by itself goes first: a delivery names who asked for it, whoever does it now.
  const mixinMergeStrategy = (line: object, mixed: object) => ({ ...mixed, ...line });
  const options = { level: config.logLevel, base: null, mixin, mixinMergeStrategy };
  return pino(options, logTo ?? pino.destination(1));
}

type Roots = {
  db: Database;
  clock: Clock;
  keys: Keys;
  watch: Watch;
  isStopping: () => boolean;
};

function reachOf(config: Config, roots: Roots, { platformDeadlineMs }: Hands): Reach {
  const { db, clock, keys, watch, isStopping } = roots;
  return {
    inTransaction: (clubId, work) => inTransaction(db, clubId, work),
    platform: createShopify({
      apiKey: config.apiKey,
      apiSecrets: config.apiSecrets,
      apiVersion: '2026-07',
      scopes: WANTED_SCOPES,
      clock,
      onCall: watch.called,
      onWait: watch.waited,
      ...(config.demo ? { platformOrigin: config.demo.platformOrigin } : {}),
    }),
    mails: config.mail ? createEmail(config.mail) : null,
    keys,
    newId,
    now: clock.now,
    messagesAddress: `${config.appUrl.replace(/\/$/, '')}/webhooks/shopify`,
    heals: config.healing,
    deadlineMs: platformDeadlineMs ?? (() => config.platformDeadlineMs),
    leaseMs: config.leaseMs,
    isStopping,
    tell: watch.tell,
  };
}

type Parts = Pick<DoorDeps, 'log' | 'metrics'> & { db: Database; reach: Reach; pulse: Pulse };

function doorsOf(config: Config, { db, reach, pulse, log, metrics }: Parts): DoorDeps {
  const { platform, keys, now } = reach;
  const { demo } = config;
  return {
    platform,
    reach,
    inTransaction: reach.inTransaction,
    acceptInbox: openInbox(db, config.role === 'web' ? () => {} : pulse.wake),
    deliverNow: async (clubId, deliveryId, deadlineMs) => {
      await deliverOne(reach, clubId, deliveryId, deadlineMs);
      pulse.wake();
    },
    deliverLeased: async (clubId, leased, deadlineMs) => {
      await deliverLeased(reach, clubId, leased, deadlineMs);
      pulse.wake();
    },
    findShop: (domain) => findShop(db, platform.name, domain),
    findApiKey: (hash) => findApiKey(db, hash),
    context: () => ({ now: now(), newId, keys, leaseMs: reach.leaseMs }),
    now,
    ready: async () => (await db.intake.query('select 1')).rowCount === 1,
    log,
    limits: config.rateLimits ? createLimits(() => performance.now()) : noLimits,
    trustedProxies: config.trustedProxies,
    apiKey: config.apiKey,
    adminDir: fs.existsSync(path.join(ADMIN_DIR, 'index.html')) ? ADMIN_DIR : null,
    appBridgeUrl: demo ? `${demo.platformOrigin}/app-bridge.js` : APP_BRIDGE,
    moveClock: null,
    frameOrigins: demo ? framesOf(demo.platformOrigin) : [],
    metrics,
    metricsToken: config.metricsToken,
    underCause,
  };
}

/** The simulated shops' admins: http://northday.localhost:4100 and the like. */
function framesOf(platformOrigin: string): string[] {
  const { port } = new URL(platformOrigin);
  return [platformOrigin, `http://localhost:${port}`, `http://*.localhost:${port}`];
}
