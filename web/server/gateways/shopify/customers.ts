import type { Answer, ShopCall } from '../platform.ts';
import { COUNT_ORDERS } from './customerOperations.ts';
import { openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { gidOf, idOf } from './shapes.ts';

/**
 * How many orders customers ever placed, those included that we may not read. Test orders are not
 * counted: https://shopify.dev/docs/api/admin-rest/2026-07/resources/customer (orders_count). A customer
 * who is no more, and all of them where the shop withholds its customers, are left out.
 * https://shopify.dev/docs/apps/launch/protected-customer-data
 */
export async function countOrders(
  run: Run,
  call: ShopCall,
  customerIds: readonly string[],
): Promise<Answer<{ counts: ReadonlyMap<string, number> }>> {
  const ids = customerIds.map((id) => gidOf('Customer', id));
  const answer = await run(openLine(call), COUNT_ORDERS, { ids });
  const counts = new Map<string, number>();
  if (!answer.ok) {
    const withheld = answer.failure.reason.startsWith('ACCESS_DENIED');
    return withheld ? { ok: true, counts } : answer;
  }
  for (const node of answer.data.nodes) {
    if (node) counts.set(idOf(node.id, 'Customer'), node.numberOfOrders);
  }
  return { ok: true, counts };
}
