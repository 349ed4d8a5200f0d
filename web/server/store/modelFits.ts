/** What was fitted to a club, night by night. */
import type { Reading } from './readLanes.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

type Reader = Pick<Reading, 'clubId' | 'query'>;

export type StoredFit = {
  version: number;
  asOfDay: number;
  madeAt: number;
  shoppers: number;
  rhythm: unknown;
  cutPoints: unknown;
  fits: unknown;
  holdout: unknown;
  horizonDays: number;
  /** Null: its predictions are still being written. */
  finishedAt: number | null;
};

/** The newest fit of the club; null before its first night. What is in it is `Night`'s. */
export async function readFit(tx: Reader): Promise<StoredFit | null> {
  const rows = await tx.query<StoredFit>(
    `select version, as_of_day as "asOfDay", extract(epoch from made_at)::float8 * 1000 as "madeAt",
       shoppers, rhythm, cut_points as "cutPoints", fits, holdout, horizon_days as "horizonDays",
       extract(epoch from finished_at)::float8 * 1000 as "finishedAt"
     from model_fits where club_id = $1 order by version desc limit 1`,
    [tx.clubId],
  );
  return rows[0] ?? null;
}

/** Keeps so many nights. */
const NIGHTS = 400;

/** Writes a night's fit under the next version, which it answers; a day has one. */
export async function saveFit(
  tx: Tx,
  fit: Omit<StoredFit, 'version' | 'finishedAt'>,
): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `insert into model_fits (club_id, version, as_of_day, made_at, shoppers, rhythm, cut_points, fits,
       holdout, horizon_days)
     select $1, coalesce(max(version) + 1, 1), $2::int, $3::timestamptz, $4::int, $5::jsonb, $6::jsonb,
       $7::jsonb, $8::jsonb, $9::int from model_fits where club_id = $1
     returning version`,
    [
      tx.clubId,
      fit.asOfDay,
      at(fit.madeAt),
      fit.shoppers,
      JSON.stringify(fit.rhythm),
      JSON.stringify(fit.cutPoints),
      JSON.stringify(fit.fits),
      fit.holdout === null ? null : JSON.stringify(fit.holdout),
      fit.horizonDays,
    ],
  );
  if (!row) throw new Error('a fit was not written');
  await tx.query(
    `delete from model_fits where club_id = $1 and version < $2
       and (version <= $2 - ${NIGHTS} or as_of_day = $3)`,
    [tx.clubId, row.version, fit.asOfDay],
  );
  return row.version;
}

/**
 * Marks it as finished, and holds it until the transaction ends. False: another fit of the same day has
 * taken its place.
 */
export async function finishFit(tx: Tx, version: number, now: number): Promise<boolean> {
  const rows = await tx.query(
    `update model_fits set finished_at = coalesce(finished_at, $3) where club_id = $1 and version = $2
     returning version`,
    [tx.clubId, version, at(now)],
  );
  return rows.length > 0;
}

/** Predictions are written in order of the shoppers' ids: the last; '' before the first. */
export async function lastForeseen(tx: Tx, version: number): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `select shopper_id as id from predictions where club_id = $1 and version = $2
     order by shopper_id desc limit 1`,
    [tx.clubId, version],
  );
  return rows[0]?.id ?? '';
}
