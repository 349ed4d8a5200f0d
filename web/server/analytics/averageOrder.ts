/** How much an order is, on average: for the first program and its worst case. */
import type { Minor, OrderFacts } from '../domain/orderFacts.ts';
import { valueOrder } from '../domain/orderValue.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

export type AverageOrder = { aovMinor: Minor; orders: number };

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 90;
/** The mean of a thousand baskets is within a few per cent: no reason to read a million. */
const SAMPLE = 1000;

/** What points are counted on while no program says otherwise: goods only. */
const GOODS_ONLY = {
  points: 0,
  perMinor: 1,
  includeShipping: false,
  includeTips: false,
  includeDuties: false,
};

/** Newest recorded first, along the index by club and `recorded_at`. */
const ORDERS = `
  select s.currency, o.facts
  from orders o join shops s on s.club_id = o.club_id and s.shop_id = o.shop_id
  where o.club_id = $1 and o.shop_id = $2 and o.placed_at > $3 and o.placed_at <= $4
  order by o.recorded_at desc limit ${SAMPLE}`;

/**
 * The average of what orders of the last 90 days are worth, in the shop's minor units, rounded down,
 * and of how many (1,000 at most, those recorded last). Worth is the points' own measure: goods after
 * discounts and refunds, no tax. Orders worth nothing are no orders: cancelled, test, unpaid, sent
 * back. Null when there is none.
 */
export async function readAverageOrder(
  tx: Tx,
  input: { shopId: string; now: number },
): Promise<AverageOrder | null> {
  const { shopId, now } = input;
  const from = isoOf(now - WINDOW_DAYS * DAY_MS);
  const rows = await tx.query<{ currency: string; facts: OrderFacts }>(ORDERS, [
    tx.clubId,
    shopId,
    from,
    isoOf(now),
  ]);
  return averageOf(
    rows.map(
      ({ currency, facts }) => valueOrder(facts, { currency, earning: GOODS_ONLY }).eligibleMinor,
    ),
  );
}

/** The mean of the amounts above 0, rounded down; null when there is none. */
export function averageOf(amounts: readonly Minor[]): AverageOrder | null {
  const worth = amounts.filter((amountMinor) => amountMinor > 0);
  if (worth.length === 0) return null;
  const sum = worth.reduce((total, amountMinor) => total + BigInt(amountMinor), 0n);
  return { aovMinor: Number(sum / BigInt(worth.length)), orders: worth.length };
}
