/** Orders that cannot be judged before their shopper's tags are known. */
import type { Tx } from './transaction.ts';

export type OrderWithoutTags = { orderId: string; platformOrderId: string; shopperId: string };

/** Of these orders of a shop, those that still wait for tags. */
export function ordersWithoutTags(
  tx: Tx,
  shopId: string,
  orderIds: readonly string[],
): Promise<OrderWithoutTags[]> {
  return tx.query<OrderWithoutTags>(
    `select order_id as "orderId", platform_order_id as "platformOrderId",
       shopper_id as "shopperId" from orders
     where club_id = $1 and shop_id = $2 and order_id = any($3::uuid[])
       and shopper_id is not null and seen #> '{shopper,tags}' = 'null'::jsonb order by 1`,
    [tx.clubId, shopId, orderIds],
  );
}

/** Who did what waits for tags, by action. */
export function actionsWithoutTags(
  tx: Tx,
  actionIds: readonly string[],
): Promise<{ actionId: string; shopperId: string }[]> {
  return tx.query(
    `select action_id as "actionId", shopper_id as "shopperId" from actions
     where club_id = $1 and action_id = any($2::uuid[]) and outcome = 'asking' order by 1`,
    [tx.clubId, actionIds],
  );
}

/** Keeps what the shop said, unless it is known already. */
export async function keepTags(
  tx: Tx,
  tagged: readonly { orderId: string; tags: readonly string[] }[],
): Promise<void> {
  await tx.query(
    `update orders o set seen = jsonb_set(o.seen, '{shopper,tags}', t.tags)
     from jsonb_to_recordset($2::jsonb) as t("orderId" uuid, tags jsonb)
     where o.club_id = $1 and o.order_id = t."orderId"
       and o.seen #> '{shopper,tags}' = 'null'::jsonb`,
    [tx.clubId, JSON.stringify(tagged)],
  );
}
