/** Actions that waited for their shoppers' tags are judged, once. */
import { lockAsking, saveJudged } from '../store/actions.ts';
import type { Tx } from '../store/transaction.ts';
import { judge, layOut, putAway } from './actionDesk.ts';
import type { Context, ShopOfOrders } from './context.ts';

/** `tags`: by shopper, what the shop told. The caller's transaction works on the club alone. */
export async function judgeAsked(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  actionIds: readonly string[],
  tags: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const asking = await lockAsking(tx, actionIds);
  for (const [source, mine] of Map.groupBy(asking, (action) => action.source)) {
    const told = mine.map(({ actionId, shopperId, key, action, about, occurredAt }) => ({
      actionId,
      shopperId,
      key,
      action,
      about,
      occurredAt,
    }));
    const desk = await layOut(tx, ctx, shop, source, told);
    for (const { shopperId } of told) desk.tags.set(shopperId, tags.get(shopperId) ?? []);
    const judged = told.map(({ actionId, ...each }) => judge(desk, each, actionId));
    await saveJudged(tx, judged);
    await putAway(tx, desk, judged);
  }
}
