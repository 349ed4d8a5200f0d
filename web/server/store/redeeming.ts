/** All that taking a reward needs to know and all that it writes: two flights, the hottest path. */
import type { ProgramVersion } from '../domain/program.ts';
import { BLOCKED, lockedOf, withLots } from './books.ts';
import type { LockedShopper, PlainDebt, PlainLot, ShopperRow } from './books.ts';
import { SELECT_REDEMPTION } from './redemptions.ts';
import type { StoredRedemption } from './redemptions.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Redeeming = {
  shopperId: string;
  locked: LockedShopper;
  /** This very redemption, when it was asked for before. */
  before: StoredRedemption | null;
  /** Codes in hand: being made, open, being put back. */
  openCodes: number;
  inForce: ProgramVersion | null;
  timeZone: string;
  /** The app is installed at the shop and holds a token that can be used or renewed. */
  callable: boolean;
};

const LOCK = `select shopper_id, pending, available, held, last_activity_at, kept_until,
    frozen_at is not null as frozen, ${BLOCKED}, merged_into
  from shoppers where club_id = $1 and shopper_id = (select i.shopper_id from identities i
    where i.club_id = $1 and i.kind = 'customer' and i.value = $2) for update`;

const MS = (column: string) => `extract(epoch from ${column}) * 1000`;

/**
 * Whole numbers above 2^53 do not survive JSON: points travel as text. Open codes are counted by a
 * filter, so that only the shopper's own rows can be read for it: as a condition it would fit an index
 * of everybody's open codes, which a planner without fresh statistics takes.
 */
const FACTS = `
  select s.time_zone as "timeZone", s.uninstalled_at is null and exists (select from shop_tokens k
      where k.club_id = $1 and k.shop_id = $3 and k.refresh_expires_at > $5) as callable,
    (select json_build_object('version', p.version, 'effectiveFrom', ${MS('p.effective_from')},
       'program', p.settings) from programs p where p.club_id = $1 and p.effective_from <= $5
       order by p.version desc limit 1) as "inForce",
    (select count(*) filter (where o.status in ('issuing', 'open', 'closing') and o.way = 'code')::int
       from redemptions o where o.club_id = $1 and o.shopper_id = i.shopper_id) as "openCodes",
    (select json_agg(json_build_object('id', l.lot_id, 'orderId', l.order_id,
         'referralOrderId', l.referral_order_id, 'points', l.points::text, 'open', l.open::text,
         'availableAt', ${MS('l.available_at')}, 'expiresAt', ${MS('l.expires_at')},
         'notice', case when l.only_told then json_build_object('at', ${MS('l.notice_at')},
           'toldAt', ${MS('l.told_at')}) end))
       from lots l where l.club_id = $1 and l.shopper_id = i.shopper_id and l.open > 0) as lots,
    (select json_agg(json_build_object('id', d.debt_id, 'points', d.points::text,
         'open', d.open::text, 'occurredAt', ${MS('d.occurred_at')},
         'writeOffAt', ${MS('d.write_off_at')}))
       from debts d where d.club_id = $1 and d.shopper_id = i.shopper_id and d.open > 0) as debts,
    ${SELECT_REDEMPTION}
  from shops s
  left join identities i on i.club_id = $1 and i.kind = 'customer' and i.value = $2
  left join redemptions r on r.club_id = $1 and r.shopper_id = i.shopper_id
    and r.redemption_id = $4
  where s.club_id = $1 and s.shop_id = $3`;

type Facts = Omit<Redeeming, 'shopperId' | 'locked' | 'before'> & {
  lots: PlainLot[] | null;
  debts: PlainDebt[] | null;
} & (StoredRedemption | { redemptionId: null });

/**
 * Locks the shopper whom the platform's customer id names and reads all that a redemption depends on,
 * in one flight: the second statement sees what was committed when the lock was granted. Null: we have
 * never heard of this customer.
 */
export async function openRedeeming(
  tx: Tx,
  call: { shopId: string; customerId: string; redemptionId: string; now: number },
): Promise<Redeeming | null> {
  const { shopId, customerId, redemptionId, now } = call;
  const identity = `${shopId}:${customerId}`;
  const [[shopper], [facts]] = await Promise.all([
    tx.hot<ShopperRow>(LOCK, [tx.clubId, identity]),
    tx.hot<Facts>(FACTS, [tx.clubId, identity, shopId, redemptionId, at(now)]),
  ]);
  if (!shopper) return null;
  // Merged while we waited for the lock: the customer is somebody else now, whom nobody locks before.
  if (shopper.merged_into !== null) return openRedeeming(tx, call);
  if (!facts) throw new Error('a call for a shop that is not there');
  const { openCodes, inForce, timeZone, callable } = facts;
  return {
    shopperId: shopper.shopper_id,
    locked: withLots(lockedOf(shopper), facts.lots ?? [], facts.debts ?? []),
    before: facts.redemptionId === null ? null : facts,
    openCodes,
    inForce,
    timeZone,
    callable,
  };
}
