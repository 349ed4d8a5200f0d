/**
 * Refunds, from `refunds/create` and from the `refunds` inside an order payload.
 * https://shopify.dev/docs/api/admin-rest/latest/resources/refund (the webhook has the same shape)
 */
import { z } from 'zod';
import type { Minor, RefundFacts, RefundLine } from '../../domain/orderFacts.ts';
import { minorOf, moneySet, plainAmount, shopAmount, total, Unreadable } from './amounts.ts';
import type { MoneySet } from './amounts.ts';
import { idOf, instant, numericId } from './shapes.ts';

const refundLine = z.object({
  line_item_id: numericId,
  quantity: z.int().nonnegative(),
  subtotal: plainAmount,
  subtotal_set: moneySet.nullish(),
  total_tax: plainAmount,
  total_tax_set: moneySet.nullish(),
});

const transaction = z.object({
  kind: z.string(),
  status: z.string(),
  amount: z.string(),
  currency: z.string().nullish(),
});

const adjustment = z.object({
  kind: z.string().nullish(),
  amount: plainAmount,
  amount_set: moneySet.nullish(),
  tax_amount: plainAmount,
  tax_amount_set: moneySet.nullish(),
});

const shippingLine = z.object({
  subtotal_amount_set: moneySet.nullish(),
  tax_amount_set: moneySet.nullish(),
});

/** The fields of a refund that we use; unknown ones are ignored. */
export const refundPayload = z.object({
  id: numericId,
  admin_graphql_api_id: z.string().nullish(),
  order_id: numericId,
  created_at: instant.nullish(),
  processed_at: instant.nullish(),
  refund_line_items: z.array(refundLine),
  transactions: z.array(transaction),
  order_adjustments: z.array(adjustment).nullish(),
  refund_shipping_lines: z.array(shippingLine).nullish(),
  duties: z.array(z.object({ amount_set: moneySet.nullish() })).nullish(),
  total_duties_set: moneySet.nullish(),
});
export type RefundPayload = z.infer<typeof refundPayload>;

/** The fields of a dispute that we use. https://shopify.dev/docs/api/admin-rest/latest/resources/dispute */
export const disputePayload = z.object({
  id: numericId,
  order_id: numericId.nullable(),
  evidence_due_by: z.string().nullable(),
  status: z.string(),
});

/** The shop's currency as the refund itself tells it: refunds/create has no `currency` of its own. */
export function currencyOfRefund(refund: RefundPayload): string {
  const sets = [refund.total_duties_set, ...refund.refund_line_items.map((l) => l.subtotal_set)];
  const told = sets.find((set) => set)?.shop_money.currency_code;
  const paidIn = refund.transactions.find((t) => t.currency)?.currency;
  const currency = told ?? paidIn;
  if (!currency) throw new Unreadable('refund: no currency');
  return currency;
}

function linesOf(refund: RefundPayload, currency: string): RefundLine[] {
  return sortedLines(
    refund.refund_line_items.map((line) => ({
      lineId: line.line_item_id,
      quantity: line.quantity,
      subtotalMinor: shopAmount(line.subtotal_set, line.subtotal, currency, 'refund.subtotal'),
      taxMinor: shopAmount(line.total_tax_set, line.total_tax, currency, 'refund.total_tax'),
    })),
  );
}

/** One order for both shapes, which list refund lines in orders of their own. */
export const sortedLines = (lines: readonly RefundLine[]): RefundLine[] =>
  lines.toSorted(
    (a, b) =>
      byId(a.lineId, b.lineId) || a.quantity - b.quantity || a.subtotalMinor - b.subtotalMinor,
  );

