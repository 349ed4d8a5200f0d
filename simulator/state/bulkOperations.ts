import type { Database } from './database.ts';

export type BulkStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
export type BulkOperation = {
  id: string;
  query: string;
  groupObjects: boolean;
  status: BulkStatus;
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | null;
  createdAt: number;
  completedAt: number | null;
  /** Real time from which it runs. */
  readyAt: number;
  objects: number;
  roots: number;
  /** Unguessable part of the file's address. */
  token: string;
};

export function writeBulk(db: Database, shop: string, one: BulkOperation, file?: string): void {
  db.run(
    `INSERT INTO bulk_operations (shop, id, body, file) VALUES (?, ?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET body = excluded.body, file = excluded.file`,
    shop,
    one.id,
    JSON.stringify(one),
    file ?? null,
  );
}

export function readBulk(db: Database, shop: string, id: string): BulkOperation | null {
  const row = db.one('SELECT body FROM bulk_operations WHERE shop = ? AND id = ?', shop, id);
  return row ? (JSON.parse(String(row['body'])) as BulkOperation) : null;
}

export function countOpenBulks(db: Database, shop: string): number {
  const rows = db.all('SELECT body FROM bulk_operations WHERE shop = ? AND file IS NULL', shop);
  return rows
    .map((row) => JSON.parse(String(row['body'])) as BulkOperation)
    .filter(({ status }) => status === 'CREATED' || status === 'RUNNING').length;
}

export function bulkFile(
  db: Database,
  token: string,
): { file: string; operation: BulkOperation } | null {
  const sql = `SELECT body, file FROM bulk_operations WHERE json_extract(body, '$.token') = ?`;
  const row = db.one(sql, token);
  if (!row || row['file'] == null) return null;
  const operation = JSON.parse(String(row['body'])) as BulkOperation;
  return { file: String(row['file']), operation };
}
