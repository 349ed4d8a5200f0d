/** What the shop's people and buyers do, from a command's plain numbers. */
import type { Commerce, SimOrderSummary } from '../../simulator/types.ts';
import type { Command } from './commands.ts';
import { DOMAIN } from './shops.ts';

export type Counter = { commerce: Commerce; unit: number };
type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;
/** What somebody did to an order that was there. */
export type Change = Of<'pay' | 'edit' | 'refund' | 'cancel' | 'dispute'>;
type Basket = Pick<Of<'order'>, 'items' | 'paid' | 'tip' | 'kind'> & { codes: readonly string[] };

/** One of whatever there is. */
export const of = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length];

export function placeOrder({ commerce, unit }: Counter, customerId: string, basket: Basket): void {
  const shelf = commerce.products(DOMAIN).flatMap(({ variants }) => variants);
  const till = basket.kind === 'till';
  const quantities = new Map<string, number>();
  for (const [item, quantity] of basket.items) {
    const id = of(shelf, item)?.id ?? '';
    quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  }
  const lines = [...quantities].map(([variantId, quantity]) => ({ variantId, quantity }));
  commerce.placeOrder(DOMAIN, {
    cart: { lines, codes: basket.codes, customerId: till ? null : customerId },
    buyer: till ? { kind: 'nobody' } : { kind: 'customer', customerId },
    source: till ? 'pos' : 'web',
    paid: basket.paid,
    test: basket.kind === 'test',
    tipMinor: basket.tip * unit,
  });
}

/** Throws what the shop would not do. */
export function refundOrder(
  { commerce, unit }: Counter,
  order: SimOrderSummary,
  { units, shipping, money }: Of<'refund'>,
): void {
  const wanted = new Map(units.map(([line, quantity]) => [of(order.lines, line), quantity]));
  const lines = [...wanted].flatMap(([line, quantity]) =>
    line ? [{ line, quantity: Math.min(quantity, line.currentQuantity) }] : [],
  );
  const priced = lines.reduce((sum, { line, quantity }) => sum + line.priceMinor * quantity, 0);
  const due = priced || 2 * unit;
  const most = order.totalMinor - order.refundedMinor;
  const exact = money === 100 && priced > 0;
  commerce.refund(DOMAIN, {
    orderId: order.id,
    lines: lines
      .filter(({ quantity }) => quantity > 0)
      .map(({ line, quantity }) => ({ lineId: line.id, quantity })),
    shipping,
    ...(exact ? {} : { amountMinor: Math.min(most, Math.floor((due * money) / 100)) }),
  });
}

/** A change that the shop did not refuse, and how the order stood after it. */
export function traceOf(change: Change, after: SimOrderSummary | null): string {
  const isGoodwill = change.do === 'refund' && change.units.length === 0;
  const what = change.do === 'dispute' ? change.outcome : after?.financialStatus;
  return `${isGoodwill ? 'goodwill' : change.do}: ${what}`;
}
