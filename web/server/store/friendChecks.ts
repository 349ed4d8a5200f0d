/** Addresses that friends say are theirs: kept as marks, and forgotten soon. */
import type { FriendCheck } from '../domain/friendCheck.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredCheck = FriendCheck & {
  mark: string;
  shopId: string;
  advocateId: string;
  email: string | null;
  locale: string;
};

const SELECT = `mark, shop_id as "shopId", advocate_id as "advocateId", email, locale, sent,
  sent_in_hour as "sentInHour", hour_from as "hourFrom", misses, proven, created_at as "createdAt",
  ends_at as "endsAt"`;

export async function lockCheck(tx: Tx, mark: string): Promise<StoredCheck | null> {
  const rows = await tx.query<StoredCheck>(
    `select ${SELECT} from friend_checks where club_id = $1 and mark = $2 for update`,
    [tx.clubId, mark],
  );
  return rows[0] ?? null;
}

export async function saveCheck(tx: Tx, check: StoredCheck): Promise<void> {
  await tx.query(
    `insert into friend_checks (club_id, mark, shop_id, advocate_id, email, locale, sent,
       sent_in_hour, hour_from, misses, proven, created_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (club_id, mark) do update set advocate_id = excluded.advocate_id,
       email = excluded.email, locale = excluded.locale, sent = excluded.sent,
       sent_in_hour = excluded.sent_in_hour, hour_from = excluded.hour_from,
       misses = excluded.misses, proven = excluded.proven, ends_at = excluded.ends_at`,
    [
      tx.clubId,
      check.mark,
      check.shopId,
      check.advocateId,
      check.email,
      check.locale,
      check.sent,
      check.sentInHour,
      at(check.hourFrom),
      check.misses,
      check.proven,
      at(check.createdAt),
      at(check.endsAt),
    ],
  );
}

/** The mail is out, or never will be: the address is kept no longer. */
export async function forgetAddress(tx: Tx, mark: string, sent: number): Promise<void> {
  await tx.query(
    'update friend_checks set email = null where club_id = $1 and mark = $2 and sent = $3',
    [tx.clubId, mark, sent],
  );
}

/** Nothing of it is of use any more. */
export async function pruneCheck(tx: Tx, mark: string): Promise<void> {
  await tx.query('delete from friend_checks where club_id = $1 and mark = $2', [tx.clubId, mark]);
}
