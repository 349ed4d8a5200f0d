/** An advocate's friends (`friends` of the contract), and what a friend is offered (`friendOffer`). */
import { localDay } from '../domain/days.ts';
import type { Program } from '../domain/program.ts';
import { canBeAppealed, waitsForSomebody } from '../domain/referralHold.ts';
import type { HoldReason, ReferralHold } from '../domain/referralHold.ts';
import type { Verdict } from '../domain/referrals.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

export type FriendFacts = {
  firstName: string | null;
  verdict: Verdict;
  points: bigint;
  pending: bigint;
  availableAt: number;
  timeZone: string;
  paid: boolean;
  id: string;
  holdReasons: HoldReason[];
  heldAt: number | null;
  decided: ReferralHold['decided'];
  decidedBy: string | null;
  appealedAt: number | null;
  worth: bigint;
};

const SHOWN = 50;

/** Newest first. The advocate's own orders are nobody's friends. */
const FRIENDS = `
  select f.first_name as "firstName", r.verdict, r.points, r.pending,
    r.available_at as "availableAt", s.time_zone as "timeZone",
    coalesce((o.facts #> '{scalars,paid}')::boolean, false) as paid,
    r.order_id as id, r.hold_reasons as "holdReasons", r.held_at as "heldAt", r.decided,
    r.decided_by as "decidedBy", r.appealed_at as "appealedAt", r.worth
  from identities i
  join shops s on s.club_id = $1 and s.shop_id = $2::uuid
  join referrals r on r.club_id = $1 and r.advocate_id = i.shopper_id and r.verdict <> 'own'
  join orders o on o.club_id = $1 and o.order_id = r.order_id
  left join shoppers f on f.club_id = $1 and f.shopper_id = r.friend_id
  where i.club_id = $1 and i.kind = 'customer' and i.value = $2::text || ':' || $3::text
  order by r.placed_at desc, r.order_id limit ${SHOWN}`;

export async function readFriendsOf(tx: Tx, input: { shopId: string; customerId: string }) {
  const { shopId, customerId } = input;
  const rows = await tx.query<FriendFacts>(FRIENDS, [tx.clubId, shopId, customerId]);
  return { friends: rows.map(shapeFriend) };
}

/** Beside the first name, nothing about the friend or their order leaves. */
export function shapeFriend(facts: FriendFacts) {
  const { id, firstName: name, points, pending, timeZone } = facts;
  const day = localDay(facts.availableAt, timeZone);
  const told = { id, name, since: null, mayAppeal: false };
  if (points > 0n) {
    const status = pending > 0n ? ('waiting' as const) : ('got' as const);
    return { ...told, status, points: Number(points), day, reason: null };
  }
  const nothing = { ...told, points: 0, day: null };
  if (facts.verdict === 'friend' && !facts.paid) {
    return { ...nothing, status: 'waiting' as const, reason: 'notPaid' as const };
  }
  if (facts.worth > 0n && facts.holdReasons.length > 0 && facts.decided !== 'allowed') {
    return { ...nothing, ...heldUp(facts) };
  }
  return { ...nothing, status: 'none' as const, reason: reasonOf(facts.verdict) };
}

/** A new friend whose reward waits for somebody at the shop, or is not paid by their word. */
function heldUp(facts: FriendFacts) {
  const { heldAt, timeZone, decidedBy, decided, holdReasons } = facts;
  if (waitsForSomebody(facts) || holdReasons.includes('unchecked')) {
    const since = heldAt === null ? null : localDay(heldAt, timeZone);
    return { status: 'waiting' as const, reason: 'held' as const, since };
  }
  const late = decided !== null && decidedBy === 'clock';
  const reason = late ? ('late' as const) : ('refused' as const);
  return { status: 'none' as const, reason, mayAppeal: canBeAppealed(facts) };
}

function reasonOf(verdict: Verdict) {
  if (verdict === 'known') return 'known' as const;
  if (verdict === 'belowMinimum') return 'belowMinimum' as const;
  return verdict === 'friend' ? ('returned' as const) : ('notCounted' as const);
}

const OFFER = `
  select s.first_name as "firstName",
    (select settings from programs where club_id = $1 and effective_from <= $3
       order by version desc limit 1) as program
  from referral_codes c join shoppers o on o.club_id = $1 and o.shopper_id = c.shopper_id
  join shoppers s on s.club_id = $1 and s.shopper_id = coalesce(o.merged_into, o.shopper_id)
  where c.club_id = $1 and c.code = $2 and s.erased_at is null and s.frozen_at is null
    and not upper_inf(s.blocked)`;

/** Null: nobody's code, or none that works now. */
export async function readFriendOffer(tx: Tx, input: { code: string; now: number }) {
  const [row] = await tx.query<{ firstName: string | null; program: Program | null }>(OFFER, [
    tx.clubId,
    input.code,
    isoOf(input.now),
  ]);
  const referral = row?.program?.referral;
  if (!row || !referral) return null;
  const { value, minimumMinor } = referral.friend;
  const offer = { firstName: row.firstName, friend: { value, minimumMinor } };
  return referral.strict ? { ...offer, strict: true } : offer;
}
