/** What tiers count of many shoppers, in one question a kind. */
import type { Counted, OrderForTiers } from '../domain/tiersCounted.ts';
import type { Tx } from './transaction.ts';

export const ORDERS_FOR_TIERS = `select shopper_id as "shopperId",
    platform_order_id as "platformOrderId", placed_at as "placedAt",
    program_version as "programVersion", points, eligible_minor::float8 as "salesMinor",
    coalesce((facts #>> '{scalars,company}')::boolean, false) as company,
    case when more then facts end as facts, case when more then seen end as seen
  from orders, lateral (select facts -> 'refunds' <> '[]'
      or facts #>> '{scalars,cancelledAt}' is not null
      or facts #> '{scalars,dispute}' is not null
      or program_version = any($3::int[])) as asked(more)
  where club_id = $1 and shopper_id = any($2::uuid[]) and placed_at is not null`;

/**
 * All orders of these shoppers that were ever told whole. `inFull`: versions whose orders are told with
 * their facts even where nothing was taken back (those with campaigns, where points are what counts).
 */
export function readOrdersForTiers(
  tx: Tx,
  shopperIds: readonly string[],
  inFull: readonly number[],
): Promise<(OrderForTiers & { shopperId: string })[]> {
  return tx.hot(ORDERS_FOR_TIERS, [tx.clubId, shopperIds, inFull]);
}

/** Points that these shoppers earned by what is no order. */
export async function readActionsForTiers(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<{ shopperId: string; counted: Counted }[]> {
  const rows = await tx.hot<{ shopperId: string; at: number; amount: bigint }>(
    `select shopper_id as "shopperId", occurred_at as at, points as amount
     from actions where club_id = $1 and shopper_id = any($2::uuid[]) and points > 0`,
    [tx.clubId, shopperIds],
  );
  return rows.map(({ shopperId, at, amount }) => ({
    shopperId,
    counted: { platformOrderId: null, at, amount, later: [] },
  }));
}
