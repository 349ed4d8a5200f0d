/**
 * The books in words that two runs share: shoppers and orders by their number in the plan, redemptions
 * by their id. Left out are our own ids and when we wrote a thing down, and how many postings it took:
 * those are the way, and the books are where it led.
 */
import { auditClub } from '../../web/server/analytics/audit.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { findShop } from '../../web/server/store/shops.ts';
import { customerOf } from './deeds.ts';
import type { Diary } from './deeds.ts';
import type { Scene } from './scene.ts';
import { DOMAIN, SHOPPERS } from './shop.ts';

export type Books = {
  shoppers: Record<string, { pending: number; available: number; held: number; owed: number }>;
  orders: Record<string, { points: number; pending: number; who: string; availableAt: string }>;
  redemptions: Record<string, RedemptionRow>;
  lots: string[];
  debts: string[];
};

export type RedemptionRow = {
  status: string;
  reason: string | null;
  who: string;
  points: number;
  returned: number;
  order: string | null;
  expiresAt: string;
};

type Whose = { who: string | null; on: string | null };
type Row = Record<string, string | number | Date | null> & Whose;

/** Whose a row is (the shop's id of the customer), and about which order. */
const whose = (table: string): string => `
  (select split_part(i.value, ':', 2) from identities i where i.club_id = ${table}.club_id
     and i.shopper_id = ${table}.shopper_id and i.kind = 'customer') as who,
  (select o.platform_order_id from orders o where o.club_id = ${table}.club_id
     and o.order_id = ${table}.order_id) as on`;

const SQL = {
  shoppers: `select pending::float8, available::float8, held::float8,
    (select coalesce(sum(open), 0)::float8 from debts d where d.club_id = s.club_id
      and d.shopper_id = s.shopper_id) as owed, split_part(i.value, ':', 2) as who, null as on
    from shoppers s join identities i using (club_id, shopper_id) where i.kind = 'customer'`,
  orders: `select points::float8, pending::float8, available_at, ${whose('orders')} from orders`,
  redemptions: `select redemption_id as id, status, reason, points::float8, returned::float8,
    expires_at, ${whose('redemptions')} from redemptions`,
  lots: `select open::float8, expires_at, ${whose('lots')} from lots where open > 0`,
  debts: `select open::float8, write_off_at, null as order_id,
    (select split_part(i.value, ':', 2) from identities i where i.club_id = d.club_id
      and i.shopper_id = d.shopper_id and i.kind = 'customer') as who, null as on
    from debts d where open > 0`,
};

const iso = (at: unknown): string => (at instanceof Date ? at.toISOString() : 'never');

export async function booksOf(scene: Scene, diary: Diary): Promise<Books> {
  const people = new Map(
    Array.from({ length: SHOPPERS }, (_, n) => [customerOf(scene, n), `shopper ${n}`]),
  );
  const orders = new Map([...diary.orders].map(([n, id]) => [id, `order ${n}`]));
  const who = (row: Row) => people.get(row.who ?? '') ?? 'nobody';
  const on = (row: Row) => orders.get(row.on ?? '') ?? null;
  const read = async (sql: string) => scene.ask<Row>(sql);
  const byName = <T>(entries: [string, T][]): Record<string, T> =>
    Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
  const lines = (rows: Row[], write: (row: Row) => string) => rows.map(write).sort();
  return {
    shoppers: byName(
      (await read(SQL.shoppers)).map((row) => {
        const { pending, available, held, owed } = row as Row & Books['shoppers'][string];
        return [who(row), { pending, available, held, owed }];
      }),
    ),
    orders: byName(
      (await read(SQL.orders)).map((row) => {
        const { points, pending } = row as Row & { points: number; pending: number };
        const availableAt = iso(row['available_at']);
        return [on(row) ?? 'unknown', { points, pending, who: who(row), availableAt }];
      }),
    ),
    redemptions: byName(
      (await read(SQL.redemptions)).map((row) => {
        const { id, status, reason, points, returned } = row as Row &
          RedemptionRow & { id: string };
        const rest = { who: who(row), order: on(row), expiresAt: iso(row['expires_at']) };
        return [id, { status, reason, points, returned, ...rest }];
      }),
    ),
    lots: lines(
      await read(SQL.lots),
      (row) => `${who(row)}, ${on(row)}: ${row['open']} until ${iso(row['expires_at'])}`,
    ),
    debts: lines(
      await read(SQL.debts),
      (row) => `${who(row)}: ${row['open']} until ${iso(row['write_off_at'])}`,
    ),
  };
}

/** What the audit finds, a line each. */
export async function auditOf({ databaseUrl }: Scene): Promise<string[]> {
  const db = openDatabase(databaseUrl, 2);
  try {
    const shop = await findShop(db, 'shopify', DOMAIN);
    if (!shop) return ['the shop is not installed'];
    const { findings } = await auditClub(databaseUrl, shop.clubId);
    return findings.map(({ text }) => text);
  } finally {
    await db.end();
  }
}
