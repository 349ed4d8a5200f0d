/**
 * What shopify.app.toml asks a shop for: as little as the app can live with. `read_all_orders` is not
 * among it, since Shopify grants it to an app by review: https://shopify.dev/docs/api/usage/access-scopes
 */
export const WANTED_SCOPES: readonly string[] = [
  'read_customer_merge',
  'read_customers',
  'read_discounts',
  'read_orders',
  'read_products',
  'read_shopify_payments_disputes',
  'write_app_proxy',
  'write_customers',
  'write_discounts',
];
