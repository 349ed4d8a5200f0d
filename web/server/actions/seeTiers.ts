/** In which tier orders were placed, and what else a batch's shoppers have that counts for tiers. */
import type { OrderFacts } from '../domain/orderFacts.ts';
import { isBefore } from '../domain/orderSeen.ts';
import { salesOf } from '../domain/orderValue.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import type { Counted, OrderForTiers } from '../domain/tiersCounted.ts';
import { tiersOfOrders, withTier } from '../domain/tiersOfOrders.ts';
import type { CountedOfShopper } from '../domain/tiersOfOrders.ts';
import type { StoredOrder } from '../store/orders.ts';
import { readActionsForTiers, readOrdersForTiers } from '../store/tiers.ts';
import type { OrderOfTiers } from '../store/tiers.ts';
import type { Tx } from '../store/transaction.ts';

export type TierPasts = { orders: readonly OrderOfTiers[]; others: ReadonlyMap<string, Counted[]> };

export const countsPoints = ({ program }: ProgramVersion): boolean =>
  program.tiers?.by === 'points';

/** What is stored of these shoppers; `from`: when the first of the orders that changed was placed. */
export async function readTierPasts(
  tx: Tx,
  versions: readonly ProgramVersion[],
  shopperIds: readonly string[],
  from: number | null,
): Promise<TierPasts> {
  const byPoints = versions.some(countsPoints);
  // Stored points hold what campaigns gave, and those of an order whose tier changes are not true now.
  const inFull = byPoints ? versions.filter(({ program }) => program.campaigns?.length) : [];
  const [orders, actions] = await Promise.all([
    readOrdersForTiers(
      tx,
      shopperIds,
      inFull.map(({ version }) => version),
      byPoints ? from : null,
    ),
    byPoints ? readActionsForTiers(tx, shopperIds) : [],
  ]);
  const others = new Map<string, Counted[]>();
  for (const { shopperId, counted } of actions) {
    others.set(shopperId, [...(others.get(shopperId) ?? []), counted]);
  }
  return { orders, others };
}

/** An order in memory as tiers count it; null while only a refund of it has come. */
export function forTiers(
  order: StoredOrder,
  versions: readonly ProgramVersion[],
): OrderForTiers | null {
  const { platformOrderId, facts, points, seen, programVersion } = order;
  const told = facts?.scalars;
  if (!facts || !told) return null;
  const version = programVersion ?? programInForce(versions, told.placedAt)?.version ?? null;
  return {
    platformOrderId,
    placedAt: told.placedAt,
    programVersion: version,
    points,
    salesMinor: salesOf(facts, currencyOf(versions, version) ?? told.currency),
    company: told.company ?? false,
    paid: told.paid && !told.test,
    facts,
    seen,
  };
}

const currencyOf = (versions: readonly ProgramVersion[], version: number | null) =>
  versions.find((each) => each.version === version)?.program.currency;

/** All of each shopper's that counts, with the orders at hand as they are in memory. */
export function countedNow(
  { orders, others }: TierPasts,
  inHand: readonly StoredOrder[],
  versions: readonly ProgramVersion[],
): Map<string, CountedOfShopper> {
  const fresh = new Set(inHand.map(({ platformOrderId }) => platformOrderId));
  const all = new Map<string, OrderForTiers[]>();
  const add = (shopperId: string | null, order: OrderForTiers | null) => {
    if (shopperId === null || !order) return;
    const known = all.get(shopperId);
    if (known) known.push(order);
    else all.set(shopperId, [order]);
  };
  for (const row of orders) if (!fresh.has(row.platformOrderId)) add(row.shopperId, row);
  for (const order of inHand) add(order.shopperId, forTiers(order, versions));
  for (const shopperId of others.keys()) if (!all.has(shopperId)) all.set(shopperId, []);
  return new Map(
    [...all].map(([id, mine]) => [id, { orders: mine, others: others.get(id) ?? [] }]),
  );
}

/**
 * Fills in the tiers of orders at hand, and answers stored ones behind them that were placed in another
 * tier than they were judged by.
 */
export function fillTiers(
  pasts: TierPasts,
  inHand: readonly StoredOrder[],
  versions: readonly ProgramVersion[],
): { row: OrderOfTiers; tier: string | null }[] {
  const rows = Map.groupBy(pasts.orders, ({ shopperId }) => shopperId);
  const changed: { row: OrderOfTiers; tier: string | null }[] = [];
  for (const [shopperId, counted] of countedNow(pasts, inHand, versions)) {
    const mine = inHand.filter((order) => order.shopperId === shopperId);
    const tiers = tiersOfOrders(versions, counted, firstOf(mine));
    for (const order of mine) {
      const tier = tiers.get(order.platformOrderId);
      if (order.seen && tier !== undefined) order.seen = withTier(order.seen, tier);
      tiers.delete(order.platformOrderId);
    }
    for (const row of rows.get(shopperId) ?? []) {
      const tier = tiers.get(row.platformOrderId);
      if (tier !== undefined && row.seen?.shopper.tier !== tier) changed.push({ row, tier });
    }
  }
  return changed.sort((a, b) => a.row.placedAt - b.row.placedAt);
}

function firstOf(orders: readonly StoredOrder[]) {
  const places = orders.flatMap(({ platformOrderId, facts }) => {
    const placedAt = placedAtOf(facts);
    return placedAt === null ? [] : [{ platformOrderId, placedAt }];
  });
  return places.reduce<(typeof places)[number] | null>(
    (first, each) => (first && !isBefore(each, first) ? first : each),
    null,
  );
}

export const placedAtOf = (facts: OrderFacts | null): number | null =>
  facts?.scalars?.placedAt ?? null;
