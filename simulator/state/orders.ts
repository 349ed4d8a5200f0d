import type { OrderRecord } from '../engine/records.ts';
import type { Database, Row } from './database.ts';

const parse = (row: Row): OrderRecord => JSON.parse(String(row['body'])) as OrderRecord;

export function writeOrder(db: Database, shop: string, order: OrderRecord): void {
  db.run(
    `INSERT INTO orders (shop, id, number, customer_id, created_at, processed_at, updated_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET customer_id = excluded.customer_id,
       updated_at = excluded.updated_at, body = excluded.body`,
    shop,
    order.id,
    order.number,
    order.customerId,
    order.createdAt,
    order.processedAt,
    order.updatedAt,
    JSON.stringify(order),
  );
  noteRefunds(db, order);
}

/** Which order a refund is of, as far as it was written or looked for here. */
const orderOfRefund = new WeakMap<Database, Map<string, string>>();

function noteRefunds(db: Database, { id, refunds }: OrderRecord): void {
  const known = orderOfRefund.get(db) ?? new Map<string, string>();
  for (const refund of refunds) known.set(refund.id, id);
  orderOfRefund.set(db, known);
}

/** Null: no order of this shop has such a refund. */
export function readOrderOfRefund(
  db: Database,
  shop: string,
  refundId: string,
): OrderRecord | null {
  const known = () => orderOfRefund.get(db)?.get(refundId);
  // A state of before this process began has refunds that nobody noted.
  if (known() === undefined) for (const each of listOrders(db, shop)) noteRefunds(db, each);
  return readOrder(db, shop, known() ?? '');
}

export function readOrder(db: Database, shop: string, id: string): OrderRecord | null {
  const row = db.one('SELECT body FROM orders WHERE shop = ? AND id = ?', shop, id);
  return row ? parse(row) : null;
}

/** Newest first; of one customer, if named. */
export function listOrders(db: Database, shop: string, customerId?: string): OrderRecord[] {
  if (customerId !== undefined) {
    const sql = 'SELECT body FROM orders WHERE shop = ? AND customer_id = ? ORDER BY number DESC';
    return db.all(sql, shop, customerId).map(parse);
  }
  return db.all('SELECT body FROM orders WHERE shop = ? ORDER BY number DESC', shop).map(parse);
}

export function customerOrderIds(db: Database, shop: string, customerId: string): string[] {
  return db
    .all('SELECT id FROM orders WHERE shop = ? AND customer_id = ?', shop, customerId)
    .map((row) => String(row['id']));
}

export function nextOrderNumber(db: Database, shop: string): number {
  const row = db.one('SELECT max(number) AS last FROM orders WHERE shop = ?', shop);
  return Number(row?.['last'] ?? 1000) + 1;
}

export type OrderSort = 'created_at' | 'processed_at' | 'updated_at' | 'number';
export type TimeBound = { column: OrderSort; operator: '>=' | '<=' | '>' | '<' | '='; at: number };

/**
 * A page of orders after a cursor, ordered by one column and then by number. `visibleFrom` hides
 * orders placed before it.
 */
export function pageOrders(
  db: Database,
  shop: string,
  page: {
    sort: OrderSort;
    reverse: boolean;
    bounds: readonly TimeBound[];
    after: { value: number; number: number } | null;
    visibleFrom: number;
    limit: number;
  },
): OrderRecord[] {
  const where = ['shop = ?', 'created_at >= ?'];
  const values: (string | number)[] = [shop, page.visibleFrom];
  for (const bound of page.bounds) {
    where.push(`${bound.column} ${bound.operator} ?`);
    values.push(bound.at);
  }
  const direction = page.reverse ? 'DESC' : 'ASC';
  if (page.after) {
    where.push(`(${page.sort}, number) ${page.reverse ? '<' : '>'} (?, ?)`);
    values.push(page.after.value, page.after.number);
  }
  values.push(page.limit);
  const sql =
    `SELECT body FROM orders WHERE ${where.join(' AND ')} ` +
    `ORDER BY ${page.sort} ${direction}, number ${direction} LIMIT ?`;
  return db.all(sql, ...values).map(parse);
}
