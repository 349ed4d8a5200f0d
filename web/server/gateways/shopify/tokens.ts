/**
 * Expiring offline tokens: access for an hour, refresh for 90 days, the pair renewed together.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 *
 * @shopify/shopify-api 15 has both calls, but its token exchange checks the session token, and both
 * count expiries, by the machine's clock; ours is injected. It is one POST, so it is made here.
 */
import { z } from 'zod';
import type { Answer, ShopToken } from '../platform.ts';
import { badStatus, doubt } from './failures.ts';
import { failed } from './graphql.ts';
import type { ShopifyOptions } from './options.ts';
import { towards } from './simulatorOrigin.ts';
import { brokenConnection, travel } from './transport.ts';
import type { Trip } from './transport.ts';

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});

const refusal = z.object({ error: z.string().regex(/^\w{1,60}$/) });

/**
 * Refusals of the app itself (RFC 6749, 5.2), such as during a rotation of the client secret: they say
 * nothing about the shop and its proof, so nothing is given up for them.
 */
const OURS = new Set(['invalid_client', 'unauthorized_client', 'application_cannot_be_found']);
const OURS_WAIT_MS = 60_000;

type TokenCall = { shopDomain: string; deadlineMs: number };
type TokenAnswer = Promise<Answer<{ token: ShopToken }>>;

async function ask(
  options: ShopifyOptions,
  call: TokenCall,
  grant: Record<string, string>,
  now: number,
): TokenAnswer {
  const trip: Trip = {
    signal: AbortSignal.timeout(call.deadlineMs),
    rewrite: options.platformOrigin ? towards(options.platformOrigin) : null,
  };
  const body = JSON.stringify({
    client_id: options.apiKey,
    client_secret: options.apiSecrets[0],
    ...grant,
  });
  try {
    const response = await travel(trip, (send) =>
      send(`https://${call.shopDomain}/admin/oauth/access_token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body,
      }),
    );
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      const told = refusal.safeParse(answer);
      if (told.success && OURS.has(told.data.error)) {
        return failed({ kind: 'later', reason: 'ourSecret', retryAfterMs: OURS_WAIT_MS });
      }
      if (response.status === 400 && told.success) {
        return failed({ kind: 'refused', reason: told.data.error });
      }
      // Unlike an access token, these proofs do not get better by renewing them.
      if (response.status === 401) return failed({ kind: 'refused', reason: 'unauthorized' });
      return failed(badStatus(response.status, true, response.headers.get('retry-after')));
    }
    const parsed = tokenAnswer.safeParse(answer);
    if (!parsed.success) return failed(doubt(true, 'token: unexpected answer'));
    return { ok: true, token: tokenOf(parsed.data, now) };
  } catch (error) {
    return failed(brokenConnection(trip.broken ?? error, true));
  }
}

const tokenOf = (answer: z.infer<typeof tokenAnswer>, now: number): ShopToken => ({
  accessToken: answer.access_token,
  accessExpiresAt: now + answer.expires_in * 1000,
  refreshToken: answer.refresh_token,
  refreshExpiresAt: now + answer.refresh_token_expires_in * 1000,
  scopes: answer.scope,
});

/** Trades the session token of a merchant for an offline token of the shop. */
export const exchangeToken = (
  options: ShopifyOptions,
  call: TokenCall & { sessionToken: string },
  now: number,
): TokenAnswer =>
  ask(
    options,
    call,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: call.sessionToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
    },
    now,
  );

/**
 * Renews a pair. The old refresh token goes on working until the new one is first used, so trying
 * again after `unclear` is safe. https://shopify.dev/changelog (refresh token rotation, 2026-08-28)
 */
export const refreshToken = (
  options: ShopifyOptions,
  call: TokenCall & { refreshToken: string },
  now: number,
): TokenAnswer =>
  ask(options, call, { grant_type: 'refresh_token', refresh_token: call.refreshToken }, now);
