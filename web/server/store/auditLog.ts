/** Who did what to the club by hand. Only grows. */
import { v7 as newId } from 'uuid';
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type AuditEntry = {
  /** Where the caller's key is the entry's id; else a new one. */
  entryId?: string;
  at: number;
  actor: string;
  action: string;
  details: Record<string, string | number>;
};

/** Many at once. */
export async function writeAuditEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  await insertRows<AuditEntry>(
    tx,
    'audit_log',
    [
      ['entry_id', 'uuid', (e) => e.entryId ?? newId()],
      ['at', 'timestamptz', (e) => at(e.at)],
      ['actor', 'text', (e) => e.actor],
      ['action', 'text', (e) => e.action],
      ['details', 'jsonb', (e) => JSON.stringify(e.details)],
    ],
    entries,
  );
}

export async function writeAuditEntry(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.prisma.auditEntry.create({
    data: {
      clubId: tx.clubId,
      entryId: entry.entryId ?? newId(),
      at: new Date(entry.at),
      actor: entry.actor,
      action: entry.action,
      details: entry.details,
    },
  });
}

/**
 * Erases everything of the club through the one audited door: one entry says so, and nothing else is
 * left. Answers how many transfers went.
 */
export async function eraseBooks(tx: Tx, actor: string, now: number): Promise<bigint> {
  const rows = await tx.query<{ gone: bigint }>('select erase_club_books($1, $2, $3, $4) as gone', [
    tx.clubId,
    actor,
    new Date(now).toISOString(),
    newId(),
  ]);
  return rows[0]?.gone ?? 0n;
}
