/**
 * One door to the Admin GraphQL API: deadlines, waiting by cost, and an honest Failure for all that
 * can go wrong. Uses the client of @shopify/shopify-api, which (15.0.0) never retries a
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
import { costShape, openBuckets } from './buckets.ts';
import type { Buckets, Cost } from './buckets.ts';
import { badStatus, doubt, graphQlErrors, queryErrors } from './failures.ts';
import type { Operation } from './operation.ts';
import type { CallOutcome, ShopifyOptions } from './options.ts';
import { towards } from './simulatorOrigin.ts';
import { withoutPeople } from './withheld.ts';
import { brokenConnection, travel } from './transport.ts';
import type { Trip } from './transport.ts';

/** A ShopCall whose deadline has begun to run: several calls in a row share it. */
export type Line = {
  shopDomain: string;
  accessToken: string;
  endsAt: number;
  /** Goes before calls for which nobody waits. */
  first: boolean;
  /** How much longer it may wait for points, real ms. */
  patienceMs: number;
};

/** Longer than this, work that nobody waits for gives its place to other shops, and comes back. */
const PATIENCE_MS = 500;

export const openLine = ({ shopDomain, accessToken, deadlineMs, urgent }: ShopCall): Line => ({
  shopDomain,
  accessToken,
  endsAt: performance.now() + deadlineMs,
  first: urgent ?? false,
  patienceMs: urgent ? deadlineMs : PATIENCE_MS,
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

const withErrors = z.object({ errors: z.object({ graphQLErrors: graphQlErrors }) });
const withCost = z.object({ extensions: z.object({ cost: costShape }) });

const costIn = (body: unknown): Cost | null =>
  withCost.safeParse(body).data?.extensions.cost ?? null;

/** How long until the points that were asked for are there; at least a moment. */
function refillMs({ requestedQueryCost, throttleStatus }: Cost): number {
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return Math.ceil((Math.max(missing, 1) / throttleStatus.restoreRate) * 1000);
}

/** The errors of an HTTP 200, or what the answer yields in spite of them. */
function readErrors<T>(
  body: unknown,
  operation: Operation<T>,
): Answer<{ data: T; withheld: boolean }> {
  const rest = withoutPeople(body, operation);
  if (rest) return { ok: true, data: rest.data, withheld: true };
  const { writes } = operation;
  const parsed = withErrors.safeParse(body);
  if (!parsed.success) return failed(doubt(writes, 'errors of an unknown shape'));
  const failure = queryErrors(parsed.data.errors.graphQLErrors, writes);
  if (failure.kind !== 'later' || failure.reason !== THROTTLED) return failed(failure);
  const cost = costIn(body);
  return failed({ ...failure, retryAfterMs: cost ? refillMs(cost) : 1000 });
}

function failureOf(error: unknown, trip: Trip, writes: boolean): Failure {
  if (error instanceof HttpThrottlingError) {
    return badStatus(429, writes, error.response.retryAfter);
  }
  if (error instanceof HttpResponseError && error.response.code !== 200) {
    const headers = new Headers(error.response.headers as Record<string, string>);
    return badStatus(error.response.code, writes, headers.get('retry-after'));
  }
  // The connection broke, or an answer began well and was cut off or is no JSON.
  return brokenConnection(trip.broken ?? error, writes);
}

/** What the port calls it, whichever of its three ways the shop says it in. */
const throttledFor = (retryAfterMs: number) =>
  failed({ kind: 'later', reason: 'throttled', retryAfterMs });
const THROTTLED = 'THROTTLED';
const isThrottled = ({ reason }: Failure): boolean =>
  reason === THROTTLED || reason === 'HTTP 429' || reason === 'HTTP 430';

/** What the network or the shop's machines did to a call that had no effect. */
const TRANSIENT = /^(HTTP 5|E[A-Z]{4,}|UND_ERR|network$|INTERNAL_SERVER_ERROR$|TIMEOUT$)/;
const MAX_RETRIES = 2;
const BACKOFF_MS = 100;

type Once = <T>(
  line: Line,
  operation: Operation<T>,
  variables: Readonly<Record<string, unknown>>,
) => Promise<{ answer: Answer<{ data: T; withheld: boolean }>; cost: Cost | null }>;

/** One request, and what the shop says it cost. */
function createOnce(options: ShopifyOptions): Once {
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

  return async (line, operation, variables) => {
    const { shopDomain: shop, accessToken } = line;
    const session = new Session({ id: shop, shop, state: '', isOnline: false, accessToken });
    const trip: Trip = { signal: AbortSignal.timeout(Math.ceil(left(line))), rewrite };
    try {
      const client = new shopify.clients.Graphql({ session });
      const body = await travel(trip, () =>
        client.request<unknown>(operation.document, { variables: { ...variables }, retries: 0 }),
      );
      const cost = costIn(body);
      const parsed = operation.answer.safeParse(body.data);
      if (parsed.success) return { answer: { ok: true, data: parsed.data, withheld: false }, cost };
      const at = parsed.error.issues[0]?.path.join('.') ?? '';
      const reason = `${operation.name}: unexpected answer at ${at}`;
      return { answer: failed(doubt(operation.writes, reason)), cost };
    } catch (error) {
      if (error instanceof GraphqlQueryError) {
        return { answer: readErrors(error.body, operation), cost: costIn(error.body) };
      }
      return { answer: failed(failureOf(error, trip, operation.writes)), cost: null };
    }
  };
}

function outcomeOf(answer: Answer<object>): CallOutcome {
  if (answer.ok) return 'done';
  return isThrottled(answer.failure) ? 'throttled' : answer.failure.kind;
}

/** Waits for points; false where the line has not that much patience, or time. */
async function waitForPoints(line: Line, ms: number, options: ShopifyOptions): Promise<boolean> {
  if (ms > line.patienceMs) return false;
  line.patienceMs -= ms;
  if (!(await pause(line, ms))) return false;
  options.onWait?.(line.shopDomain, ms);
  return true;
}

/** Makes the one function that speaks GraphQL to a shop. */
export function createRun(options: ShopifyOptions, buckets: Buckets = openBuckets()): Run {
  const once = createOnce(options);
  const random = options.random ?? Math.random;
  /** Twice as long each time, and never at the same moment as others. */
  const backoff = (tries: number) => Math.ceil(BACKOFF_MS * 2 ** tries * (0.5 + random() / 2));

  return async function run<T>(
    line: Line,
    operation: Operation<T>,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<{ data: T; withheld: boolean }>> {
    const { shopDomain: shop } = line;
    const name = `${operation.name} ${typeof variables.first === 'number' ? variables.first : ''}`;
    for (let tries = 0, throttled = 0; ;) {
      if (left(line) === 0) return failed({ kind: 'later', reason: 'deadline' });
      const taken = buckets.take(shop, name, line.first);
      if (taken.waitMs > 0) {
        if (await waitForPoints(line, taken.waitMs, options)) continue;
        return throttledFor(taken.waitMs);
      }
      const begunAt = performance.now();
      const { answer, cost } = await once(line, operation, variables);
      options.onCall?.(operation.name, outcomeOf(answer), performance.now() - begunAt);
      buckets.done(shop, name, taken, cost);
      if (answer.ok) {
        // What was begun is worth more finished than begun again.
        if (operation.writes) Object.assign(line, { first: true, patienceMs: left(line) });
        return answer;
      }
      const { failure } = answer;
      if (failure.kind !== 'later') return answer;
      if (isThrottled(failure)) {
        const ms = Math.max(failure.retryAfterMs ?? 1000, throttled > 0 ? backoff(throttled) : 0);
        if (failure.reason !== THROTTLED) buckets.hush(shop, ms);
        if (!(await waitForPoints(line, ms, options))) return throttledFor(ms);
        throttled += 1;
        continue;
      }
      if (tries >= MAX_RETRIES || !TRANSIENT.test(failure.reason)) return answer;
      if (!(await pause(line, backoff(tries)))) return answer;
      tries += 1;
    }
  };
}
