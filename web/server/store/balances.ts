/** Balances for showing; no lock. */
import type { Tx } from './transaction.ts';

export type Balance = {
  shopperId: string;
  available: bigint;
  pending: bigint;
  held: bigint;
  tierId: string | null;
};

export function readBalances(tx: Tx, shopperIds: readonly string[]): Promise<Balance[]> {
  return tx.query<Balance>(
    `select s.shopper_id as "shopperId", s.available, s.pending, s.held, t.tier_id as "tierId"
     from shoppers s left join tier_standings t
       on t.club_id = s.club_id and t.shopper_id = s.shopper_id
     where s.club_id = $1 and s.shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
}
