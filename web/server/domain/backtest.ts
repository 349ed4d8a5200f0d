/**
 * A program tried on orders of the past, by the very functions that judge them: what each would have
 * earned had it been in force when the order was placed.
 */
import { dealOut } from './campaignPurse.ts';
import { keyOfMonth, nothingSpent } from './bonusBudget.ts';
import type { Purse } from './campaignPurse.ts';
import type { ProductSeen } from './catalogue.ts';
import { isScarce, orderPoints, pointsOf, withGrants } from './earning.ts';
import type { EarningExplained } from './earning.ts';
import type { OrderFacts } from './orderFacts.ts';
import { historyAt, needsOf } from './orderSeen.ts';
import type { PastOrder, SeenOfOrder } from './orderSeen.ts';
import type { Program } from './program.ts';

/** An order as it is stored, and what was posted for it. */
export type RecordedOrder = {
  platformOrderId: string;
  facts: OrderFacts;
  seen: SeenOfOrder | null;
  /** It was rewarded after the fact, so campaigns leave it alone. */
  ofThePast: boolean;
};

/** What stands around an order when a draft is tried on it. */
export type Around = {
  timeZone: string;
  /** All orders of its shopper. */
  pasts: readonly PastOrder[];
  heldOut: boolean;
  /** The tier that the order was placed in, by the draft. */
  tier: string | null;
  /** What the catalogue knows now, for products that the order's own version did not look at. */
  products: ReadonlyMap<string, ProductSeen>;
};

/** What a draft would have given. `unknown`: products that its rules ask about and nobody knows. */
export type Tried = {
  explain: EarningExplained;
  points: bigint;
  unknown: readonly string[];
  seen: SeenOfOrder | null;
};

/** Judges an order by a draft; where a campaign is scarce, as if nothing were left of it. */
export function tryOn(draft: Program, order: RecordedOrder, around: Around): Tried {
  const seen = seenBy(draft, order, around);
  const { explain, points, unknownProductIds } = orderPoints(order.facts, draft, seen);
  return { explain, points, unknown: unknownProductIds, seen };
}

function seenBy(draft: Program, order: RecordedOrder, around: Around): SeenOfOrder | null {
  const needs = needsOf(draft);
  const placedAt = order.facts.scalars?.placedAt;
  const { platformOrderId, seen: before, ofThePast } = order;
  if (placedAt === undefined) return null;
  if (!needs) return before?.blocked ? before : null;
  return {
    timeZone: before?.timeZone ?? around.timeZone,
    shopper: {
      ...historyAt({ platformOrderId, placedAt }, needs.has('history') ? around.pasts : []),
      tier: around.tier,
      tags: before?.shopper.tags ?? [],
    },
    campaigns: !(draft.holdOut && around.heldOut) && !ofThePast,
    products: needs.has('products') ? productsOf(order, around) : {},
    ...(before?.blocked ? { blocked: true } : {}),
  };
}

/** What was seen then stays as it was; for others what is known now is the best there is. */
function productsOf({ facts, seen }: RecordedOrder, { products }: Around): SeenOfOrder['products'] {
  const known: Record<string, ProductSeen | null> = { ...seen?.products };
  for (const { productId } of facts.scalars?.lines ?? []) {
    if (productId === null || Object.hasOwn(known, productId)) continue;
    const now = products.get(productId);
    if (now) known[productId] = now;
  }
  return known;
}

/** An order that wants something scarce, and who placed it when. */
export type Waiting = {
  shopperId: string;
  placedAt: number;
  explain: EarningExplained;
  /** The local month in which it was placed, such as 2026-03. */
  month: string;
};

/**
 * Deals out what is scarce in the order in which orders were placed, and answers each one's points.
 * In life it goes by their arrival; nobody can say how late the orders of a draft would have come.
 */
export function dealInTurn<Order extends Waiting>(
  draft: Program,
  waiting: readonly Order[],
): Map<Order, { explain: EarningExplained; points: bigint }> {
  const scarce = (draft.campaigns ?? []).filter((campaign) => isScarce(campaign, draft));
  const months = draft.bonusBudget ? waiting.map(({ month }) => keyOfMonth(month)) : [];
  const purse: Purse = new Map(
    [...scarce.map(({ id }) => id), ...months].map((id) => [id, nothingSpent(id)]),
  );
  const dealt = new Map<Order, { explain: EarningExplained; points: bigint }>();
  for (const order of waiting.toSorted((a, b) => a.placedAt - b.placedAt)) {
    const grants = dealOut(purse, draft, { ...order, grants: {}, month: keyOfMonth(order.month) });
    const explain = withGrants(order.explain, grants);
    dealt.set(order, { explain, points: pointsOf(explain) });
  }
  return dealt;
}

/** Whether an order of a draft waits for something scarce. */
export const waitsFor = ({ campaigns = [] }: EarningExplained): boolean =>
  campaigns.some(({ granted }) => granted !== null);
