/** An advocate's referrals beside the one that is judged: their places, and which of them count. */
import { REFERRAL_COLUMNS } from './referrals.ts';
import type { StoredReferral } from './referrals.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/**
 * Locks the first friends who count of each advocate, and those whose step was paid. The advocates are
 * locked before.
 */
export function lockFriendsWhoCount(
  tx: Tx,
  advocateIds: readonly string[],
  limit: number,
): Promise<StoredReferral[]> {
  if (advocateIds.length === 0) return Promise.resolve([]);
  return tx.query<StoredReferral>(
    `select ${REFERRAL_COLUMNS} from referrals r where r.club_id = $1 and r.order_id in (
       select k.order_id from unnest($2::uuid[]) as a(id) cross join lateral (
         select order_id from referrals where club_id = $1 and advocate_id = a.id and worth > 0
           and (decided = 'allowed' or (decided is null and hold_reasons = '[]'))
         order by placed_at, order_id limit $3) k
       union select order_id from referrals where club_id = $1
         and advocate_id = any($2::uuid[]) and step_points > 0)
     order by r.order_id for update`,
    [tx.clubId, advocateIds, limit],
  );
}

export type Place = { advocateId: string; orderId: string; placedAt: number };

/** Places within the caps that these advocates' referrals have between two moments. */
export function readPlaces(
  tx: Tx,
  advocateIds: readonly string[],
  from: number,
  until: number,
): Promise<Place[]> {
  if (advocateIds.length === 0) return Promise.resolve([]);
  return tx.query<Place>(
    `select advocate_id as "advocateId", order_id as "orderId", placed_at as "placedAt"
     from referrals where club_id = $1 and advocate_id = any($2::uuid[]) and within_caps
       and placed_at between $3 and $4`,
    [tx.clubId, advocateIds, at(from), at(until)],
  );
}
