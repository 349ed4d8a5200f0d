import type { Answer, ShopCall, Unreached } from '../platform.ts';
import { openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { GRANTED, SOMEBODY } from './limitsOperations.ts';
import { holds } from './scopes.ts';

/** Orders older than 60 days: https://shopify.dev/docs/api/usage/access-scopes */
const ALL_ORDERS = 'read_all_orders';

/**
 * What this shop does not let us reach. Whether people are withheld is told by no field, only by
 * asking for somebody: a shop without customers and orders withholds nothing that we could miss.
 */
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
  const somebody = await run(line, SOMEBODY);
  const denied = !somebody.ok && somebody.failure.reason.startsWith('ACCESS_DENIED');
  if (!somebody.ok && !denied) return somebody;
  if (denied || (somebody.ok && somebody.withheld)) unreached.push('personalDetails');
  return { ok: true, unreached };
}
