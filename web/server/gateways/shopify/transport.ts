/**
 * How calls leave for Shopify. @shopify/shopify-api has one global fetch and reports network errors
 * as text; we need each call's own deadline, and to know whether it was sent at all. So the global
 * fetch is set once, here, to one that looks up the trip it belongs to.
 *
 * The package ships an ESM and a CommonJS copy, each with its own global: import it from ESM only.
 */
import '@shopify/shopify-api/adapters/node';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Failure } from '../platform.ts';
import { doubt } from './failures.ts';
import type { Rewrite } from './simulatorOrigin.ts';

export type Trip = {
  signal: AbortSignal;
  rewrite: Rewrite | null;
  /** What fetch threw, when it threw. */
  broken?: unknown;
};

const trips = new AsyncLocalStorage<Trip>();

async function fetchOnTrip(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const trip = trips.getStore();
  if (!trip) throw new Error('a call to Shopify outside of travel()');
  const headers = new Headers(init?.headers);
  const url = input instanceof Request ? input.url : String(input);
  try {
    return await fetch(trip.rewrite ? trip.rewrite(url, headers) : url, {
      ...init,
      headers,
      signal: trip.signal,
      redirect: 'error',
    });
  } catch (error) {
    trip.broken = error;
    throw error;
  }
}

setAbstractFetchFunc(fetchOnTrip as typeof fetch);

/** Runs `work`; every fetch in it, the library's too, is part of the trip. */
export const travel = <T>(
  trip: Trip,
  work: (fetch: typeof fetchOnTrip) => Promise<T>,
): Promise<T> => trips.run(trip, () => work(fetchOnTrip));

/** Errors that come before the first byte of the request has left. */
const BEFORE_SENDING = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout';
    at = at.cause;
  }
  return 'network';
}

/** What a broken connection means for a call that writes, or only reads. */
export function brokenConnection(error: unknown, writes: boolean): Failure {
  const code = codeOf(error);
  if (BEFORE_SENDING.has(code)) return { kind: 'later', reason: code };
  return doubt(writes, code);
}
