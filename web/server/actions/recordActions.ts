/**
 * Somebody did something besides buying. An action is judged once, by the version in force when it
 * happened; what it gave is stored with it and never dealt again. Told twice it is one, by its key.
 */
import { addActions, findActions } from '../store/actions.ts';
import type { ActionSource, StoredAction } from '../store/actions.ts';
import type { Tx } from '../store/transaction.ts';
import { judge, layOut, putAway } from './actionDesk.ts';
import type { ActionTold } from './actionDesk.ts';
import type { Context, ShopOfOrders } from './context.ts';

export type { ActionTold } from './actionDesk.ts';

/**
 * Records what one source told, in the caller's transaction, which works on the club alone. Answers the
 * actions of these keys as they were recorded, now or before. One that hangs on tags which nobody has
 * asked for yet is kept, and judged once the shop has told them (`lookUpTags`).
 */
export async function recordActions(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  source: ActionSource,
  told: readonly ActionTold[],
): Promise<StoredAction[]> {
  const byKey = new Map(told.map((each) => [each.key, each]));
  const before = await findActions(tx, source, [...byKey.keys()]);
  for (const { key } of before) byKey.delete(key);
  if (byKey.size === 0) return before;
  const fresh = [...byKey.values()].sort((a, b) => a.occurredAt - b.occurredAt);
  const desk = await layOut(tx, ctx, shop, source, fresh);
  const judged = fresh.map((each) => judge(desk, each));
  await addActions(tx, shop.shopId, judged, ctx.now);
  await putAway(tx, desk, judged);
  return [...before, ...judged];
}
