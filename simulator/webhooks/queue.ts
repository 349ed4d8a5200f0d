import type { Database, Row } from '../state/database.ts';
import { retryDueAt } from './backoff.ts';

export type DeliveryStatus = 'due' | 'delivered' | 'failed' | 'dropped' | 'cancelled';
export type DeliveryAnswer = { at: number; answer: string };

/** One copy of a message on its way; `attempt` counts the tries so far. */
export type Delivery = {
  seq: number;
  shop: string;
  topic: string;
  webhookId: string;
  eventId: string;
  body: string;
  triggeredAt: number;
  dueAt: number;
  attempt: number;
  status: DeliveryStatus;
  answers: readonly DeliveryAnswer[];
  /** The shop-specific subscription it is for, and its address; null: the app's own file. */
  subscriptionId: string | null;
  uri: string | null;
  format: 'JSON' | 'XML';
};

const read = (row: Row): Delivery => ({
  seq: Number(row['seq']),
  shop: String(row['shop']),
  topic: String(row['topic']),
  webhookId: String(row['webhook_id']),
  eventId: String(row['event_id']),
  body: String(row['body']),
  triggeredAt: Number(row['triggered_at']),
  dueAt: Number(row['due_at']),
  attempt: Number(row['attempt']),
  status: String(row['status']) as DeliveryStatus,
  answers: JSON.parse(String(row['answers'])) as DeliveryAnswer[],
  subscriptionId: row['subscription_id'] == null ? null : String(row['subscription_id']),
  uri: row['uri'] == null ? null : String(row['uri']),
  format: row['format'] === 'XML' ? 'XML' : 'JSON',
});

export function enqueue(
  db: Database,
  delivery: Omit<Delivery, 'seq' | 'attempt' | 'status' | 'answers'>,
  status: 'due' | 'dropped',
): void {
  db.run(
    `INSERT INTO deliveries
     (shop, topic, webhook_id, event_id, body, triggered_at, due_at, attempt, status, answers,
      subscription_id, uri, format)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, '[]', ?, ?, ?)`,
    delivery.shop,
    delivery.topic,
    delivery.webhookId,
    delivery.eventId,
    delivery.body,
    delivery.triggeredAt,
    delivery.dueAt,
    status,
    delivery.subscriptionId,
    delivery.uri,
    delivery.format,
  );
}

export function dueDeliveries(db: Database, now: number, limit: number): Delivery[] {
  return db
    .all(
      `SELECT * FROM deliveries WHERE status = 'due' AND due_at <= ? ORDER BY due_at, seq LIMIT ?`,
      now,
      limit,
    )
    .map(read);
}

export function moreDueThan(db: Database, now: number, room: number): boolean {
  const sql = `SELECT 1 FROM deliveries WHERE status = 'due' AND due_at <= ? LIMIT 1 OFFSET ?`;
  return db.one(sql, now, room) !== null;
}

export function nextDueAt(db: Database): number | null {
  const row = db.one(`SELECT min(due_at) AS next FROM deliveries WHERE status = 'due'`);
  const next = row?.['next'] ?? null;
  return next === null ? null : Number(next);
}

/** Records a try: delivered, or due again later with the same body, or failed after the last. */
export function settleAttempt(
  db: Database,
  delivery: Delivery,
  answer: DeliveryAnswer,
  success: boolean,
): void {
  const firstTriedAt = delivery.answers[0]?.at ?? answer.at;
  const retryAt = success ? null : retryDueAt(firstTriedAt, delivery.attempt + 1);
  const status = success ? 'delivered' : retryAt === null ? 'failed' : 'due';
  const dueAt = retryAt === null ? delivery.dueAt : Math.max(retryAt, answer.at + 1);
  write(db, { ...delivery, dueAt, attempt: delivery.attempt + 1 }, answer, status);
}

function write(
  db: Database,
  delivery: Delivery,
  answer: DeliveryAnswer,
  status: DeliveryStatus,
): void {
  db.run(
    'UPDATE deliveries SET status = ?, due_at = ?, attempt = ?, answers = ? WHERE seq = ?',
    status,
    delivery.dueAt,
    delivery.attempt,
    JSON.stringify([...delivery.answers, answer]),
    delivery.seq,
  );
}

/** Sends the original again under its own id. Returns how many rows were queued: 0 or 1. */
export function redeliver(db: Database, webhookId: string, now: number): number {
  return db.run(
    `INSERT INTO deliveries
     (shop, topic, webhook_id, event_id, body, triggered_at, due_at, attempt, status, answers,
      subscription_id, uri, format)
     SELECT shop, topic, webhook_id, event_id, body, triggered_at, ?, 0, 'due', '[]',
       subscription_id, uri, format
     FROM deliveries WHERE webhook_id = ? ORDER BY seq LIMIT 1`,
    now,
    webhookId,
  );
}

export function allDeliveries(db: Database): Delivery[] {
  return db.all('SELECT * FROM deliveries ORDER BY seq').map(read);
}

export function forgetDelivered(db: Database, shop: string, before: number): void {
  db.run(
    `DELETE FROM deliveries WHERE status = 'delivered' AND shop = ? AND triggered_at < ?`,
    shop,
    before,
  );
}

export function forget(db: Database, shop: string, which: (topic: string) => boolean): void {
  const topics = db.all(
    `SELECT DISTINCT topic FROM deliveries WHERE shop = ? AND status = 'due'`,
    shop,
  );
  for (const row of topics) {
    const topic = String(row['topic']);
    if (!which(topic)) continue;
    db.run(
      `UPDATE deliveries SET status = 'cancelled' WHERE shop = ? AND topic = ? AND status = 'due'`,
      shop,
      topic,
    );
  }
}
