import { listShops } from './state/shops.ts';
import type { AppToml } from './appToml.ts';
import { makeCommerce } from './engine/commerce.ts';
import { makeJobs } from './engine/jobs.ts';
import type { Jobs } from './engine/jobs.ts';
import type { AppCredentials, SimClock } from './front.types.ts';
import { makeHistories } from './history/histories.ts';
import type { Histories } from './history/histories.ts';
import { makeInstalls } from './oauth/installs.ts';
import type { Installs } from './oauth/installs.ts';
import { shopPayload } from './payloads/shop.ts';
import { shopRedactPayload } from './payloads/privacy.ts';
import { plant } from './seed/seed.ts';
import type { ShopSeed } from './seed/seed.ts';
import type { Commerce, SimShop } from './types.ts';
import { makeShopAccess } from './shopAccess.ts';
import type { Approval, ShopAccess } from './shopAccess.ts';
import { makeRoutes } from './webhooks/routes.ts';
import type { Routes } from './webhooks/routes.ts';
import { makeSender } from './webhooks/sender.ts';
import type { WebhookSender } from './webhooks/sender.ts';
import type { Database } from './state/database.ts';
import { deleteSubscriptions } from './state/subscriptions.ts';
import { makeIds } from './state/ids.ts';
import type { Ids } from './state/ids.ts';
import { readMetafield, resolveNamespace } from './state/metafields.ts';

/** shop/redact comes 48 hours after the uninstall: shopify.dev/docs/apps/build/compliance */
const REDACT_AFTER_MS = 48 * 3_600 * 1000;

/** Everything that lives in the state, joined. */
export type World = {
  db: Database;
  ids: Ids;
  clock: SimClock;
  commerce: Commerce;
  histories: Histories;
  installs: Installs;
  jobs: Jobs;
  sender: WebhookSender;
  routes: Routes;
  access: ShopAccess;
  reset(): void;
};

export function makeWorld(parts: {
  db: Database;
  clock: SimClock;
  app: AppCredentials;
  toml: AppToml;
  seeds: readonly ShopSeed[];
  frozen: boolean;
  jobDelayMs: number;
  access: Readonly<Record<string, Partial<Approval>>>;
}): World {
  const { db, clock, app, toml } = parts;
  const now = () => clock.now();
  const ids = makeIds(db);
  const hands = { db, ids, now };
  const installs = makeInstalls(db, ids, now, (shopDomain) =>
    sender.forget(shopDomain, (topic) => topic === 'shop/redact'),
  );
  const jobs = makeJobs(db, ids, { now, delayMs: parts.jobDelayMs });
  const { installed } = installs;
  const access = makeShopAccess(db, parts.access);
  const routes = makeRoutes({ db, toml, access, installed });
  const sender = makeSender({ db, ids, clock, app, toml, routes, access, frozen: parts.frozen });
  const uninstall = (shop: SimShop): void => {
    if (!installed(shop.domain)) throw new Error(`the app is not installed at ${shop.domain}`);
    sender.forget(shop.domain, (topic) => !toml.complianceTopics.has(topic));
    sender.send(shop.domain, [{ topic: 'app/uninstalled', body: () => shopPayload(shop, now()) }]);
    const redact = { topic: 'shop/redact', body: () => shopRedactPayload(shop) };
    sender.send(shop.domain, [redact], now() + REDACT_AFTER_MS);
    installs.remove(shop.domain);
    deleteSubscriptions(db, shop.domain);
  };
  const behind = {
    db,
    ids,
    uninstall,
    finishJobs: () => jobs.finish(),
    readMetafield(domain: string, ownerId: string, namespace: string, key: string) {
      const resolved = resolveNamespace(namespace, app.apiKey);
      return readMetafield(db, domain, { ownerId, namespace: resolved, key })?.value ?? null;
    },
  };
  const commerce = makeCommerce({
    ...behind,
    now,
    send: (domain, messages) => sender.send(domain, messages),
  });
  const histories = makeHistories({ db, now, commerce: behind, sender });
  const reset = (): void => {
    db.clear(['clock', 'sequence']);
    plant(hands, parts.seeds);
  };
  if (listShops(db).length === 0) plant(hands, parts.seeds);
  return { db, ids, clock, commerce, histories, installs, jobs, sender, routes, access, reset };
}
