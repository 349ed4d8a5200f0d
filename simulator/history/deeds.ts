import type { Commerce, SimOrderSummary } from '../types.ts';
import type { PlannedEvent, PlannedOrder } from './plan.types.ts';

/** Who and what of the plan became whom and what in the shop. */
export type Memory = { customers: Record<number, string>; orders: Record<string, string> };

type Shop = { commerce: Commerce; domain: string };

/** Lets one planned event happen in the shop, at whatever time the commerce's clock says. */
export function doDeed(shop: Shop, memory: Memory, event: PlannedEvent): void {
  const { commerce, domain } = shop;
  switch (event.kind) {
    case 'join': {
      const { index, person } = event.shopper;
      memory.customers[index] = commerce.createCustomer(domain, person).id;
      return;
    }
    case 'order':
      memory.orders[event.order.key] = placeOrder(shop, memory, event.order).id;
      return;
    case 'paid':
      commerce.markPaid(domain, orderOf(shop, memory, event.key).id);
      return;
    case 'refund':
      refund(shop, orderOf(shop, memory, event.key), event);
      return;
    case 'edit': {
      const order = orderOf(shop, memory, event.key);
      commerce.edit(domain, order.id, lineId(order, event.line), event.quantity);
      return;
    }
    case 'cancel':
      commerce.cancel(domain, orderOf(shop, memory, event.key).id, { refund: true });
  }
}

function placeOrder({ commerce, domain }: Shop, memory: Memory, order: PlannedOrder) {
  const { lines, code, source, paid, landingSite } = order;
  const buyer = buyerOf(memory, order);
  const customerId = buyer.kind === 'customer' ? buyer.customerId : null;
  return commerce.placeOrder(domain, {
    cart: { lines, codes: code === null ? [] : [code], customerId },
    buyer,
    source,
    paid,
    test: false,
    ...(landingSite === null ? {} : { landingSite }),
  });
}

function buyerOf(memory: Memory, { buyer }: PlannedOrder) {
  if (buyer.kind === 'nobody') return { kind: 'nobody' as const };
  if (buyer.kind === 'known') return { kind: 'customer' as const, customerId: buyer.customerId };
  const { kind, index, person } = buyer.shopper;
  if (kind === 'guest') {
    const { email, phone, firstName, lastName, address } = person;
    return { kind: 'guest' as const, email, phone, firstName, lastName, address };
  }
  const customerId = memory.customers[index];
  if (customerId === undefined) throw new Error(`shopper ${index} has not joined`);
  return { kind: 'customer' as const, customerId };
}

function orderOf({ commerce, domain }: Shop, memory: Memory, key: string): SimOrderSummary {
  const id = memory.orders[key];
  const order = id === undefined ? null : commerce.order(domain, id);
  if (!order) throw new Error(`there is no order ${key} yet`);
  return order;
}

function lineId(order: SimOrderSummary, position: number): string {
  const line = order.lines[position];
  if (!line) throw new Error(`${order.name} has no line ${position}`);
  return line.id;
}

function refund(
  { commerce, domain }: Shop,
  order: SimOrderSummary,
  event: PlannedEvent & { kind: 'refund' },
): void {
  const lines = event.lines.map(({ line, quantity }) => ({
    lineId: lineId(order, line),
    quantity,
  }));
  const amountMinor = event.part === null ? null : Math.round(order.subtotalMinor * event.part);
  commerce.refund(domain, {
    orderId: order.id,
    lines,
    shipping: event.shipping,
    ...(amountMinor === null ? {} : { amountMinor }),
  });
}
