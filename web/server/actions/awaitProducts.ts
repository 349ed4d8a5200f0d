/** Orders that name a product nobody has told of are judged once the shop has said what it is. */
import type { Ask } from '../store/deliveries.ts';
import { waitForProducts } from '../store/products.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/**
 * Orders cannot be judged before these products are known. Answers what is to be asked for: they are
 * looked up at once, and the orders are judged again with what they are.
 */
export async function awaitProducts(
  tx: Tx,
  { now }: Pick<Context, 'now'>,
  shopId: string,
  waits: readonly { productId: string; platformOrderId: string }[],
): Promise<Ask[]> {
  if (waits.length === 0) return [];
  await waitForProducts(tx, shopId, waits);
  const ids = new Set(waits.map(({ productId }) => productId));
  return [...ids].map((key) => ({ shopId, kind: 'lookUpProduct', key, dueAt: now }));
}
