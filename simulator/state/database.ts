import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shops (domain TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS products (
  shop TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (shop, id));
CREATE TABLE IF NOT EXISTS collections (
  shop TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (shop, id));
CREATE TABLE IF NOT EXISTS customers (
  shop TEXT NOT NULL, id TEXT NOT NULL, updated_at INTEGER NOT NULL, email TEXT, phone TEXT,
  body TEXT NOT NULL, PRIMARY KEY (shop, id));
CREATE INDEX IF NOT EXISTS customers_by_email ON customers (shop, email);
CREATE INDEX IF NOT EXISTS customers_by_phone ON customers (shop, phone);
CREATE TABLE IF NOT EXISTS orders (
  shop TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, customer_id TEXT,
  created_at INTEGER NOT NULL, processed_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (shop, id));
CREATE INDEX IF NOT EXISTS orders_by_update ON orders (shop, updated_at, number);
CREATE INDEX IF NOT EXISTS orders_by_number ON orders (shop, number);
CREATE INDEX IF NOT EXISTS orders_by_customer ON orders (shop, customer_id, number);
CREATE TABLE IF NOT EXISTS discounts (
  shop TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (shop, id));
CREATE TABLE IF NOT EXISTS codes (
  shop TEXT NOT NULL, folded TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL,
  discount_id TEXT NOT NULL, uses INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (shop, folded));
CREATE INDEX IF NOT EXISTS codes_by_discount ON codes (shop, discount_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS codes_by_id ON codes (shop, id);
CREATE TABLE IF NOT EXISTS code_uses (
  shop TEXT NOT NULL, folded TEXT NOT NULL, discount_id TEXT NOT NULL, order_id TEXT NOT NULL,
  customer_id TEXT);
CREATE INDEX IF NOT EXISTS code_uses_by_code ON code_uses (shop, folded);
CREATE TABLE IF NOT EXISTS jobs (
  shop TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL, PRIMARY KEY (shop, id));
CREATE INDEX IF NOT EXISTS jobs_open ON jobs (done) WHERE done = 0;
CREATE TABLE IF NOT EXISTS metafields (
  shop TEXT NOT NULL, owner_id TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (shop, owner_id, namespace, key));
CREATE TABLE IF NOT EXISTS metafield_definitions (
  shop TEXT NOT NULL, owner_type TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (shop, owner_type, namespace, key));
CREATE TABLE IF NOT EXISTS credit_accounts (
  shop TEXT NOT NULL, id TEXT NOT NULL, customer_id TEXT NOT NULL, currency TEXT NOT NULL,
  PRIMARY KEY (shop, id));
CREATE UNIQUE INDEX IF NOT EXISTS credit_accounts_by_owner
  ON credit_accounts (shop, customer_id, currency);
CREATE TABLE IF NOT EXISTS credit_movements (
  shop TEXT NOT NULL, id TEXT NOT NULL, account_id TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (shop, id));
CREATE INDEX IF NOT EXISTS credit_movements_by_account ON credit_movements (shop, account_id);
CREATE TABLE IF NOT EXISTS installs (
  shop TEXT PRIMARY KEY, id TEXT NOT NULL, installed_at INTEGER NOT NULL, scopes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
  token TEXT PRIMARY KEY, shop TEXT NOT NULL, kind TEXT NOT NULL, pair TEXT NOT NULL,
  replaces TEXT, expires_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS tokens_by_pair ON tokens (pair);
CREATE TABLE IF NOT EXISTS deliveries (
  seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, topic TEXT NOT NULL, webhook_id TEXT NOT NULL,
  event_id TEXT NOT NULL, body TEXT NOT NULL, triggered_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL, attempt INTEGER NOT NULL, status TEXT NOT NULL, answers TEXT NOT NULL,
  subscription_id TEXT, uri TEXT, format TEXT NOT NULL DEFAULT 'JSON');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (status, due_at, seq);
CREATE INDEX IF NOT EXISTS deliveries_by_webhook ON deliveries (webhook_id);
CREATE TABLE IF NOT EXISTS subscriptions (
  shop TEXT NOT NULL, id TEXT NOT NULL, topic TEXT NOT NULL, uri TEXT NOT NULL,
  format TEXT NOT NULL, name TEXT, failures INTEGER NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, PRIMARY KEY (shop, id));
CREATE TABLE IF NOT EXISTS bulk_operations (
  shop TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, file TEXT, PRIMARY KEY (shop, id));
`;

/** Columns that came after a table: a state file of before gets them. */
const LATER_COLUMNS = [
  ['deliveries', 'subscription_id', 'TEXT'],
  ['deliveries', 'uri', 'TEXT'],
  ['deliveries', 'format', "TEXT NOT NULL DEFAULT 'JSON'"],
] as const;

function addLaterColumns(db: DatabaseSync): void {
  for (const [table, column, type] of LATER_COLUMNS) {
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(table);
    if (columns.some(({ name }) => name === column)) continue;
    db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
}

type Value = SQLInputValue;
export type Row = Record<string, SQLInputValue>;

/** The simulator's state: one SQLite database, prepared statements kept by their text. */
export type Database = {
  run(sql: string, ...values: Value[]): number;
  one(sql: string, ...values: Value[]): Row | null;
  all(sql: string, ...values: Value[]): Row[];
  /** Runs `work` in one transaction; nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  /** Empties every table but keeps the settings named in `keep`. */
  clear(keep: readonly string[]): void;
  close(): void;
};

/** Opens (and creates) the state: a file that survives restarts, or ':memory:'. */
export function openDatabase(file: string): Database {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  db.exec(SCHEMA);
  addLaterColumns(db);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = db.prepare(sql)));
    return statement;
  };
  let depth = 0;
  return {
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    one: (sql, ...values) => (prepare(sql).get(...values) as Row | undefined) ?? null,
    all: (sql, ...values) => prepare(sql).all(...values) as Row[],
    transaction(work) {
      if (depth > 0) return work();
      depth++;
      db.exec('BEGIN');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      } finally {
        depth--;
      }
    },
    clear(keep) {
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      const kept = new Set(keep);
      for (const { name } of tables as { name: string }[]) {
        if (name !== 'settings') db.exec(`DELETE FROM ${name}`);
      }
      for (const row of db.prepare('SELECT name FROM settings').all() as { name: string }[]) {
        if (!kept.has(row.name)) db.prepare('DELETE FROM settings WHERE name = ?').run(row.name);
      }
    },
    close: () => db.close(),
  };
}

/** Reads a setting, such as the clock's last known time. */
export function readSetting(db: Database, name: string): string | null {
  const row = db.one('SELECT value FROM settings WHERE name = ?', name);
  return row ? String(row['value']) : null;
}

export function writeSetting(db: Database, name: string, value: string): void {
  db.run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', name, value);
}
