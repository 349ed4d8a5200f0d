import { describe, expect, it } from 'vitest';
import { verifyMerchantToken } from './verify.ts';
import { hmac, library, NOW, OLD, options, SECONDS, SECRET, SHOP } from './verifyFixture.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const CLAIMS = {
  iss: `https://${SHOP}/admin`,
  dest: `https://${SHOP}`,
  aud: 'the-key',
  sub: '548380009',
  exp: SECONDS + 60,
  nbf: SECONDS,
  iat: SECONDS,
  jti: 'f8912129-1af6-4cad-9ca3-76b0f7621087',
  sid: 'aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685',
};

function tokenOf(claims: object, secret = SECRET, header: object = { alg: 'HS256', typ: 'JWT' }) {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${hmac(secret, signed, 'base64url')}`;
}

describe('verifyMerchantToken', () => {
  const verify = (token: string, now = NOW) => verifyMerchantToken(options, token, now);

  it('knows shop and staff', () => {
    const merchant = { ok: true, shopDomain: SHOP, staffId: '548380009' };
    expect(verify(tokenOf(CLAIMS))).toEqual(merchant);
    expect(verify(tokenOf(CLAIMS, OLD))).toEqual(merchant);
  });

  it.each([
    ['another secret', tokenOf(CLAIMS, 'not-ours')],
    ['alg none, unsigned', `${part({ alg: 'none' })}.${part(CLAIMS)}.`],
    ['alg none, signed', tokenOf(CLAIMS, SECRET, { alg: 'none' })],
    ['alg HS512', tokenOf(CLAIMS, SECRET, { alg: 'HS512' })],
    ['alg RS256', tokenOf(CLAIMS, SECRET, { alg: 'RS256' })],
    ['no alg', tokenOf(CLAIMS, SECRET, {})],
    ['changed claims', tokenOf(CLAIMS).replace(/\.[^.]+\./, `.${part({ ...CLAIMS, sub: '1' })}.`)],
    ['another audience', tokenOf({ ...CLAIMS, aud: 'another-app' })],
    ['several audiences', tokenOf({ ...CLAIMS, aud: ['the-key', 'x'] })],
    ['no audience', tokenOf({ ...CLAIMS, aud: undefined })],
    ['an expired token', tokenOf({ ...CLAIMS, exp: SECONDS - 11 })],
    ['a token from the future', tokenOf({ ...CLAIMS, nbf: SECONDS + 12 })],
    ['a token issued in the future', tokenOf({ ...CLAIMS, iat: SECONDS + 12 })],
    ['no expiry', tokenOf({ ...CLAIMS, exp: undefined })],
    ['a textual expiry', tokenOf({ ...CLAIMS, exp: String(SECONDS + 60) })],
    ['no nbf', tokenOf({ ...CLAIMS, nbf: undefined })],
    ['another issuer', tokenOf({ ...CLAIMS, iss: 'https://other.myshopify.com/admin' })],
    ['an issuer without https', tokenOf({ ...CLAIMS, iss: `http://${SHOP}/admin` })],
    [
      'a foreign shop',
      tokenOf({ ...CLAIMS, dest: 'https://evil.example', iss: 'https://evil.example' }),
    ],
    ['a bare destination', tokenOf({ ...CLAIMS, dest: SHOP })],
    ['a subdomain trick', tokenOf({ ...CLAIMS, dest: `https://${SHOP}.evil.example` })],
    ['no subject', tokenOf({ ...CLAIMS, sub: undefined })],
    ['an empty subject', tokenOf({ ...CLAIMS, sub: '' })],
    ['claims that are no object', tokenOf([])],
    ['nothing', ''],
    ['two parts', `${part({ alg: 'HS256' })}.${part(CLAIMS)}`],
    ['white space', ` ${tokenOf(CLAIMS)}`],
  ])('refuses %s', (_, token) => {
    expect(verify(token)).toMatchObject({ ok: false });
  });

  it('tolerates ten seconds between clocks, on the clock it is given', () => {
    const end = CLAIMS.exp * 1000;
    expect(verify(tokenOf(CLAIMS), end + 9_999)).toMatchObject({ ok: true });
    expect(verify(tokenOf(CLAIMS), end + 10_000)).toEqual({ ok: false, reason: 'expired' });
    expect(verify(tokenOf(CLAIMS), SECONDS * 1000 - 10_000)).toMatchObject({ ok: true });
    expect(verify(tokenOf(CLAIMS), SECONDS * 1000 - 10_001)).toMatchObject({ ok: false });
  });

  it('accepts and refuses what the library accepts and refuses', async () => {
    const tokens = [
      tokenOf(CLAIMS),
      tokenOf(CLAIMS, 'not-ours'),
      tokenOf({ ...CLAIMS, aud: 'x' }),
      tokenOf({ ...CLAIMS, exp: SECONDS - 30 }),
      `${part({ alg: 'none' })}.${part(CLAIMS)}.`,
    ];
    for (const token of tokens) {
      const theirs = await library.session.decodeSessionToken(token).then(
        () => true,
        () => false,
      );
      expect(verify(token).ok).toBe(theirs);
    }
  });
});
