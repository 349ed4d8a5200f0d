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
};

/** Orders pass by when they were placed. Points of what is no order are not looked at. */
export function openClimb(draft: Program, timeZone: string): Climb {
  const { tiers } = draft;
  const passed: Counted[] = [];
  return {
    tierOf: (platformOrderId, facts) => {
      const placedAt = facts.scalars?.placedAt;
      if (!tiers || placedAt === undefined) return null;
      return tierOfOrder(tiers, passed, { platformOrderId, placedAt }, timeZone);
    },
    pass: (platformOrderId, facts, judged) => {
      const worth = tiers && worthBy(tiers.by, draft, judged);
      const counted = worth ? countedOrder(platformOrderId, facts, worth) : null;
      if (counted) passed.push(counted);
    },
  };
}
