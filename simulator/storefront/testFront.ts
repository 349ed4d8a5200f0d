/** A front over the real engine and seeds, for tests beside the storefront and the admin shell. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeClock } from '../clock.ts';
import { makeCommerce } from '../engine/commerce.ts';
import type { FrontContext, OutboxMail } from '../front.types.ts';
import { khanesofal } from '../seed/khanesofal.ts';
import { northday } from '../seed/northday.ts';
import { plant } from '../seed/seed.ts';
import { makeSigning } from '../signing.ts';
import { openDatabase } from '../state/database.ts';
import { gid, makeIds } from '../state/ids.ts';
import { readMetafield, resolveNamespace, setMetafield } from '../state/metafields.ts';
import type { Message } from '../webhooks/sender.ts';
import { createFront } from './front.ts';

export const testSecret = 'test-secret';
export const testApiKey = 'test-api-key';
export const startAt = Date.UTC(2026, 10, 22, 9);

export type TestFront = {
  url: string;
  context: FrontContext;
  mails: OutboxMail[];
  /** Topics of the webhooks that would have gone out. */
  sent: string[];
  setMetafield(ownerId: string, namespace: string, key: string, value: unknown): void;
  setAppUrl(url: string): void;
  stop(): Promise<void>;
};

/** Starts a front on a free port. `extensionsDir` holds `storefront/`, the extension to render. */
export async function startFront(extensionsDir: string, port = 0): Promise<TestFront> {
  const db = openDatabase(':memory:');
  const clock = makeClock({ startAt, frozen: true });
  const ids = makeIds(db, testSecret);
  const hands = { db, ids, now: clock.now };
  plant(hands, [northday, khanesofal]);
  const mails: OutboxMail[] = [];
  const sent: string[] = [];
  const read = (shop: string, ownerId: string, namespace: string, key: string): string | null => {
    const at = { ownerId, namespace: resolveNamespace(namespace, testApiKey), key };
    return readMetafield(db, shop, at)?.value ?? null;
  };
  const commerce = makeCommerce({
    ...hands,
    send: (_, messages: readonly Message[]) => void sent.push(...messages.map((m) => m.topic)),
    uninstall: () => {},
    readMetafield: read,
    finishJobs: () => {},
  });
  let appUrl = 'http://127.0.0.1:9';
  const app = {
    apiKey: testApiKey,
    apiSecret: testSecret,
    appUrl: () => appUrl,
    proxyPath: () => '/apps/regulars',
  };
  let origin = '';
  const context: FrontContext = {
    commerce,
    clock,
    app,
    proxy: { prefix: 'apps', subpath: 'regulars', path: '/proxy' },
    extensionsDir,
    mails: () => mails,
    clearMails: () => void (mails.length = 0),
    sign: makeSigning(app, clock),
    shopOf(request) {
      const asked = String(request.headers['x-sim-shop'] ?? '');
      const host = (request.headers.host ?? '').split('.')[0];
      const shops = commerce.shops();
      const found = shops.find((s) => s.domain === asked) ?? shops.find((s) => s.handle === host);
      return found ?? commerce.shop('northday.myshopify.com');
    },
    installed: () => true,
    installationId: () => gid('AppInstallation', '1'),
    moveClock: async (to) => clock.moveTo(to),
    settle: async () => {},
    origin: () => origin,
  };
  const server: Server = createServer(createFront(context));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    context,
    mails,
    sent,
    setMetafield(ownerId, namespace, key, value) {
      const resolved = resolveNamespace(namespace, testApiKey);
      const field = {
        ownerId,
        namespace: resolved,
        key,
        type: 'json',
        value: JSON.stringify(value),
      };
      for (const shop of commerce.shops()) setMetafield(hands, shop.domain, field);
    },
    setAppUrl: (url) => void (appUrl = url),
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => (db.close(), resolve())));
    },
  };
}

/** The fixture extension that tests render. */
export const fixtureExtensions = join(import.meta.dirname, 'testExtensions');
