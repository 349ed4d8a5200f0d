import type { Collection } from '../catalogue.types.ts';
import type { Product } from '../types.ts';
import type { Database } from './database.ts';
import { writeProduct } from './shops.ts';

const parse = (row: { body?: unknown }): Collection => JSON.parse(String(row.body)) as Collection;

export const listCollections = (db: Database, shop: string): Collection[] =>
  db.all('SELECT body FROM collections WHERE shop = ? ORDER BY rowid', shop).map(parse);

export function readCollection(db: Database, shop: string, id: string): Collection | null {
  const row = db.one('SELECT body FROM collections WHERE shop = ? AND id = ?', shop, id);
  return row && parse(row);
}

export function writeCollection(db: Database, shop: string, collection: Collection): void {
  db.run(
    `INSERT INTO collections (shop, id, body) VALUES (?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET body = excluded.body`,
    shop,
    collection.id,
    JSON.stringify(collection),
  );
}

export function deleteCollection(db: Database, shop: string, id: string): void {
  db.run('DELETE FROM collections WHERE shop = ? AND id = ?', shop, id);
}

/** Where it stands on the shelf, kept when it changes; a new one comes last. */
export function saveProduct(db: Database, shop: string, product: Product): void {
  const known = db.one('SELECT position FROM products WHERE shop = ? AND id = ?', shop, product.id);
  const last = db.one('SELECT max(position) AS last FROM products WHERE shop = ?', shop)?.['last'];
  writeProduct(db, shop, product, Number(known?.['position'] ?? Number(last ?? -1) + 1));
}

export function deleteProduct(db: Database, shop: string, id: string): void {
  db.run('DELETE FROM products WHERE shop = ? AND id = ?', shop, id);
}
