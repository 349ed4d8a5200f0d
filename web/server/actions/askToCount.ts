/** When the platform is asked how many orders a friend ever placed (`checkFriends`). */
import type { Ask } from '../store/deliveries.ts';
import { countedFriends } from '../store/friendCounts.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** Messages that were lost on the way have been found by then, so that seldom any is missing. */
const CHECK_AFTER_MS = 2 * 3_600_000;
/** A friend's order whose buyer is to be counted, a while from now. */
export const askToCount = (shopId: string, orderId: string, now: number): Ask => ({
  shopId,
  kind: 'checkFriend',
  key: orderId,
  dueAt: now + CHECK_AFTER_MS,
});

/** All that was counted is looked at anew, now: of these shoppers, or (null) of all. */
export async function countAgain(
  tx: Tx,
  { now }: Pick<Context, 'now'>,
  shopId: string,
  shopperIds: readonly string[] | null,
): Promise<Ask[]> {
  const orderIds = await countedFriends(tx, shopId, shopperIds);
  return orderIds.map((key) => ({ shopId, kind: 'checkFriend', key, dueAt: now }));
}
