/** What tiers count of many shoppers, in one question a kind. */
import type { Counted, OrderForTiers } from '../domain/tiersCounted.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** An order of one of them, and where it is. */
export type OrderOfTiers = OrderForTiers & { shopperId: string; orderId: string; shopId: string };

export const ORDERS_FOR_TIERS = `select shopper_id as "shopperId", order_id as "orderId",
    shop_id as "shopId", platform_order_id as "platformOrderId", placed_at as "placedAt",
    program_version as "programVersion", points, eligible_minor::float8 as "salesMinor",
    coalesce((facts #>> '{scalars,company}')::boolean, false) as company,
    facts #>> '{scalars,paid}' = 'true' and facts #>> '{scalars,test}' = 'false' as paid,
    case when more then facts end as facts, seen
  from orders, lateral (select facts -> 'refunds' <> '[]'
      or facts #>> '{scalars,cancelledAt}' is not null
      or facts #> '{scalars,dispute}' is not null
      or program_version = any($3::int[]) or placed_at >= $4) as asked(more)
  where club_id = $1 and shopper_id = any($2::uuid[]) and placed_at is not null`;

/**
 * All orders of these shoppers that were ever told whole. `inFull`: versions whose orders are told with
 * their facts even where nothing was taken back (those with campaigns, where points are what counts);
 * so are those placed at `inFullFrom` or later.
 */
export function readOrdersForTiers(
  tx: Tx,
  shopperIds: readonly string[],
  inFull: readonly number[],
  inFullFrom: number | null = null,
): Promise<OrderOfTiers[]> {
  return tx.hot(ORDERS_FOR_TIERS, [tx.clubId, shopperIds, inFull, at(inFullFrom)]);
}

/** Points that these shoppers earned by what is no order. */
export async function readActionsForTiers(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<{ shopperId: string; counted: Counted }[]> {
  const rows = await tx.hot<{ shopperId: string; occurredAt: number; amount: bigint }>(
    `select shopper_id as "shopperId", occurred_at as "occurredAt", points as amount
     from actions where club_id = $1 and shopper_id = any($2::uuid[]) and points > 0`,
    [tx.clubId, shopperIds],
  );
  return rows.map(({ shopperId, occurredAt, amount }) => ({
    shopperId,
    counted: { platformOrderId: null, at: occurredAt, amount, later: [] },
  }));
}
