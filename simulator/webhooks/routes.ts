import type { AppToml } from '../appToml.ts';
import { isProtectedTopic } from '../payloads/withheld.ts';
import type { ShopAccess } from '../shopAccess.ts';
import { readSetting, writeSetting } from '../state/database.ts';
import type { Database } from '../state/database.ts';
import { listSubscriptions } from '../state/subscriptions.ts';

/** Where one message goes. Null: where the app's configuration file says at the time of sending. */
export type Route = { subscription: { id: string; uri: string; format: 'JSON' | 'XML' } | null };

export type Routes = {
  /**
   * App-specific subscriptions (shopify.app.toml) and shop-specific ones (the Admin API) live beside
   * each other: two for one topic are two deliveries.
   * https://shopify.dev/docs/apps/build/webhooks/subscribe
   */
  of(shopDomain: string, topic: string): readonly Route[];
  /** Topics of the file that fall silent at a shop, as when it was never deployed. */
  silence(shopDomain: string, topics: readonly string[]): void;
};

export function makeRoutes(parts: {
  db: Database;
  toml: AppToml;
  access: ShopAccess;
  installed: (shopDomain: string) => boolean;
}): Routes {
  const { db, toml } = parts;
  const silent = (shop: string): readonly string[] =>
    JSON.parse(readSetting(db, `silent:${shop}`) ?? '[]') as string[];
  return {
    of(shop, topic) {
      // Compliance topics go to shops that have gone too; all others only where the app is installed.
      if (toml.complianceTopics.has(topic)) return [{ subscription: null }];
      if (!parts.installed(shop)) return [];
      if (isProtectedTopic(topic) && parts.access.of(shop).protectedData === 0) return [];
      const own = toml.subscriptions.has(topic) && !silent(shop).includes(topic);
      const others = listSubscriptions(db, shop, topic).map((one) => ({ subscription: one }));
      return own ? [{ subscription: null }, ...others] : others;
    },
    silence: (shop, topics) => writeSetting(db, `silent:${shop}`, JSON.stringify(topics)),
  };
}
