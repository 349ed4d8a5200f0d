/**
 * The books in words that two runs share: shoppers and orders by their number in the plan, redemptions
 * by their id. Left out are our own ids and when we wrote a thing down, and how many postings it took:
 * those are the way, and the books are where it led. That is why a code that ended, one that was
 * withdrawn and one that was never given are the same where their order is worth nothing.
 */
import { auditClub } from '../../web/server/analytics/audit.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { findShop } from '../../web/server/store/shops.ts';
import type { Diary } from './deeds.ts';
import type { Scene } from './scene.ts';
import { DOMAIN } from './shop.ts';

export type Books = {
  shoppers: Record<string, { pending: number; available: number; held: number; owed: number }>;
  orders: Record<string, { points: number; pending: number; who: string; availableAt: string }>;
  redemptions: Record<string, RedemptionRow>;
  /** By the order that brought it. */
  nextOrders: Record<string, NextOrderRow>;
  /** By the friend's order. */
  referrals: Record<string, ReferralRow>;
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

/** Beside what the app calls it: `over`, ended or withdrawn, and `none`, it brought nothing. */
export type NextOrderRow = {
  state: string;
  usedBy: string | null;
  costMinor: number;
};

export type ReferralRow = {
  advocate: string;
  friend: string;
  via: string;
  verdict: string;
  points: number;
  pending: number;
  eligibleMinor: number;
  discountMinor: number;
  availableAt: string;
};

type Row = Record<string, string | number | Date | null>;

/** The shop's id of a customer, and of an order. */
const customer = (table: string, column = 'shopper_id'): string => `
  (select split_part(i.value, ':', 2) from identities i where i.club_id = ${table}.club_id
     and i.shopper_id = ${table}.${column} and i.kind = 'customer')`;
const order = (table: string, column = 'order_id'): string => `
  (select o.platform_order_id from orders o where o.club_id = ${table}.club_id
     and o.order_id = ${table}.${column})`;

const SQL = {
  shoppers: `select pending::float8, available::float8, held::float8,
    (select coalesce(sum(open), 0)::float8 from debts d where d.club_id = s.club_id
      and d.shopper_id = s.shopper_id) as owed, split_part(i.value, ':', 2) as who
    from shoppers s join identities i using (club_id, shopper_id) where i.kind = 'customer'`,
  orders: `select points::float8, pending::float8, available_at, eligible_minor::float8,
    platform_order_id as on, ${customer('orders')} as who from orders`,
  redemptions: `select redemption_id as id, status, reason, points::float8, returned::float8,
    expires_at, ${customer('redemptions')} as who, ${order('redemptions')} as on from redemptions`,
  nextOrders: `select status, cost_minor::float8, ${order('c')} as on,
    ${order('c', 'used_order_id')} as used_by from next_order_codes c`,
  referrals: `select via, verdict, points::float8, pending::float8, eligible_minor::float8,
    discount_minor::float8, available_at, ${order('r')} as on,
    ${customer('r', 'advocate_id')} as who, ${customer('r', 'friend_id')} as friend
    from referrals r`,
  lots: `select open::float8, expires_at, ${customer('lots')} as who, ${order('lots')} as on,
    ${order('lots', 'referral_order_id')} as friends from lots where open > 0`,
  debts: `select open::float8, write_off_at, ${customer('debts')} as who
    from debts where open > 0`,
};

const iso = (at: unknown): string => (at instanceof Date ? at.toISOString() : 'never');

/** Names by which two runs mean the same. */
type Names = { who(id: unknown): string; on(id: unknown): string | null };

function namesOf(scene: Scene, diary: Diary): Names {
  const people = new Map(scene.people.map((id, n) => [id, `shopper ${n}`]));
  const orders = new Map([...diary.orders].map(([n, id]) => [id, `order ${n}`]));
  const found = (names: ReadonlyMap<string, string>, id: unknown) => names.get(String(id));
  return {
    who: (id) => found(people, id) ?? 'nobody',
    on: (id) => found(orders, id) ?? null,
  };
}

export async function booksOf(scene: Scene, diary: Diary): Promise<Books> {
  const names = namesOf(scene, diary);
  const { who, on } = names;
  const read = (sql: string) => scene.ask<Row>(sql);
  const orders = await read(SQL.orders);
  const referrals = await read(SQL.referrals);
  const lost = new Set(diary.disputes.flatMap((each) => (each.lost ? each.orderId : [])));
  const isLost = (row: Row) => lost.has(String(row['on']));
  const banked = new Set([...orders, ...referrals].filter(isLost).map((row) => row['who'] ?? ''));
  const lines = (rows: Row[], write: (row: Row) => string) => rows.map(write).sort();
  return {
    shoppers: byName(await read(SQL.shoppers), (row) => {
      const { who: id, ...rest } = row as Row & Books['shoppers'][string];
      return [who(id), rest];
    }),
    orders: byName(orders, (row) => {
      const { points, pending } = row as Row & { points: number; pending: number };
      const availableAt = iso(row['available_at']);
      return [on(row['on']) ?? 'unknown', { points, pending, who: who(row['who']), availableAt }];
    }),
    redemptions: byName(await read(SQL.redemptions), (row) => {
      const { id, status, reason, points, returned } = row as Row & RedemptionRow & { id: string };
      const rest = { order: on(row['on']), expiresAt: iso(row['expires_at']) };
      return [id, { status, reason, points, returned, who: who(row['who']), ...rest }];
    }),
    nextOrders: nextOrdersOf(names, orders, await read(SQL.nextOrders)),
    referrals: byName(referrals, (row) => [on(row['on']) ?? '', sent(names, row)]),
    lots: lines(await read(SQL.lots), (row) => {
      const from = row['friends'] === null ? on(row['on']) : `friend’s ${on(row['friends'])}`;
      return `${who(row['who'])}, ${from}: ${row['open']} until ${iso(row['expires_at'])}`;
    }),
    debts: debtsOf(names, banked, await read(SQL.debts)),
  };
}

/**
 * What is owed until when. Two losses that were heard of together are one posting and one debt, and
 * two where they were heard of apart: what they come to is compared, not how many they are.
 */
function debtsOf({ who }: Names, banked: ReadonlySet<unknown>, rows: readonly Row[]): string[] {
  const owed = new Map<string, number>();
  for (const row of rows) {
    // No shop says when a dispute was lost: such a debt is as old as our hearing of it.
    const until = banked.has(row['who'] ?? '') ? 'some day' : iso(row['write_off_at']);
    const key = `${who(row['who'])} until ${until}`;
    owed.set(key, (owed.get(key) ?? 0) + Number(row['open']));
  }
  return [...owed].map(([key, points]) => `${key}: ${points}`).sort();
}

function byName<T>(rows: readonly Row[], entry: (row: Row) => [string, T]): Record<string, T> {
  const entries = rows.map(entry);
  const { compare } = new Intl.Collator('en', { numeric: true });
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

function sent({ who }: Names, row: Row): ReferralRow {
  const { via, verdict, points, pending } = row as Row & ReferralRow;
  return {
    advocate: who(row['who']),
    friend: who(row['friend']),
    via,
    verdict,
    points,
    pending,
    eligibleMinor: Number(row['eligible_minor']),
    discountMinor: Number(row['discount_minor']),
    availableAt: iso(row['available_at']),
  };
}

const OVER: ReadonlySet<string> = new Set(['withdrawn', 'lapsed']);

function nextOrdersOf({ on }: Names, orders: readonly Row[], rows: readonly Row[]) {
  const codes = new Map(rows.map((row) => [row['on'], row]));
  return byName(orders, (each): [string, NextOrderRow] => {
    const row = codes.get(each['on'] ?? '');
    const status = String(row?.['status'] ?? 'none');
    const worthless = each['eligible_minor'] === 0 && (status === 'none' || status === 'late');
    const state = OVER.has(status) || worthless ? 'over' : status;
    const usedBy = on(row?.['used_by']);
    return [on(each['on']) ?? '', { state, usedBy, costMinor: Number(row?.['cost_minor'] ?? 0) }];
  });
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
