/**
 * What each way in which Shopify says no means to us: one table for HTTP statuses, one for the codes
 * of GraphQL errors. Nothing that is not in a table is taken for an effect or for the lack of one:
 * unknown 5xx of a call that writes are doubt.
 */
import { z } from 'zod';
import type { Failure } from '../platform.ts';

type Meaning =
  /** Nothing happened; ask again soon. */
  | 'later'
  /** Nothing happened; only a person can change that, so ask again in an hour. */
  | 'hourLater'
  /** Nothing happened; a fresh token may help. */
  | 'unauthorized'
  /** It may have happened. */
  | 'doubt'
  /** Nothing happened, and the same will not happen next time. */
  | 'refused';

/** https://shopify.dev/docs/api/usage/response-codes */
export const STATUSES: Readonly<Record<number, Meaning>> = {
  400: 'refused',
  401: 'unauthorized',
  // The shop is frozen until its owner pays: nobody's reward is refused for it.
  402: 'hourLater',
  // "generally … if you haven't requested the appropriate scope"
  403: 'refused',
  404: 'refused',
  405: 'refused',
  406: 'refused',
  414: 'refused',
  415: 'refused',
  422: 'refused',
  // The shop is locked, as after too many failed payments.
  423: 'hourLater',
  429: 'later',
  // Shopify took the call for an attack; it says to slow down.
  430: 'later',
  500: 'doubt',
  501: 'refused',
  502: 'doubt',
  503: 'doubt',
  504: 'doubt',
  // The shop's name did not resolve, or the endpoint is switched off for now.
  530: 'later',
  540: 'hourLater',
  // The body is no JSON.
  783: 'refused',
};

/**
 * https://shopify.dev/docs/api/admin-graphql (status and error codes)
 * https://shopify.dev/docs/api/usage/limits (THROTTLED, MAX_COST_EXCEEDED)
 */
export const CODES: Readonly<Record<string, Meaning>> = {
  THROTTLED: 'later',
  ACCESS_DENIED: 'refused',
  SHOP_INACTIVE: 'hourLater',
  MAX_COST_EXCEEDED: 'refused',
  INTERNAL_SERVER_ERROR: 'doubt',
  TIMEOUT: 'doubt',
};

const HOUR_MS = 3_600_000;

/** A call that may have had its effect is `unclear`; one that only reads can just be asked again. */
export const doubt = (writes: boolean, reason: string): Failure =>
  writes ? { kind: 'unclear', reason } : { kind: 'later', reason };

function failureOf(meaning: Meaning, reason: string, writes: boolean): Failure {
  switch (meaning) {
    case 'later':
      return { kind: 'later', reason };
    case 'hourLater':
      return { kind: 'later', reason, retryAfterMs: HOUR_MS };
    case 'unauthorized':
      return { kind: 'later', reason: meaning };
    case 'doubt':
      return doubt(writes, reason);
    case 'refused':
      return { kind: 'refused', reason };
  }
}

/** Retry-After in seconds, as milliseconds. */
export function retryAfter(header: string | number | null | undefined): { retryAfterMs?: number } {
  const seconds = header == null ? NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
}

/** What an HTTP status other than 2xx means; `after` is its Retry-After header. */
export function badStatus(
  status: number,
  writes: boolean,
  after?: string | number | null,
): Failure {
  const meaning = STATUSES[status] ?? (status >= 500 ? 'doubt' : 'refused');
  const failure = failureOf(meaning, `HTTP ${status}`, writes);
  return meaning === 'later' ? { ...failure, ...retryAfter(after) } : failure;
}

const graphQlError = z.object({
  message: z.string().optional(),
  extensions: z
    .object({ code: z.string().optional(), requiredAccess: z.string().optional() })
    .optional(),
});
export const graphQlErrors = z.array(graphQlError).min(1);
type GraphQlError = z.infer<typeof graphQlError>;

const codeOf = (error: GraphQlError): string => error.extensions?.code ?? 'GRAPHQL';

/** The scopes that an ACCESS_DENIED asks for: "`write_discounts` access scope". */
function scopesOf({ message, extensions }: GraphQlError): string {
  const text = extensions?.requiredAccess ?? message ?? '';
  return [...new Set(text.match(/\b(?:read|write)_[a-z_]+\b/g))].join(' ');
}

/** What the errors of an HTTP 200 mean together: one that leaves doubt outweighs all others. */
export function queryErrors(errors: readonly GraphQlError[], writes: boolean): Failure {
  const unsure = errors.find((error) => CODES[codeOf(error)] === 'doubt');
  const error = unsure ?? errors[0];
  if (!error) return doubt(writes, 'errors of an unknown shape');
  const code = codeOf(error);
  const scopes = code === 'ACCESS_DENIED' ? scopesOf(error) : '';
  return failureOf(CODES[code] ?? 'refused', scopes ? `${code} ${scopes}` : code, writes);
}
