/** Balances for showing; no lock. */
import type { Tx } from './transaction.ts';

export type Balance = { shopperId: string; available: bigint; pending: bigint; held: bigint };

export function readBalances(tx: Tx, shopperIds: readonly string[]): Promise<Balance[]> {
  return tx.query<Balance>(
    `select shopper_id as "shopperId", available, pending, held from shoppers
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
}
