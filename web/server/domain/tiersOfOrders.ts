/** In which tier each of a shopper's orders was placed, by the version that judges it. */
import { isBefore } from './orderSeen.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import type { ProgramVersion } from './program.ts';
import { tierOfOrder } from './tiers.ts';
import { countedStored } from './tiersCounted.ts';
import type { Counted, OrderForTiers } from './tiersCounted.ts';

type Place = { platformOrderId: string; placedAt: number };

/** Everything of a shopper's that may count, by any version. */
export type CountedOfShopper = {
  orders: readonly OrderForTiers[];
  /** Points of what is no order; empty where no version counts points. */
  others: readonly Counted[];
};

/** What counts by one version. */
export function countedBy(
  { program }: ProgramVersion,
  versions: readonly ProgramVersion[],
  { orders, others }: CountedOfShopper,
): Counted[] {
  const by = program.tiers?.by ?? 'spend';
  const counted = orders.flatMap((order) => countedStored(by, program, versions, order) ?? []);
  return by === 'points' ? [...counted, ...others] : counted;
}

/**
 * The tier of every order placed at `since` or later whose version has tiers, by the platform's id. An
 * order's tier changes its points, and where those count they count towards the tier of the next one.
 */
export function tiersOfOrders(
  versions: readonly ProgramVersion[],
  { orders, others }: CountedOfShopper,
  since: Place | null,
): Map<string, string | null> {
  const found = new Map<string, string | null>();
  const passed: OrderForTiers[] = [];
  const counted = new Map<ProgramVersion, { upTo: number; all: Counted[] }>();
  const begin = (version: ProgramVersion) => ({
    upTo: 0,
    all: countedBy(version, versions, { orders: [], others }),
  });
  for (const order of orders.toSorted(byPlace)) {
    const version = versions.find((each) => each.version === order.programVersion);
    let mine = order;
    if (version?.program.tiers && order.seen && !(since && isBefore(order, since))) {
      const known = counted.get(version) ?? begin(version);
      const fresh = { orders: passed.slice(known.upTo), others: [] };
      const all = [...known.all, ...countedBy(version, versions, fresh)];
      counted.set(version, { upTo: passed.length, all });
      const tier = tierOfOrder(version.program.tiers, all, order, order.seen.timeZone);
      found.set(order.platformOrderId, tier);
      mine = { ...order, seen: withTier(order.seen, tier) };
    }
    passed.push(mine);
  }
  return found;
}

export const withTier = (seen: SeenOfOrder, tier: string | null): SeenOfOrder =>
  seen.shopper.tier === tier ? seen : { ...seen, shopper: { ...seen.shopper, tier } };

const byPlace = (a: Place, b: Place): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
