import type { Answer, Failure, ShopCall } from '../platform.ts';
import { ADD_TAGS, COUNT_ORDERS, READ_TAGS, REMOVE_TAGS } from './customerOperations.ts';
import { failed, openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { refusedBy } from './operation.ts';
import { gidOf, idOf, tagsOf } from './shapes.ts';

const gidsOf = (ids: readonly string[]): string[] => ids.map((id) => gidOf('Customer', id));

/** https://shopify.dev/docs/apps/launch/protected-customer-data */
const isWithheld = ({ reason }: Failure): boolean => reason.startsWith('ACCESS_DENIED');

/**
 * How many orders customers ever placed, those included that we may not read. Test orders are not
 * counted: https://shopify.dev/docs/api/admin-rest/2026-07/resources/customer (orders_count). A customer
 * who is no more, and all of them where the shop withholds its customers, are left out.
 */
export async function countOrders(
  run: Run,
  call: ShopCall,
  customerIds: readonly string[],
): Promise<Answer<{ counts: ReadonlyMap<string, number> }>> {
  const counts = new Map<string, number>();
  const answer = await run(openLine(call), COUNT_ORDERS, { ids: gidsOf(customerIds) });
  if (!answer.ok) return isWithheld(answer.failure) ? { ok: true, counts } : answer;
  for (const node of answer.data.nodes) {
    if (node) counts.set(idOf(node.id, 'Customer'), node.numberOfOrders);
  }
  return { ok: true, counts };
}

/**
 * Tags have left the messages about customers; `customer.tags_added` and `customer.tags_removed` tell
 * of changes alone, in no order: https://shopify.dev/docs/api/webhooks/2026-07 (customer topics)
 */
export async function readTags(
  run: Run,
  call: ShopCall,
  customerIds: readonly string[],
): Promise<Answer<{ tags: ReadonlyMap<string, readonly string[]> }>> {
  const tags = new Map<string, readonly string[]>();
  const answer = await run(openLine(call), READ_TAGS, { ids: gidsOf(customerIds) });
  if (!answer.ok) return isWithheld(answer.failure) ? { ok: true, tags } : answer;
  for (const node of answer.data.nodes) {
    if (node) tags.set(idOf(node.id, 'Customer'), tagsOf(node.tags));
  }
  return { ok: true, tags };
}

/** Tags that are there already stay: https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/tagsAdd */
export async function addTags(
  run: Run,
  call: ShopCall,
  customerId: string,
  tags: readonly string[],
): Promise<Answer<object>> {
  const variables = { id: gidOf('Customer', customerId), tags };
  const answer = await run(openLine(call), ADD_TAGS, variables);
  if (!answer.ok) return answer;
  const errors = answer.data.added?.userErrors ?? [];
  return errors.length === 0 ? { ok: true } : failed(refusedBy(errors));
}

/**
 * A customer who is no more has no tags: that is a "resource-not-found error", the only one named.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/tagsRemove
 */
export async function removeTags(
  run: Run,
  call: ShopCall,
  customerId: string,
  tags: readonly string[],
): Promise<Answer<object>> {
  const variables = { id: gidOf('Customer', customerId), tags };
  const answer = await run(openLine(call), REMOVE_TAGS, variables);
  if (!answer.ok) return answer;
  const errors = answer.data.removed?.userErrors ?? [];
  return errors.every(({ field }) => field?.[0] === 'id')
    ? { ok: true }
    : failed(refusedBy(errors));
}
