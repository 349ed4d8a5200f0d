export type Clock = { now(): number };

/** As the port's failures, and what the shop's rate limit put off. */
export type CallOutcome = 'done' | 'refused' | 'later' | 'unclear' | 'throttled';

export type ShopifyOptions = {
  apiKey: string;
  /**
   * The current client secret first. Older ones are accepted for verifying only: after a rotation
   * Shopify may sign with the old secret for up to an hour.
   * https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets/rotate-revoke-client-credentials
   */
  apiSecrets: readonly string[];
  apiVersion: '2026-07';
  scopes: readonly string[];
  clock: Clock;
  /** Development and tests only: calls to https://{shop}/… go to this origin instead. */
  platformOrigin?: string;
  /** Hears how long a call waited for a shop's rate limit, real ms. */
  onWait?: (shopDomain: string, ms: number) => void;
  /** Hears how each call ended, and how long it took, real ms. */
  onCall?: (operation: string, outcome: CallOutcome, ms: number) => void;
  /** Spreads retries; default Math.random. In [0, 1). */
  random?: () => number;
};
