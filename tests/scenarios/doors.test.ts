/**
 * Nobody comes in without a proof: what is forged, stale or tampered with is 401 at every door and
 * leaves every byte of the database as it was.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY, SHOP, SHOP_FA, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { API_KEY, proxyQuery, sessionToken, webhookHeaders } from '../signing.ts';
import { knock, lastBody, tell } from './telling.ts';
import { everyRow } from './wholeDatabase.ts';

const LATE_MS = 91_000;
const STRANGER = 'stranger.myshopify.com';
const OTHER_SECRET = 'another-secret-of-thirty-2-chars';

let world: World;
let ada: string;
let ben: string;
let open: string;
let untouched: Record<string, string[]>;

const now = () => world.sim.clock.now();
const snapshot = (except: readonly string[] = []) => everyRow(world.owner, except);

beforeAll(async () => {
  world = await startWorld();
  const [first, second] = world.sim.commerce.customers(SHOP);
  ada = first?.id ?? '';
  ben = second?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 8 }];
  for (const customerId of [ada, ben]) {
    const { id: orderId } = await world.buy({ buyer: { kind: 'customer', customerId }, lines });
    world.sim.clock.advance(60_000);
    world.sim.commerce.refund(SHOP, { orderId, lines: [], shipping: false, amountMinor: 500 });
    await world.settle();
  }
  await world.pass(15 * DAY);
  open = crypto.randomUUID();
  const reply = await world.shopper(ada).redeem('off-3', 300, open);
  if (reply.status !== 200) throw new Error(reply.text);
  await world.settle();
});
afterAll(() => world.stop());
beforeEach(async () => {
  untouched = await snapshot();
});

describe('a webhook', () => {
  type Forgery = [name: string, headers: Record<string, string>, body?: string];
  const topic = 'orders/create';
  const signed = (over: { secret?: string; body?: string } = {}) =>
    webhookHeaders(
      { shop: SHOP, topic, body: over.body ?? body(), nowMs: now() },
      ...(over.secret ? [over.secret] : []),
    );
  const body = () => lastBody(world, topic);
  const without = (name: string): Forgery => {
    const { [name]: _gone, ...rest } = signed();
    return [`no ${name}`, rest];
  };
  const hmac = 'x-shopify-hmac-sha256';

  function forgeries(): Forgery[] {
    const good = signed();
    const digest = good[hmac] ?? '';
    return [
      ['another secret', signed({ secret: OTHER_SECRET })],
      ['a byte of the body changed', good, body().replace('"id":', '"iD":')],
      ['a byte more', good, `${body()} `],
      ['a byte less', good, body().slice(0, -1)],
      ['the signature of another body', signed({ body: '{}' })],
      ['a signature in hex', { ...good, [hmac]: Buffer.from(digest, 'base64').toString('hex') }],
      ['half a signature', { ...good, [hmac]: digest.slice(0, 22) }],
      ['rubbish behind the signature', { ...good, [hmac]: `${digest}!` }],
      ['a shop that is no shop', { ...good, 'x-shopify-shop-domain': 'evil.example' }],
      ...[
        hmac,
        'x-shopify-topic',
        'x-shopify-webhook-id',
        'x-shopify-api-version',
        'x-shopify-shop-domain',
      ].map(without),
    ];
  }

  test('forged in any way is 401 and changes nothing', async () => {
    for (const [name, headers, sent = body()] of forgeries()) {
      expect([name, await knock(world, headers, sent)]).toEqual([name, 401]);
    }
    await world.settle();
    expect(await snapshot()).toEqual(untouched);
  });

  test('that moves a message about leaving to another shop is 401', async () => {
    for (const [about, left] of [
      ['shop/redact', JSON.stringify({ shop_id: 1, shop_domain: STRANGER })],
      ['app/uninstalled', JSON.stringify({ id: 1, myshopify_domain: STRANGER })],
    ] as const) {
      expect([about, await tell(world, { topic: about, body: left })]).toEqual([about, 401]);
    }
    await world.settle();
    expect(await snapshot()).toEqual(untouched);
  });

  test('of a shop that we do not know is 200, and nothing is stored', async () => {
    expect(await tell(world, { topic, body: body(), shop: STRANGER })).toBe(200);
    await world.settle();
    expect(await snapshot()).toEqual(untouched);
  });

  test('without its proof says nothing about why', async () => {
    const url = `${world.app.url}/webhooks/shopify`;
    const response = await fetch(url, { method: 'POST', body: body() });
    expect([response.status, await response.text()]).toEqual([401, '']);
    expect((await fetch(url)).status).toBe(405);
  });
});

describe('a call of the storefront', () => {
  type Forgery = [name: string, query: string];

  function forgeries(): Forgery[] {
    const good = proxyQuery(SHOP, ada, now());
    const bare = (name: string) => good.replace(new RegExp(`(^|&)${name}=[^&]*`), '');
    return [
      ['another secret', proxyQuery(SHOP, ada, now(), {}, OTHER_SECRET)],
      ['91 s old', proxyQuery(SHOP, ada, now() - LATE_MS)],
      ['91 s ahead', proxyQuery(SHOP, ada, now() + LATE_MS)],
      ['another shopper', good.replace(ada, ben)],
      ['somebody who was nobody', proxyQuery(SHOP, null, now()).replace('_id=', `_id=${ada}`)],
      ['another shop', good.replace(SHOP, SHOP_FA)],
      ['a later time', good.replace(/timestamp=\d+/, `timestamp=${Math.floor(now() / 1000) + 1}`)],
      ['a byte of the signature', good.replace(/.$/, (c) => (c === '0' ? '1' : '0'))],
      ['the signature of another page', `${good}&before=1`],
      ['another path', good.replace('apps%2Fregulars', 'apps%2Fother')],
      ['a parameter twice', `${good}&logged_in_customer_id=${ben}`],
      ['two parameters told as one', proxyQuery(SHOP, ada, now(), { a: `1shop=${SHOP_FA}` })],
      ...['signature', 'timestamp', 'shop', 'logged_in_customer_id', 'path_prefix'].map(
        (name): Forgery => [`no ${name}`, bare(name)],
      ),
      ['nothing', ''],
    ];
  }

  type Call = [place: string, body?: object];
  const calls = (): Call[] => [
    ['state'],
    ['history'],
    [''],
    [`redemptions/${open}`],
    ['redemptions', { id: crypto.randomUUID(), rewardId: 'off-3', points: 300 }],
    [`redemptions/${open}/cancel`, {}],
  ];
  const send = (place: string, query: string, body?: object) =>
    fetch(`${world.app.url}/proxy/${place}?${query}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: {
        'content-type': 'application/json',
        'x-regulars': '1',
        origin: `https://${SHOP}`,
      },
    });

  test('forged or stale in any way is 401, GET and POST, and changes nothing', async () => {
    for (const [name, query] of forgeries()) {
      for (const [place, body] of calls()) {
        const about = `${name}: ${place}`;
        expect([about, (await send(place, query, body)).status]).toEqual([about, 401]);
      }
    }
    await world.settle();
    expect(await snapshot()).toEqual(untouched);
  });

  test('well signed is heard up to 90 s, and a GET changes nothing', async () => {
    for (const ms of [0, 90_000, -90_000]) {
      const query = proxyQuery(SHOP, ada, now() + ms);
      for (const [place] of calls().filter(([, body]) => !body)) {
        expect([place, (await send(place, query)).status]).toEqual([place, 200]);
      }
    }
    expect(await snapshot()).toEqual(untouched);
  });

  test('a shop that is not with us is told nothing, with the same proof', async () => {
    const query = proxyQuery(STRANGER, ada, now());
    for (const [place, body] of calls()) expect((await send(place, query, body)).status).toBe(404);
    expect(await snapshot()).toEqual(untouched);
  });
});

describe('a merchant’s call', () => {
  type Forgery = [name: string, authorization: string | null];
  const base64url = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const bearer = (over: Record<string, unknown> = {}, at = now(), secret?: string) =>
    `Bearer ${sessionToken(SHOP, at, over, ...(secret ? [secret] : []))}`;

  function forgeries(): Forgery[] {
    const good = bearer();
    const [head = '', claims = '', signature = ''] = good.split('.');
    const other = bearer({ sub: '43' }).split('.')[1] ?? '';
    const none = base64url({ alg: 'none', typ: 'JWT' });
    const seconds = Math.floor(now() / 1000);
    return [
      ['another secret', bearer({}, now(), OTHER_SECRET)],
      ['other claims under its signature', [head, other, signature].join('.')],
      ['a byte of the signature', `${head}.${claims}.${signature.replace(/^./, flip)}`],
      ['no signature', `${head}.${claims}.`],
      ['alg none', `Bearer ${none}.${claims}.`],
      ['alg none with a signature', `Bearer ${none}.${claims}.${signature}`],
      ['another audience', bearer({ aud: 'another-app' })],
      ['several audiences', bearer({ aud: [API_KEY, 'another-app'] })],
      ['91 s old', bearer({}, now() - LATE_MS)],
      ['91 s ahead', bearer({}, now() + LATE_MS)],
      ['no end', bearer({ exp: undefined })],
      ['an end that is no number', bearer({ exp: String(seconds + 60) })],
      ['issued by another shop', bearer({ iss: `https://${SHOP_FA}/admin` })],
      ['meant for another shop', bearer({ dest: `https://${SHOP_FA}` })],
      ['for no shop', bearer({ dest: 'https://evil.example', iss: 'https://evil.example/admin' })],
      ['of nobody', bearer({ sub: undefined })],
      ['not a bearer', good.replace('Bearer', 'Basic')],
      ['an empty one', 'Bearer '],
      ['none at all', null],
    ];
  }
  const flip = (c: string) => (c === 'A' ? 'B' : 'A');

  type Call = [method: string, place: string, body?: object];
  const calls: Call[] = [
    ['GET', '/api/home'],
    ['GET', '/api/program'],
    ['PUT', '/api/program', { baseVersion: 1, program: aProgram({ pendingDays: 1 }) }],
    ['PUT', '/api/shop/money', { factor: 10, label: 'x' }],
    ['POST', '/api/parked/x/retry'],
    ['GET', '/api/nowhere'],
  ];
  const send = ([method, place, body]: Call, authorization: string | null) =>
    fetch(`${world.app.url}${place}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  test('with a forged or stale token is 401 and changes nothing', async () => {
    for (const [name, authorization] of forgeries()) {
      for (const call of calls) {
        const about = `${name}: ${call[0]} ${call[1]}`;
        expect([about, (await send(call, authorization)).status]).toEqual([about, 401]);
      }
    }
    await world.settle();
    expect(await snapshot()).toEqual(untouched);
  });

  test('with a good token is heard, and a GET changes nothing', async () => {
    for (const call of calls.slice(0, 2)) expect((await send(call, bearer())).status).toBe(200);
    expect(await snapshot()).toEqual(untouched);
  });

  test('with a token that is well signed for a shop the platform does not have installs nothing', async () => {
    const token = `Bearer ${sessionToken(STRANGER, now())}`;
    expect((await send(['GET', '/api/home'], token)).status).toBeGreaterThanOrEqual(400);
    expect(await snapshot()).toEqual(untouched);
  });
});
