/**
 * What judging an order needs to know beside its facts, as it was when the order was placed. It is
 * stored with the order, so that it can be judged again and audited without asking anybody.
 */
import { compareIds } from './canonicalFacts.ts';
import type { ProductSeen } from './catalogue.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { Program } from './program.ts';
import { ruleOf } from './rules/registry.ts';
import type { OrderRule, ShopperSeen } from './rules/rule.ts';
import { namesTags } from './whoEarns.ts';

export type SeenOfOrder = {
  timeZone: string;
  shopper: ShopperSeen;
  /** Whether campaigns count: not for who is held out for measuring, nor for orders of the past. */
  campaigns: boolean;
  /** By the platform's id; null: it has no such product. One that is missing is not known yet. */
  products: Readonly<Record<string, ProductSeen | null>>;
  /** Its shopper was blocked when it was placed: it earns nothing, whatever comes. */
  blocked?: true;
};

/** All that is kept of an order of somebody who was blocked, where there are no rules. */
export const blockedThen = (before: SeenOfOrder | null, timeZone: string): SeenOfOrder => ({
  timeZone,
  shopper: { nthOrder: 1, lastOrderAt: null, tier: null, tags: [] },
  campaigns: true,
  products: {},
  ...before,
  blocked: true,
});

export type Need = OrderRule['sees'][number];

/** What a program's rules need to see; null where it has none and an order is worth its amount. */
export function needsOf(
  program: Pick<Program, 'rules' | 'campaigns' | 'tiers' | 'whoEarns'>,
): ReadonlySet<Need> | null {
  const { rules = [], campaigns = [], tiers = null, whoEarns } = program;
  const needs = new Set<Need>();
  for (const { rule } of [...rules, ...campaigns]) {
    const found = ruleOf(rule);
    if (found?.about === 'order') for (const need of found.sees) needs.add(need);
  }
  if (tiers) needs.add('tier');
  if (namesTags(whoEarns)) needs.add('tags');
  const any = rules.length + campaigns.length > 0 || needs.size > 0;
  return any ? needs : null;
}

/** One order of a shopper, as far as later ones look back at it. */
export type PastOrder = {
  platformOrderId: string;
  placedAt: number;
  test: boolean;
  cancelledAt: number | null;
  /** When the last of its units went back; null: some are still with the shopper. */
  goneAt: number | null;
};

/** How later orders look back at an order. */
export function pastOf(
  platformOrderId: string,
  { scalars, refunds }: OrderFacts,
): PastOrder | null {
  if (!scalars) return null;
  const { placedAt, test, cancelledAt, lines } = scalars;
  return { platformOrderId, placedAt, test, cancelledAt, goneAt: goneAt(lines, refunds) };
}

/** When refunds had taken every unit; edits are not dated, so they do not tell. */
export function goneAt(
  lines: readonly { id: string; quantity: number }[],
  refunds: OrderFacts['refunds'],
): number | null {
  let left = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (left === 0) return null;
  const units = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  for (const refund of refunds.toSorted((a, b) => a.createdAt - b.createdAt)) {
    for (const { lineId, quantity } of refund.lines) {
      const back = Math.min(quantity, units.get(lineId) ?? 0);
      units.set(lineId, (units.get(lineId) ?? 0) - back);
      left -= back;
    }
    if (left === 0) return refund.createdAt;
  }
  return null;
}

/**
 * Which order of theirs this is, and when the one before was placed: from orders placed before it, by
 * (placedAt, id), that were no tests and had neither been cancelled nor gone back whole by then.
 * Whether they were paid by then nobody tells, so it does not count.
 */
export function historyAt(
  order: { platformOrderId: string; placedAt: number },
  orders: readonly PastOrder[],
): Pick<ShopperSeen, 'nthOrder' | 'lastOrderAt'> {
  let before = 0;
  let lastOrderAt: number | null = null;
  for (const other of orders) {
    if (!isBefore(other, order) || !stoodAt(other, order.placedAt)) continue;
    before += 1;
    lastOrderAt = Math.max(lastOrderAt ?? 0, other.placedAt);
  }
  return { nthOrder: before + 1, lastOrderAt };
}

export const isBefore = (
  other: { platformOrderId: string; placedAt: number },
  order: { platformOrderId: string; placedAt: number },
): boolean =>
  other.placedAt < order.placedAt ||
  (other.placedAt === order.placedAt &&
    compareIds(other.platformOrderId, order.platformOrderId) < 0);

const stoodAt = ({ test, cancelledAt, goneAt }: PastOrder, at: number): boolean =>
  !test && (cancelledAt === null || cancelledAt >= at) && (goneAt === null || goneAt >= at);
