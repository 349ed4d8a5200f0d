import { describe, expect, it } from 'vitest';
import { verifyShopperCall, verifyWebhook } from './verify.ts';
import { hmac, library, NOW, OLD, options, SECONDS, SECRET, SHOP } from './verifyFixture.ts';

describe('verifyWebhook', () => {
  const body = '{"id":820982911946154508,"name":"کوزه"}';
  const bytes = Buffer.from(body);
  const headers = (secret = SECRET): Record<string, string> => ({
    'X-Shopify-Topic': 'orders/paid',
    'X-Shopify-Hmac-Sha256': hmac(secret, body, 'base64'),
    'X-Shopify-Shop-Domain': 'Northday.myshopify.com',
    'X-Shopify-API-Version': '2026-07',
    'X-Shopify-Webhook-Id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    'X-Shopify-Triggered-At': '2026-07-01T10:00:00.123456Z',
  });
  const claim = {
    ok: true,
    shopDomain: SHOP,
    webhookId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    topic: 'orders/paid',
    triggeredAt: Date.parse('2026-07-01T10:00:00.123Z'),
  };

  it('accepts the current and the old secret, in any spelling of the header names', () => {
    expect(verifyWebhook(options, bytes, headers())).toEqual(claim);
    expect(verifyWebhook(options, bytes, headers(OLD))).toEqual(claim);
    const lower = Object.entries(headers()).map(([name, value]) => [name.toLowerCase(), value]);
    expect(verifyWebhook(options, bytes, Object.fromEntries(lower))).toEqual(claim);
  });

  it.each([
    ['another secret', 'wrong signature', bytes, headers('not-ours')],
    ['a changed byte', 'wrong signature', Buffer.from(body.replace('8', '9')), headers()],
    ['an added byte', 'wrong signature', Buffer.from(`${body}\n`), headers()],
    ['no body', 'wrong signature', Buffer.alloc(0), headers()],
    ['an empty signature', 'no signature', bytes, { ...headers(), 'X-Shopify-Hmac-Sha256': '' }],
    ['base64 with rubbish', 'no signature', bytes, headerWith((digest) => `!${digest}`)],
    ['a cut signature', 'no signature', bytes, headerWith((digest) => digest.slice(0, 20))],
    ['a hex signature', 'no signature', bytes, headerWith(() => hmac(SECRET, body, 'hex'))],
    ['two signatures', 'no signature', bytes, headerWith((digest) => `${digest}, ${digest}`)],
    [
      'a foreign shop name',
      'no shop domain',
      bytes,
      { ...headers(), 'X-Shopify-Shop-Domain': 'evil.example' },
    ],
    [
      'a shop name with a path',
      'no shop domain',
      bytes,
      { ...headers(), 'X-Shopify-Shop-Domain': `${SHOP}/x` },
    ],
    [
      'a shop name with something before',
      'no shop domain',
      bytes,
      { ...headers(), 'X-Shopify-Shop-Domain': `evil.${SHOP}` },
    ],
  ])('refuses %s: %s', (_, reason, given, told) => {
    expect(verifyWebhook(options, given, told)).toEqual({ ok: false, reason });
  });

  function headerWith(change: (digest: string) => string): Record<string, string> {
    return { ...headers(), 'X-Shopify-Hmac-Sha256': change(hmac(SECRET, body, 'base64')) };
  }

  it.each([
    ['Topic', 'no topic'],
    ['Hmac-Sha256', 'no signature'],
    ['Shop-Domain', 'no shop domain'],
    ['API-Version', 'no API version'],
    ['Webhook-Id', 'no webhook id'],
  ])('refuses a message without X-Shopify-%s, as the library does: %s', async (name, reason) => {
    const { [`X-Shopify-${name}`]: _, ...rest } = headers();
    expect(verifyWebhook(options, bytes, rest)).toEqual({ ok: false, reason });
    const rawRequest = new Request('https://app.example/', { method: 'POST', headers: rest });
    const judged = await library.webhooks
      .validate({ rawBody: body, rawRequest })
      .catch(() => ({ valid: false }));
    expect(judged.valid).toBe(false);
  });

  it('takes the time of arrival where Triggered-At is missing', () => {
    const { 'X-Shopify-Triggered-At': _, ...rest } = headers();
    expect(verifyWebhook(options, bytes, rest)).toEqual({ ...claim, triggeredAt: NOW });
  });

  const signedMessage = (topic: string, text: string, shop: string) =>
    verifyWebhook(options, Buffer.from(text), {
      ...headers(),
      'X-Shopify-Topic': topic,
      'X-Shopify-Shop-Domain': shop,
      'X-Shopify-Hmac-Sha256': hmac(SECRET, text, 'base64'),
    });

  it.each([
    ['shop/redact', 'shop_domain'],
    ['customers/redact', 'shop_domain'],
    ['customers/data_request', 'shop_domain'],
    ['app/uninstalled', 'myshopify_domain'],
  ])('refuses a signed %s that is replayed for another shop', (topic, field) => {
    const text = `{"shop_id":1,"${field}":"${SHOP}"}`;
    expect(signedMessage(topic, text, SHOP)).toMatchObject({ ok: true });
    expect(signedMessage(topic, text, 'other.myshopify.com')).toEqual({
      ok: false,
      reason: 'the body names another shop',
    });
  });

  it('passes on what names no shop or is no JSON: the translator parks it', () => {
    for (const text of ['{"shop_id":', 'null', '{}']) {
      expect(signedMessage('shop/redact', text, SHOP)).toMatchObject({ ok: true });
    }
  });

  it('lets other topics name what they like', () => {
    const text = '{"id":1,"shop_domain":"other.myshopify.com"}';
    expect(signedMessage('orders/paid', text, SHOP)).toMatchObject({ ok: true });
  });
});