/** Compares decimal ids of any length by value. */
export const byId = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Sums of what a refund gives back besides lines: shipping with its tax, and duties. */
function extrasOf(refund: RefundPayload, currency: string): { shipping: Minor; duties: Minor } {
  const shippingLines = refund.refund_shipping_lines ?? [];
  // Older API versions tell a shipping refund only as a (negative) adjustment; never both.
  const adjustments = (refund.order_adjustments ?? []).filter((a) => a.kind === 'shipping_refund');
  const shipping = shippingLines.length
    ? shippingLines.flatMap((line) => [
        shopAmount(line.subtotal_amount_set, null, currency, 'refund.shipping'),
        shopAmount(line.tax_amount_set, null, currency, 'refund.shipping_tax'),
      ])
    : adjustments.flatMap((line) => [
        Math.abs(shopAmount(line.amount_set, line.amount, currency, 'refund.adjustment')),
        Math.abs(shopAmount(line.tax_amount_set, line.tax_amount, currency, 'refund.adjustment')),
      ]);
  const duties = (refund.duties ?? []).map((duty) =>
    shopAmount(duty.amount_set, null, currency, 'refund.duties'),
  );
  return {
    shipping: total(shipping, 'refund.shipping'),
    duties: duties.length
      ? total(duties, 'refund.duties')
      : shopAmount(refund.total_duties_set, null, currency, 'refund.duties'),
  };
}

/** How many shop minor units `presentment` minor units of the buyer's currency are worth. */
export type Exchange = { shopMinor: Minor; presentmentMinor: Minor; presentmentCurrency: string };

/** The rate of a pair of amounts in both currencies; null where it says nothing. */
export function exchangeOf(sets: readonly (MoneySet | null | undefined)[]): Exchange | null {
  let rate: Exchange | null = null;
  for (const set of sets) {
    if (!set?.presentment_money) continue;
    const { amount, currency_code: currency } = set.presentment_money;
    const presentment = minorOf(amount, currency, 'presentment_money');
    const shop = minorOf(set.shop_money.amount, set.shop_money.currency_code, 'shop_money');
    if (presentment > (rate?.presentmentMinor ?? 0)) {
      rate = { shopMinor: shop, presentmentMinor: presentment, presentmentCurrency: currency };
    }
  }
  return rate;
}

/**
 * Money that went back, in the shop's currency. A payload's transactions have one amount, in the
 * currency they were made in; one in the buyer's currency is converted, rounding half up, at the
 * rate of the refund's own amounts, else of its order. The Admin API knows the exact amount.
 */
function moneyOf(refund: RefundPayload, currency: string, ofOrder: () => Exchange | null): Minor {
  const successful = refund.transactions.filter(
    (t) => t.kind === 'refund' && t.status === 'success',
  );
  const amounts = successful.map((transaction) => {
    const paidIn = transaction.currency ?? currency;
    const amount = minorOf(transaction.amount, paidIn, 'refund.transaction');
    if (paidIn === currency) return amount;
    const own = exchangeOf(refund.refund_line_items.map((line) => line.subtotal_set));
    const rate = own ?? ofOrder();
    if (rate?.presentmentCurrency !== paidIn) {
      throw new Unreadable('refund.transaction: in another currency');
    }
    const doubled = 2n * BigInt(amount) * BigInt(rate.shopMinor) + BigInt(rate.presentmentMinor);
    return Number(doubled / (2n * BigInt(rate.presentmentMinor)));
  });
  return total(amounts, 'refund.transactions');
}

/** The facts of one refund; `ofOrder` gives its order's rate, if it comes to that. Throws Unreadable. */
export function refundFacts(
  refund: RefundPayload,
  currency: string,
  ofOrder: () => Exchange | null,
): RefundFacts {
  const createdAt = refund.created_at ?? refund.processed_at;
  if (createdAt == null) throw new Unreadable('refund: no created_at');
  const { shipping, duties } = extrasOf(refund, currency);
  const gid = refund.admin_graphql_api_id;
  return {
    id: gid ? idOf(gid, 'Refund') : refund.id,
    createdAt,
    lines: linesOf(refund, currency),
    shippingMinor: shipping,
    dutiesMinor: duties,
    moneyMinor: moneyOf(refund, currency, ofOrder),
  };
}
