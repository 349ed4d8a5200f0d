/** Who is due for what the clock does: maturing, expiring, writing off. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Shoppers with points that become available, lots that end or debts that are let go, by id. */
export async function shoppersDue(tx: Tx, now: number, limit: number): Promise<string[]> {
  const rows = await tx.query<{ shopper_id: string }>(
    `select shopper_id from (
       (select shopper_id from orders where club_id = $1 and pending > 0 and available_at <= $2
          and shopper_id is not null limit $3)
       union (select advocate_id from referrals
          where club_id = $1 and pending > 0 and available_at <= $2 limit $3)
       union (select shopper_id from actions
          where club_id = $1 and pending > 0 and available_at <= $2 limit $3)
       union (select shopper_id from tier_entries
          where club_id = $1 and pending > 0 and available_at <= $2 limit $3)
       union (select shopper_id from lots
          where club_id = $1 and open > 0 and expires_at <= $2 limit $3)
       union (select shopper_id from lots
          where club_id = $1 and open > 0 and notice_at <= $2 limit $3)
       union (select shopper_id from debts
          where club_id = $1 and open > 0 and write_off_at <= $2 limit $3)) due
     order by shopper_id limit $3`,
    [tx.clubId, at(now), limit],
  );
  return rows.map((row) => row.shopper_id);
}
