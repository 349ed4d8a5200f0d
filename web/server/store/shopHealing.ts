/** One row a shop: up to when its orders have been read, when its subscriptions were checked. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Everything that changed before the mark has been read; `first` where there is none yet. */
export async function readMark(tx: Tx, shopId: string, first: number): Promise<number> {
  const rows = await tx.query<{ mark: number }>(
    'select mark_at as mark from shop_healing where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId],
  );
  return rows[0]?.mark ?? first;
}

/** A look came to its end: the mark moves on, and never back. */
export async function moveMark(
  tx: Tx,
  shopId: string,
  look: { markAt: number; lookedAt: number; nextLookAt: number },
): Promise<void> {
  await tx.query(
    `insert into shop_healing (club_id, shop_id, mark_at, looked_at, next_look_at)
     values ($1, $2, $3, $4, $5)
     on conflict (club_id, shop_id) do update set problem = null,
       mark_at = greatest(shop_healing.mark_at, excluded.mark_at),
       looked_at = excluded.looked_at, next_look_at = excluded.next_look_at`,
    [tx.clubId, shopId, at(look.markAt), at(look.lookedAt), at(look.nextLookAt)],
  );
}

/** A look came to nothing; `markAt` where there is no mark yet. */
export async function noteLookFailed(
  tx: Tx,
  shopId: string,
  look: { markAt: number; nextLookAt: number; problem: string },
): Promise<void> {
  await tx.query(
    `insert into shop_healing (club_id, shop_id, mark_at, next_look_at, problem)
     values ($1, $2, $3, $4, $5)
     on conflict (club_id, shop_id) do update set problem = excluded.problem,
       next_look_at = excluded.next_look_at`,
    [tx.clubId, shopId, at(look.markAt), at(look.nextLookAt), look.problem],
  );
}

/** Subscriptions were checked; `mended` are those that had to be. */
export async function noteCheck(
  tx: Tx,
  shopId: string,
  check: { markAt: number; now: number; mended: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into shop_healing (club_id, shop_id, mark_at, checked_at, mended, mended_at)
     values ($1, $2, $3, $4, $5, case when cardinality($5::text[]) > 0 then $4::timestamptz end)
     on conflict (club_id, shop_id) do update set checked_at = excluded.checked_at,
       check_problem = null,
       mended = case when excluded.mended_at is null then shop_healing.mended
         else excluded.mended end,
       mended_at = coalesce(excluded.mended_at, shop_healing.mended_at)`,
    [tx.clubId, shopId, at(check.markAt), at(check.now), check.mended],
  );
}

/** When the subscriptions were last checked; null: never yet. */
export async function readLastCheck(tx: Tx, shopId: string): Promise<number | null> {
  const rows = await tx.query<{ checked: number | null }>(
    'select checked_at as checked from shop_healing where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId],
  );
  return rows[0]?.checked ?? null;
}

/** A check came to nothing; `markAt` where there is no mark yet. */
export async function noteCheckFailed(
  tx: Tx,
  shopId: string,
  check: { markAt: number; problem: string },
): Promise<void> {
  await tx.query(
    `insert into shop_healing (club_id, shop_id, mark_at, check_problem) values ($1, $2, $3, $4)
     on conflict (club_id, shop_id) do update set check_problem = excluded.check_problem`,
    [tx.clubId, shopId, at(check.markAt), check.problem],
  );
}

/** What the shop does not let us reach, asked just now. */
export async function noteLimits(
  tx: Tx,
  shopId: string,
  markAt: number,
  unreached: readonly string[],
): Promise<void> {
  await tx.query(
    `insert into shop_healing (club_id, shop_id, mark_at, unreached) values ($1, $2, $3, $4)
     on conflict (club_id, shop_id) do update set unreached = excluded.unreached`,
    [tx.clubId, shopId, at(markAt), unreached],
  );
}

/** What the shop did not let us reach when it was last asked; null: it never was. */
export async function readLimitsKnown(tx: Tx, shopId: string): Promise<string[] | null> {
  const rows = await tx.query<{ unreached: string[] | null }>(
    'select unreached from shop_healing where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId],
  );
  return rows[0]?.unreached ?? null;
}
