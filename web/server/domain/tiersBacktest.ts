/** The tiers of a shopper's orders by a draft, one after the other, as they are judged by it. */
import type { OrderFacts } from './orderFacts.ts';
import type { Program } from './program.ts';
import { tierOfOrder } from './tiers.ts';
import { countedOrder, worthBy } from './tiersCounted.ts';
import type { Counted, Judged } from './tiersCounted.ts';

export type Climb = {
  /** In which tier an order was placed, by those that passed before it. */
  tierOf(platformOrderId: string, facts: OrderFacts): string | null;
  pass(platformOrderId: string, facts: OrderFacts, judged: Judged): void;
  /** Up (1) or down (-1) from one tier to another; 0: neither. */
  move(from: string | null, to: string | null): -1 | 0 | 1;
  /** The tier held just after a moment, by what has passed. */
  heldAfter(moment: number): string | null;
};

/** Orders pass by when they were placed. `others`: points of what is no order; for tiers by points. */
export function openClimb(
  draft: Program,
  timeZone: string,
  others: readonly Counted[] = [],
): Climb {
  const { tiers = null } = draft;
  const passed: Counted[] = tiers?.by === 'points' ? [...others] : [];
  const at = (platformOrderId: string, placedAt: number) =>
    tiers ? tierOfOrder(tiers, passed, { platformOrderId, placedAt }, timeZone) : null;
  const rank = (id: string | null) => tiers?.levels.findIndex((level) => level.id === id) ?? -1;
  return {
    tierOf: (platformOrderId, facts) => {
      const placedAt = facts.scalars?.placedAt;
      return placedAt === undefined ? null : at(platformOrderId, placedAt);
    },
    pass: (platformOrderId, facts, judged) => {
      const worth = tiers && worthBy(tiers.by, draft, judged);
      const counted = worth ? countedOrder(platformOrderId, facts, worth) : null;
      if (counted) passed.push(counted);
    },
    move: (from, to) => Math.sign(rank(to) - rank(from)) as -1 | 0 | 1,
    heldAfter: (moment) => at('', moment + 1),
  };
}
