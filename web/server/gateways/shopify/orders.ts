/**
 * The order as it stands now, in the same facts that its webhooks give: the battery holds the two
 * against each other, byte by byte.
 */
import type { LineFacts, OrderSnapshot, RefundFacts } from '../../domain/orderFacts.ts';
import type { Answer, ShopCall } from '../platform.ts';
import { bagAmount, total, Unreadable } from './amounts.ts';
import { failed, openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { READ_LINES, READ_ORDER, READ_REFUND } from './orderOperations.ts';
import type { ApiLine, ApiOrder, ApiRefund } from './orderOperations.ts';
import { sortedDiscounts } from './orderTranslate.ts';
import { byId, sortedLines } from './refundTranslate.ts';
import { codesOf, gidOf, idOf, referredBy, sourceOf, standingOf } from './shapes.ts';

const MOST_REFUNDS = 100;

const lineFacts = (line: ApiLine, currency: string): LineFacts => ({
  id: idOf(line.id, 'LineItem'),
  productId: line.product ? idOf(line.product.id, 'Product') : null,
  priceMinor: bagAmount(line.originalUnitPriceSet, currency, 'line.price'),
  quantity: line.quantity,
  currentQuantity: line.currentQuantity,
  discounts: sortedDiscounts(
    line.discountAllocations.map(({ allocatedAmountSet, discountApplication }) => ({
      code: discountApplication.code?.trim().toUpperCase() ?? null,
      amountMinor: bagAmount(allocatedAmountSet, currency, 'line.discount_allocation'),
    })),
  ),
  taxMinor: total(
    line.taxLines.map((tax) => bagAmount(tax.priceSet, currency, 'line.tax')),
    'line.taxes',
  ),
  giftCard: line.isGiftCard,
});

/** `lines` are all refund lines: those of `refund` are only its first page. */
function refundFacts(
  refund: ApiRefund,
  lines: ApiRefund['refundLineItems']['nodes'],
  currency: string,
): RefundFacts {
  const shipping = refund.refundShippingLines.nodes.flatMap((line) => [
    bagAmount(line.subtotalAmountSet, currency, 'refund.shipping'),
    bagAmount(line.taxAmountSet, currency, 'refund.shipping_tax'),
  ]);
  const duties = (refund.duties ?? []).map((duty) =>
    bagAmount(duty.amountSet, currency, 'refund.duties'),
  );
  const money = refund.transactions.nodes
    .filter(({ kind, status }) => kind === 'REFUND' && status === 'SUCCESS')
    .map(({ amountSet }) => bagAmount(amountSet, currency, 'refund.transaction'));
  return {
    id: idOf(refund.id, 'Refund'),
    createdAt: refund.createdAt ?? refund.processedAt,
    lines: sortedLines(
      lines.map((line) => ({
        lineId: idOf(line.lineItem.id, 'LineItem'),
        quantity: line.quantity,
        subtotalMinor: bagAmount(line.subtotalSet, currency, 'refund.subtotal'),
        taxMinor: bagAmount(line.totalTaxSet, currency, 'refund.total_tax'),
      })),
    ),
    shippingMinor: total(shipping, 'refund.shipping'),
    dutiesMinor: total(duties, 'refund.duties'),
    moneyMinor: total(money, 'refund.transactions'),
  };
}

function snapshotOf(
  order: ApiOrder,
  lines: readonly ApiLine[],
  refunds: readonly RefundFacts[],
  now: number,
): OrderSnapshot {
  const currency = order.currencyCode;
  const shipping = order.shippingLines.nodes.map((line) =>
    bagAmount(line.discountedPriceSet, currency, 'shipping'),
  );
  return {
    platformOrderId: idOf(order.id, 'Order'),
    updatedAt: order.updatedAt,
    triggeredAt: now,
    asked: true,
    name: order.name,
    currency,
    placedAt: order.processedAt ?? order.createdAt,
    cancelledAt: order.cancelledAt,
    test: order.test,
    ...standingOf(order.displayFinancialStatus),
    source: sourceOf(order.sourceName),
    taxesIncluded: order.taxesIncluded,
    buyer: {
      customerId: order.customer ? idOf(order.customer.id, 'Customer') : null,
      email: order.email,
      phone: order.phone,
    },
    lines: lines.map((line) => lineFacts(line, currency)),
    shippingMinor: total(shipping, 'shipping'),
    tipMinor: bagAmount(order.totalTipReceivedSet, currency, 'tip'),
    dutiesMinor: bagAmount(order.originalTotalDutiesSet, currency, 'duties'),
    totalMinor: bagAmount(order.totalPriceSet, currency, 'total'),
    codes: codesOf(order.discountCodes),
    // The page they landed on is told by webhooks only; a merge never forgets it.
    referredBy: referredBy(
      order.customAttributes.map(({ key, value }) => ({ name: key, value })),
      null,
    ),
    refunds: refunds.toSorted((a, b) => byId(a.id, b.id)),
  };
}

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
