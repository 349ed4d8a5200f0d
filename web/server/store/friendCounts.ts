/** What the platform counted of friends, where our own history of the shop is short. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/**
 * Whether orders may have been placed at the shop that we cannot know of: its past is not read yet, is
 * being read, or could be read for the last 60 days only.
 */
export async function historyIsShort(tx: Tx, shopId: string): Promise<boolean> {
  const [row] = await tx.query<{ short: boolean }>(
    `select not exists (select from order_readings where club_id = $1 and shop_id = $2
         and kind = 'history' and state = 'done')
       or exists (select from order_readings where club_id = $1 and shop_id = $2
         and kind = 'history' and state = 'reading')
       or exists (select from shop_healing where club_id = $1 and shop_id = $2
         and 'olderOrders' = any(unreached)) as short`,
    [tx.clubId, shopId],
  );
  return row?.short ?? true;
}

/** A friend whose orders are to be counted: everybody whom the platform knows them as. */
export type FriendToCount = { orderId: string; platformOrderId: string; customerIds: string[] };

/**
 * Of these friends' orders, those whose referral a count could change. Ids that the platform gave up
 * in a merge are left out: the one that was kept counts for both.
 */
export async function friendsToCount(
  tx: Tx,
  shopId: string,
  orderIds: readonly string[],
): Promise<FriendToCount[]> {
  return tx.query<FriendToCount>(
    `select r.order_id as "orderId", o.platform_order_id as "platformOrderId",
       array_agg(substr(i.value, length($3) + 1) order by i.value) as "customerIds"
     from referrals r
     join orders o on o.club_id = r.club_id and o.order_id = r.order_id
     join referral_friends f on f.club_id = r.club_id and f.order_id = r.order_id
     join identities i on i.club_id = f.club_id and i.shopper_id = f.shopper_id
       and i.kind = 'customer' and not i.alias and starts_with(i.value, $3)
     where r.club_id = $1 and r.order_id = any($2::uuid[]) and o.shop_id = $4
       and (r.verdict = 'friend' or r.counted_at is not null)
     group by 1, 2 order by 1`,
    [tx.clubId, orderIds, `${shopId}:`, shopId],
  );
}

export type FriendCount = { orderId: string; orders: number };

/** Keeps what was counted at one moment. */
export async function saveCounts(
  tx: Tx,
  counts: readonly FriendCount[],
  countedAt: number,
): Promise<void> {
  await tx.query(
    `update referrals r set counted_orders = c.orders, counted_at = $4
     from unnest($2::uuid[], $3::int[]) as c(order_id, orders)
     where r.club_id = $1 and r.order_id = c.order_id`,
    [
      tx.clubId,
      counts.map(({ orderId }) => orderId),
      counts.map(({ orders }) => orders),
      at(countedAt),
    ],
  );
}

/** Forgets what was counted; answers the platform's ids of the orders it was counted for. */
export async function dropCounts(tx: Tx, orderIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update referrals r set counted_orders = null, counted_at = null from orders o
     where r.club_id = $1 and r.order_id = any($2::uuid[]) and r.counted_at is not null
       and o.club_id = $1 and o.order_id = r.order_id
     returning o.platform_order_id as id`,
    [tx.clubId, orderIds],
  );
  return rows.map(({ id }) => id).sort();
}

/** Friends' orders at a shop that were counted for; of these shoppers, where any are named. */
export async function countedFriends(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[] | null,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select r.order_id as id from referrals r
     join orders o on o.club_id = r.club_id and o.order_id = r.order_id
     where r.club_id = $1 and o.shop_id = $2 and r.counted_at is not null
       and ($3::uuid[] is null or exists (select from referral_friends f where f.club_id = $1
         and f.order_id = r.order_id and f.shopper_id = any($3::uuid[])))
     order by 1`,
    [tx.clubId, shopId, shopperIds],
  );
  return rows.map(({ id }) => id);
}
