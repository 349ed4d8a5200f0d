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

/** Signed rightly, whatever it says. */
function raw(head: string, claims: string): string {
  const signed = [head, claims].map((text) => Buffer.from(text).toString('base64url')).join('.');
  return `${signed}.${hmac(SECRET, signed, 'base64url')}`;
}

describe('verifyMerchantToken', () => {
  const verify = (token: string, now = NOW) => verifyMerchantToken(options, token, now);

  it('knows shop and staff', () => {
    const merchant = { ok: true, shopDomain: SHOP, staffId: '548380009' };
    expect(verify(tokenOf(CLAIMS))).toEqual(merchant);
    expect(verify(tokenOf(CLAIMS, OLD))).toEqual(merchant);
  });

  it.each([
    ['another secret', 'wrong signature', tokenOf(CLAIMS, 'not-ours')],
    ['alg none, unsigned', 'no token', `${part({ alg: 'none' })}.${part(CLAIMS)}.`],
    ['alg none, signed', 'wrong algorithm', tokenOf(CLAIMS, SECRET, { alg: 'none' })],
    ['alg HS512', 'wrong algorithm', tokenOf(CLAIMS, SECRET, { alg: 'HS512' })],
    ['alg RS256', 'wrong algorithm', tokenOf(CLAIMS, SECRET, { alg: 'RS256' })],
    ['no alg', 'wrong algorithm', tokenOf(CLAIMS, SECRET, {})],
    [
      'changed claims',
      'wrong signature',
      tokenOf(CLAIMS).replace(/\.[^.]+\./, `.${part({ ...CLAIMS, sub: '1' })}.`),
    ],
    ['another audience', 'another audience', tokenOf({ ...CLAIMS, aud: 'another-app' })],
    ['several audiences', 'another audience', tokenOf({ ...CLAIMS, aud: ['the-key', 'x'] })],
    ['no audience', 'another audience', tokenOf({ ...CLAIMS, aud: undefined })],
    ['an expired token', 'expired', tokenOf({ ...CLAIMS, exp: SECONDS - 11 })],
    ['a token from the future', 'not yet valid', tokenOf({ ...CLAIMS, nbf: SECONDS + 12 })],
    [
      'a token issued in the future',
      'issued in the future',
      tokenOf({ ...CLAIMS, iat: SECONDS + 12 }),
    ],
    ['no expiry', 'no times', tokenOf({ ...CLAIMS, exp: undefined })],
    ['a textual expiry', 'no times', tokenOf({ ...CLAIMS, exp: String(SECONDS + 60) })],
    ['no nbf', 'no times', tokenOf({ ...CLAIMS, nbf: undefined })],
    [
      'another issuer',
      'another issuer',
      tokenOf({ ...CLAIMS, iss: 'https://other.myshopify.com/admin' }),
    ],
    [
      'an issuer without https',
      'another issuer',
      tokenOf({ ...CLAIMS, iss: `http://${SHOP}/admin` }),
    ],
    [
      'a foreign shop',
      'no shop',
      tokenOf({ ...CLAIMS, dest: 'https://evil.example', iss: 'https://evil.example' }),
    ],
    ['a bare destination', 'no shop', tokenOf({ ...CLAIMS, dest: SHOP })],
    ['a subdomain trick', 'no shop', tokenOf({ ...CLAIMS, dest: `https://${SHOP}.evil.example` })],
    ['no subject', 'no subject', tokenOf({ ...CLAIMS, sub: undefined })],
    ['an empty subject', 'no subject', tokenOf({ ...CLAIMS, sub: '' })],
    ['claims that are no object', 'another audience', tokenOf([])],
    ['nothing', 'no token', ''],
    ['two parts', 'no token', `${part({ alg: 'HS256' })}.${part(CLAIMS)}`],
    ['white space', 'no token', ` ${tokenOf(CLAIMS)}`],
    ['something before', 'no token', `x.${tokenOf(CLAIMS)}`],
    ['something after', 'no token', `${tokenOf(CLAIMS)}A`],
    ['another tail', 'no token', `${tokenOf(CLAIMS)}.x`],
    ['a head that is no JSON', 'wrong algorithm', tokenOf(CLAIMS).replace(/^[^.]+/, 'AAAA')],
    ['a head that is null', 'wrong algorithm', raw('null', JSON.stringify(CLAIMS))],
    ['claims that are no JSON', 'no claims', raw('{"alg":"HS256"}', '{')],
    ['claims that are null', 'no claims', raw('{"alg":"HS256"}', 'null')],
    ['claims that are a word', 'no claims', raw('{"alg":"HS256"}', '"word"')],
    ['no iat', 'no times', tokenOf({ ...CLAIMS, iat: undefined })],
    ['a textual nbf', 'no times', tokenOf({ ...CLAIMS, nbf: String(SECONDS) })],
    ['no destination', 'no shop', tokenOf({ ...CLAIMS, dest: undefined })],
    ['a destination that is no address', 'no shop', tokenOf({ ...CLAIMS, dest: 'https://' })],
    ['a destination without https', 'no shop', tokenOf({ ...CLAIMS, dest: `http://${SHOP}` })],
    ['an issuer that is no text', 'another issuer', tokenOf({ ...CLAIMS, iss: 7 })],
    ['a subject that is no text', 'no subject', tokenOf({ ...CLAIMS, sub: 7 })],
  ])('refuses %s: %s', (_, reason, token) => {
    expect(verify(token)).toEqual({ ok: false, reason });
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
