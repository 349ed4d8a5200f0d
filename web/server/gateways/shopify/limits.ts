import type { Answer, ShopCall, Unreached } from '../platform.ts';
import { openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { GRANTED, SOMEBODY } from './limitsOperations.ts';
import { holds } from './scopes.ts';

/** Orders older than 60 days: https://shopify.dev/docs/api/usage/access-scopes */
const ALL_ORDERS = 'read_all_orders';

/**
 * Whether the shop tells who its customers are. No field says so: somebody is asked for, and a shop
 * without customers and orders withholds nothing that we could miss.
 */
export async function seesPeople(run: Run, line: Line): Promise<Answer<{ seen: boolean }>> {
  const somebody = await run(line, SOMEBODY);
  if (somebody.ok) return { ok: true, seen: !somebody.withheld };
  const denied = somebody.failure.reason.startsWith('ACCESS_DENIED');
  return denied ? { ok: true, seen: false } : somebody;
}

/** What this shop does not let us reach. */
export async function readLimits(
  run: Run,
  call: ShopCall,
  wanted: readonly string[],
): Promise<Answer<{ unreached: Unreached[] }>> {
  const line = openLine(call);
  const installation = await run(line, GRANTED);
  if (!installation.ok) return installation;
  const { accessScopes } = installation.data.currentAppInstallation;
  const granted = new Set(accessScopes.map(({ handle }) => handle));
  const unreached: Unreached[] = [];
  if (!wanted.every((scope) => holds(granted, scope))) unreached.push('scopes');
  if (!granted.has(ALL_ORDERS)) unreached.push('olderOrders');
  const people = await seesPeople(run, line);
  if (!people.ok) return people;
  if (!people.seen) unreached.push('personalDetails');
  return { ok: true, unreached };
}
