import { describe, expect, test } from 'vitest';
import { API_KEY, API_SECRET, pageQuery } from '../../../../tests/signing.ts';
import { verifyPageCall } from './verifyPage.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SHOP = 'northday.myshopify.com';
const clock = { now: () => NOW };
const options = { apiKey: API_KEY, apiVersion: '2026-07', scopes: [], clock } as const;
const ask = (query: string, apiSecrets = [API_SECRET]) =>
  verifyPageCall({ ...options, apiSecrets }, query);
const good = pageQuery(SHOP, NOW, { locale: 'fa', id_token: 'a.b-_c', note: 'a b&c=d/é' });

describe('verifyPageCall', () => {
  test('names the shop of a query that the platform signed, with the present or the old secret', () => {
    expect(ask(good)).toEqual({ ok: true, shopDomain: SHOP });
    expect(ask(`?${good}`)).toEqual({ ok: true, shopDomain: SHOP });
    expect(ask(good, ['the new one', API_SECRET])).toEqual({ ok: true, shopDomain: SHOP });
  });

  test('an old query still names its shop', () => {
    expect(ask(pageQuery(SHOP, 0)).ok).toBe(true);
  });

  const hmac = /hmac=([0-9a-f]+)/.exec(good)?.[1] ?? '';
  test.each([
    ['nothing', '', 'no signature'],
    ['a shop alone', `shop=${SHOP}`, 'no signature'],
    ['an empty signature', good.replace(hmac, ''), 'no signature'],
    ['half a signature', good.replace(hmac, hmac.slice(32)), 'no signature'],
    ['capitals', good.replace(hmac, hmac.toUpperCase()), 'no signature'],
    ['another secret', pageQuery(SHOP, NOW, {}, 'another'), 'wrong signature'],
    ['another shop', good.replace(SHOP, 'evil.myshopify.com'), 'wrong signature'],
    ['a parameter more', `${good}&a=1`, 'wrong signature'],
    ['a parameter less', good.replace('&locale=fa', ''), 'wrong signature'],
    ['the shop twice', `${good}&shop=evil.myshopify.com`, 'repeated parameter'],
    ['the signature twice', `${good}&hmac=${hmac}`, 'repeated parameter'],
    ['a broken escape', `${good}&a=%zz`, 'broken query'],
    ['no shop of the platform', pageQuery('evil.example', NOW), 'no shop'],
    ['a policy in the shop', pageQuery(`${SHOP}; script-src *`, NOW), 'no shop'],
    ['a line in the shop', pageQuery(`${SHOP}\nx`, NOW), 'no shop'],
  ])('refuses %s', (_, query, reason) => {
    expect(ask(query)).toEqual({ ok: false, reason });
  });
});
