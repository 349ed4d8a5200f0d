import type { Customer, Product, SimShop } from '../types.ts';
import type { Database, Row } from './database.ts';

const parse = <T>(row: Row): T => JSON.parse(String(row['body'])) as T;

export function listShops(db: Database): SimShop[] {
  return db.all('SELECT body FROM shops ORDER BY position').map((row) => parse<SimShop>(row));
}

/** Throws for a domain that the simulator does not host. */
export function readShop(db: Database, domain: string): SimShop {
  const row = db.one('SELECT body FROM shops WHERE domain = ?', domain);
  if (!row) throw new Error(`no such shop: ${domain}`);
  return parse<SimShop>(row);
}

export function writeShop(db: Database, shop: SimShop, position: number): void {
  db.run(
    'INSERT OR REPLACE INTO shops (domain, position, body) VALUES (?, ?, ?)',
    shop.domain,
    position,
    JSON.stringify(shop),
  );
}

/** Every order looks at the whole shelf, and products seldom change: each text is read once. */
const products = new Map<string, Product>();

export function listProducts(db: Database, domain: string): Product[] {
  return db.all('SELECT body FROM products WHERE shop = ? ORDER BY position', domain).map((row) => {
    const text = String(row['body']);
    let product = products.get(text);
    if (!product) products.set(text, (product = parse<Product>(row)));
    return product;
  });
}

export function writeProduct(db: Database, domain: string, product: Product, at: number): void {
  db.run(
    'INSERT OR REPLACE INTO products (shop, id, position, body) VALUES (?, ?, ?, ?)',
    domain,
    product.id,
    at,
    JSON.stringify(product),
  );
}

export function listCustomers(db: Database, domain: string): Customer[] {
  return db
    .all('SELECT body FROM customers WHERE shop = ? ORDER BY rowid', domain)
    .map((row) => parse<Customer>(row));
}

export function readCustomer(db: Database, domain: string, id: string): Customer | null {
  const row = db.one('SELECT body FROM customers WHERE shop = ? AND id = ?', domain, id);
  return row ? parse<Customer>(row) : null;
}

/** The customer of this shop who has this email or phone already, if any. */
export function findCustomer(
  db: Database,
  domain: string,
  by: { email: string | null; phone: string | null },
): Customer | null {
  const row =
    db.one('SELECT body FROM customers WHERE shop = ? AND email = ?', domain, by.email) ??
    db.one('SELECT body FROM customers WHERE shop = ? AND phone = ?', domain, by.phone);
  return row ? parse<Customer>(row) : null;
}

export function writeCustomer(db: Database, domain: string, customer: Customer): void {
  db.run(
    `INSERT INTO customers (shop, id, updated_at, email, phone, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET updated_at = excluded.updated_at,
       email = excluded.email, phone = excluded.phone, body = excluded.body`,
    domain,
    customer.id,
    customer.updatedAt,
    customer.email,
    customer.phone,
    JSON.stringify(customer),
  );
}

export function deleteCustomer(db: Database, domain: string, id: string): void {
  db.run('DELETE FROM customers WHERE shop = ? AND id = ?', domain, id);
}
