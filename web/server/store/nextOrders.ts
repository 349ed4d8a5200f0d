/** Next-order codes: one row an order. Lock shoppers and orders before these rows, never after. */
import type {
  NextOrderStatus,
  NextOrderTerms,
  OtherCode,
  OtherOrder,
} from '../domain/nextOrder.ts';
import type { Overdue } from '../domain/usualInterval.ts';
import { at, insertRows, updateRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredNextOrder = {
  /** The order that brought it; of a tier's code an id of its own. */
  orderId: string;
  /** The tier that brought it and which of its perks it is; null: an order did. */
  tierKey: string | null;
  shopId: string;
  shopperId: string;
  programVersion: number;
  terms: NextOrderTerms;
  termsHash: string;
  /** Null: it is money credit. */
  code: string | null;
  status: NextOrderStatus;
  reason: string | null;
  confirmed: boolean;
  placedAt: number;
  createdAt: number;
  usefulUntil: number;
  endsAt: number;
  /** When money credit is given; null: it is a code. */
  availableAt: number | null;
  why: Overdue | null;
  /** When the clock has to look at it next; null: never again. */
  lookAt: number | null;
  mailedAt: number | null;
  unmailed: 'noAddress' | 'late' | 'off' | 'refused' | null;
  remindedDays: number | null;
  usedOrderId: string | null;
  usedAt: number | null;
  costMinor: number;
  closedAt: number | null;
};

type Column = readonly [name: string, type: string, property: keyof StoredNextOrder];

const FIXED: readonly Column[] = [
  ['shop_id', 'uuid', 'shopId'],
  ['shopper_id', 'uuid', 'shopperId'],
  ['program_version', 'int', 'programVersion'],
  ['terms', 'jsonb', 'terms'],
  ['terms_hash', 'text', 'termsHash'],
  ['code', 'text', 'code'],
  ['placed_at', 'timestamptz', 'placedAt'],
  ['created_at', 'timestamptz', 'createdAt'],
  ['useful_until', 'timestamptz', 'usefulUntil'],
  ['ends_at', 'timestamptz', 'endsAt'],
  ['tier_key', 'text', 'tierKey'],
  ['available_at', 'timestamptz', 'availableAt'],
  ['why', 'jsonb', 'why'],
];
const CHANGING: readonly Column[] = [
  ['status', 'text', 'status'],
  ['reason', 'text', 'reason'],
  ['confirmed', 'boolean', 'confirmed'],
  ['look_at', 'timestamptz', 'lookAt'],
  ['mailed_at', 'timestamptz', 'mailedAt'],
  ['unmailed', 'text', 'unmailed'],
  ['reminded_days', 'int', 'remindedDays'],
  ['used_order_id', 'uuid', 'usedOrderId'],
  ['used_at', 'timestamptz', 'usedAt'],
  ['cost_minor', 'bigint', 'costMinor'],
  ['closed_at', 'timestamptz', 'closedAt'],
];
const ORDER_ID: Column = ['order_id', 'uuid', 'orderId'];

const SELECT = [ORDER_ID, ...FIXED, ...CHANGING]
  .map(([name, , property]) => `${name} as "${property}"`)
  .join(', ');

/** How a column of the table above is written down. */
const written = ([name, type, property]: Column) =>
  [
    name,
    type,
    (row: StoredNextOrder) => {
      const value = row[property];
      if (type === 'jsonb') return value === null ? null : JSON.stringify(value);
      return type === 'timestamptz' ? at(value as number | null) : value;
    },
  ] as const;

type Raw = Omit<StoredNextOrder, 'costMinor'> & { costMinor: bigint };
const storedOf = (row: Raw): StoredNextOrder => ({ ...row, costMinor: Number(row.costMinor) });

/** Rows by their own orders, or by the orders and codes that used them; locked, by order. */
export async function lockNextOrders(
  tx: Tx,
  orderIds: readonly string[],
  codes: readonly string[] = [],
): Promise<StoredNextOrder[]> {
  if (orderIds.length === 0 && codes.length === 0) return [];
  const rows = await tx.query<Raw>(
    `select ${SELECT} from next_order_codes where club_id = $1
       and (order_id = any($2::uuid[]) or used_order_id = any($2::uuid[]) or code = any($3::text[]))
     order by order_id for update`,
    [tx.clubId, orderIds, codes],
  );
  return rows.map(storedOf);
}

/** Codes that tiers brought these locked shoppers, locked, by their ids. */
export async function lockTierCodes(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<StoredNextOrder[]> {
  const rows = await tx.query<Raw>(
    `select ${SELECT} from next_order_codes where club_id = $1 and shopper_id = any($2::uuid[])
       and tier_key is not null order by order_id for update`,
    [tx.clubId, shopperIds],
  );
  return rows.map(storedOf);
}

/** Rows by their own orders, as they are now. */
export async function readNextOrders(
  tx: Tx,
  orderIds: readonly string[],
): Promise<StoredNextOrder[]> {
  const rows = await tx.query<Raw>(
    `select ${SELECT} from next_order_codes where club_id = $1 and order_id = any($2::uuid[])`,
    [tx.clubId, orderIds],
  );
  return rows.map(storedOf);
}

/** Rows that the clock has to look at, soonest first, locked; ones in somebody's hands wait. */
export async function lockDueNextOrders(
  tx: Tx,
  now: number,
  limit: number,
): Promise<StoredNextOrder[]> {
  const rows = await tx.query<Raw>(
    `select ${SELECT} from next_order_codes where club_id = $1 and look_at <= $2
     order by look_at, order_id limit $3 for update skip locked`,
    [tx.clubId, at(now), limit],
  );
  return rows.map(storedOf);
}

export async function addNextOrders(tx: Tx, rows: readonly StoredNextOrder[]): Promise<void> {
  const columns = [ORDER_ID, ...FIXED, ...CHANGING].map(written);
  await insertRows<StoredNextOrder>(tx, 'next_order_codes', columns, rows);
}

/** Writes the changing half of locked rows back. */
export async function saveNextOrders(tx: Tx, rows: readonly StoredNextOrder[]): Promise<void> {
  await updateRows<StoredNextOrder>(
    tx,
    'next_order_codes',
    written(ORDER_ID),
    CHANGING.map(written),
    rows,
  );
}

export type ShopperPast = {
  heldOut: boolean;
  frozen: boolean;
  orders: (OtherOrder & { orderId: string })[];
  codes: (OtherCode & { orderId: string })[];
};

/** What the choice of a next-order code must know of locked shoppers. */
export async function readPasts(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<Map<string, ShopperPast>> {
  if (shopperIds.length === 0) return new Map();
  const rows = await tx.query<ShopperPast & { shopperId: string }>(
    `select s.shopper_id as "shopperId", s.held_out as "heldOut", s.frozen_at is not null or s.erased_at is not null or upper_inf(s.blocked) as frozen,
       coalesce((select json_agg(json_build_object('orderId', o.order_id,
           'platformOrderId', o.platform_order_id,
           'placedAt', (extract(epoch from o.placed_at) * 1000)::bigint,
           'test', (o.facts #>> '{scalars,test}')::boolean,
           'cancelledAt', (o.facts #>> '{scalars,cancelledAt}')::bigint))
         from orders o where o.club_id = $1 and o.shopper_id = s.shopper_id
           and o.placed_at is not null), '[]') as orders,
       coalesce((select json_agg(json_build_object('orderId', n.order_id,
           'placedAt', (extract(epoch from n.placed_at) * 1000)::bigint, 'status', n.status))
         from next_order_codes n where n.club_id = $1 and n.shopper_id = s.shopper_id
           and n.tier_key is null), '[]')
         as codes
     from shoppers s where s.club_id = $1 and s.shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
  return new Map(rows.map(({ shopperId, ...past }) => [shopperId, past]));
}

/** How many orders one looks at. */
const SAMPLE = 1000;

/**
 * Gaps (ms) between neighbouring orders of one shopper, of the newest orders that were placed before:
 * what is usual in the club by then. One look at an index for each.
 */
export async function readClubGaps(tx: Tx, before: number): Promise<number[]> {
  const rows = await tx.query<{ gap: number }>(
    `select (extract(epoch from o.placed_at - p.placed_at) * 1000)::float8 as gap
     from (select shopper_id, placed_at from orders
       where club_id = $1 and placed_at < $2 and shopper_id is not null
       order by placed_at desc limit ${SAMPLE}) o
     cross join lateral (select e.placed_at from orders e
       where e.club_id = $1 and e.shopper_id = o.shopper_id and e.placed_at < o.placed_at
       order by e.placed_at desc limit 1) p`,
    [tx.clubId, at(before)],
  );
  return rows.map(({ gap }) => gap);
}
