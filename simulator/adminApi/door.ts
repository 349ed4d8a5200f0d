import type { GraphQLError } from 'graphql';
import type { Asking } from './context.ts';
import { actualCost, MAX_QUERY_COST, requestedCost } from './cost.ts';
import { prepare, run } from './execute.ts';
import type { Prepared } from './execute.ts';
import type { ApiFaults } from './faults.ts';
import type { Throttle } from './throttle.ts';

/** `answer: null` means: never answer, as a lost connection looks to the caller. */
export type ApiAnswer = { status: number; body: unknown } | null;

export type ApiParts = {
  throttle: Throttle;
  faults: ApiFaults;
  /** Who asks, or null when the token is not a live one of that shop. */
  authorize: (shopDomain: string, accessToken: string) => Asking | null;
};

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

  const fault = parts.faults.take(what.rootFields);
  if (fault?.mode === 'timeoutBefore') return null;
  if (fault?.mode === '500') return { status: 500, body: { errors: 'Internal Server Error' } };
  const requested = requestedCost(what.operation, what.fragments, asked.variables);
  const shop = call.shopDomain;
  if (requested > MAX_QUERY_COST) return tooExpensive(requested);
  if (fault?.mode === 'throttled' || !parts.throttle.take(shop, requested)) {
    return throttled(parts, shop, requested);
  }
  const instead = fault?.mode === 'userError' ? { field: fault.field } : null;
  const { data, errors } = await run(asking, what, asked.variables, instead);
  if (fault?.mode === 'timeoutAfter') return null;
  return { status: 200, body: settled(parts, { shop, what, requested, data, errors }) };
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
