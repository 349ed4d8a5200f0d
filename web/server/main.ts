/** The only place where real things are constructed and joined. It holds no logic. */
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pino from 'pino';
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
import { openClosing } from './http/closing.ts';
import { createLimits, noLimits } from './http/limits/limits.ts';
import { createListener } from './http/listener.ts';
import type { Patience } from './http/listener.ts';
import { openKeys } from './keys.ts';
import { openDatabase } from './store/connections.ts';
import type { Database } from './store/connections.ts';
import { dueClubs, workWaiting } from './store/deliveries.ts';
import { openInbox } from './store/inbox.ts';
import { findShop } from './store/shops.ts';
import { inTransaction } from './store/transaction.ts';
import { openPulse } from './worker/pulse.ts';
import type { Pulse } from './worker/pulse.ts';

export { keysOf } from './keys.ts';

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
  logTo?: { write(line: string): void };
};

/** Serves and works until `stop`. The database is migrated before (scripts do that). */
export async function startApp(config: Config, hands: Hands = {}): Promise<RunningApp> {
  const log = pino({ level: config.logLevel, base: null }, hands.logTo ?? pino.destination(1));
  const movable = config.demo ? movableClock(config.demo.clock) : null;
  const clock = movable ?? realClock;
  const db = openDatabase(config.databaseUrl, config.poolSize, (error) =>
    log.warn({ error: error.name }, 'a database connection broke'),
  );
  const keys = await openKeys(db, config).catch(async (error: unknown) => {
    await db.end();
    throw error;
  });
  const closing = openClosing();
  const reach = { ...reachOf(config, db, clock, keys), isStopping: closing.isClosing };
  const pulse = openPulse({
    reach,
    dueClubs: () => dueClubs(db, clock.now(), Date.now()),
    onError: (error, about) => log.error({ ...about, error: nameOf(error) }, 'work failed'),
  });
  const doors = doorsOf(config, { db, reach, pulse, log });
  doors.moveClock =
    movable &&
    (async (to) => {
      movable.moveTo(to);
      await pulse.drain();
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

function reachOf(config: Config, db: Database, clock: Clock, keys: Keys): Reach {
  return {
    inTransaction: (clubId, work) => inTransaction(db, clubId, work),
    platform: createShopify({
      apiKey: config.apiKey,
      apiSecrets: config.apiSecrets,
      apiVersion: '2026-07',
      scopes: WANTED_SCOPES,
      clock,
      ...(config.demo ? { platformOrigin: config.demo.platformOrigin } : {}),
    }),
    mails: config.mail ? createEmail(config.mail) : null,
    keys,
    newId,
    now: clock.now,
    messagesAddress: `${config.appUrl.replace(/\/$/, '')}/webhooks/shopify`,
    heals: config.healing,
    deadlineMs: config.platformDeadlineMs,
    leaseMs: config.leaseMs,
  };
}

type Parts = { db: Database; reach: Reach; pulse: Pulse; log: DoorDeps['log'] };

function doorsOf(config: Config, { db, reach, pulse, log }: Parts): DoorDeps {
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
    workWaiting: () => workWaiting(db),
  };
}

/** The simulated shops' admins: http://northday.localhost:4100 and the like. */
function framesOf(platformOrigin: string): string[] {
  const { port } = new URL(platformOrigin);
  return [platformOrigin, `http://localhost:${port}`, `http://*.localhost:${port}`];
}

/** What may be written to a log about an error: its name and code, never what it says. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  return `${error.name}${code}`;
}
