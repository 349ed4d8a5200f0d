/** What becomes of an order after it was placed: most often nothing. */
import type { PlannedEvent, PlannedOrder } from './plan.types.ts';
import { between, chance, pick } from './samplers.ts';
import type { Random } from './samplers.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Of a hundred orders that were paid. */
const KINDS = [
  { kind: 'lines', until: 0.03 },
  { kind: 'goodwill', until: 0.04 },
  { kind: 'shipping', until: 0.045 },
  { kind: 'everything', until: 0.053 },
  { kind: 'edit', until: 0.078 },
  { kind: 'cancel', until: 0.09 },
] as const;

/** Cash on delivery that is taken at the door; the rest comes back and is cancelled. */
const TAKEN_AT_THE_DOOR = 0.92;

/** The moment `from`…`to` after `at`, in whole seconds. */
const later = (random: Random, at: number, from: number, to: number): number =>
  at + between(random, from / 1000, to / 1000) * 1000;

/** In time; may reach past the end of the history, where the caller stops it. */
export function afterwardsOf(
  random: Random,
  order: PlannedOrder,
  placedAt: number,
): PlannedEvent[] {
  const { key } = order;
  if (order.paid) return accidents(random, order, placedAt);
  const at = later(random, placedAt, 2 * DAY_MS, 6 * DAY_MS);
  if (!chance(random, TAKEN_AT_THE_DOOR)) return [{ kind: 'cancel', at, key }];
  return [{ kind: 'paid', at, key }, ...accidents(random, order, at)];
}

function accidents(random: Random, order: PlannedOrder, paidAt: number): PlannedEvent[] {
  const luck = random();
  const what = KINDS.find(({ until }) => luck < until)?.kind;
  if (what === undefined) return [];
  const { key } = order;
  const line = pick(
    random,
    order.lines.map((_, index) => index),
  );
  const quantity = order.lines[line]?.quantity ?? 1;
  const soon = later(random, paidAt, 10 * MINUTE_MS, 5 * HOUR_MS);
  const at = later(random, paidAt, 2 * DAY_MS, 25 * DAY_MS);
  const refund = { kind: 'refund' as const, at, key, lines: [], shipping: false, part: null };
  switch (what) {
    case 'lines':
      return [{ ...refund, lines: [{ line, quantity: between(random, 1, quantity) }] }];
    case 'goodwill':
      return [{ ...refund, part: between(random, 5, 20) / 100 }];
    case 'shipping':
      return [{ ...refund, shipping: true }];
    case 'everything': {
      const lines = order.lines.map((each, n) => ({ line: n, quantity: each.quantity }));
      return [{ ...refund, lines, shipping: true }];
    }
    case 'edit':
      if (quantity === 1 && order.lines.length === 1) return [];
      return [{ kind: 'edit', at: soon, key, line, quantity: quantity - 1 }];
    case 'cancel':
      return [{ kind: 'cancel', at: soon, key }];
  }
}