type Params = [name: string, value: string][];

/** A query as Shopify signs it; `encode` is how a client or proxy may have written it. */
function proxyQuery(params: Params, secret = SECRET): string {
  const names = [...new Set(params.map(([name]) => name))];
  const message = names
    .map(
      (name) =>
        `${name}=${params
          .filter(([n]) => n === name)
          .map(([, v]) => v)
          .join(',')}`,
    )
    .sort()
    .join('');
  return new URLSearchParams([...params, ['signature', hmac(secret, message, 'hex')]]).toString();
}

const proxyParams = (changes: Record<string, string> = {}): Params =>
  Object.entries({
    shop: SHOP,
    logged_in_customer_id: '7064055069303700',
    path_prefix: '/apps/regulars',
    timestamp: String(SECONDS),
    locale: 'fa',
    ...changes,
  });

describe('verifyShopperCall', () => {
  const verify = (query: string, now = NOW) => verifyShopperCall(options, query, now);
  const call = { ok: true, shopDomain: SHOP, customerId: '7064055069303700' };

  it('knows the shopper, and nobody', () => {
    expect(verify(proxyQuery(proxyParams()))).toEqual(call);
    expect(verify(`?${proxyQuery(proxyParams())}`)).toEqual(call);
    expect(verify(proxyQuery(proxyParams(), OLD))).toEqual(call);
    const nobody = { ok: true, shopDomain: SHOP, customerId: null };
    expect(verify(proxyQuery(proxyParams({ logged_in_customer_id: '' })))).toEqual(nobody);
  });

  it('joins repeated parameters of the shopper’s own by commas', () => {
    const query = proxyQuery([['ids', '1'], ['ids', '2'], ...proxyParams()]);
    expect(verify(query)).toEqual(call);
    expect(verify(query.replace('ids=2', 'ids=3'))).toMatchObject({ ok: false });
  });

  it('reads escapes and plus signs', () => {
    const query = proxyQuery(proxyParams({ before: 'a+b c%&=ü' }));
    expect(verify(query)).toEqual(call);
    expect(verify(query.replaceAll('+', '%20'))).toEqual(call);
    expect(verify(`${query}&x=%E0%A4%A`)).toMatchObject({ ok: false, reason: 'broken query' });
  });

  it.each([
    [
      'another customer',
      'wrong signature',
      (q: string) => q.replace('7064055069303700', '7064055069303701'),
    ],
    ['another shop', 'wrong signature', (q: string) => q.replace('northday', 'otherday')],
    ['an added parameter', 'wrong signature', (q: string) => `${q}&admin=1`],
    ['a dropped parameter', 'wrong signature', (q: string) => q.replace('&locale=fa', '')],
    ['no signature', 'no signature', (q: string) => q.replace(/&?signature=\w+/, '')],
    ['a short signature', 'no signature', (q: string) => q.replace(/signature=\w/, 'signature=')],
    [
      'an upper-cased signature',
      'no signature',
      (q: string) => q.replace(/[a-f]/g, (c) => c.toUpperCase()),
    ],
    ['a second signature', 'repeated parameter', (q: string) => `${q}&signature=${'0'.repeat(64)}`],
    ['a second customer', 'repeated parameter', (q: string) => `${q}&logged_in_customer_id=1`],
    ['a second shop', 'repeated parameter', (q: string) => `${q}&shop=${SHOP}`],
    ['a second timestamp', 'repeated parameter', (q: string) => `${q}&timestamp=${SECONDS}`],
    ['an array-like customer', 'wrong signature', (q: string) => `${q}&logged_in_customer_id[]=1`],
    ['nothing', 'no signature', () => ''],
    ['a longer signature', 'no signature', (q: string) => q.replace(/(signature=\w+)/, '$10')],
    ['a prefixed signature', 'no signature', (q: string) => q.replace('signature=', '$&0')],
  ])('refuses %s: %s', (_, reason, change) => {
    expect(verify(change(proxyQuery(proxyParams())))).toEqual({ ok: false, reason });
  });

  it.each([
    ['timestamp', '', 'no timestamp'],
    ['timestamp', '1e9', 'no timestamp'],
    ['timestamp', ` ${SECONDS}`, 'no timestamp'],
    ['timestamp', `${SECONDS}.5`, 'no timestamp'],
    ['shop', 'evil.example', 'no shop'],
    ['shop', '', 'no shop'],
    ['logged_in_customer_id', 'x1', 'no customer id'],
    ['logged_in_customer_id', '1x', 'no customer id'],
    ['logged_in_customer_id', '-1', 'no customer id'],
  ])('refuses a signed %s of "%s": %s', (name, value, reason) => {
    expect(verify(proxyQuery(proxyParams({ [name]: value })))).toEqual({ ok: false, reason });
  });

  it('reads parameters without a value or a name, and empty ones, as they are signed', () => {
    const query = proxyQuery([['flag', ''], ...proxyParams()]);
    expect(verify(query)).toEqual(call);
    expect(verify(query.replace('flag=', 'flag'))).toEqual(call);
    expect(verify(`&${query}&&`)).toEqual(call);
    expect(verify(proxyQuery([['', 'nameless'], ...proxyParams()]))).toEqual(call);
    const asked = proxyQuery([['why', 'a?b'], ...proxyParams()]);
    expect(verify(asked)).toEqual(call);
    expect(verify(asked.replace('%3F', '?'))).toEqual(call);
  });

  it.each(['shop', 'timestamp', 'logged_in_customer_id', 'path_prefix'])(
    'refuses a repeated %s even when the signature covers it',
    (name) => {
      const query = proxyQuery([...proxyParams(), [name, proxyParams({})[0]?.[1] ?? '']]);
      expect(verify(query)).toEqual({ ok: false, reason: 'repeated parameter' });
    },
  );

  it('refuses a signed text that was cut into other parameters', () => {
    const evil = `1logged_in_customer_id=999path_prefix=/xshop=${SHOP}timestamp=${SECONDS}z=`;
    const signed = proxyQuery(proxyParams({ aaa: evil }));
    const signature = new URLSearchParams(signed).get('signature') ?? '';
    const rest = proxyParams().filter(([name]) => name !== 'locale');
    const tail = `locale=fa${rest
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('')}`;
    const recut = new URLSearchParams({
      aaa: '1',
      logged_in_customer_id: '999',
      path_prefix: '/x',
      shop: SHOP,
      timestamp: String(SECONDS),
      z: tail,
      signature,
    }).toString();
    expect(verify(recut)).toEqual({ ok: false, reason: 'ambiguous parameter' });
    expect(verify(signed)).toEqual({ ok: false, reason: 'ambiguous parameter' });
    const second = proxyQuery([['ids', '1'], ['ids', 'shop=x'], ...proxyParams()]);
    expect(verify(second)).toEqual({ ok: false, reason: 'ambiguous parameter' });
  });

  it('is fresh for 90 seconds on both sides', () => {
    const query = proxyQuery(proxyParams());
    const at = SECONDS * 1000;
    expect(verify(query, at + 90_000)).toMatchObject({ ok: true });
    expect(verify(query, at + 90_001)).toEqual({ ok: false, reason: 'stale' });
    expect(verify(query, at - 90_000)).toMatchObject({ ok: true });
    expect(verify(query, at - 90_001)).toEqual({ ok: false, reason: 'stale' });
    expect(verify(proxyQuery(proxyParams({ timestamp: '' })))).toMatchObject({ ok: false });
    expect(verify(proxyQuery(proxyParams({ timestamp: '1e9' })))).toMatchObject({ ok: false });
  });

  it('accepts and refuses what the library accepts and refuses', async () => {
    const good = proxyQuery(proxyParams());
    for (const query of [good, `${good}&x=1`, good.replace('northday', 'otherday')]) {
      const ours = verify(query).ok;
      const theirs = await library.utils.validateHmac(
        Object.fromEntries(new URLSearchParams(query)),
        { signator: 'appProxy' },
      );
      expect(ours).toBe(theirs);
    }
  });
});
