/**
 * The query with which Shopify opens the embedded admin: `hmac` is the hex HMAC-SHA256 of the other
 * parameters, sorted by name and written as a query.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
import type { PageCall, Refused } from '../platform.ts';
import type { ShopifyOptions } from './options.ts';
import { SHOP, readQuery, refused, signedBy } from './verify.ts';

/**
 * Which shop may frame the page. The age of the query is not looked at: a frame that is loaded again
 * an hour later is the same frame, and an old query opens nothing but the frame of its own shop.
 */
export function verifyPageCall(options: ShopifyOptions, query: string): PageCall | Refused {
  const params = readQuery(query);
  if (!params) return refused('broken query');
  if ([...params.values()].some((values) => values.length > 1))
    return refused('repeated parameter');
  const hmac = params.get('hmac')?.[0] ?? '';
  if (!/^[0-9a-f]{64}$/.test(hmac)) return refused('no signature');
  const rest = new URLSearchParams();
  for (const [name, [value = '']] of params) if (name !== 'hmac') rest.append(name, value);
  rest.sort();
  if (!signedBy(options.apiSecrets, rest.toString(), Buffer.from(hmac, 'hex'))) {
    return refused('wrong signature');
  }
  const shopDomain = rest.get('shop') ?? '';
  return SHOP.test(shopDomain) ? { ok: true, shopDomain } : refused('no shop');
}
