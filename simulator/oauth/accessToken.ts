import type { AppToml } from '../appToml.ts';
import type { AppCredentials } from '../front.types.ts';
import { verifyJwt } from '../signing.ts';
import { ACCESS_TOKEN_S, REFRESH_TOKEN_S } from './installs.ts';
import type { Installs, TokenPair } from './installs.ts';

export type OAuthAnswer = { status: number; body: Readonly<Record<string, unknown>> };
export type OAuthParts = {
  app: AppCredentials;
  toml: AppToml;
  installs: Installs;
  now: () => number;
};

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';

const refuse = (error: string, description: string, status = 400): OAuthAnswer => ({
  status,
  body: { error, error_description: description },
});

/**
 * POST /admin/oauth/access_token: token exchange for expiring offline tokens, and their refresh.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
export function answerTokenRequest(
  parts: OAuthParts,
  shopDomain: string,
  fields: Readonly<Record<string, string>>,
): OAuthAnswer {
  const { app } = parts;
  if (fields['client_id'] !== app.apiKey || fields['client_secret'] !== app.apiSecret) {
    return refuse('invalid_client', 'The client id or secret is not that of the app.', 401);
  }
  if (fields['grant_type'] === GRANT) return exchange(parts, shopDomain, fields);
  if (fields['grant_type'] === 'refresh_token') {
    const pair = parts.installs.refresh(shopDomain, fields['refresh_token'] ?? '');
    return pair
      ? granted(pair)
      : refuse('invalid_grant', 'This refresh token is not valid or was replaced.');
  }
  return refuse('unsupported_grant_type', `not supported: ${fields['grant_type']}`);
}

function exchange(
  parts: OAuthParts,
  shopDomain: string,
  fields: Readonly<Record<string, string>>,
): OAuthAnswer {
  if (fields['subject_token_type'] !== ID_TOKEN) {
    return refuse('invalid_request', 'subject_token_type must be id_token');
  }
  if (fields['requested_token_type'] !== OFFLINE) {
    return refuse('invalid_request', 'the simulator issues offline access tokens only');
  }
  // Public apps created since 2026-04-01 must use expiring tokens:
  // https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
  if (fields['expiring'] !== '1') {
    return refuse('invalid_request', 'Non-expiring access tokens are no longer issued.');
  }
  const claims = verifyJwt(parts.app.apiSecret, fields['subject_token'] ?? '', parts.now());
  const ours = claims?.['aud'] === parts.app.apiKey;
  if (!claims || !ours || claims['dest'] !== `https://${shopDomain}`) {
    return refuse('invalid_subject_token', 'Session token is invalid or expired.');
  }
  return granted(parts.installs.grant(shopDomain, parts.toml.scopes));
}

function granted(pair: TokenPair): OAuthAnswer {
  return {
    status: 200,
    body: {
      access_token: pair.accessToken,
      scope: pair.scopes,
      expires_in: ACCESS_TOKEN_S,
      refresh_token: pair.refreshToken,
      refresh_token_expires_in: REFRESH_TOKEN_S,
    },
  };
}
