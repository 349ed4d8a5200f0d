/** Asks the app what the order brought, until it is known or for about a minute. */
import { appUrl } from './appUrl.ts';
import type { Order } from './order.types.ts';

/** The order's webhook is often a few seconds behind the page, a code a few more. */
const WAITS_MS = [2_000, 3_000, 5_000, 8_000, 12_000, 18_000];

export type Answer =
  | { kind: 'order'; order: Order }
  /** The app has not seen the order in time. */
  | { kind: 'late' }
  /** There is nothing to say: an error, no program, no token. */
  | { kind: 'nothing' };

/**
 * Tells each answer that is worth showing: once what the order brought, and again when its code is
 * made. `gone` ends the asking.
 */
export async function followOrder(tell: (answer: Answer) => void, gone: AbortSignal) {
  for (const waitMs of [...WAITS_MS, null]) {
    const heard = await askOnce(gone).catch(() => nothing);
    if (gone.aborted) return;
    if (heard.kind !== 'late') tell(heard);
    if (heard.kind === 'nothing' || (heard.kind === 'order' && !heard.order.making)) return;
    if (waitMs === null) {
      if (heard.kind === 'late') tell(heard);
    } else await wait(waitMs);
  }
}

const nothing: Answer = { kind: 'nothing' };

/** A session token lives five minutes, so every call takes a new one. */
async function askOnce(gone: AbortSignal): Promise<Answer> {
  const checkoutToken = shopify.checkoutToken.value;
  if (!checkoutToken) return nothing;
  const response = await fetch(`${appUrl}/ext/order?token=${encodeURIComponent(checkoutToken)}`, {
    headers: { authorization: `Bearer ${await shopify.sessionToken.get()}` },
    signal: gone,
  });
  if (response.status === 202) return { kind: 'late' };
  if (response.status !== 200) return nothing;
  const order = (await response.json()) as Order;
  return order.program ? { kind: 'order', order } : nothing;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
