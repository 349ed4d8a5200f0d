import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { AppCredentials, Signing, SimClock } from './front.types.ts';
import { gid } from './state/ids.ts';

const STAFF_ID = '548380009';
const ADMIN_TOKEN_S = 60;
const EXTENSION_TOKEN_S = 300;
/** Clock tolerance of Shopify's own library when it checks session tokens. */
const LEEWAY_S = 10;

export function hmacBase64(secret: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

function hmacHex(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function signJwt(secret: string, claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

/** The claims of a well-signed token that is neither early nor expired at `now`; else null. */
export function verifyJwt(
  secret: string,
  token: string,
  now: number,
): Record<string, unknown> | null {
  const [head, claims, signature] = token.split('.');
  if (!head || !claims || !signature) return null;
  const expected = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg?: string };
    if (header.alg !== 'HS256') return null;
    const body = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const seconds = now / 1000;
    if (typeof body['exp'] !== 'number' || body['exp'] + LEEWAY_S < seconds) return null;
    if (typeof body['nbf'] === 'number' && body['nbf'] - LEEWAY_S > seconds) return null;
    return body;
  } catch {
    return null;
  }
}

/** Everything that Shopify signs for the app to check, on the simulator's clock. */
export function makeSigning(app: AppCredentials, clock: SimClock): Signing {
  const seconds = () => Math.floor(clock.now() / 1000);
  const sessionToken = (
    kind: 'admin' | 'extension',
    shopDomain: string,
    customerId: string | null = null,
  ): string => {
    const iat = seconds();
    const shared = { aud: app.apiKey, nbf: iat, iat, jti: randomUUID() };
    if (kind === 'admin') {
      // https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens
      const dest = `https://${shopDomain}`;
      const exp = iat + ADMIN_TOKEN_S;
      const own = { iss: `${dest}/admin`, dest, sub: STAFF_ID, exp, sid: randomUUID() };
      return signJwt(app.apiSecret, { ...shared, ...own });
    }
    // https://shopify.dev/docs/api/checkout-ui-extensions/latest/apis/session-token
    const sub = customerId === null ? {} : { sub: gid('Customer', customerId) };
    const claims = { ...shared, dest: shopDomain, exp: iat + EXTENSION_TOKEN_S, ...sub };
    return signJwt(app.apiSecret, claims);
  };
  return {
    sessionToken,
    proxyQuery(shopDomain, customerId, query) {
      const signed = new URLSearchParams(query);
      signed.set('shop', shopDomain);
      signed.set('logged_in_customer_id', customerId ?? '');
      signed.set('path_prefix', app.proxyPath());
      signed.set('timestamp', String(seconds()));
      signed.delete('signature');
      // https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
      const lines = [...new Set(signed.keys())].map((k) => `${k}=${signed.getAll(k).join(',')}`);
      signed.set('signature', hmacHex(app.apiSecret, lines.sort().join('')));
      return signed;
    },
    adminQuery(shopDomain, extra = {}) {
      const handle = shopDomain.replace('.myshopify.com', '');
      const host = Buffer.from(`admin.shopify.com/store/${handle}`).toString('base64');
      const query = new URLSearchParams({
        embedded: '1',
        locale: 'en',
        ...extra,
        host: host.replace(/=+$/, ''),
        id_token: sessionToken('admin', shopDomain),
        session: randomUUID().replaceAll('-', ''),
        shop: shopDomain,
        timestamp: String(seconds()),
      });
      query.sort();
      query.set('hmac', hmacHex(app.apiSecret, query.toString()));
      return query;
    },
  };
}
