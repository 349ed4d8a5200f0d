import { makeBulk } from './adminApi/bulk.ts';
import type { Bulk } from './adminApi/bulk.ts';
import type { Asking } from './adminApi/context.ts';
import { makeApiFaults } from './adminApi/faults.ts';
import { makeThrottle } from './adminApi/throttle.ts';
import type { AppToml } from './appToml.ts';
import { readAppToml } from './appToml.ts';
import { makeClock } from './clock.ts';
import type { AppCredentials, FrontContext, Outbox, SimClock } from './front.types.ts';
import type { Simulator, SimulatorOptions } from './options.ts';
import { startOutbox } from './outbox/outbox.ts';
import { khanesofal } from './seed/khanesofal.ts';
import { northday } from './seed/northday.ts';
import { closeServer, openServer } from './server.ts';
import type { Doors } from './server.ts';
import { shopOfRequest } from './shopOf.ts';
import { makeSigning } from './signing.ts';
import { openDatabase, readSetting, writeSetting } from './state/database.ts';
import type { Database } from './state/database.ts';
import { createFront } from './storefront/front.ts';
import { tellApp } from './tellApp.ts';
import { makeWorld } from './world.ts';
import type { World } from './world.ts';

export type { Simulator, SimulatorOptions } from './options.ts';

const DEFAULT_JOB_DELAY_MS = 60;
const DEFAULT_THROTTLE = { bucket: 2_000, restorePerSecond: 100 };

type App = AppCredentials & { setUrl(url: string): void };

function makeApp(options: SimulatorOptions, toml: AppToml): App {
  let appUrl = '';
  const app: App = {
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    appUrl: () => appUrl,
    proxyPath: () => `/${toml.proxy.prefix}/${toml.proxy.subpath}`,
    setUrl: (url) => (appUrl = url.replace(/\/$/, '')),
  };
  app.setUrl(options.appUrl ?? '');
  return app;
}

/** A file's clock goes on from where it was; it never goes back. */
function clockOf(db: Database, options: SimulatorOptions): SimClock {
  const startAt = Math.max(options.clock.startAt, Number(readSetting(db, 'clock') ?? 0));
  const { frozen } = options.clock;
  return makeClock({ startAt, frozen }, (at) => writeSetting(db, 'clock', String(at)));
}

