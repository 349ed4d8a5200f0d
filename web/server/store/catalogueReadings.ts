/** Readings of all that a shop sells, as far as they have come, and what is gone by then. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type CatalogueReading = {
  readingId: string;
  shopId: string;
  stage: 'collections' | 'products';
  copyId: string | null;
  address: string | null;
  place: string | null;
  total: number | null;
  read: number;
  missing: number;
  stale: number;
  gone: number;
  problem: string | null;
  beganAt: number;
  copiedAt: number | null;
  endedAt: number | null;
};

const COLUMNS = `reading_id as "readingId", shop_id as "shopId", stage, copy_id as "copyId", address,
  place, total, read, missing, stale, gone, problem, began_at as "beganAt",
  copied_at as "copiedAt", ended_at as "endedAt"`;

/** The reading that is not over; locked, so that whoever moves it on moves it alone. */
export async function lockCatalogueReading(
  tx: Tx,
  shopId: string,
): Promise<CatalogueReading | null> {
  const rows = await tx.query<CatalogueReading>(
    `select ${COLUMNS} from catalogue_readings
     where club_id = $1 and shop_id = $2 and state = 'reading' for update`,
    [tx.clubId, shopId],
  );
  return rows[0] ?? null;
}

/** Begins a reading, unless one is under way. */
export async function beginCatalogueReading(
  tx: Tx,
  reading: Pick<CatalogueReading, 'readingId' | 'shopId' | 'beganAt'>,
): Promise<void> {
  await tx.query(
    `insert into catalogue_readings (club_id, reading_id, shop_id, began_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.clubId, reading.readingId, reading.shopId, at(reading.beganAt)],
  );
}

export async function saveCatalogueReading(tx: Tx, reading: CatalogueReading): Promise<void> {
  await tx.query(
    `update catalogue_readings set stage = $3, copy_id = $4, address = $5, place = $6, total = $7,
       read = $8, missing = $9, stale = $10, gone = $11, problem = $12, copied_at = $13,
       ended_at = $14,
       state = case when $14::timestamptz is null then 'reading' else 'done' end
     where club_id = $1 and reading_id = $2`,
    [
      tx.clubId,
      reading.readingId,
      reading.stage,
      reading.copyId,
      reading.address,
      reading.place,
      reading.total,
      reading.read,
      reading.missing,
      reading.stale,
      reading.gone,
      reading.problem,
      at(reading.copiedAt),
      at(reading.endedAt),
    ],
  );
}

/** Readings that ended before this moment are forgotten. */
export async function dropOldCatalogueReadings(
  tx: Tx,
  shopId: string,
  before: number,
): Promise<void> {
  await tx.query(
    `delete from catalogue_readings where club_id = $1 and shop_id = $2 and ended_at < $3`,
    [tx.clubId, shopId, at(before)],
  );
}

/** They are there, whatever else they are: to be asked for by themselves. */
export async function touchProducts(
  tx: Tx,
  shopId: string,
  productIds: readonly string[],
  seenAt: number,
): Promise<void> {
  await tx.query(
    `update products set seen_at = greatest(seen_at, $4::timestamptz)
     where club_id = $1 and shop_id = $2 and product_id = any($3::text[])`,
    [tx.clubId, shopId, productIds, at(seenAt)],
  );
}

/** What a whole reading since then has not seen is gone. Answers how many products that are. */
export async function endUnseenProducts(tx: Tx, shopId: string, since: number): Promise<number> {
  const rows = await tx.query<{ n: number }>(
    `with gone as (
       update products set deleted_at = $3 where club_id = $1 and shop_id = $2
         and seen_at < $3 and deleted_at is null and withheld_at is null returning 1)
     select count(*)::int as n from gone`,
    [tx.clubId, shopId, at(since)],
  );
  return rows[0]?.n ?? 0;
}

/** Collections that a whole list since then has not named. */
export async function unseenCollections(tx: Tx, shopId: string, since: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select collection_id as id from collections where club_id = $1 and shop_id = $2
       and seen_at < $3 and deleted_at is null order by 1`,
    [tx.clubId, shopId, at(since)],
  );
  return rows.map(({ id }) => id);
}
