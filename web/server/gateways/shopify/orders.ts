/**
 * The order as it stands now, in the same facts that its webhooks give: the battery holds the two
 * against each other, byte by byte.
 */
import type { OrderSnapshot, RefundFacts } from '../../domain/orderFacts.ts';
import type { Answer, ShopCall } from '../platform.ts';
import { Unreadable } from './amounts.ts';
import { failed, openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { refundFacts, snapshotOf } from './orderFacts.ts';
import { READ_LINES, READ_ORDER, READ_REFUND } from './orderOperations.ts';
import type { ApiLine, ApiOrder, ApiRefund } from './orderShape.ts';
import { gidOf } from './shapes.ts';

const MOST_REFUNDS = 100;

const CHANGED = failed({ kind: 'later', reason: 'the order changed while it was read' });

/** All lines of the order: the first page is in it, the others are asked for. */
async function allLines(
  run: Run,
  line: Line,
  order: ApiOrder,
): Promise<Answer<{ lines: ApiLine[] }>> {
  const lines = [...order.lineItems.nodes];
  let { hasNextPage, endCursor } = order.lineItems.pageInfo;
  while (hasNextPage) {
    const page = await run(line, READ_LINES, { id: order.id, after: endCursor });
    if (!page.ok) return page;
    if (page.data.order?.updatedAt !== order.updatedAt) return CHANGED;
    lines.push(...page.data.order.lineItems.nodes);
    ({ hasNextPage, endCursor } = page.data.order.lineItems.pageInfo);
  }
  return { ok: true, lines };
}

async function readRefund(
  run: Run,
  line: Line,
  id: string,
  currency: string,
): Promise<Answer<{ refund: RefundFacts }>> {
  const lines: ApiRefund['refundLineItems']['nodes'] = [];
  for (let after: string | null = null; ;) {
    const variables: Record<string, unknown> = { id, after };
    const page = await run(line, READ_REFUND, variables);
    if (!page.ok) return page;
    const { refund } = page.data;
    if (!refund) return CHANGED;
    lines.push(...refund.refundLineItems.nodes);
    const { hasNextPage, endCursor } = refund.refundLineItems.pageInfo;
    if (!hasNextPage) return { ok: true, refund: refundFacts(refund, lines, currency) };
    after = endCursor;
  }
}

async function readOrder(
  run: Run,
  line: Line,
  platformOrderId: string,
  now: number,
): Promise<Answer<{ snapshot: OrderSnapshot | null }>> {
  const answer = await run(line, READ_ORDER, { id: gidOf('Order', platformOrderId), after: null });
  if (!answer.ok) return answer;
  const { order } = answer.data;
  if (!order) return { ok: true, snapshot: null };
  if (order.refunds.length >= MOST_REFUNDS) {
    return failed({ kind: 'refused', reason: `${MOST_REFUNDS} refunds or more` });
  }
  const all = await allLines(run, line, order);
  if (!all.ok) return all;
  const refunds: RefundFacts[] = [];
  for (const { id } of order.refunds) {
    const read = await readRefund(run, line, id, order.currencyCode);
    if (!read.ok) return read;
    refunds.push(read.refund);
  }
  return { ok: true, snapshot: snapshotOf(order, all.lines, refunds, now) };
}

/** Null when the shop has no such order (or it is older than the 60 days our scope reaches). */
export async function fetchOrder(
  run: Run,
  call: ShopCall,
  platformOrderId: string,
  now: number,
): Promise<Answer<{ snapshot: OrderSnapshot | null }>> {
  try {
    return await readOrder(run, openLine(call), platformOrderId, now);
  } catch (error) {
    if (error instanceof Unreadable) return failed({ kind: 'refused', reason: error.message });
    throw error;
  }
}
