/** What tiers count, dated: an order or points of something else, and when it came to be worth less. */
import { isBefore } from './orderSeen.ts';
import { orderPoints } from './earning.ts';
import type { Minor, OrderFacts } from './orderFacts.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import { salesOf } from './orderValue.ts';
import type { Program, ProgramVersion, Tiers } from './program.ts';

/** Points, minor units or orders, as `Tiers.by` says. */
export type Counted = {
  /** Null: no order. */
  platformOrderId: string | null;
  /** When the order was placed, or when what else earned happened. */
  at: number;
  amount: bigint;
  /** What it came to after something that is dated `after`; ascending, the last one holds. */
  later: readonly { after: number; amount: bigint }[];
};

/** What something that counts comes to, by what had happened before a moment. */
export function amountBefore({ amount, later }: Counted, at: number): bigint {
  return later.findLast(({ after }) => after < at)?.amount ?? amount;
}

/** What is dated before a moment: all there is to know of a standing then. */
export const countedBefore = (counted: readonly Counted[], at: number): readonly Counted[] =>
  counted.filter((each) => each.at < at);

/** What is dated before an order, by (placedAt, id): all there is to know of the order's own tier. */
export const countedBeforeOrder = (
  counted: readonly Counted[],
  order: { platformOrderId: string; placedAt: number },
): readonly Counted[] =>
  counted.filter(({ platformOrderId, at }) =>
    platformOrderId === null
      ? at < order.placedAt
      : isBefore({ platformOrderId, placedAt: at }, order),
  );

/** An order as tiers count it; null while only a refund of it has come. */
export function countedOrder(
  platformOrderId: string,
  facts: OrderFacts,
  worth: (facts: OrderFacts) => bigint,
): Counted | null {
  const order = facts.scalars;
  if (!order) return null;
  let before = worth(factsBefore(facts, order, -Infinity));
  const counted = { platformOrderId, at: order.placedAt, amount: before };
  const later: { after: number; amount: bigint }[] = [];
  for (const after of momentsOf(facts, order)) {
    const amount = worth(factsBefore(facts, order, after + 1));
    if (amount !== before) later.push({ after, amount });
    before = amount;
  }
  return { ...counted, later };
}

type Told = NonNullable<OrderFacts['scalars']>;

/** When something happened that may have made an order worth less, ascending. */
function momentsOf({ refunds }: OrderFacts, { cancelledAt, dispute }: Told): number[] {
  const moments = new Set(refunds.map(({ createdAt }) => createdAt));
  if (cancelledAt !== null) moments.add(cancelledAt);
  if (dispute?.lost) moments.add(dispute.toldAt);
  return [...moments].sort((a, b) => a - b);
}

/**
 * An order's facts without what is dated `at` or later. What nobody dates (when it was paid, when an
 * edit was made) is as we know it now.
 */
function factsBefore(facts: OrderFacts, order: Told, at: number): OrderFacts {
  const refunds = facts.refunds.filter(({ createdAt }) => createdAt < at);
  const undone = facts.refunds.filter(({ createdAt }) => createdAt >= at);
  const { dispute, cancelledAt, ...rest } = order;
  const scalars = {
    ...rest,
    ...(dispute && dispute.toldAt < at ? { dispute } : {}),
    cancelledAt: cancelledAt !== null && cancelledAt < at ? cancelledAt : null,
    refunded: order.refunded && undone.length === 0,
    lines: order.lines.map((line) => {
      const units = undone
        .flatMap(({ lines }) => lines)
        .reduce((sum, { lineId, quantity }) => (lineId === line.id ? sum + quantity : sum), 0);
      // Units that a refund took are missing in what is left: before it they were not.
      return { ...line, currentQuantity: Math.min(line.quantity, line.currentQuantity + units) };
    }),
  };
  return { scalars, refunds };
}

/** How an order was judged for its points; null: by no version, so it earned none. */
export type Judged = { program: Program; seen: SeenOfOrder | null } | null;

/**
 * What an order counts for. Spend is its lines, without shipping, tips and tax, as it is measured
 * everywhere; an order counts as one while that is more than nothing. Points are what its own version
 * gives without campaigns: what those have left goes by arrival, and who is held out gets none of it,
 * but a tier must not hang on either. Orders of companies count where companies collect; those of
 * somebody who was blocked count for nothing.
 */
export const worthBy =
  (by: Tiers['by'], { currency, whoEarns }: Program, judged: Judged) =>
  (facts: OrderFacts): bigint => {
    if (facts.scalars?.company && !whoEarns?.companies) return 0n;
    if (judged?.seen?.blocked) return 0n;
    if (by === 'points') {
      if (!judged) return 0n;
      return orderPoints(facts, { ...judged.program, campaigns: [] }, judged.seen).points;
    }
    const salesMinor = BigInt(salesOf(facts, currency));
    return by === 'spend' ? salesMinor : salesMinor > 0n ? 1n : 0n;
  };

/** An order as the store tells it for tiers. */
export type OrderForTiers = {
  platformOrderId: string;
  placedAt: number;
  programVersion: number | null;
  points: bigint;
  salesMinor: Minor;
  company: boolean;
  /** It is paid, and no test: points of what is no order can be spent from then on. */
  paid: boolean;
  /** Where something was taken back, or where the points hold what campaigns gave; else null. */
  facts: OrderFacts | null;
  seen: SeenOfOrder | null;
};

/** A stored order as tiers count it: what is stored of it where that is all, else from its facts. */
export function countedStored(
  by: Tiers['by'],
  asked: Program,
  versions: readonly ProgramVersion[],
  order: OrderForTiers,
): Counted | null {
  const { platformOrderId, placedAt, points, salesMinor, company, facts, seen } = order;
  if (facts) {
    const program = versions.find(({ version }) => version === order.programVersion)?.program;
    return countedOrder(
      platformOrderId,
      facts,
      worthBy(by, asked, program ? { program, seen } : null),
    );
  }
  const amounts = { points, spend: BigInt(salesMinor), orders: salesMinor > 0 ? 1n : 0n };
  const counts = !seen?.blocked && (!company || asked.whoEarns?.companies);
  return { platformOrderId, at: placedAt, amount: counts ? amounts[by] : 0n, later: [] };
}
