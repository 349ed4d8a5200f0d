/** What bonuses come to in a month of the shop, and what last month's sales suggest for them. */
import { addMonths, localDay, startOfLocalDay } from '../domain/days.ts';
import { monthKey } from '../domain/bonusBudget.ts';
import type { Program } from '../domain/program.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

const MONTH = `
  select (select settings -> 'bonusBudget' from programs where club_id = $1 and effective_from <= $2
      order by version desc limit 1) as budget,
    (select points from campaigns where club_id = $1 and campaign_id = $3) as given`;

/** `home.bonuses` of the contract; null where the program in force has no budget for them. */
export async function readBonusMonth(tx: Tx, now: number, timeZone: string) {
  const values = [tx.clubId, isoOf(now), monthKey(now, timeZone)];
  const [row] = await tx.query<{ budget: Program['bonusBudget'] | null; given: bigint | null }>(
    MONTH,
    values,
  );
  if (!row?.budget) return null;
  const next = startOfLocalDay(addMonths(monthStart(now, timeZone), 1), timeZone);
  return { points: row.budget.points, given: Number(row.given ?? 0n), againAt: isoOf(next) };
}

const monthStart = (at: number, timeZone: string): string =>
  `${localDay(at, timeZone).slice(0, 7)}-01`;

/** What orders of the last whole month are worth now, in the shop's minor units. */
export async function readLastMonth(tx: Tx, input: { shopId: string; now: number }) {
  const [shop] = await tx.query<{ timeZone: string }>(
    'select time_zone as "timeZone" from shops where club_id = $1 and shop_id = $2',
    [tx.clubId, input.shopId],
  );
  if (!shop) return 0;
  const { timeZone } = shop;
  const day = monthStart(input.now, timeZone);
  const [until, from] = [day, addMonths(day, -1)].map((each) =>
    isoOf(startOfLocalDay(each, timeZone)),
  );
  const [sales] = await tx.query<{ minor: number }>(
    `select coalesce(sum(eligible_minor), 0)::float8 as minor from orders
     where club_id = $1 and shop_id = $2 and placed_at >= $3 and placed_at < $4`,
    [tx.clubId, input.shopId, from, until],
  );
  return sales?.minor ?? 0;
}
