/** What rules look back at: a shopper's orders, as they count for later ones. */
import type { Lot } from '../domain/books.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { SeenOfOrder } from '../domain/orderSeen.ts';
import { NOTICE, withNotice } from './notices.ts';
import type { NoticedLot } from './notices.ts';
import type { Tx } from './transaction.ts';

export type OrderOfPast = {
  shopperId: string;
  orderId: string;
  platformOrderId: string;
  shopId: string;
  placedAt: number;
  test: boolean;
  cancelledAt: number | null;
  /** Only where there are refunds. */
  facts: OrderFacts | null;
  programVersion: number | null;
  seen: SeenOfOrder['shopper'] | null;
};

/** All orders of these shoppers that were ever told whole, by when they were placed. */
export function readOrdersOfPast(tx: Tx, shopperIds: readonly string[]): Promise<OrderOfPast[]> {
  return tx.hot<OrderOfPast>(
    `select shopper_id as "shopperId", order_id as "orderId", shop_id as "shopId",
       platform_order_id as "platformOrderId", placed_at as "placedAt",
       (facts #>> '{scalars,test}')::boolean as test,
       (facts #>> '{scalars,cancelledAt}')::bigint::float8 as "cancelledAt",
       case when facts -> 'refunds' <> '[]' then facts end as facts,
       program_version as "programVersion", seen -> 'shopper' as seen
     from orders where club_id = $1 and shopper_id = any($2::uuid[]) and placed_at is not null
     order by placed_at`,
    [tx.clubId, shopperIds],
  );
}

/** Who is held out for measuring. */
export async function readHeldOut(tx: Tx, shopperIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.hot<{ id: string }>(
    `select shopper_id as id from shoppers
     where club_id = $1 and shopper_id = any($2::uuid[]) and held_out`,
    [tx.clubId, shopperIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The lots that orders' own points are in, even when they are empty. */
export async function readOrderLots(
  tx: Tx,
  orderIds: readonly string[],
): Promise<{ shopperId: string; lot: Lot }[]> {
  const rows = await tx.hot<NoticedLot & { shopperId: string }>(
    `select lot_id as id, shopper_id as "shopperId", order_id as "orderId", points, open,
       available_at as "availableAt", expires_at as "expiresAt", ${NOTICE}
     from lots where club_id = $1 and order_id = any($2::uuid[])`,
    [tx.clubId, orderIds],
  );
  return rows.map(({ shopperId, ...row }) => ({ shopperId, lot: withNotice(row) }));
}
