/** The whole simulator with the fixture extension and the app installed, for tests of the front. */
import { join } from 'node:path';
import { makeSigning } from '../signing.ts';
import { API_KEY, API_SECRET, startTestShop, type TestShop } from '../testShop.ts';

export { API_KEY, API_SECRET, START_AT } from '../testShop.ts';

export type TestFront = TestShop & {
  url: string;
  /** Writes a JSON metafield through the Admin API, as the app would; '' is the installation. */
  setMetafield(ownerId: string, namespace: string, key: string, value: unknown): Promise<void>;
};

/** Starts it on free ports with the clock frozen. */
export async function startFront(): Promise<TestFront> {
  const extensionsDir = join(import.meta.dirname, 'testExtensions');
  const shop = await startTestShop({ extensionsDir });
  const token = await shop.install();
  await installAt(shop, 'khanesofal.myshopify.com');
  const installation = await shop.graphql(token, '{ currentAppInstallation { id } }');
  const app = installation.data?.['currentAppInstallation'] as { id: string };
  return {
    ...shop,
    url: shop.sim.url,
    async setMetafield(ownerId, namespace, key, value) {
      const metafields = [
        { ownerId: ownerId || app.id, namespace, key, type: 'json', value: JSON.stringify(value) },
      ];
      const answer = await shop.graphql(token, setMetafields, { metafields });
      const { userErrors } = (answer.data?.['metafieldsSet'] ?? {}) as { userErrors?: unknown[] };
      if (userErrors?.length !== 0) throw new Error(JSON.stringify(answer));
    },
  };
}

const setMetafields = `mutation Set($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { field message } }
}`;

/** The other shop's first token exchange; `install` does it for the first shop. */
async function installAt(shop: TestShop, domain: string): Promise<void> {
  const nowhere = { appUrl: () => '', proxyPath: () => '' };
  const app = { apiKey: API_KEY, apiSecret: API_SECRET, ...nowhere };
  const subject_token = makeSigning(app, shop.sim.clock).sessionToken('admin', domain);
  const fields = shop.tokenFields({ subject_token });
  const answer = await shop.post('/admin/oauth/access_token', fields, { 'x-sim-shop': domain });
  if (!answer.ok) throw new Error(await answer.text());
}
