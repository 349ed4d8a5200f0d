import type { GraphQLError } from 'graphql';
import type { Asking } from './context.ts';
import { actualCost, MAX_QUERY_COST, requestedCost } from './cost.ts';
import { prepare, run } from './execute.ts';
import { troubledJobs } from '../engine/jobs.ts';
import type { Prepared } from './execute.ts';
import type { ApiFaults, FaultMode } from './faults.ts';
import type { Throttle } from './throttle.ts';

/** What goes over the wire, and how far: a lost answer never comes, or breaks off. */
export type ApiAnswer = {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  lost?: Lost;
};
export type Lost = 'silence' | 'reset' | 'half';

export type ApiParts = {
  throttle: Throttle;
  faults: ApiFaults;
  /** Who asks, or null when the token is not a live one of that shop. */
  authorize: (shopDomain: string, accessToken: string) => Asking | null;
};

/** Answers that come instead of doing anything. */
const INSTEAD: Partial<Record<FaultMode, ApiAnswer>> = {
  timeoutBefore: { status: 0, body: null, lost: 'silence' },
  resetBefore: { status: 0, body: null, lost: 'reset' },
  cutOffBefore: { status: 200, body: { data: null }, lost: 'half' },
  '429': { status: 429, body: { errors: 'Too Many Requests' }, headers: { 'Retry-After': '0.2' } },
  '500': { status: 500, body: { errors: 'Internal Server Error' } },
  '502': { status: 502, body: { errors: 'Bad Gateway' } },
  '503': { status: 503, body: { errors: 'Service Unavailable' } },
};

/** What becomes of the answer to something that was done. */
const AFTERWARDS: Partial<Record<FaultMode, (answer: ApiAnswer) => ApiAnswer>> = {
  timeoutAfter: (answer) => ({ ...answer, lost: 'silence' }),
  resetAfter: (answer) => ({ ...answer, lost: 'reset' }),
  cutOffAfter: (answer) => ({ ...answer, lost: 'half' }),
  '502After': () => ({ status: 502, body: { errors: 'Bad Gateway' } }),
};

/** The answer that a fault puts in the place of any work; null: the work is done. */
export const insteadOf = (mode: FaultMode | undefined): ApiAnswer | null =>
  (mode && INSTEAD[mode]) ?? null;

/** What the caller hears of work that was done. */
export const afterwards = (mode: FaultMode | undefined, answer: ApiAnswer): ApiAnswer =>
  (mode && AFTERWARDS[mode]?.(answer)) ?? answer;

const UNAUTHORIZED: ApiAnswer = {
  status: 401,
  body: {
    errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
  },
};

type GraphQLCall = {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | null;
};

function readCall(text: string): GraphQLCall | null {
  try {
    const json = JSON.parse(text) as Partial<GraphQLCall> | null;
    if (typeof json?.query !== 'string') return null;
    const { query, variables, operationName } = json;
    return { query, variables: variables ?? {}, operationName: operationName ?? null };
  } catch {
    return null;
  }
}

/** POST /admin/api/{version}/graphql.json */
export async function answerGraphQL(
  parts: ApiParts,
  call: { shopDomain: string; accessToken: string; body: string },
): Promise<ApiAnswer> {
  const asking = parts.authorize(call.shopDomain, call.accessToken);
  if (!asking) return UNAUTHORIZED;
  const asked = readCall(call.body);
  if (!asked) return { status: 400, body: { errors: { query: 'Required parameter missing' } } };
  const what = prepare(asked.query, asked.operationName);
  if (!('document' in what)) return { status: 200, body: { errors: what.map(errorBody) } };

  const operation = what.operation.name?.value ?? null;
  const mode = parts.faults.take({ fields: what.rootFields, operation })?.mode;
  const instead = insteadOf(mode);
  if (instead) return instead;
  const requested = requestedCost(what.operation, what.fragments, asked.variables);
  const shop = call.shopDomain;
  if (requested > MAX_QUERY_COST) return tooExpensive(requested);
  if (mode === 'throttled' || !parts.throttle.take(shop, requested)) {
    return throttled(parts, shop, requested);
  }
  const troubled = { ...asking, jobs: troubledJobs(asking.jobs, mode) };
  const { data, errors } = await run(troubled, what, asked.variables, mode ?? null);
  const body = settled(parts, { shop, what, requested, data, errors });
  return afterwards(mode, { status: 200, body });
}

function settled(
  parts: ApiParts,
  done: {
    shop: string;
    what: Prepared;
    requested: number;
    data: unknown;
    errors: readonly GraphQLError[];
  },
): unknown {
  const actual = Math.min(
    done.requested,
    actualCost(done.data, done.what.operation.operation === 'mutation'),
  );
  parts.throttle.giveBack(done.shop, done.requested - actual);
  const extensions = { cost: costOf(parts, done.shop, done.requested, actual) };
  if (done.errors.length === 0) return { data: done.data, extensions };
  return { data: done.data, errors: done.errors.map(errorBody), extensions };
}

const costOf = (parts: ApiParts, shop: string, requested: number, actual: number | null) => ({
  requestedQueryCost: requested,
  actualQueryCost: actual,
  throttleStatus: parts.throttle.status(shop),
});

const errorBody = (error: GraphQLError): unknown => error.toJSON();

/** HTTP 200 without data: https://shopify.dev/docs/api/usage/response-codes */
function throttled(parts: ApiParts, shop: string, requested: number): ApiAnswer {
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  return {
    status: 200,
    body: {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }],
      extensions: { cost: costOf(parts, shop, requested, null) },
    },
  };
}

function tooExpensive(requested: number): ApiAnswer {
  const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`;
  const extensions = { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: MAX_QUERY_COST };
  return { status: 200, body: { errors: [{ message, extensions }] } };
}
