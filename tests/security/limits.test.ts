/** Whoever guesses is slowed down; whoever buys is not. Limits run on a clock in the test's hand. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RATES } from '../../web/server/http/limits/limits.ts';
import { errorBody } from '../../web/contract/shopper.ts';
import { extensionToken, proxyQuery, sessionToken, webhookHeaders } from '../signing.ts';
import { DAY, SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
let ada: string;
let ben: string;
let elapsedMs = 0;

const now = () => world.sim.clock.now();

beforeAll(async () => {
  const hands = { elapsed: () => elapsedMs };
  world = await startWorld({ env: { TRUSTED_PROXIES: '1' }, hands });
  const [first, second] = world.sim.commerce.customers(SHOP);
  ada = first?.id ?? '';
  ben = second?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 30 }];
  await world.buy({ buyer: { kind: 'customer', customerId: ada }, lines });
  await world.pass(15 * DAY);
  const install = await fetch(`${world.app.url}/api/home`, bearer(sessionToken(SHOP_FA, now())));
  if (install.status !== 200) throw new Error(await install.text());
});
afterAll(() => world.stop());
/** Every test begins a day later: whatever was counted is forgotten. */
beforeEach(() => {
  elapsedMs += DAY;
});

const bearer = (token: string, address = '203.0.113.9') => ({
  headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address },
});
const proxy = (place: string, shop = SHOP, who: string | null = ada, extra = {}, init = {}) =>
  fetch(`${world.app.url}/proxy/${place}?${proxyQuery(shop, who, now(), extra)}`, init);
const friend = (code: string, who: string | null = ada, shop = SHOP) =>
  proxy('friend', shop, who, { code });

/** Asks until it is too often; answers how many were heard, and the refusal. */
async function until429(ask: (n: number) => Promise<Response>, most: number) {
  for (let heard = 0; heard <= most; heard += 1) {
    const response = await ask(heard);
    if (response.status === 429) return { heard, response };
    await response.arrayBuffer();
  }
  throw new Error(`still heard after ${most}`);
}

async function expectWait(response: Response, seconds: number): Promise<void> {
  expect(response.headers.get('retry-after')).toBe(String(seconds));
  expect(errorBody.parse(await response.json()).error).toMatchObject({ code: 'tooOften' });
}

describe('a friend’s code', () => {
  const { club, person } = RATES.friendCode;

  test('is guessed by one shopper as often as the table says, then later, and others go on', async () => {
    const { heard, response } = await until429((n) => friend(`NOBODY-${n}A`), person.burst + 1);
    expect(heard).toBe(person.burst);
    await expectWait(response, 1 / person.perSecond);
    expect((await friend('NOBODY', ben)).status).toBe(404);
    expect((await proxy('state')).status).toBe(200);
    elapsedMs += 1000 / person.perSecond;
    expect((await friend('NOBODY-X')).status).toBe(404);
    expect((await friend('NOBODY-Y')).status).toBe(429);
  });

  test('is guessed by all guests of a club together; another club’s go on', async () => {
    const { heard } = await until429((n) => friend(`NOBODY-${n}A`, null), club.burst + 1);
    expect(heard).toBe(club.burst);
    expect((await friend('NOBODY', null, SHOP_FA)).status).toBe(404);
    elapsedMs += 1000 / club.perSecond;
    expect((await friend('NOBODY', null)).status).toBe(404);
  });

  test.each([
    ['en', 'That was too often. Try again in 5 seconds.'],
    ['fa', '۵ ثانیهٔ دیگر'],
    ['ar', 'بعد ٥ ثوانٍ'],
  ])('the refusal is said in %s', async (locale, words) => {
    await until429((n) => friend(`NOBODY-${n}A`), person.burst + 1);
    const refused = await proxy('friend', SHOP, ada, { code: 'NOBODY', locale });
    expect(errorBody.parse(await refused.json()).error.message).toContain(words);
  });
});

