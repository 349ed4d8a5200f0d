/** How a shop's orders are kept whole: marks, readings of its orders, and what they found. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type ReadingKind = 'history' | 'recent';

/** One reading of a shop's orders, as far as it has come. */
export type Reading = {
  readingId: string;
  shopId: string;
  kind: ReadingKind;
  how: 'pages' | 'copy';
  /** Orders that changed from here on; null: every order. */
  from: number | null;
  to: number;
  copyId: string | null;
  address: string | null;
  place: string | null;
  waiting: string[];
  total: number | null;
  asked: number;
  missing: number;
  stale: number;
  repaired: number;
  gone: number;
  unreadable: number;
  pointsMoved: bigint;
  oldestAt: number | null;
  problem: string | null;
  beganAt: number;
  endedAt: number | null;
};

const COLUMNS = `reading_id as "readingId", shop_id as "shopId", kind, how, from_at as "from",
  to_at as "to", copy_id as "copyId", address, place, waiting, total, asked, missing, stale,
  repaired, gone, unreadable, points_moved as "pointsMoved", oldest_at as "oldestAt", problem,
  began_at as "beganAt", ended_at as "endedAt"`;

/** The reading of this kind that is not over. */
export async function readOpenReading(
  tx: Tx,
  shopId: string,
  kind: ReadingKind,
): Promise<Reading | null> {
  const rows = await tx.query<Reading>(
    `select ${COLUMNS} from order_readings
     where club_id = $1 and shop_id = $2 and kind = $3 and state = 'reading'`,
    [tx.clubId, shopId, kind],
  );
  return rows[0] ?? null;
}

/** True when all of the shop's past has been read once. */
export async function pastIsRead(tx: Tx, shopId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from order_readings
     where club_id = $1 and shop_id = $2 and kind = 'history' and state = 'done' limit 1`,
    [tx.clubId, shopId],
  );
  return rows.length > 0;
}

export type NewReading = Pick<
  Reading,
  'readingId' | 'shopId' | 'kind' | 'how' | 'from' | 'to' | 'beganAt'
>;

/** Begins a reading; where one of this kind is under way already, that one goes on. */
export async function beginReading(tx: Tx, reading: NewReading): Promise<void> {
  await tx.query(
    `insert into order_readings (club_id, reading_id, shop_id, kind, how, from_at, to_at, began_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      tx.clubId,
      reading.readingId,
      reading.shopId,
      reading.kind,
      reading.how,
      at(reading.from),
      at(reading.to),
      at(reading.beganAt),
    ],
  );
}

/** The reading as it is now, locked; null when it is over. */
export async function lockReading(tx: Tx, readingId: string): Promise<Reading | null> {
  const rows = await tx.query<Reading>(
    `select ${COLUMNS} from order_readings
     where club_id = $1 and reading_id = $2 and state = 'reading' for update`,
    [tx.clubId, readingId],
  );
  return rows[0] ?? null;
}

/** Writes down how far a locked reading has come. */
export async function saveReading(tx: Tx, reading: Reading): Promise<void> {
  await tx.query(
    `update order_readings set how = $3, copy_id = $4, address = $5, place = $6, waiting = $7,
       total = $8, asked = $9, missing = $10, stale = $11, repaired = $12, gone = $13,
       unreadable = $14, points_moved = $15, oldest_at = $16, problem = $17, ended_at = $18,
       state = case when $18::timestamptz is null then 'reading' else 'done' end
     where club_id = $1 and reading_id = $2`,
    [
      tx.clubId,
      reading.readingId,
      reading.how,
      reading.copyId,
      reading.address,
      reading.place,
      reading.waiting,
      reading.total,
      reading.asked,
      reading.missing,
      reading.stale,
      reading.repaired,
      reading.gone,
      reading.unreadable,
      reading.pointsMoved,
      at(reading.oldestAt),
      reading.problem,
      at(reading.endedAt),
    ],
  );
}

/** Why an open reading cannot go on right now. */
export async function noteProblem(
  tx: Tx,
  shopId: string,
  kind: ReadingKind,
  problem: string,
): Promise<void> {
  await tx.query(
    `update order_readings set problem = $4
     where club_id = $1 and shop_id = $2 and kind = $3 and state = 'reading'`,
    [tx.clubId, shopId, kind, problem],
  );
}

/** Looks that ended before this moment are forgotten. The reading of the past stays. */
export async function dropOldReadings(tx: Tx, shopId: string, before: number): Promise<void> {
  await tx.query(
    `delete from order_readings
     where club_id = $1 and shop_id = $2 and kind = 'recent' and ended_at < $3`,
    [tx.clubId, shopId, at(before)],
  );
}

/** What readings found since a moment. */
export async function foundSince(
  tx: Tx,
  shopId: string,
  since: number,
): Promise<{ missing: number; stale: number }> {
  const rows = await tx.query<{ missing: number; stale: number }>(
    `select coalesce(sum(missing), 0)::int as missing, coalesce(sum(stale), 0)::int as stale
     from order_readings where club_id = $1 and shop_id = $2 and kind = 'recent'
       and coalesce(ended_at, began_at) >= $3`,
    [tx.clubId, shopId, at(since)],
  );
  return rows[0] ?? { missing: 0, stale: 0 };
}

/** Which of these topics the shop has sent something of since a moment. */
export async function heardTopics(
  tx: Tx,
  shopId: string,
  topics: readonly string[],
  since: number,
): Promise<string[]> {
  const rows = await tx.query<{ topic: string }>(
    `select distinct topic from inbox
     where club_id = $1 and shop_id = $2 and topic = any($3::text[]) and received_at >= $4`,
    [tx.clubId, shopId, topics, at(since)],
  );
  return rows.map(({ topic }) => topic);
}

export type Unreadable = { platformOrderId: string; reason: string };

/** Keeps the orders that could not be read, and lets go of those that could be meanwhile. */
export async function noteUnreadable(
  tx: Tx,
  shopId: string,
  unreadable: readonly Unreadable[],
  readable: readonly string[],
  now: number,
): Promise<void> {
  await tx.query(
    `insert into unreadable_orders (club_id, shop_id, platform_order_id, reason, seen_at)
     select $1, $2, r.id, r.reason, $5 from unnest($3::text[], $4::text[]) as r(id, reason)
     on conflict (club_id, shop_id, platform_order_id)
       do update set reason = excluded.reason, seen_at = excluded.seen_at`,
    [
      tx.clubId,
      shopId,
      unreadable.map(({ platformOrderId }) => platformOrderId),
      unreadable.map(({ reason }) => reason),
      at(now),
    ],
  );
  await tx.query(
    `delete from unreadable_orders
     where club_id = $1 and shop_id = $2 and platform_order_id = any($3::text[])`,
    [tx.clubId, shopId, readable],
  );
}
