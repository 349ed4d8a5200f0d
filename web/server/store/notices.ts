/** Notices of points that end: what is read of lots, and what became of the notices. */
import type { Lot } from '../domain/books.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Columns of `lots` for `withNotice`. */
export const NOTICE = `only_told as "onlyTold", notice_at as "noticeAt", told_at as "toldAt"`;

export type NoticedLot = Omit<Lot, 'notice'> & {
  onlyTold: boolean;
  noticeAt: number | null;
  toldAt: number | null;
};

export function withNotice(row: NoticedLot): Lot {
  const { onlyTold, noticeAt, toldAt, ...lot } = row;
  return onlyTold ? { ...lot, notice: { at: noticeAt, toldAt } } : lot;
}

/** What ends at a moment, of which its shopper is to be told. */
export type Ending = { lotId: string; open: bigint };

/** Their open lots that end then; the shopper is locked if what they hold is to stay so. */
export function readEnding(tx: Tx, shopperId: string, end: number): Promise<Ending[]> {
  return tx.query<Ending>(
    `select lot_id as "lotId", open from lots
     where club_id = $1 and shopper_id = $2 and open > 0 and only_told and expires_at = $3
     order by lot_id`,
    [tx.clubId, shopperId, at(end)],
  );
}

/** Whether any shopper holds points: ready to be spent, on the way, or in a code. */
export async function anyoneHolds(tx: Tx): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from shoppers where club_id = $1 and (available > 0 or pending > 0 or held > 0)
     limit 1`,
    [tx.clubId],
  );
  return rows.length > 0;
}

/** Who holds points and can be written to, by id behind `after` ('': from the first). */
export async function findHolders(tx: Tx, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select shopper_id as id from shoppers
     where club_id = $1 and shopper_id > coalesce(nullif($2, ''), '00000000-0000-0000-0000-000000000000')::uuid
       and (available > 0 or pending > 0 or held > 0)
       and email is not null and erased_at is null and merged_into is null
     order by shopper_id limit $3`,
    [tx.clubId, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** Whom a mail about somebody's points is for; null where they were erased or are somebody else now. */
export async function readHolder(
  tx: Tx,
  shopperId: string,
): Promise<{ email: string | null; firstName: string | null; locale: string | null } | null> {
  const rows = await tx.query<{
    email: string | null;
    firstName: string | null;
    locale: string | null;
  }>(
    `select s.email, s.first_name as "firstName", coalesce(s.locale, (select o.locale from orders o
         where o.club_id = $1 and o.shopper_id = s.shopper_id and o.locale is not null
         order by o.placed_at desc nulls last limit 1)) as locale
     from shoppers s where s.club_id = $1 and s.shopper_id = $2
       and s.erased_at is null and s.merged_into is null`,
    [tx.clubId, shopperId],
  );
  return rows[0] ?? null;
}

/**
 * The last notice of an end was taken: it is told of every lot that ends then and holds no more than
 * was said.
 */
export async function noteTold(
  tx: Tx,
  told: { shopperId: string; end: number; lots: readonly Ending[]; toldAt: number },
): Promise<void> {
  const { shopperId, end, lots, toldAt } = told;
  await tx.query('select 1 from shoppers where club_id = $1 and shopper_id = $2 for update', [
    tx.clubId,
    shopperId,
  ]);
  await tx.query(
    `update lots l set told_at = $5 from unnest($3::uuid[], $4::bigint[]) as r(lot_id, open)
     where l.club_id = $1 and l.lot_id = r.lot_id and l.shopper_id = $2 and l.only_told
       and l.open > 0 and l.open <= r.open and l.expires_at = $6`,
    [
      tx.clubId,
      shopperId,
      lots.map(({ lotId }) => lotId),
      lots.map(({ open }) => open),
      at(toldAt),
      at(end),
    ],
  );
}
