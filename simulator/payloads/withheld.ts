import type { ProtectedLevel } from '../shopAccess.ts';
import type { Json } from './json.ts';

/** Names, emails and phone numbers; an order's `name` is its number and stays. */
const TEXTS = new Set([
  'email',
  'contact_email',
  'email_address',
  'phone',
  'first_name',
  'last_name',
]);
const ADDRESSES = new Set(['billing_address', 'shipping_address', 'default_address']);

/**
 * A webhook's body without the fields that the app is not approved for: they are there and null
 * (docs/assumptions.md). https://shopify.dev/docs/apps/launch/protected-customer-data
 */
export function withheld(level: ProtectedLevel, body: Json): Json {
  if (level === 2 || body === null || typeof body !== 'object') return body;
  if (Array.isArray(body)) return body.map((each: Json) => withheld(level, each));
  const entries = Object.entries(body as { readonly [key: string]: Json });
  return Object.fromEntries(
    entries.map(([key, value]): [string, Json] => {
      if (TEXTS.has(key) || ADDRESSES.has(key)) return [key, null];
      if (key === 'addresses') return [key, []];
      return [key, withheld(level, value)];
    }),
  );
}

/** Topics whose messages are protected customer data, and so are not sent below level 1. */
export const isProtectedTopic = (topic: string): boolean =>
  /^(orders|refunds|customers|customers_email_marketing_consent)\//.test(topic);
