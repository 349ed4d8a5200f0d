/** What people say of referrals that wait for them, and what members say to that. */
import type { ReferralHold } from '../domain/referralHold.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Decision = {
  decided: NonNullable<ReferralHold['decided']>;
  decidedAt: number;
  /** `clock`: nobody did in time. */
  decidedBy: string;
  note: string | null;
};

/** Writes down what was said of a referral, which is locked. */
export async function saveDecision(tx: Tx, orderId: string, decision: Decision): Promise<void> {
  const { decided, decidedAt, decidedBy, note } = decision;
  await tx.query(
    `update referrals set decided = $3, decided_at = $4, decided_by = $5, decided_note = $6
     where club_id = $1 and order_id = $2`,
    [tx.clubId, orderId, decided, at(decidedAt), decidedBy, note],
  );
}

/** It is open again, and waits from now on. */
export async function saveAppeal(tx: Tx, orderId: string, now: number): Promise<void> {
  await tx.query(
    `update referrals set decided = null, decided_at = null, decided_by = null,
       decided_note = null, appealed_at = $3, held_at = $3
     where club_id = $1 and order_id = $2`,
    [tx.clubId, orderId, at(now)],
  );
}

/** Whether a friend's order is one of this customer's friends. */
export async function isFriendOf(
  tx: Tx,
  { shopId, orderId, customerId }: { shopId: string; orderId: string; customerId: string },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from identities i join referrals r on r.club_id = $1 and r.order_id = $2
       and r.advocate_id = i.shopper_id and r.worth > 0
     where i.club_id = $1 and i.kind = 'customer' and i.value = $3`,
    [tx.clubId, orderId, `${shopId}:${customerId}`],
  );
  return rows.length > 0;
}
