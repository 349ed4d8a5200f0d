/**
 * A shop's orders by when they changed: https://shopify.dev/docs/api/admin-graphql/2026-07/queries/orders
 */
import { z } from 'zod';
import type { Answer, OrderPage, ShopCall } from '../platform.ts';
import { Unreadable } from './amounts.ts';
import { openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { LIST_ORDERS } from './listingOperations.ts';
import { snapshotOf } from './orderFacts.ts';
import { lineItem, order } from './orderShape.ts';
import { idOf } from './shapes.ts';

/**
 * Dates are quoted, and whole seconds, as Shopify keeps them: a span is widened to them, so that
 * nothing falls between two spans. https://shopify.dev/docs/api/usage/search-syntax
 */
export function changedBetween(from: number, to: number | null): string {
  const second = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const since = `updated_at:>='${second(Math.floor(from / 1000) * 1000)}'`;
  return to === null ? since : `${since} updated_at:<'${second(Math.ceil(to / 1000) * 1000)}'`;
}

export const emptyPage = (): OrderPage => ({ snapshots: [], incomplete: [], unreadable: [] });

const named = z.object({ id: z.string() });
const counted = z.object({
  refunds: z.array(z.unknown()),
  lineItems: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }) }),
  shippingLines: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }) }),
});
export const wholeOrder = order.extend({ lineItems: z.object({ nodes: z.array(lineItem) }) });

const numberOf = (gid: string): string => {
  try {
    return idOf(gid, 'Order');
  } catch {
    return gid;
  }
};

/**
 * Puts one answered order where it belongs in `page`. An order that has refunds, or more lines than
 * were asked for, is only named: its parts must be asked for one by one.
 */
export function sortIn(page: OrderPage, answered: unknown, now: number): void {
  const platformOrderId = numberOf(named.safeParse(answered).data?.id ?? '');
  const counts = counted.safeParse(answered).data;
  const more = counts?.lineItems.pageInfo.hasNextPage || counts?.shippingLines.pageInfo.hasNextPage;
  if (more || (counts?.refunds.length ?? 0) > 0) {
    page.incomplete.push(platformOrderId);
    return;
  }
  const parsed = wholeOrder.safeParse(answered);
  try {
    if (!parsed.success) throw new Unreadable(parsed.error.issues[0]?.path.join('.') ?? 'order');
    page.snapshots.push(snapshotOf(parsed.data, parsed.data.lineItems.nodes, [], now));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    page.unreadable.push({ platformOrderId, reason: error.message });
  }
}

/** Orders that changed in [from, to), widened to whole seconds; oldest change first. */
export async function listOrders(
  run: Run,
  call: ShopCall,
  span: { from: number; to: number },
  after: string | null,
  now: number,
): Promise<Answer<{ page: OrderPage; next: string | null }>> {
  const variables = { query: changedBetween(span.from, span.to), after };
  const answer = await run(openLine(call), LIST_ORDERS, variables);
  if (!answer.ok) return answer;
  const { nodes, pageInfo } = answer.data.orders;
  const page = emptyPage();
  for (const node of nodes) sortIn(page, node, now);
  return { ok: true, page, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}
