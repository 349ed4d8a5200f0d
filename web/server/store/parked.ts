/** What was set aside for a person: messages that could not be recorded, deliveries that failed. */
import type { Tx } from './transaction.ts';

export type Parked = {
  id: string;
  topic: string;
  reason: string;
  receivedAt: number;
  attempts: number;
};

/** Messages first, oldest first; 100 at most of each. */
export function readParked(tx: Tx): Promise<Parked[]> {
  return tx.query<Parked>(
    `(select webhook_id as id, topic, coalesce(reason, '') as reason,
        received_at as "receivedAt", attempts
      from inbox where club_id = $1 and state = 'parked' order by seq limit 100)
     union all
     (select delivery_id::text, kind, coalesce(reason, ''), created_at, attempts
      from deliveries where club_id = $1 and state = 'parked' order by created_at limit 100)`,
    [tx.clubId],
  );
}
