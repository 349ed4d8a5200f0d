/** What friends brought and cost over the last 90 days (`home.referrals` of the contract). */
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

export type ReferralMeasureFacts = {
  orders: bigint;
  sales: bigint;
  points: bigint;
  discount: bigint;
  own: bigint;
  known: bigint;
  belowMinimum: bigint;
};

/** Friends' orders that count; all discounts that codes gave, whoever used them: those are the cost. */
const MEASURE = `
  select count(*) filter (where verdict = 'friend' and points > 0) as orders,
    coalesce(sum(eligible_minor) filter (where verdict = 'friend' and points > 0), 0)::bigint as sales,
    coalesce(sum(points), 0)::bigint as points,
    coalesce(sum(discount_minor), 0)::bigint as discount,
    count(*) filter (where verdict = 'own') as own,
    count(*) filter (where verdict = 'known') as known,
    count(*) filter (where verdict = 'belowMinimum') as "belowMinimum"
  from referrals where club_id = $1 and placed_at > $2::timestamptz - interval '90 days'
    and placed_at <= $2`;

export async function readReferralMeasure(tx: Tx, now: number) {
  const [facts] = await tx.query<ReferralMeasureFacts>(MEASURE, [tx.clubId, isoOf(now)]);
  if (!facts) throw new Error('a sum without a row');
  const { orders, sales, points, discount, own, known, belowMinimum } = facts;
  return {
    orders: Number(orders),
    salesMinor: Number(sales),
    pointsGiven: Number(points),
    discountMinor: Number(discount),
    leakage: { own: Number(own), known: Number(known), belowMinimum: Number(belowMinimum) },
  };
}
