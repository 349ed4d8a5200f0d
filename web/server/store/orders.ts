/** Orders: their merged facts, and what has been posted for them. */
import { createHash } from 'node:crypto';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { SeenOfOrder } from '../domain/orderSeen.ts';
import { at, sendRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredOrder = {
  orderId: string;
  platformOrderId: string;
  shopperId: string | null;
  name: string | null;
  /** Null: it is new, and what we were told is not merged yet. */
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
  /** Keyed hashes: of the home it goes to, and of the mailbox behind another spelling of it. */
  homeKey: string | null;
  mailboxKey: string | null;
  /** The decision that rewarded an order of before the first program; null for all others. */
  pastRewardId: string | null;
  /** Its buyer was erased, for good; null for all others. */
  buyerErasedAt: number | null;
  /** What rules saw of it beside its facts; null: its version has none. */
  seen: SeenOfOrder | null;
  /** Points that campaigns with an end have set aside for it, by campaign. */
  grants: Readonly<Record<string, string>> | null;
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
  home_key: string | null;
  mailbox_key: string | null;
  past_reward_id: string | null;
  buyer_erased_at: number | null;
  seen: SeenOfOrder | null;
  grants: Record<string, string> | null;
};

const COLUMNS = `order_id, platform_order_id, shopper_id, name, facts, digest, placed_at,
  program_version, points, pending, available_at, next_posting, eligible_minor, checkout_token,
  locale, home_key, mailbox_key, past_reward_id, buyer_erased_at, seen, grants`;

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
  homeKey: row.home_key,
  mailboxKey: row.mailbox_key,
  pastRewardId: row.past_reward_id,
  buyerErasedAt: row.buyer_erased_at,
  seen: row.seen,
  grants: row.grants,
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
  const rows = await tx.hot<{ platform: string; orderId: string; shopperId: string | null }>(
    `select platform_order_id as platform, order_id as "orderId", shopper_id as "shopperId"
     from orders where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])`,
    [tx.clubId, shopId, platformOrderIds],
  );
  return new Map(rows.map(({ platform, ...order }) => [platform, order]));
}

/**
 * Locks those that are there, ascending; the others are new, and written whole by `saveOrders`.
 * Shoppers are locked before, and the caller works on the club alone, so nobody else can add them
 * meanwhile (the unique key is the second wall). Answers them in the order asked: what a batch tells
 * first is judged first, as if it had been told alone.
 */
export async function lockOrders(
  tx: Tx,
  shopId: string,
  orders: readonly { orderId: string; platformOrderId: string }[],
): Promise<Map<string, StoredOrder>> {
  const rows = await tx.hot<OrderRow>(
    `select ${COLUMNS} from orders
     where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])
     order by order_id for update`,
    [tx.clubId, shopId, orders.map((o) => o.platformOrderId)],
  );
  const locked = new Map(rows.map((row) => [row.platform_order_id, orderOf(row)]));
  return new Map(
    orders.map(({ orderId, platformOrderId }) => [
      platformOrderId,
      locked.get(platformOrderId) ?? newOrder(orderId, platformOrderId),
    ]),
  );
}

const newOrder = (orderId: string, platformOrderId: string): StoredOrder => ({
  orderId,
  platformOrderId,
  shopperId: null,
  name: null,
  facts: null,
  digest: '',
  placedAt: null,
  programVersion: null,
  points: 0n,
  pending: 0n,
  availableAt: null,
  nextPosting: 1,
  eligibleMinor: 0,
  checkoutToken: null,
  locale: null,
  homeKey: null,
  mailboxKey: null,
  pastRewardId: null,
  buyerErasedAt: null,
  seen: null,
  grants: null,
});

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

/** Sends off new orders, and facts and posting state of locked ones. */
export function saveOrders(
  tx: Tx,
  shopId: string,
  orders: readonly StoredOrder[],
  now: number,
): void {
  sendRows<StoredOrder>(
    tx,
    'orders',
    [
      ['order_id', 'uuid', (o) => o.orderId],
      ['shop_id', 'uuid', () => shopId],
      ['platform_order_id', 'text', (o) => o.platformOrderId],
      ['shopper_id', 'uuid', (o) => o.shopperId],
      ['name', 'text', (o) => o.name],
      ['facts', 'jsonb', (o) => JSON.stringify(o.facts)],
      ['digest', 'text', (o) => o.digest],
      ['placed_at', 'timestamptz', (o) => at(o.placedAt)],
      ['program_version', 'int', (o) => o.programVersion],
      ['points', 'bigint', (o) => o.points],
      ['pending', 'bigint', (o) => o.pending],
      ['available_at', 'timestamptz', (o) => at(o.availableAt)],
      ['next_posting', 'int', (o) => o.nextPosting],
      ['eligible_minor', 'bigint', (o) => o.eligibleMinor],
      ['checkout_token', 'text', (o) => o.checkoutToken],
      ['locale', 'text', (o) => o.locale],
      ['home_key', 'text', (o) => o.homeKey],
      ['mailbox_key', 'text', (o) => o.mailboxKey],
      ['past_reward_id', 'uuid', (o) => o.pastRewardId],
      ['buyer_erased_at', 'timestamptz', (o) => at(o.buyerErasedAt)],
      ['seen', 'jsonb', (o) => o.seen && JSON.stringify(o.seen)],
      ['grants', 'jsonb', (o) => o.grants && JSON.stringify(o.grants)],
      ['recorded_at', 'timestamptz', () => at(now)],
    ],
    orders,
    `on conflict (club_id, order_id) do update set shopper_id = excluded.shopper_id,
       name = excluded.name, facts = excluded.facts, digest = excluded.digest,
       placed_at = excluded.placed_at, program_version = excluded.program_version,
       points = excluded.points, pending = excluded.pending,
       available_at = excluded.available_at, next_posting = excluded.next_posting,
       eligible_minor = excluded.eligible_minor, checkout_token = excluded.checkout_token,
       locale = excluded.locale, home_key = excluded.home_key,
       mailbox_key = excluded.mailbox_key, past_reward_id = excluded.past_reward_id,
       buyer_erased_at = excluded.buyer_erased_at, seen = excluded.seen, grants = excluded.grants,
       recorded_at = excluded.recorded_at, changed_in = case when
         (orders.shopper_id, orders.placed_at, orders.eligible_minor, orders.digest)
         is distinct from (excluded.shopper_id, excluded.placed_at, excluded.eligible_minor,
           excluded.digest) then excluded.changed_in else orders.changed_in end`,
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

/** What we know of orders, and what was posted for them, by the platform's ids. Not locked. */
export async function readFactsOf(
  tx: Tx,
  shopId: string,
  platformOrderIds: readonly string[],
): Promise<Map<string, { facts: OrderFacts | null; points: bigint }>> {
  if (platformOrderIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; facts: OrderFacts | null; points: bigint }>(
    `select platform_order_id as id, facts, points from orders
     where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])`,
    [tx.clubId, shopId, platformOrderIds],
  );
  return new Map(rows.map(({ id, ...known }) => [id, known]));
}

/** What has been posted for orders, by the platform's ids. */
export async function pointsOfOrders(
  tx: Tx,
  shopId: string,
  platformOrderIds: readonly string[],
): Promise<Map<string, bigint>> {
  if (platformOrderIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; points: bigint }>(
    `select platform_order_id as id, points from orders
     where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])`,
    [tx.clubId, shopId, platformOrderIds],
  );
  return new Map(rows.map(({ id, points }) => [id, points]));
}