describe('ids that are not one’s own', () => {
  test('a redemption: by shopper, and only that is limited', async () => {
    const ask = () => proxy(`redemptions/${crypto.randomUUID()}`);
    const { heard } = await until429(ask, RATES.redemption.person.burst + 1);
    expect(heard).toBe(RATES.redemption.person.burst);
    expect((await proxy(`redemptions/${crypto.randomUUID()}`, SHOP, ben)).status).toBe(404);
    expect((await proxy('history')).status).toBe(200);
  });

  test('a merchant’s: by member of staff', async () => {
    const ask = (sub: string, place = `shoppers/${crypto.randomUUID()}`) =>
      fetch(`${world.app.url}/api/${place}`, bearer(sessionToken(SHOP, now(), { sub })));
    const { heard } = await until429(() => ask('7'), RATES.merchantId.person.burst + 1);
    expect(heard).toBe(RATES.merchantId.person.burst);
    expect((await ask('8')).status).toBe(404);
    expect((await ask('7', 'home')).status).toBe(200);
  });

  test('a checkout: by address, whoever holds the token', async () => {
    const ask = (n: number, address: string) =>
      fetch(
        `${world.app.url}/ext/order?token=${String(n).padStart(32, 'f')}`,
        bearer(extensionToken(SHOP, now()), address),
      );
    const { heard, response } = await until429((n) => ask(n, '203.0.113.1'), 301);
    expect(heard).toBe(RATES.checkout.address.burst);
    await expectWait(response, 1);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask(0, '203.0.113.2')).status).toBe(202);
  });
});

describe('proofs that do not hold', () => {
  const forged = (door: string, address: string) =>
    fetch(`${world.app.url}${door}`, bearer('a.b.c', address));

  test('cost their address, at all doors together, and never a proof that holds', async () => {
    const doors = ['/api/home', '/ext/order', '/proxy/state'];
    const ask = (n: number) => forged(doors[n % 3] ?? '', '203.0.113.3');
    const { heard, response } = await until429(ask, RATES.forgedCall.address.burst + 1);
    expect(heard).toBe(RATES.forgedCall.address.burst);
    await expectWait(response, 1);
    expect((await forged('/api/home', '203.0.113.4')).status).toBe(401);
    const good = bearer(sessionToken(SHOP, now()), '203.0.113.3');
    expect((await fetch(`${world.app.url}/api/home`, good)).status).toBe(200);
  });

  test('an address one made up for oneself does not help, nor does another of the same network', async () => {
    const told = (address: string) => forged('/api/home', address);
    await until429((n) => told(`198.51.100.${n}, 2001:db8:0:7::${n}`), 101);
    expect((await told('192.0.2.1, 2001:db8:0:7:ffff::1')).status).toBe(429);
    expect((await told('2001:db8:0:8::1')).status).toBe(401);
  });

  test('at the webhook door too; what is signed is never limited', async () => {
    const body = JSON.stringify({ id: 1 });
    const put = (address: string, secret?: string) =>
      fetch(`${world.app.url}/webhooks/shopify`, {
        method: 'POST',
        body,
        headers: {
          ...webhookHeaders({ shop: SHOP, topic: 'orders/none', body, nowMs: now() }, secret),
          'x-forwarded-for': address,
        },
      });
    const { burst, perSecond } = RATES.forgedWebhook.address;
    const { heard, response } = await until429(() => put('203.0.113.5', 'wrong'), burst + 1);
    expect(heard).toBe(burst);
    await expectWait(response, 1);
    elapsedMs += 1000 / perSecond;
    const all = Array.from({ length: 2 * burst }, () => put('203.0.113.5'));
    expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('what honest people do in a sale', () => {
  test('a thousand calls of one shopper and of a crowd are all heard', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 20; n += 1) {
      const crowd = Array.from({ length: 50 }, (_, k) =>
        proxy('state', SHOP, `${k % 2 ? ada : n}`),
      );
      for (const { status } of await Promise.all(crowd)) statuses.add(status);
    }
    expect(statuses).toEqual(new Set([200]));
  });

  test('but a shopper who redeems and puts back for ever is stopped', async () => {
    const headers = {
      'content-type': 'application/json',
      'x-regulars': '1',
      origin: `https://${SHOP}`,
    };
    const id = crypto.randomUUID();
    const body = JSON.stringify({ id, rewardId: 'off-3', points: 300 });
    const again = () => proxy('redemptions', SHOP, ada, {}, { method: 'POST', headers, body });
    const { heard } = await until429(again, RATES.shopperWrite.person.burst + 1);
    expect(heard).toBe(RATES.shopperWrite.person.burst);
    expect((await proxy('state')).status).toBe(200);
  });
});
