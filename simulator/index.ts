import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asking } from './adminApi/context.ts';
import { answerGraphQL } from './adminApi/door.ts';
import { makeApiFaults } from './adminApi/faults.ts';
import { API_VERSION } from './adminApi/schema.ts';
import { makeThrottle } from './adminApi/throttle.ts';
import { readAppToml } from './appToml.ts';
import { makeClock } from './clock.ts';
import { answerControl } from './control/routes.ts';
import { loadFront, loadOutbox } from './fronts.ts';
import type { AppCredentials, FrontContext } from './front.types.ts';
import { readBody, readFields, sendJson } from './http.ts';
import { answerTokenRequest } from './oauth/accessToken.ts';
import type { Simulator, SimulatorOptions } from './options.ts';
import { khanesofal } from './seed/khanesofal.ts';
import { northday } from './seed/northday.ts';
import { shopOfRequest } from './shopOf.ts';
import { makeSigning } from './signing.ts';
import { openDatabase, readSetting, writeSetting } from './state/database.ts';
import { tellApp } from './tellApp.ts';
import { makeWorld } from './world.ts';

export type { Simulator, SimulatorOptions } from './options.ts';

const DEFAULT_JOB_DELAY_MS = 60;
const DEFAULT_THROTTLE = { bucket: 2_000, restorePerSecond: 100 };

/** Starts a Shopify of one's own: Admin API, OAuth, webhooks, storefronts and the levers. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const toml = readAppToml(options.appTomlPath);
  const db = openDatabase(options.stateFile ?? ':memory:');
  const clock = makeClock(
    {
      startAt: Math.max(options.clock.startAt, Number(readSetting(db, 'clock') ?? 0)),
      frozen: options.clock.frozen,
    },
    (at) => writeSetting(db, 'clock', String(at)),
  );
  let appUrl = options.appUrl ?? '';
  const app: AppCredentials = {
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    appUrl: () => appUrl,
    proxyPath: () => `/${toml.proxy.prefix}/${toml.proxy.subpath}`,
  };
  const world = makeWorld({
    db,
    clock,
    app,
    toml,
    seeds: options.shops ?? [northday, khanesofal],
    frozen: options.clock.frozen,
    jobDelayMs: options.jobDelayMs ?? DEFAULT_JOB_DELAY_MS,
  });
  const { commerce, installs, sender, jobs } = world;
  const moveClock = async (toMs: number): Promise<void> => {
    clock.moveTo(toMs);
    if (appUrl) await tellApp(appUrl, clock.now());
    await sender.settle();
  };
  const outbox = await loadOutbox({ port: options.smtpPort ?? 0, clock });
  const faults = makeApiFaults();
  const server = createServer();
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context: FrontContext = {
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
    origin,
  };
  const askingOf = (shopDomain: string, scopes: readonly string[]): Asking => {
    const shop = commerce.shop(shopDomain);
    return {
      ...world,
      now: () => clock.now(),
      shop,
      scopes,
      apiKey: app.apiKey,
      appName: toml.name,
      appUrl,
      installationId: installs.installationId(shopDomain),
      storefrontOrigin: origin().replace('127.0.0.1', `${shop.handle}.localhost`),
    };
  };
  server.on(
    'request',
    listen({
      context,
      front: await loadFront(context),
      graphql: {
        throttle: makeThrottle(options.throttle ?? DEFAULT_THROTTLE),
        faults,
        authorize(shopDomain, token) {
          const scopes = installs.authorize(shopDomain, token);
          return scopes && askingOf(shopDomain, scopes);
        },
      },
      oauth: { app, toml, installs, now: () => clock.now() },
      control: {
        commerce,
        clock,
        sender,
        installed: (domain) => installs.installed(domain),
        moveClock,
        setApiFaults: (list) => faults.set(list),
        setJobDelay: (ms) => jobs.setDelay(ms),
        setAppUrl: (url) => (appUrl = url.replace(/\/$/, '')),
        reset() {
          sender.faults([]);
          faults.set([]);
          outbox.clear();
          world.reset();
        },
      },
    }),
  );
  await start(server, options.port ?? 0);
  return {
    url: origin(),
    smtpPort: outbox.smtpPort,
    commerce,
    clock,
    setAppUrl: (url) => (appUrl = url.replace(/\/$/, '')),
    webhooks: {
      settle: () => sender.settle(),
      faults: (list, seed) => sender.faults(list, seed),
      log: () => sender.log(),
      redeliver: (webhookId) => sender.redeliver(webhookId),
    },
    api: { faults: (list) => faults.set(list) },
    moveClock,
    async stop() {
      await sender.stop();
      await outbox.stop();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      writeSetting(db, 'clock', String(clock.now()));
      db.close();
    },
  };
}

function start(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done());
  });
}

type Doors = {
  context: FrontContext;
  front: RequestListener;
  graphql: Parameters<typeof answerGraphQL>[0];
  oauth: Parameters<typeof answerTokenRequest>[0];
  control: Parameters<typeof answerControl>[0];
};

/** One server, four doors: levers, tokens, Admin API, and the front for all the rest. */
function listen(doors: Doors): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/__sim/')) {
      await answerControl(doors.control, request, response);
      return;
    }
    const api = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(path);
    if (!api && path !== '/admin/oauth/access_token') {
      doors.front(request, response);
      return;
    }
    const shopDomain = doors.context.shopOf(request).domain;
    const body = await readBody(request);
    if (!api) {
      const fault = doors.graphql.faults.take(['oauth']);
      if (fault?.mode === 'timeoutBefore') return;
      const fields = readFields(body, request.headers['content-type'] ?? '');
      const { status, body: tokens } = answerTokenRequest(doors.oauth, shopDomain, fields);
      if (fault?.mode === 'timeoutAfter') return;
      if (fault) sendJson(response, 500, { errors: 'Internal Server Error' });
      else sendJson(response, status, tokens);
      return;
    }
    if (api[1] !== API_VERSION) {
      sendJson(response, 404, { errors: `the simulator speaks ${API_VERSION} only` });
      return;
    }
    const accessToken = String(request.headers['x-shopify-access-token'] ?? '');
    const given = await answerGraphQL(doors.graphql, { shopDomain, accessToken, body });
    if (given) sendJson(response, given.status, given.body);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('simulator:', error);
      if (!response.headersSent) sendJson(response, 500, { errors: String(error) });
    });
  };
}
