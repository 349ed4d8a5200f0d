/** An advocate's referrals beside the one that is judged: their places, and which of them count. */
import { LAST_STEP } from '../domain/referralSteps.ts';
import { YEAR_MS } from '../domain/referralHold.ts';
import { REFERRAL_COLUMNS } from './referrals.ts';
import type { StoredReferral } from './referrals.ts';
import type { Tx } from './transaction.ts';

/** A batch may take so many friends away before a step, so that as many behind it move up. */
const AHEAD = 300;

/**
 * Locks the first friends who count of each advocate, as many as steps can be for, and those whose
 * step was paid. The advocates are locked before.
 */
export function lockFriendsWhoCount(
  tx: Tx,
  advocateIds: readonly string[],
): Promise<StoredReferral[]> {
  if (advocateIds.length === 0) return Promise.resolve([]);
  return tx.query<StoredReferral>(
    `select ${REFERRAL_COLUMNS} from referrals r where r.club_id = $1 and r.order_id in (
       select k.order_id from unnest($2::uuid[]) as a(id) cross join lateral (
         select order_id from referrals where club_id = $1 and advocate_id = a.id and worth > 0
           and (decided = 'allowed' or (decided is null and hold_reasons = '[]'))
         order by placed_at, order_id limit ${LAST_STEP + AHEAD}) k
       union select order_id from referrals where club_id = $1
         and advocate_id = any($2::uuid[]) and step_points > 0)
     order by r.order_id for update`,
    [tx.clubId, advocateIds],
  );
}

export type Place = { advocateId: string; orderId: string; placedAt: number };

/** Places within the caps that these advocates' referrals have around some orders. */
export function readPlaces(
  tx: Tx,
  advocateIds: readonly string[],
  around: { first: number; last: number },
): Promise<Place[]> {
  if (advocateIds.length === 0) return Promise.resolve([]);
  const days = [around.first - YEAR_MS, around.last + YEAR_MS].map((ms) =>
    new Date(ms).toISOString(),
  );
  return tx.query<Place>(
    `select advocate_id as "advocateId", order_id as "orderId", placed_at as "placedAt"
     from referrals where club_id = $1 and advocate_id = any($2::uuid[]) and within_caps
       and placed_at between $3 and $4`,
    [tx.clubId, advocateIds, ...days],
  );
}
