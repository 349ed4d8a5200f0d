/**
 * The three proofs that a call comes from Shopify. @shopify/shopify-api can check them too, and the
 * tests hold our answers against its answers; but it takes one secret (we need the old one during a
 * rotation) and reads the machine's clock (ours is injected), so the checks are done here.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type {
  ExtensionCall,
  MerchantCall,
  Refused,
  ShopperCall,
  WebhookClaim,
} from '../platform.ts';
import { parseExactBytes } from './json.ts';
import type { ShopifyOptions } from './options.ts';

const PROXY_FRESH_MS = 90_000;
const TOKEN_TOLERANCE_MS = 10_000;
export const SHOP = /^[a-z0-9][a-z0-9-]{0,100}\.myshopify\.com$/;

export const refused = (reason: string): Refused => ({ ok: false, reason });

/** True when one of the secrets made this digest of the message. Each compare is constant-time. */
export function signedBy(
  secrets: readonly string[],
  message: string | Uint8Array,
  digest: Uint8Array,
): boolean {
  return secrets.some((secret) => {
    const ours = createHmac('sha256', secret).update(message).digest();
    return ours.length === digest.length && timingSafeEqual(ours, digest);
  });
}

/** Base64 that is exactly one SHA-256 digest, else null: Buffer.from alone forgives rubbish. */
function digestOfBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, 'base64') : null;
}

/** Topics whose effect on a whole shop or person must not follow an unsigned header alone. */
const NAMES_ITS_SHOP = new Set([
  'app/uninstalled',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
]);

/** False when the signed body names another shop than the (unsigned) header does. */
function bodyNamesShop(body: Uint8Array, shopDomain: string): boolean {
  try {
    const told = parseExactBytes(body) as Record<string, unknown> | null;
    const named = told?.['shop_domain'] ?? told?.['myshopify_domain'] ?? null;
    return named === null || named === shopDomain;
  } catch {
    return true; // no JSON at all: the translator says so, and the message is parked
  }
}

/**
 * Webhooks: base64 HMAC-SHA256 of the raw body in X-Shopify-Hmac-Sha256.
 * https://shopify.dev/docs/apps/build/webhooks/verify-deliveries
 */
export function verifyWebhook(
  options: ShopifyOptions,
  body: Uint8Array,
  headers: Record<string, string | undefined>,
): WebhookClaim | Refused {
  const told = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) told.set(name.toLowerCase(), value);
  }
  const digest = digestOfBase64(told.get('x-shopify-hmac-sha256') ?? '');
  if (!digest) return refused('no signature');
  if (!signedBy(options.apiSecrets, body, digest)) return refused('wrong signature');
  const topic = told.get('x-shopify-topic');
  const webhookId = told.get('x-shopify-webhook-id');
  const shopDomain = told.get('x-shopify-shop-domain')?.toLowerCase();
  if (!topic) return refused('no topic');
  if (!webhookId) return refused('no webhook id');
  if (!told.get('x-shopify-api-version')) return refused('no API version');
  if (!shopDomain || !SHOP.test(shopDomain)) return refused('no shop domain');
  if (NAMES_ITS_SHOP.has(topic) && !bodyNamesShop(body, shopDomain)) {
    return refused('the body names another shop');
  }
  const triggeredAt = Date.parse(told.get('x-shopify-triggered-at') ?? '');
  return {
    ok: true,
    shopDomain,
    webhookId,
    topic,
    triggeredAt: Number.isFinite(triggeredAt) ? triggeredAt : options.clock.now(),
  };
}

const ONCE = ['signature', 'hmac', 'shop', 'timestamp', 'logged_in_customer_id', 'path_prefix'];

/** Decodes a raw query string; null when an escape is broken. Repeats are kept in order. */
export function readQuery(query: string): Map<string, string[]> | null {
  const params = new Map<string, string[]>();
  try {
    for (const pair of query.replace(/^\?/, '').split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      params.set(name, [...(params.get(name) ?? []), value]);
    }
  } catch {
    return null;
  }
  return params;
}

/**
 * The message is `k=v` sorted and joined by nothing, so one text can be cut into other parameters.
 * A value that holds one of the names we trust is therefore refused outright.
 */
function ambiguous(params: Map<string, string[]>): boolean {
  const trap = /(?:signature|hmac|shop|timestamp|logged_in_customer_id|path_prefix)=/;
  return [...params].some(([name, values]) => trap.test(name) || values.some((v) => trap.test(v)));
}

