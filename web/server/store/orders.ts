/** Orders: their merged facts, and what has been posted for them. */
import { createHash } from 'node:crypto';
import type { OrderFacts } from '../domain/orderFacts.ts';
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredOrder = {
  orderId: string;
  platformOrderId: string;
  shopperId: string | null;
  name: string | null;
  /** Null: nobody has told us anything yet (the row was made to be locked). */
  facts: OrderFacts | null;
  digest: string;
  placedAt: number | null;
  programVersion: number | null;
  points: bigint;
  pending: bigint;
  availableAt: number | null;
  nextPosting: number;
  /** Its lines as they count now, without shipping, tips and tax: for measuring. */
  eligibleMinor: number;
  /** Told by messages only: the checkout's unguessable token, and the language it was read in. */
  checkoutToken: string | null;
  locale: string | null;
};

type OrderRow = {
  order_id: string;
  platform_order_id: string;
  shopper_id: string | null;
  name: string | null;
  facts: OrderFacts | null;
  digest: string;
  placed_at: number | null;
  program_version: number | null;
  points: bigint;
  pending: bigint;
  available_at: number | null;
  next_posting: number;
  eligible_minor: bigint;
  checkout_token: string | null;
  locale: string | null;
};

const COLUMNS = `order_id, platform_order_id, shopper_id, name, facts, digest, placed_at,
  program_version, points, pending, available_at, next_posting, eligible_minor, checkout_token,
  locale`;

const orderOf = (row: OrderRow): StoredOrder => ({
  orderId: row.order_id,
  platformOrderId: row.platform_order_id,
  shopperId: row.shopper_id,
  name: row.name,
  facts: row.facts,
  digest: row.digest,
  placedAt: row.placed_at,
  programVersion: row.program_version,
  points: row.points,
  pending: row.pending,
  availableAt: row.available_at,
  nextPosting: row.next_posting,
  eligibleMinor: Number(row.eligible_minor),
  checkoutToken: row.checkout_token,
  locale: row.locale,
});

/** A short stable fingerprint of canonical text. */
export const digestOf = (canonical: string): string =>
  createHash('sha256').update(canonical).digest('base64url');

/** What we know of orders before anything is locked: for knowing whom to lock. */
export async function knownOrders(
  tx: Tx,
  shopId: string,
  platformOrderIds: readonly string[],
): Promise<Map<string, { orderId: string; shopperId: string | null }>> {
  const rows = await tx.query<{ platform: string; orderId: string; shopperId: string | null }>(
    `select platform_order_id as platform, order_id as "orderId", shopper_id as "shopperId"
     from orders where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])`,
    [tx.clubId, shopId, platformOrderIds],
  );
  return new Map(rows.map(({ platform, ...order }) => [platform, order]));
}

/** Inserts what is missing and locks all of them, ascending. Shoppers are locked before. */
export async function lockOrders(
  tx: Tx,
  shopId: string,
  orders: readonly { orderId: string; platformOrderId: string }[],
  now: number,
): Promise<Map<string, StoredOrder>> {
  await insertRows<(typeof orders)[number]>(
    tx,
    'orders',
    [
      ['order_id', 'uuid', (o) => o.orderId],
      ['shop_id', 'uuid', () => shopId],
      ['platform_order_id', 'text', (o) => o.platformOrderId],
      ['facts', 'jsonb', () => 'null'],
      ['digest', 'text', () => ''],
      ['recorded_at', 'timestamptz', () => at(now)],
    ],
    [...orders].sort((a, b) => (a.platformOrderId < b.platformOrderId ? -1 : 1)),
    'on conflict do nothing',
  );
  const rows = await tx.query<OrderRow>(
    `select ${COLUMNS} from orders
     where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])
     order by order_id for update`,
    [tx.clubId, shopId, orders.map((o) => o.platformOrderId)],
  );
  return new Map(rows.map((row) => [row.platform_order_id, orderOf(row)]));
}

/** Orders whose points are due, not locked: for knowing whose lots to read. */
export async function maturingOrderIds(
  tx: Tx,
  shopperIds: readonly string[],
  now: number,
): Promise<string[]> {
  const rows = await tx.query<{ order_id: string }>(
    `select order_id from orders where club_id = $1 and shopper_id = any($2::uuid[])
       and pending > 0 and available_at <= $3`,
    [tx.clubId, shopperIds, at(now)],
  );
  return rows.map((row) => row.order_id);
}

/** Orders whose points are due to become available, locked. Their shoppers are locked before. */
export async function lockMaturing(
  tx: Tx,
  shopperIds: readonly string[],
  now: number,
): Promise<StoredOrder[]> {
  const rows = await tx.query<OrderRow>(
    `select ${COLUMNS} from orders
     where club_id = $1 and shopper_id = any($2::uuid[]) and pending > 0 and available_at <= $3
     order by order_id for update`,
    [tx.clubId, shopperIds, at(now)],
  );
  return rows.map(orderOf);
}

/** Writes back facts and posting state of locked orders. */
export async function saveOrders(
  tx: Tx,
  orders: readonly StoredOrder[],
  now: number,
): Promise<void> {
  if (orders.length === 0) return;
  const column = (pick: (order: StoredOrder) => unknown) => orders.map(pick);
  await tx.query(
    `update orders o set shopper_id = r.shopper_id, name = r.name, facts = r.facts,
       digest = r.digest, placed_at = r.placed_at, program_version = r.program_version,
       points = r.points, pending = r.pending, available_at = r.available_at,
       next_posting = r.next_posting, eligible_minor = r.eligible_minor,
       checkout_token = r.checkout_token, locale = r.locale, recorded_at = $16
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::timestamptz[],
       $8::int[], $9::bigint[], $10::bigint[], $11::timestamptz[], $12::int[],
       $13::bigint[], $14::text[], $15::text[])
       as r(order_id, shopper_id, name, facts, digest, placed_at, program_version, points, pending,
         available_at, next_posting, eligible_minor, checkout_token, locale)
     where o.club_id = $1 and o.order_id = r.order_id`,
    [
      tx.clubId,
      column((o) => o.orderId),
      column((o) => o.shopperId),
      column((o) => o.name),
      column((o) => JSON.stringify(o.facts)),
      column((o) => o.digest),
      column((o) => at(o.placedAt)),
      column((o) => o.programVersion),
      column((o) => o.points),
      column((o) => o.pending),
      column((o) => at(o.availableAt)),
      column((o) => o.nextPosting),
      column((o) => o.eligibleMinor),
      column((o) => o.checkoutToken),
      column((o) => o.locale),
      at(now),
    ],
  );
}

/** The platform's id of an order, for asking the platform about it. */
export async function platformIdOf(tx: Tx, orderId: string): Promise<string | null> {
  const rows = await tx.query<{ platform_order_id: string }>(
    'select platform_order_id from orders where club_id = $1 and order_id = $2',
    [tx.clubId, orderId],
  );
  return rows[0]?.platform_order_id ?? null;
}
