import type { CodeRecord, DiscountRecord } from '../engine/records.ts';
import type { Database, Row } from './database.ts';

/** Codes are compared without regard to case: https://help.shopify.com/manual/discounts */
export function foldCode(code: string): string {
  return code.trim().toLowerCase();
}

export function writeDiscount(db: Database, shop: string, discount: DiscountRecord): void {
  db.run(
    'INSERT OR REPLACE INTO discounts (shop, id, body) VALUES (?, ?, ?)',
    shop,
    discount.id,
    JSON.stringify(discount),
  );
}

export function readDiscount(db: Database, shop: string, id: string): DiscountRecord | null {
  const row = db.one('SELECT body FROM discounts WHERE shop = ? AND id = ?', shop, id);
  return row ? (JSON.parse(String(row['body'])) as DiscountRecord) : null;
}

const codeOf = (row: Row): CodeRecord => ({
  id: String(row['id']),
  code: String(row['code']),
  discountId: String(row['discount_id']),
  uses: Number(row['uses']),
});

/** False when the shop has this code already, under any discount. */
export function addCode(
  db: Database,
  shop: string,
  code: { id: string; code: string; discountId: string },
): boolean {
  return (
    db.run(
      `INSERT INTO codes (shop, folded, id, code, discount_id) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      shop,
      foldCode(code.code),
      code.id,
      code.code,
      code.discountId,
    ) === 1
  );
}

export function findCode(db: Database, shop: string, code: string): CodeRecord | null {
  const row = db.one('SELECT * FROM codes WHERE shop = ? AND folded = ?', shop, foldCode(code));
  return row ? codeOf(row) : null;
}

export function deleteCode(db: Database, shop: string, discountId: string, codeId: string): void {
  db.run(
    'DELETE FROM codes WHERE shop = ? AND discount_id = ? AND id = ?',
    shop,
    discountId,
    codeId,
  );
}

/** Codes of one discount whose folded text holds `search`, in the order they were made. */
export function listCodes(
  db: Database,
  shop: string,
  discountId: string,
  page: { search: string; exact: boolean; afterId: string; limit: number },
): CodeRecord[] {
  const match = page.exact ? 'folded = ?' : 'instr(folded, ?) > 0';
  return db
    .all(
      `SELECT * FROM codes WHERE shop = ? AND discount_id = ? AND ${match}
       AND CAST(id AS INTEGER) > CAST(? AS INTEGER) ORDER BY CAST(id AS INTEGER) LIMIT ?`,
      shop,
      discountId,
      foldCode(page.search),
      page.afterId,
      page.limit,
    )
    .map(codeOf);
}

export function countCodes(db: Database, shop: string, discountId: string): number {
  const row = db.one(
    'SELECT count(*) AS n FROM codes WHERE shop = ? AND discount_id = ?',
    shop,
    discountId,
  );
  return Number(row?.['n'] ?? 0);
}

export function countDiscountUses(db: Database, shop: string, discountId: string): number {
  const row = db.one(
    'SELECT coalesce(sum(uses), 0) AS n FROM codes WHERE shop = ? AND discount_id = ?',
    shop,
    discountId,
  );
  return Number(row?.['n'] ?? 0);
}

export function useCode(
  db: Database,
  shop: string,
  use: { code: string; orderId: string; marks: readonly string[] },
): void {
  const found = findCode(db, shop, use.code);
  if (!found) throw new Error(`no such code: ${use.code}`);
  const folded = foldCode(use.code);
  db.run('UPDATE codes SET uses = uses + 1 WHERE shop = ? AND folded = ?', shop, folded);
  for (const mark of use.marks) {
    db.run(
      'INSERT INTO code_uses (shop, folded, discount_id, order_id, customer_id) VALUES (?,?,?,?,?)',
      shop,
      folded,
      found.discountId,
      use.orderId,
      mark,
    );
  }
}

/** Whether somebody with one of these marks has used the code. */
export function customerUsed(
  db: Database,
  shop: string,
  code: string,
  marks: readonly string[],
): boolean {
  return marks.some(
    (mark) =>
      db.one(
        'SELECT 1 FROM code_uses WHERE shop = ? AND folded = ? AND customer_id = ? LIMIT 1',
        shop,
        foldCode(code),
        mark,
      ) !== null,
  );
}

/** What one customer used counts as the other's from now on. */
export function moveCodeUses(db: Database, shop: string, from: string, to: string): void {
  db.run('UPDATE code_uses SET customer_id = ? WHERE shop = ? AND customer_id = ?', to, shop, from);
}
