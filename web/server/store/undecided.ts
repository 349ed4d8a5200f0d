/** Who is to be told that nobody decided about a friend's reward. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Undecided = {
  email: string | null;
  locale: string | null;
  points: number;
  heldAt: number;
};

/** Null: it was decided since, or told of before, or is worth nothing, or the member was erased. */
export async function readUndecided(tx: Tx, orderId: string): Promise<Undecided | null> {
  const rows = await tx.query<Undecided>(
    `select coalesce(s.email, (select o.facts #>> '{scalars,buyer,email}' from orders o
         where o.club_id = $1 and o.shopper_id = s.shopper_id order by o.placed_at desc limit 1))
         as email,
       s.locale, r.worth::float8 as points, r.held_at as "heldAt"
     from referrals r join shoppers s on s.club_id = $1 and s.shopper_id = r.advocate_id
     where r.club_id = $1 and r.order_id = $2 and r.decided_by = 'clock' and r.worth > 0
       and (r.told_at is null or r.told_at < r.decided_at) and s.erased_at is null`,
    [tx.clubId, orderId],
  );
  return rows[0] ?? null;
}

export type ToldFriend = Omit<Undecided, 'points'> & {
  /** The first name of whoever sent them. */
  who: string | null;
};

/** Null: it was decided since, or is worth nothing, or one of the two was erased, or is blocked. */
export async function readToldFriend(tx: Tx, orderId: string): Promise<ToldFriend | null> {
  const rows = await tx.query<ToldFriend>(
    `select coalesce(f.email, o.facts #>> '{scalars,buyer,email}') as email,
       coalesce(f.locale, o.locale) as locale, s.first_name as who, r.held_at as "heldAt"
     from referrals r join orders o on o.club_id = $1 and o.order_id = r.order_id
     join shoppers s on s.club_id = $1 and s.shopper_id = r.advocate_id
     join shoppers f on f.club_id = $1 and f.shopper_id = o.shopper_id
     where r.club_id = $1 and r.order_id = $2 and r.decided_by = 'clock' and r.worth > 0
       and s.erased_at is null and f.erased_at is null and not upper_inf(f.blocked)
       and f.shopper_id <> s.shopper_id`,
    [tx.clubId, orderId],
  );
  return rows[0] ?? null;
}

export async function saveTold(tx: Tx, orderId: string, now: number): Promise<void> {
  await tx.query('update referrals set told_at = $3 where club_id = $1 and order_id = $2', [
    tx.clubId,
    orderId,
    at(now),
  ]);
}
