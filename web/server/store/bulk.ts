/** Files of adjustments, line by line: what each would do, and what it did. */
import type { LineProblem } from '../domain/bulkLines.ts';
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

/**
 * `checked`: read, nothing is done. `waiting`: asked for, and a second person has to agree. `dropped`:
 * nothing was done and nothing will be.
 */
export type BulkState =
  'checked' | 'waiting' | 'running' | 'done' | 'undoing' | 'undone' | 'dropped';

export type Bulk = {
  bulkId: string;
  shopId: string;
  name: string;
  digest: string;
  state: BulkState;
  lines: number;
  madeBy: string;
  madeAt: number;
  askedBy: string | null;
  askedAt: number | null;
  approvedBy: string | null;
  endedAt: number | null;
  undoneBy: string | null;
  undoneAt: number | null;
};

export type BulkRow = {
  line: number;
  shopperId: string | null;
  points: bigint;
  note: string;
  before: bigint | null;
  problem: LineProblem | null;
  transferId: string | null;
  undoTransferId: string | null;
  undone: bigint | null;
};

const COLUMNS = `bulk_id as "bulkId", shop_id as "shopId", name, digest, state, lines,
  made_by as "madeBy", made_at as "madeAt", asked_by as "askedBy", asked_at as "askedAt",
  approved_by as "approvedBy", ended_at as "endedAt", undone_by as "undoneBy",
  undone_at as "undoneAt"`;

const LINE = `line, shopper_id as "shopperId", points, note, before, problem,
  transfer_id as "transferId", undo_transfer_id as "undoTransferId", undone`;

export async function lockBulk(tx: Tx, bulkId: string): Promise<Bulk | null> {
  const rows = await tx.query<Bulk>(
    `select ${COLUMNS} from bulk_adjustments where club_id = $1 and bulk_id = $2 for update`,
    [tx.clubId, bulkId],
  );
  return rows[0] ?? null;
}

/** False when the id is taken. */
export async function addBulk(tx: Tx, bulk: Bulk, rows: readonly BulkRow[]): Promise<boolean> {
  const added = await tx.query(
    `insert into bulk_adjustments (club_id, bulk_id, shop_id, name, digest, state, lines, made_by,
       made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning 1`,
    [
      tx.clubId,
      bulk.bulkId,
      bulk.shopId,
      bulk.name,
      bulk.digest,
      bulk.state,
      bulk.lines,
      bulk.madeBy,
      at(bulk.madeAt),
    ],
  );
  if (added.length === 0) return false;
  await insertRows<BulkRow>(
    tx,
    'bulk_lines',
    [
      ['bulk_id', 'uuid', () => bulk.bulkId],
      ['line', 'int', (r) => r.line],
      ['shopper_id', 'uuid', (r) => r.shopperId],
      ['points', 'bigint', (r) => r.points],
      ['note', 'text', (r) => r.note],
      ['before', 'bigint', (r) => r.before],
      ['problem', 'text', (r) => r.problem],
    ],
    rows,
  );
  return true;
}

/** Where a locked one stands now. */
export async function saveBulk(tx: Tx, bulk: Bulk): Promise<void> {
  await tx.query(
    `update bulk_adjustments set state = $3, asked_by = $4, asked_at = $5, approved_by = $6,
       ended_at = $7, undone_by = $8, undone_at = $9
     where club_id = $1 and bulk_id = $2`,
    [
      tx.clubId,
      bulk.bulkId,
      bulk.state,
      bulk.askedBy,
      at(bulk.askedAt),
      bulk.approvedBy,
      at(bulk.endedAt),
      bulk.undoneBy,
      at(bulk.undoneAt),
    ],
  );
}

/** The sizes of all that is still to be done. */
export async function sizesOf(tx: Tx, bulkId: string): Promise<number[]> {
  const rows = await tx.query<{ size: bigint }>(
    `select abs(points) as size from bulk_lines
     where club_id = $1 and bulk_id = $2 and problem is null`,
    [tx.clubId, bulkId],
  );
  return rows.map(({ size }) => Number(size));
}

/** Points that somebody is having moved alone and that are not moved yet, both counted up. */
export async function underWayOf(tx: Tx, actor: string): Promise<number> {
  const rows = await tx.query<{ points: bigint }>(
    `select coalesce(sum(abs(l.points)), 0)::bigint as points from bulk_adjustments b
     join bulk_lines l on l.club_id = b.club_id and l.bulk_id = b.bulk_id
     where b.club_id = $1 and b.asked_by = $2 and b.state = 'running' and b.approved_by is null
       and l.problem is null and l.transfer_id is null`,
    [tx.clubId, actor],
  );
  return Number(rows[0]?.points ?? 0n);
}

/** The next lines to do, as the file has them. */
export function nextToDo(tx: Tx, bulkId: string, limit: number): Promise<BulkRow[]> {
  return tx.query<BulkRow>(
    `select ${LINE} from bulk_lines where club_id = $1 and bulk_id = $2
       and problem is null and transfer_id is null order by line limit $3`,
    [tx.clubId, bulkId, limit],
  );
}

/** The next lines to undo, last first. */
export function nextToUndo(tx: Tx, bulkId: string, limit: number): Promise<BulkRow[]> {
  return tx.query<BulkRow>(
    `select ${LINE} from bulk_lines where club_id = $1 and bulk_id = $2
       and transfer_id is not null and undone is null order by line desc limit $3`,
    [tx.clubId, bulkId, limit],
  );
}

/** What came of lines. */
export async function saveLines(tx: Tx, bulkId: string, rows: readonly BulkRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update bulk_lines t set problem = r.problem, transfer_id = r.transfer_id,
       undo_transfer_id = r.undo_transfer_id, undone = r.undone
     from unnest($3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::bigint[])
       as r(line, problem, transfer_id, undo_transfer_id, undone)
     where t.club_id = $1 and t.bulk_id = $2 and t.line = r.line`,
    [
      tx.clubId,
      bulkId,
      rows.map((r) => r.line),
      rows.map((r) => r.problem),
      rows.map((r) => r.transferId),
      rows.map((r) => r.undoTransferId),
      rows.map((r) => r.undone),
    ],
  );
}
