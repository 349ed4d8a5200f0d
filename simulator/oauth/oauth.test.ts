import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signJwt, verifyJwt } from '../signing.ts';
import { API_KEY, API_SECRET, DOMAIN, START_AT, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await startTestShop();
});
afterEach(() => shop.stop());

type Tokens = { access_token: string; refresh_token: string; error?: string };
const ask = async (fields: Record<string, string>) => {
  const response = await shop.post('/admin/oauth/access_token', fields);
  return { status: response.status, json: (await response.json()) as Tokens };
};
const refresh = (refreshToken: string) =>
  ask({
    client_id: API_KEY,
    client_secret: API_SECRET,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
const apiStatus = async (token: string) =>
  (
    await shop.post(
      '/admin/api/2026-07/graphql.json',
      { query: '{ shop { name } }' },
      { 'X-Shopify-Access-Token': token },
    )
  ).status;

describe('token exchange', () => {
  it('installs the app and gives an expiring pair', async () => {
    const { status, json } = await ask(shop.tokenFields());
    expect(status).toBe(200);
    expect(json).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7776000 });
    expect(await apiStatus(json.access_token)).toBe(200);
  });

  const claims = (more: Record<string, unknown>) => ({
    aud: API_KEY,
    dest: `https://${DOMAIN}`,
    exp: START_AT / 1000 + 60,
    ...more,
  });
  it.each<[string, () => Record<string, string>, number, string]>([
    ['a wrong secret', () => ({ client_secret: 'x' }), 401, 'invalid_client'],
    ['a non-expiring token', () => ({ expiring: '0' }), 400, 'invalid_request'],
    [
      'a token signed by another',
      () => ({ subject_token: signJwt('other', claims({})) }),
      400,
      'invalid_subject_token',
    ],
    [
      'an expired token',
      () => ({ subject_token: signJwt(API_SECRET, claims({ exp: START_AT / 1000 - 11 })) }),
      400,
      'invalid_subject_token',
    ],
    [
      'another shop’s token',
      () => ({ subject_token: signJwt(API_SECRET, claims({ dest: 'https://x.myshopify.com' })) }),
      400,
      'invalid_subject_token',
    ],
    [
      'another app’s token',
      () => ({ subject_token: signJwt(API_SECRET, claims({ aud: 'x' })) }),
      400,
      'invalid_subject_token',
    ],
  ])('refuses %s', async (_what, fields, status, error) => {
    const answer = await ask(shop.tokenFields(fields()));
    expect([answer.status, answer.json.error]).toEqual([status, error]);
  });

  it('a token without a signature algorithm of ours is no token', () => {
    const [, body] = signJwt(API_SECRET, claims({})).split('.');
    const head = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(verifyJwt(API_SECRET, `${head}.${body}.`, START_AT)).toBeNull();
  });
});

describe('an access token', () => {
  it('ends after an hour of the simulator’s clock, and is replaced by refreshing', async () => {
    const { json } = await ask(shop.tokenFields());
    shop.sim.clock.advance(3_600_000 - 1);
    expect(await apiStatus(json.access_token)).toBe(200);
    shop.sim.clock.advance(1);
    expect(await apiStatus(json.access_token)).toBe(401);
    const next = await refresh(json.refresh_token);
    expect(await apiStatus(next.json.access_token)).toBe(200);
    expect(next.json.refresh_token).not.toBe(json.refresh_token);
  });

  it('belongs to one shop', async () => {
    const { json } = await ask(shop.tokenFields());
    const headers = {
      'X-Shopify-Access-Token': json.access_token,
      'x-sim-shop': 'khanesofal.myshopify.com',
    };
    const path = '/admin/api/2026-07/graphql.json';
    expect((await shop.post(path, { query: '{ shop { name } }' }, headers)).status).toBe(401);
  });
});

describe('a refresh token', () => {
  it('may be used again until its successor is, then never', async () => {
    const { json } = await ask(shop.tokenFields());
    const lost = await refresh(json.refresh_token);
    const second = await refresh(json.refresh_token);
    expect([lost.status, second.status]).toEqual([200, 200]);
    expect((await refresh(second.json.refresh_token)).status).toBe(200);
    const late = await refresh(json.refresh_token);
    expect([late.status, late.json.error]).toEqual([400, 'invalid_grant']);
  });

  it('ends after 90 days', async () => {
    const { json } = await ask(shop.tokenFields());
    shop.sim.clock.advance(7_776_000_000);
    expect((await refresh(json.refresh_token)).status).toBe(400);
  });
});
