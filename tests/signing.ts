/** What the platform signs, made by hand: so that tests can also sign it wrongly. */
import crypto from 'node:crypto';

export const API_KEY = 'test-client-id';
export const API_SECRET = 'test-client-secret-of-32-characters';

const hmac = (secret: string, data: string | Uint8Array) =>
  crypto.createHmac('sha256', secret).update(data);

/** An app-proxy query: sorted `k=v` without separators, hex. */
export function proxyQuery(
  shop: string,
  customerId: string | null,
  nowMs: number,
  extra: Record<string, string> = {},
  secret = API_SECRET,
): string {
  const params: Record<string, string> = {
    ...extra,
    shop,
    logged_in_customer_id: customerId ?? '',
    path_prefix: '/apps/regulars',
    timestamp: String(Math.floor(nowMs / 1000)),
  };
  const message = Object.keys(params)
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join('');
  const signature = hmac(secret, message).digest('hex');
  return new URLSearchParams({ ...params, signature }).toString();
}

/** The query with which the platform opens the embedded admin. */
export function pageQuery(
  shop: string,
  nowMs: number,
  extra: Record<string, string> = {},
  secret = API_SECRET,
): string {
  const timestamp = String(Math.floor(nowMs / 1000));
  const query = new URLSearchParams({ embedded: '1', host: 'aG9zdA', shop, timestamp, ...extra });
  query.sort();
  return `${query}&hmac=${hmac(secret, query.toString()).digest('hex')}`;
}

const base64url = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');

/** The embedded admin's session token: HS256, one minute. */
export function sessionToken(
  shop: string,
  nowMs: number,
  over: Record<string, unknown> = {},
  secret = API_SECRET,
): string {
  const now = Math.floor(nowMs / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: API_KEY,
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: crypto.randomUUID(),
    sid: 'test',
    ...over,
  };
  const body = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${body}.${hmac(secret, body).digest('base64url')}`;
}

/** A checkout or account extension's session token: five minutes, the bare domain, no issuer. */
export function extensionToken(
  shop: string,
  nowMs: number,
  over: Record<string, unknown> = {},
  secret = API_SECRET,
): string {
  const now = Math.floor(nowMs / 1000);
  const times = { exp: now + 300, nbf: now, iat: now };
  const claims = { dest: shop, aud: API_KEY, ...times, jti: crypto.randomUUID(), ...over };
  const body = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${body}.${hmac(secret, body).digest('base64url')}`;
}

/** The headers of a webhook delivery. */
export function webhookHeaders(
  input: { shop: string; topic: string; body: string; nowMs: number; webhookId?: string },
  secret = API_SECRET,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': input.topic,
    'x-shopify-hmac-sha256': hmac(secret, input.body).digest('base64'),
    'x-shopify-shop-domain': input.shop,
    'x-shopify-api-version': '2026-07',
    'x-shopify-webhook-id': input.webhookId ?? crypto.randomUUID(),
    'x-shopify-event-id': crypto.randomUUID(),
    'x-shopify-triggered-at': new Date(input.nowMs).toISOString(),
  };
}
