import { expect, it } from 'vitest';
import { DEADLINE_MS, ONE, readMessage, shared } from './world.ts';
import type { Make } from './world.ts';

export function proofs(make: Make): void {
  const { world } = shared(make);
  const refused = { ok: false };

  it('knows its own webhooks, and no changed, forged or bare ones', async () => {
    await world().order({ lines: ONE });
    const [message] = await world().messages();
    if (!message) throw new Error('no webhook came');
    const { body, headers } = message;
    const { platform, otherApp, shopDomain } = world();
    expect(platform.verifyWebhook(body, headers)).toMatchObject({ ok: true, shopDomain });
    expect(otherApp.verifyWebhook(body, headers)).toMatchObject(refused);
    expect(platform.verifyWebhook(body, {})).toMatchObject(refused);
    for (const at of [0, body.length >> 1, body.length - 1]) {
      const changed = Uint8Array.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(platform.verifyWebhook(changed, headers)).toMatchObject(refused);
    }
    const shouted = Object.entries(headers).map(([key, value]) => [key.toUpperCase(), value]);
    expect(platform.verifyWebhook(body, Object.fromEntries(shouted))).toMatchObject({ ok: true });
  });

  it('knows the shopper of a call, and nobody', () => {
    const { platform, otherApp, shopDomain, customerId, now } = world();
    const known = world().shopperQuery(customerId, { locale: 'fa', before: 'a b+c&d=é' });
    const at = now();
    expect(platform.verifyShopperCall(known, at)).toEqual({ ok: true, shopDomain, customerId });
    const nobody = world().shopperQuery(null);
    const call = { ok: true, shopDomain, customerId: null };
    expect(platform.verifyShopperCall(nobody, at)).toEqual(call);
    expect(otherApp.verifyShopperCall(known, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known.replace(customerId, '1'), at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(`${known}&admin=1`, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(`${known}&${known}`, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known, at + 92_000)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known, at - 92_000)).toMatchObject(refused);
    expect(platform.verifyShopperCall('', at)).toMatchObject(refused);
  });

  it('knows the merchant for a minute', () => {
    const { platform, otherApp, shopDomain, now } = world();
    const token = world().merchantToken();
    const at = now();
    expect(platform.verifyMerchantToken(token, at)).toMatchObject({ ok: true, shopDomain });
    expect(otherApp.verifyMerchantToken(token, at)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(token, at + 72_000)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(token, at - 12_000)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(`${token}x`, at)).toMatchObject(refused);
    const [, claims] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(platform.verifyMerchantToken(`${none}.${claims}.`, at)).toMatchObject(refused);
  });
}

export function extensions(make: Make): void {
  const { world } = shared(make);
  const refused = { ok: false };

  it('are known for five minutes, with their shopper or with nobody', () => {
    const { platform, otherApp, shopDomain, customerId, now } = world();
    const token = world().extensionToken(customerId);
    const at = now();
    expect(platform.verifyExtensionToken(token, at)).toEqual({ ok: true, shopDomain, customerId });
    const nobody = world().extensionToken(null);
    const call = { ok: true, shopDomain, customerId: null };
    expect(platform.verifyExtensionToken(nobody, at)).toEqual(call);
    expect(otherApp.verifyExtensionToken(token, at)).toMatchObject(refused);
    expect(platform.verifyExtensionToken(token, at + 312_000)).toMatchObject(refused);
    expect(platform.verifyExtensionToken(token, at - 12_000)).toMatchObject(refused);
    expect(platform.verifyExtensionToken(`${token}x`, at)).toMatchObject(refused);
  });

  it('and merchants have different keys to different doors', () => {
    const { platform, customerId, now } = world();
    const extension = world().extensionToken(customerId);
    expect(platform.verifyMerchantToken(extension, now())).toMatchObject(refused);
    const merchant = world().merchantToken();
    expect(platform.verifyExtensionToken(merchant, now())).toMatchObject(refused);
  });

  it('find an order by the checkout token that its messages tell', async () => {
    const { orderId } = await world().order({ lines: ONE });
    const told = (await world().messages()).map((message) => readMessage(world(), message));
    const orders = told.flatMap((read) => (read.kind === 'order' ? [read] : []));
    const own = orders.filter(({ snapshot }) => snapshot.platformOrderId === orderId);
    const tokens = new Set(own.map(({ aside }) => aside.checkoutToken));
    expect([...tokens]).toEqual([expect.stringMatching(/^[\w-]{16,}$/)]);
    expect(own.map(({ aside }) => aside.locale)).not.toContain(null);
  });
}

export function tokens(make: Make): void {
  const { world, token } = shared(make);
  const call = () => ({ shopDomain: world().shopDomain, deadlineMs: DEADLINE_MS });

  it('expire in the future and are renewed as a pair', async () => {
    const { platform, now } = world();
    expect(token().accessExpiresAt).toBeGreaterThan(now());
    expect(token().refreshExpiresAt).toBeGreaterThan(token().accessExpiresAt);
    const { refreshToken } = token();
    const renewed = await platform.refreshToken({ ...call(), refreshToken }, now());
    if (!renewed.ok) throw new Error(renewed.failure.reason);
    expect(renewed.token.accessToken).not.toBe(token().accessToken);
    const { shopDomain } = world();
    const { accessToken } = renewed.token;
    const deadlineMs = DEADLINE_MS;
    const profile = await platform.shopProfile({ shopDomain, accessToken, deadlineMs });
    expect(profile).toMatchObject({
      ok: true,
      profile: { domain: shopDomain, currency: world().currency },
    });
  });

  it('are refused to what is no token', async () => {
    const { platform, now } = world();
    const failure = { kind: 'refused' };
    const refreshed = await platform.refreshToken({ ...call(), refreshToken: 'x' }, now());
    expect(refreshed).toMatchObject({ ok: false, failure });
    const exchanged = await platform.exchangeToken({ ...call(), sessionToken: 'a.b.c' }, now());
    expect(exchanged).toMatchObject({ ok: false, failure });
    const { shopDomain } = world();
    const stranger = { shopDomain, accessToken: 'x', deadlineMs: DEADLINE_MS };
    // A stale access token did nothing; a fresh one may help.
    const later = { kind: 'later', reason: 'unauthorized' };
    expect(await platform.shopProfile(stranger)).toMatchObject({ ok: false, failure: later });
  });
}

export function people(make: Make): void {
  const { world } = shared(make);
  const kinds = async () =>
    (await world().messages()).map((message) => readMessage(world(), message));

  it('tells customers, and the end', async () => {
    await world().changeCustomer();
    const { customerId } = world();
    expect(await kinds()).toContainEqual(
      expect.objectContaining({
        kind: 'customer',
        customer: expect.objectContaining({ customerId }) as unknown,
      }),
    );
    await world().uninstall();
    expect((await kinds()).at(-1)).toMatchObject({ kind: 'uninstalled' });
  });
}
