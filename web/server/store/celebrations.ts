/** Days of shoppers' own: which local day comes next, and who has not been celebrated on it. */
import type { Birthday as BirthdayOf, Calendar } from '../domain/celebrations.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** From then on local days are celebrated; an earlier beginning stays. */
export async function celebrateFrom(tx: Tx, shopId: string, from: number): Promise<void> {
  await tx.query(
    `update shops set celebrate_at = least(celebrate_at, $3::timestamptz)
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId, at(from)],
  );
}

/** The beginning of the local day that is due; null: none is. */
export async function readCelebration(tx: Tx, shopId: string, now: number): Promise<number | null> {
  const rows = await tx.query<{ at: number }>(
    `select celebrate_at as at from shops
     where club_id = $1 and shop_id = $2 and celebrate_at <= $3`,
    [tx.clubId, shopId, at(now)],
  );
  return rows[0]?.at ?? null;
}

/** A day is done; null: nothing is celebrated any more. */
export async function moveCelebration(tx: Tx, shopId: string, next: number | null): Promise<void> {
  await tx.query('update shops set celebrate_at = $3 where club_id = $1 and shop_id = $2', [
    tx.clubId,
    shopId,
    at(next),
  ]);
}

const NOT_YET = `s.merged_into is null and s.erased_at is null and not exists (
  select from actions a where a.club_id = $1 and a.source = 'clock'
    and a.key = $2 || s.shopper_id::text || $3)`;

/** Their keys are `before`, their id, `after`. */
type Keys = { before: string; after: string };

/** Whose birthday one of these is, without an action of the clock under their key. */
export async function findBirthdays(
  tx: Tx,
  days: readonly BirthdayOf[],
  { before, after }: Keys,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select s.shopper_id as id from shoppers s
     join unnest($4::int[], $5::int[], $6::text[]) as b(month, day, calendar)
       on s.birth_month = b.month and s.birth_day = b.day and s.birth_calendar = b.calendar
     where s.club_id = $1 and ${NOT_YET} order by 1 limit $7`,
    [
      tx.clubId,
      before,
      after,
      days.map(({ month }) => month),
      days.map(({ day }) => day),
      days.map(({ calendar }) => calendar),
      limit,
    ],
  );
  return rows.map(({ id }) => id);
}

/** Who was first seen in one of these spans, without an action of the clock under their key. */
export async function findSeenIn(
  tx: Tx,
  spans: readonly { from: number; to: number }[],
  { before, after }: Keys,
  limit: number,
): Promise<string[]> {
  if (spans.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `select s.shopper_id as id from unnest($4::timestamptz[], $5::timestamptz[]) as y(lower, upper)
     join shoppers s on s.club_id = $1 and s.first_seen_at >= y.lower and s.first_seen_at < y.upper
     where ${NOT_YET} order by 1 limit $6`,
    [
      tx.clubId,
      before,
      after,
      spans.map(({ from }) => at(from)),
      spans.map(({ to }) => at(to)),
      limit,
    ],
  );
  return rows.map(({ id }) => id);
}

/** When the club first saw anybody; null: it never did. */
export async function firstSeenOfAll(tx: Tx): Promise<number | null> {
  const rows = await tx.query<{ at: number | null }>(
    'select min(first_seen_at) as at from shoppers where club_id = $1',
    [tx.clubId],
  );
  return rows[0]?.at ?? null;
}

export type BirthdayKept = {
  calendar: Calendar;
  month: number | null;
  day: number | null;
  setAt: number | null;
};

/** The shopper is locked. */
export async function readBirthday(tx: Tx, shopperId: string): Promise<BirthdayKept | null> {
  const rows = await tx.query<BirthdayKept>(
    `select birth_calendar as calendar, birth_month as month, birth_day as day, birthday_set_at as "setAt" from shoppers
     where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId],
  );
  return rows[0] ?? null;
}

export async function saveBirthday(
  tx: Tx,
  shopperId: string,
  { calendar, month, day }: BirthdayOf,
  now: number,
): Promise<void> {
  await tx.query(
    `update shoppers set birth_month = $3, birth_day = $4, birthday_set_at = $5,
       birth_calendar = $6 where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId, month, day, at(now), calendar],
  );
}
