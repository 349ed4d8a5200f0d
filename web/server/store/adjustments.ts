/** What people did to shoppers by hand: points given and taken, accounts frozen. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** One adjustment of a person at a time, so that their day's sum is the whole sum. */
export async function lockActor(tx: Tx, actor: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${tx.clubId} ${actor}`,
  ]);
}

export type Adjustment = {
  shopperId: string | null;
  points: bigint | null;
  note: string | null;
};

/** What was done under that key, whatever it was; null when nothing was. */
export async function findAdjustment(tx: Tx, key: string): Promise<Adjustment | null> {
  const rows = await tx.query<Adjustment>(
    `select details ->> 'shopperId' as "shopperId", (details ->> 'points')::bigint as points,
       details ->> 'note' as note
     from audit_log where club_id = $1 and entry_id = $2`,
    [tx.clubId, key],
  );
  return rows[0] ?? null;
}

/**
 * How many points somebody gave and took alone since then, both counted up. What a second person agreed
 * to, and what undid something, is not among them.
 */
export async function adjustedBy(tx: Tx, actor: string, since: number): Promise<number> {
  const rows = await tx.query<{ points: bigint }>(
    `select coalesce(sum(abs((details ->> 'points')::bigint)), 0)::bigint as points from audit_log
     where club_id = $1 and actor = $2 and action = 'adjustPoints' and at >= $3
       and not details ?| array['approvedBy', 'undo']`,
    [tx.clubId, actor, at(since)],
  );
  return Number(rows[0]?.points ?? 0n);
}

/** When a person froze the shopper, under lock; null: not frozen; undefined: no such shopper. */
export async function lockFrozen(tx: Tx, shopperId: string): Promise<number | null | undefined> {
  const rows = await tx.query<{ frozen_at: number | null }>(
    `select frozen_at from shoppers where club_id = $1 and shopper_id = $2
       and merged_into is null for update`,
    [tx.clubId, shopperId],
  );
  return rows[0]?.frozen_at;
}

export async function setFrozen(tx: Tx, shopperId: string, frozenAt: number | null) {
  await tx.query('update shoppers set frozen_at = $3 where club_id = $1 and shopper_id = $2', [
    tx.clubId,
    shopperId,
    at(frozenAt),
  ]);
}