/** Starts a Shopify of one's own: Admin API, OAuth, webhooks, storefronts and the levers. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const toml = readAppToml(options.appTomlPath);
  const db = openDatabase(options.stateFile ?? ':memory:');
  const clock = clockOf(db, options);
  const app = makeApp(options, toml);
  const world = makeWorld({
    db,
    clock,
    app,
    toml,
    seeds: options.shops ?? [northday, khanesofal],
    frozen: options.clock.frozen,
    jobDelayMs: options.jobDelayMs ?? DEFAULT_JOB_DELAY_MS,
    access: options.access ?? {},
  });
  const { commerce, sender } = world;
  const moveClock = async (toMs: number): Promise<void> => {
    clock.moveTo(toMs);
    if (app.appUrl()) await tellApp(app.appUrl(), clock.now());
    await sender.settle();
  };
  const outbox = await startOutbox({ port: options.smtpPort ?? 0, clock });
  const faults = makeApiFaults();
  const bulk = makeBulk(db, {
    now: () => clock.now(),
    delayMs: options.jobDelayMs ?? DEFAULT_JOB_DELAY_MS,
    origin: () => origin,
  });
  const throttle = makeThrottle(options.throttle ?? DEFAULT_THROTTLE);
  const parts = { bulk, options, toml, app, world, outbox, faults, throttle, moveClock };
  const { server, origin } = await openServer(options.port ?? 0, (at) => doorsOf(parts, at));
  return {
    url: origin,
    smtpPort: outbox.smtpPort,
    commerce,
    clock,
    setAppUrl: (url) => app.setUrl(url),
    webhooks: {
      settle: () => sender.settle(),
      faults: (list, seed) => sender.faults(list, seed),
      log: () => sender.log(),
      redeliver: (webhookId) => sender.redeliver(webhookId),
      silence: (shopDomain, topics) => world.routes.silence(shopDomain, topics),
    },
    bulk: { trouble: (trouble) => bulk.setTrouble(trouble) },
    approve: (shopDomain, change) => world.access.set(shopDomain, change),
    tokens: {
      minted: (shopDomain) => world.installs.minted(shopDomain),
      takeBack: (shopDomain) => world.installs.takeBack(shopDomain),
      grantOnly: (shopDomain, scopes) => world.installs.grantOnly(shopDomain, scopes),
    },
    histories: world.histories,
    api: {
      faults: (list) => faults.set(list),
      struck: () => faults.struck(),
      spend: throttle.spend,
    },
    moveClock,
    async stop() {
      bulk.stop();
      await sender.stop();
      await outbox.stop();
      await closeServer(server);
      writeSetting(db, 'clock', String(clock.now()));
      db.close();
    },
  };
}

type Parts = {
  bulk: Bulk;
  options: SimulatorOptions;
  toml: AppToml;
  app: App;
  world: World;
  outbox: Outbox;
  faults: ReturnType<typeof makeApiFaults>;
  throttle: ReturnType<typeof makeThrottle>;
  moveClock: (toMs: number) => Promise<void>;
};

function doorsOf(parts: Parts, origin: string): Doors {
  const { app, bulk, toml, world, outbox, faults, moveClock } = parts;
  const { commerce, clock, installs, sender } = world;
  const now = () => clock.now();
  const installed = (domain: string) => installs.installed(domain);
  return {
    bulk,
    front: createFront(frontContext(parts, origin)),
    graphql: {
      throttle: parts.throttle,
      faults,
      authorize(shopDomain, token) {
        const scopes = installs.authorize(shopDomain, token);
        return scopes && asking(parts, shopDomain, { scopes, origin });
      },
    },
    oauth: { app, toml, installs, now },
    control: {
      commerce,
      clock,
      sender,
      installed,
      moveClock,
      setApiFaults: (list) => faults.set(list),
      setJobDelay(ms) {
        world.jobs.setDelay(ms);
        bulk.setDelay(ms);
      },
      setBulkTrouble: (trouble) => bulk.setTrouble(trouble),
      setAppUrl: (url) => app.setUrl(url),
      approve: (shopDomain, change) => world.access.set(shopDomain, change),
      silence: (shopDomain, topics) => world.routes.silence(shopDomain, topics),
      reset() {
        sender.faults([]);
        faults.set([]);
        bulk.setTrouble(null);
        outbox.clear();
        world.reset();
      },
    },
    shopDomainOf: (request) => shopOfRequest(commerce, request).domain,
  };
}

function frontContext(parts: Parts, origin: string): FrontContext {
  const { app, toml, world, outbox, options, moveClock } = parts;
  const { commerce, clock, installs, sender } = world;
  return {
    commerce,
    clock,
    app,
    proxy: toml.proxy,
    extensionsDir: options.extensionsDir,
    mails: () => outbox.mails(),
    clearMails: () => outbox.clear(),
    sign: makeSigning(app, clock),
    shopOf: (request) => shopOfRequest(commerce, request),
    installed: (domain) => installs.installed(domain),
    installationId: (domain) => installs.installationId(domain),
    moveClock,
    settle: () => sender.settle(),
    origin: () => origin,
  };
}

function asking(
  parts: Parts,
  shopDomain: string,
  by: { scopes: readonly string[]; origin: string },
): Asking {
  const { app, toml, world } = parts;
  const { db, ids, clock, jobs, installs } = world;
  const shop = world.commerce.shop(shopDomain);
  const approved = world.access.of(shopDomain);
  return {
    db,
    ids,
    now: () => clock.now(),
    jobs,
    bulk: parts.bulk,
    shop,
    scopes: approved.readAllOrders ? [...by.scopes, 'read_all_orders'] : by.scopes,
    protectedData: approved.protectedData,
    apiKey: app.apiKey,
    appName: toml.name,
    appUrl: app.appUrl(),
    installationId: installs.installationId(shopDomain),
    storefrontOrigin: by.origin.replace('127.0.0.1', `${shop.handle}.localhost`),
  };
}
