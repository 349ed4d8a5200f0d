import type { Database, Row } from './database.ts';

/** A webhook subscription of one shop, made through the Admin API. */
export type Subscription = {
  id: string;
  topic: string;
  uri: string;
  format: 'JSON' | 'XML';
  name: string | null;
  /** Failed tries since the last success. */
  failures: number;
  createdAt: number;
  updatedAt: number;
};

const read = (row: Row): Subscription => ({
  id: String(row['id']),
  topic: String(row['topic']),
  uri: String(row['uri']),
  format: row['format'] === 'XML' ? 'XML' : 'JSON',
  name: row['name'] == null ? null : String(row['name']),
  failures: Number(row['failures']),
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
});

export function writeSubscription(db: Database, shop: string, one: Subscription): void {
  db.run(
    `INSERT INTO subscriptions
     (shop, id, topic, uri, format, name, failures, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET uri = excluded.uri, format = excluded.format,
       name = excluded.name, failures = excluded.failures, updated_at = excluded.updated_at`,
    shop,
    one.id,
    one.topic,
    one.uri,
    one.format,
    one.name,
    one.failures,
    one.createdAt,
    one.updatedAt,
  );
}

/** Oldest first; of one topic, if named. */
export function listSubscriptions(db: Database, shop: string, topic?: string): Subscription[] {
  const all = db
    .all('SELECT * FROM subscriptions WHERE shop = ? ORDER BY created_at, rowid', shop)
    .map(read);
  return topic === undefined ? all : all.filter((each) => each.topic === topic);
}

export function readSubscription(db: Database, shop: string, id: string): Subscription | null {
  const row = db.one('SELECT * FROM subscriptions WHERE shop = ? AND id = ?', shop, id);
  return row ? read(row) : null;
}

/** False when there was none. What is still to be sent for it is sent no more. */
export function deleteSubscription(db: Database, shop: string, id: string): boolean {
  db.run(
    `UPDATE deliveries SET status = 'cancelled'
     WHERE shop = ? AND subscription_id = ? AND status = 'due'`,
    shop,
    id,
  );
  return db.run('DELETE FROM subscriptions WHERE shop = ? AND id = ?', shop, id) === 1;
}

export function deleteSubscriptions(db: Database, shop: string): void {
  db.run('DELETE FROM subscriptions WHERE shop = ?', shop);
}

/**
 * A subscription made through the Admin API is deleted after this many failures in a row; one of the
 * app's configuration file is not. https://shopify.dev/docs/apps/build/webhooks/troubleshoot
 */
export const MOST_FAILURES = 8;

/** Counts a try. */
export function noteTry(db: Database, shop: string, id: string, success: boolean): void {
  const one = readSubscription(db, shop, id);
  if (!one) return;
  const failures = success ? 0 : one.failures + 1;
  if (failures >= MOST_FAILURES) deleteSubscription(db, shop, id);
  else writeSubscription(db, shop, { ...one, failures });
}
