import type { Need } from '../platform.ts';

/**
 * What shopify.app.toml asks a shop for: as little as the app can live with (operations.test.ts takes
 * each away and looks who misses it). A write scope holds the read scope of the same thing.
 * `read_all_orders` is not among it, since Shopify grants it to an app by review:
 * https://shopify.dev/docs/api/usage/access-scopes
 */
export const WANTED_SCOPES: readonly string[] = [
  'read_customer_merge',
  'read_orders',
  'read_products',
  'read_shopify_payments_disputes',
  'read_store_credit_accounts',
  'write_app_proxy',
  'write_customers',
  'write_discounts',
  'write_store_credit_account_transactions',
];

const NEEDED: Record<Need, readonly string[]> = {
  codes: ['write_discounts'],
  // Metafields are guarded as what they hang on is.
  cards: ['write_customers'],
  orders: ['read_orders', 'read_products', 'read_customers'],
  catalogue: ['read_products'],
  customers: ['read_customers'],
  // The account is read through its customer.
  wallet: [
    'read_customers',
    'read_store_credit_accounts',
    'write_store_credit_account_transactions',
  ],
  tags: ['write_customers'],
};

const listOf = (granted: string): Set<string> => new Set(granted.split(/[\s,]+/).filter(Boolean));

/** https://shopify.dev/docs/api/usage/access-scopes */
export const holds = (granted: ReadonlySet<string>, scope: string): boolean =>
  granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));

/** What is missing of what a call needs, or of all that we ask for. */
export function missingScopes(granted: string, need: Need | null): string[] {
  const have = listOf(granted);
  const wanted = need === null ? WANTED_SCOPES : NEEDED[need];
  return wanted.filter((scope) => !holds(have, scope));
}
