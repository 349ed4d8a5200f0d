/** What the shop's own buyers suggest for tiers (`suggestedTiersAnswer` of the contract). A look, no more. */
import { SHARES, suggestTiers } from '../domain/suggestedTiers.ts';
import type { Tx } from '../store/transaction.ts';
import { readAverageOrder } from './averageOrder.ts';
import { isoOf } from './shown.ts';

const YEAR_MS = 365 * 86_400_000;

type Facts = { firstAt: number | null; buyers: bigint; silver: number | null; gold: number | null };

/** Orders that are worth nothing are no orders. */
const BUYERS = `
  with spent as (
    select sum(eligible_minor) as minor from orders
    where club_id = $1 and placed_at > $2 and placed_at <= $3 and eligible_minor > 0
      and shopper_id is not null group by shopper_id
  )
  select (select min(placed_at) from orders where club_id = $1) as "firstAt", count(*) as buyers,
    percentile_disc(${SHARES.silver}) within group (order by minor)::float8 as silver,
    percentile_disc(${SHARES.gold}) within group (order by minor)::float8 as gold
  from spent`;

export async function readSuggestedTiers(tx: Tx, { shopId, now }: { shopId: string; now: number }) {
  const average = await readAverageOrder(tx, { shopId, now });
  const values = [tx.clubId, isoOf(now - YEAR_MS), isoOf(now)];
  const [facts] = await tx.query<Facts>(BUYERS, values);
  const buyers = Number(facts?.buyers ?? 0);
  if (!facts || !average) return { tiers: null, buyers };
  const { firstAt, silver, gold } = facts;
  const spentMinor = silver !== null && gold !== null ? { silver, gold } : null;
  const { aovMinor } = average;
  return { tiers: suggestTiers({ firstAt, now, aovMinor, buyers, spentMinor }), buyers };
}
