/**
 * One door to the Admin GraphQL API: deadlines, throttling by cost, and an honest Failure for all
 * that can go wrong. Uses the client of @shopify/shopify-api, which (15.0.0) never retries a
 * throttled call by itself.
 */
import {
  GraphqlQueryError,
  HttpResponseError,
  HttpThrottlingError,
  LogSeverity,
  Session,
  shopifyApi,
} from '@shopify/shopify-api';
import type { ApiVersion } from '@shopify/shopify-api';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer, Failure, ShopCall } from '../platform.ts';
import type { Operation } from './operation.ts';
import type { ShopifyOptions } from './options.ts';
import { towards } from './simulatorOrigin.ts';
import { withoutPeople } from './withheld.ts';
import { badStatus, brokenConnection, doubt, travel } from './transport.ts';
import type { Trip } from './transport.ts';

/** A ShopCall whose deadline has begun to run: several calls in a row share it. */
export type Line = { shopDomain: string; accessToken: string; endsAt: number };

export const openLine = (call: ShopCall): Line => ({
  shopDomain: call.shopDomain,
  accessToken: call.accessToken,
  endsAt: performance.now() + call.deadlineMs,
});

/** Real milliseconds left. */
export const left = (line: Line): number => Math.max(0, line.endsAt - performance.now());

export type Run = <T>(
  line: Line,
  operation: Operation<T>,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<Answer<{ data: T; withheld: boolean }>>;

export const failed = (failure: Failure): { ok: false; failure: Failure } => ({
  ok: false,
  failure,
});

/** Waits, or answers false at once where the deadline would come first. */
export async function pause(line: Line, ms: number): Promise<boolean> {
  if (ms >= left(line)) return false;
  await sleep(ms);
  return true;
}

const graphQlErrors = z.object({
  errors: z.object({
    graphQLErrors: z
      .array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() }))
      .min(1),
  }),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({
            currentlyAvailable: z.number(),
            restoreRate: z.number().positive(),
          }),
        })
        .optional(),
    })
    .optional(),
});

/**
 * Errors in a 200 answer. THROTTLED did nothing: ask again when the bucket has refilled.
 * https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
 */
function queryErrors(body: unknown, writes: boolean): Failure {
  const parsed = graphQlErrors.safeParse(body);
  if (!parsed.success) return doubt(writes, 'errors of an unknown shape');
  const code = parsed.data.errors.graphQLErrors[0]?.extensions?.code ?? 'GRAPHQL';
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT') return doubt(writes, code);
  if (code !== 'THROTTLED') return { kind: 'refused', reason: code };
  const cost = parsed.data.extensions?.cost;
  if (!cost) return { kind: 'later', reason: code, retryAfterMs: 1000 };
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  const seconds = Math.max(missing, 1) / cost.throttleStatus.restoreRate;
  return { kind: 'later', reason: code, retryAfterMs: Math.ceil(seconds * 1000) };
}

function failureOf(error: unknown, trip: Trip, writes: boolean): Failure {
  if (error instanceof GraphqlQueryError) return queryErrors(error.body, writes);
  if (error instanceof HttpThrottlingError)
    return badStatus(429, writes, error.response.retryAfter);
  if (error instanceof HttpResponseError && error.response.code !== 200) {
    return badStatus(error.response.code, writes);
  }
  // The connection broke, or an answer began well and was cut off or is no JSON.
  return brokenConnection(trip.broken ?? error, writes);
}

/** Makes the one function that speaks GraphQL to a shop. */
export function createRun(options: ShopifyOptions): Run {
  const [secret = ''] = options.apiSecrets;
  const shopify = shopifyApi({
    apiKey: options.apiKey,
    apiSecretKey: secret,
    apiVersion: options.apiVersion as ApiVersion,
    scopes: [...options.scopes],
    hostName: 'app.invalid', // only used for OAuth redirects, of which we have none
    isEmbeddedApp: true,
    logger: { level: LogSeverity.Error, httpRequests: false },
  });
  const rewrite = options.platformOrigin ? towards(options.platformOrigin) : null;

  async function once<T>(
    line: Line,
    operation: Operation<T>,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Answer<{ data: T; withheld: boolean }>> {
    const { shopDomain: shop, accessToken } = line;
    const session = new Session({ id: shop, shop, state: '', isOnline: false, accessToken });
    const trip: Trip = { signal: AbortSignal.timeout(Math.ceil(left(line))), rewrite };
    try {
      const client = new shopify.clients.Graphql({ session });
      const answer = await travel(trip, () =>
        client.request<unknown>(operation.document, { variables: { ...variables }, retries: 0 }),
      );
      const parsed = operation.answer.safeParse(answer.data);
      if (parsed.success) return { ok: true, data: parsed.data, withheld: false };
      const at = parsed.error.issues[0]?.path.join('.') ?? '';
      return failed(doubt(operation.writes, `${operation.name}: unexpected answer at ${at}`));
    } catch (error) {
      const rest = error instanceof GraphqlQueryError ? withoutPeople(error.body, operation) : null;
      if (rest) return { ok: true, data: rest.data, withheld: true };
      return failed(failureOf(error, trip, operation.writes));
    }
  }

  return async function run<T>(
    line: Line,
    operation: Operation<T>,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<{ data: T; withheld: boolean }>> {
    for (;;) {
      if (left(line) === 0) return failed({ kind: 'later', reason: 'deadline' });
      const answer = await once(line, operation, variables);
      if (answer.ok || answer.failure.kind !== 'later') return answer;
      const { reason, retryAfterMs } = answer.failure;
      if (reason !== 'THROTTLED' && reason !== 'HTTP 429') return answer;
      if (!(await pause(line, retryAfterMs ?? 1000))) return answer;
    }
  };
}
