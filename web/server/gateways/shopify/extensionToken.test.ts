import { describe, expect, it } from 'vitest';
import { verifyExtensionToken, verifyMerchantToken } from './verify.ts';
import { hmac, NOW, OLD, options, SECONDS, SECRET, SHOP } from './verifyFixture.ts';

const CLAIMS = {
  dest: SHOP,
  aud: 'the-key',
  exp: SECONDS + 300,
  nbf: SECONDS,
  iat: SECONDS,
  jti: 'f8912129-1af6-4cad-9ca3-76b0f7621087',
};
const CUSTOMER = 'gid://shopify/Customer/7064055069303700';

function tokenOf(claims: object, secret = SECRET): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${hmac(secret, signed, 'base64url')}`;
}

describe('verifyExtensionToken', () => {
  const verify = (claims: object, secret?: string) =>
    verifyExtensionToken(options, tokenOf(claims, secret), NOW);

  it('knows the shop and the customer, or nobody', () => {
    const nobody = { ok: true, shopDomain: SHOP, customerId: null };
    expect(verify(CLAIMS)).toEqual(nobody);
    expect(verify(CLAIMS, OLD)).toEqual(nobody);
    const somebody = { ok: true, shopDomain: SHOP, customerId: '7064055069303700' };
    expect(verify({ ...CLAIMS, sub: CUSTOMER })).toEqual(somebody);
  });

  it.each([
    ['another secret', 'wrong signature', CLAIMS, 'not-ours'],
    ['another audience', 'another audience', { ...CLAIMS, aud: 'x' }, SECRET],
    ['an old token', 'expired', { ...CLAIMS, exp: SECONDS - 11 }, SECRET],
    ['no shop', 'no shop', { ...CLAIMS, dest: undefined }, SECRET],
    ['a list of shops', 'no shop', { ...CLAIMS, dest: [SHOP] }, SECRET],
    ['a foreign shop', 'no shop', { ...CLAIMS, dest: 'evil.example' }, SECRET],
    ['a shop with something before', 'no shop', { ...CLAIMS, dest: `evil.${SHOP}` }, SECRET],
    ['the admin’s destination', 'no shop', { ...CLAIMS, dest: `https://${SHOP}` }, SECRET],
    ['a staff id', 'no customer id', { ...CLAIMS, sub: '548380009' }, SECRET],
    ['no number', 'no customer id', { ...CLAIMS, sub: 'gid://shopify/Customer/x' }, SECRET],
    ['something before', 'no customer id', { ...CLAIMS, sub: `x${CUSTOMER}` }, SECRET],
    ['something after', 'no customer id', { ...CLAIMS, sub: `${CUSTOMER}?x=1` }, SECRET],
    ['another thing', 'no customer id', { ...CLAIMS, sub: 'gid://shopify/Order/1' }, SECRET],
    ['null', 'no customer id', { ...CLAIMS, sub: null }, SECRET],
  ])('refuses %s: %s', (_, reason, claims, secret) => {
    expect(verify(claims, secret)).toEqual({ ok: false, reason });
  });

  it('is not the admin’s token, nor the other way round', () => {
    expect(verifyMerchantToken(options, tokenOf({ ...CLAIMS, sub: '5' }), NOW).ok).toBe(false);
    const admin = { ...CLAIMS, iss: `https://${SHOP}/admin`, dest: `https://${SHOP}`, sub: '5' };
    expect(verifyMerchantToken(options, tokenOf(admin), NOW).ok).toBe(true);
    expect(verify(admin).ok).toBe(false);
  });
});