/**
 * App proxy: hex HMAC-SHA256 over the sorted parameters; `logged_in_customer_id` is blank when
 * nobody is logged in.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
export function verifyShopperCall(
  options: ShopifyOptions,
  query: string,
  now: number,
): ShopperCall | Refused {
  const params = readQuery(query);
  if (!params) return refused('broken query');
  if (ONCE.some((name) => (params.get(name)?.length ?? 0) > 1))
    return refused('repeated parameter');
  if (ambiguous(params)) return refused('ambiguous parameter');
  const one = (name: string): string => params.get(name)?.[0] ?? '';
  const signature = one('signature');
  if (!/^[0-9a-f]{64}$/.test(signature)) return refused('no signature');
  const message = [...params]
    .filter(([name]) => name !== 'signature')
    .map(([name, values]) => `${name}=${values.join(',')}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('');
  if (!signedBy(options.apiSecrets, message, Buffer.from(signature, 'hex'))) {
    return refused('wrong signature');
  }
  if (!/^\d{1,12}$/.test(one('timestamp'))) return refused('no timestamp');
  if (Math.abs(now - Number(one('timestamp')) * 1000) > PROXY_FRESH_MS) return refused('stale');
  const shopDomain = one('shop').toLowerCase();
  if (!SHOP.test(shopDomain)) return refused('no shop');
  const customerId = one('logged_in_customer_id');
  if (!/^\d{0,20}$/.test(customerId)) return refused('no customer id');
  return { ok: true, shopDomain, customerId: customerId === '' ? null : customerId };
}

function readSegment(segment: string): Record<string, unknown> | null {
  try {
    const value = parseExactBytes(Buffer.from(segment, 'base64url'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The host of an https URL such as https://{shop}/admin, or null. */
function hostOf(url: unknown): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' ? parsed.host : null;
}

/** Why the times of a token do not hold now, or null. Seconds, with 10 s for clocks that differ. */
function untimely(claims: Record<string, unknown>, now: number): string | null {
  const { exp, nbf, iat } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number' || typeof iat !== 'number') {
    return 'no times';
  }
  if (now >= exp * 1000 + TOKEN_TOLERANCE_MS) return 'expired';
  if (now < nbf * 1000 - TOKEN_TOLERANCE_MS) return 'not yet valid';
  if (now < iat * 1000 - TOKEN_TOLERANCE_MS) return 'issued in the future';
  return null;
}

type Claims = { ok: true; claims: Record<string, unknown> };

/** The claims of a JWT that was signed (HS256) with our secret, for us, and holds now. */
function readToken(options: ShopifyOptions, token: string, now: number): Claims | Refused {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]{43})$/.exec(token);
  if (!parts) return refused('no token');
  const [, head = '', payload = '', signature = ''] = parts;
  if (readSegment(head)?.['alg'] !== 'HS256') return refused('wrong algorithm');
  const digest = Buffer.from(signature, 'base64url');
  if (!signedBy(options.apiSecrets, `${head}.${payload}`, digest))
    return refused('wrong signature');
  const claims = readSegment(payload);
  if (!claims) return refused('no claims');
  if (claims['aud'] !== options.apiKey) return refused('another audience');
  const late = untimely(claims, now);
  return late ? refused(late) : { ok: true, claims };
}

/**
 * Session token of the embedded admin: a JWT, HS256 with the client secret, living one minute.
 * https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
 */
export function verifyMerchantToken(
  options: ShopifyOptions,
  token: string,
  now: number,
): MerchantCall | Refused {
  const read = readToken(options, token, now);
  if (!read.ok) return read;
  const { claims } = read;
  const shopDomain = hostOf(claims['dest']);
  if (!shopDomain || !SHOP.test(shopDomain)) return refused('no shop');
  if (hostOf(claims['iss']) !== shopDomain) return refused('another issuer');
  const staffId = claims['sub'];
  if (typeof staffId !== 'string' || staffId === '') return refused('no subject');
  return { ok: true, shopDomain, staffId };
}

/**
 * Session token of a checkout or account extension: the same JWT, living five minutes, whose `dest`
 * is the bare domain and whose `sub` is the customer's global id, if anybody is logged in. The
 * admin's token names its shop as an address, so it is none of these.
 * https://shopify.dev/docs/api/checkout-ui-extensions/latest/target-apis/platform-apis/session-token-api
 */
export function verifyExtensionToken(
  options: ShopifyOptions,
  token: string,
  now: number,
): ExtensionCall | Refused {
  const read = readToken(options, token, now);
  if (!read.ok) return read;
  const { dest, sub } = read.claims;
  if (typeof dest !== 'string' || !SHOP.test(dest)) return refused('no shop');
  if (sub === undefined) return { ok: true, shopDomain: dest, customerId: null };
  const customerId = /^gid:\/\/shopify\/Customer\/(\d{1,20})$/.exec(String(sub))?.[1];
  return customerId ? { ok: true, shopDomain: dest, customerId } : refused('no customer id');
}
