/** Referrals: who sent whom by which order, and what has been posted for it. */
import type { BlockedSpan } from '../domain/blocks.ts';
import type { Lot } from '../domain/books.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { HoldReason, ReferralHold } from '../domain/referralHold.ts';
import type { OrderMark, Verdict } from '../domain/referrals.ts';
import { SPANS } from './books.ts';
import { NOTICE, withNotice } from './notices.ts';
import type { NoticedLot } from './notices.ts';
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredReferral = {
  /** The friend's order. */
  orderId: string;
  advocateId: string;
  friendId: string | null;
  via: 'code' | 'link';
  verdict: Verdict;
  discountMinor: bigint;
  eligibleMinor: bigint;
  programVersion: number;
  points: bigint;
  pending: bigint;
  availableAt: number;
  nextPosting: number;
  placedAt: number;
  /** How many orders the platform counted of the friend, and when; null: not asked. */
  countedOrders: number | null;
  countedAt: number | null;
  /** The friend was erased: who they were is judged no more. */
  friendErased: boolean;
  /** What the friend's order is worth to the advocate, whatever keeps it from being paid. */
  worth: bigint;
  /** What is paid on top because of this friend's place; `points` are what is paid in all. */
  stepPoints: bigint;
  /** Null: no place within the caps was dealt yet. */
  withinCaps: boolean | null;
  holdReasons: HoldReason[];
  heldAt: number | null;
  /** What a person said of what is held: their action alone writes it. */
  decided: ReferralHold['decided'];
  decidedBy: string | null;
  appealedAt: number | null;
};

export const REFERRAL_COLUMNS = `r.order_id as "orderId", r.advocate_id as "advocateId", r.friend_id as "friendId",
  r.via, r.verdict, r.discount_minor as "discountMinor", r.eligible_minor as "eligibleMinor",
  r.program_version as "programVersion", r.points, r.pending, r.available_at as "availableAt",
  r.next_posting as "nextPosting", r.placed_at as "placedAt",
  r.counted_orders as "countedOrders", r.counted_at as "countedAt",
  r.friend_erased as "friendErased", r.worth, r.step_points as "stepPoints",
  r.within_caps as "withinCaps", r.hold_reasons as "holdReasons", r.held_at as "heldAt", r.decided,
  r.decided_by as "decidedBy", r.appealed_at as "appealedAt"`;

/** How many of a friend's orders are judged again when an earlier one arrives late. */
const JUDGED_AGAIN = 50;

/**
 * Referrals that orders may change: their own, and those of the people who placed them. Nothing is
 * locked: for knowing whom to lock.
 */
export function referralsAround(
  tx: Tx,
  orderIds: readonly string[],
  shopperIds: readonly string[],
): Promise<{ orderId: string; advocateId: string }[]> {
  return tx.query(
    `select r.order_id as "orderId", r.advocate_id as "advocateId" from referrals r
     where r.club_id = $1 and r.order_id = any($2::uuid[])
     union
     select r.order_id, r.advocate_id from unnest($3::uuid[]) as s(id) cross join lateral (
       select r.order_id, r.advocate_id from referral_friends f
       join referrals r on r.club_id = f.club_id and r.order_id = f.order_id
       where f.club_id = $1 and f.shopper_id = s.id
       order by r.placed_at, r.order_id limit ${JUDGED_AGAIN}) r`,
    [tx.clubId, orderIds, shopperIds],
  );
}

/** Locks referrals, ascending. Their advocates and orders are locked before. */
export function lockReferrals(tx: Tx, orderIds: readonly string[]): Promise<StoredReferral[]> {
  return tx.query<StoredReferral>(
    `select ${REFERRAL_COLUMNS} from referrals r where club_id = $1 and order_id = any($2::uuid[])
     order by order_id for update`,
    [tx.clubId, orderIds],
  );
}

/** Referrals whose points are due to become the advocates', locked. The advocates are locked before. */
export function lockMaturingReferrals(
  tx: Tx,
  advocateIds: readonly string[],
  now: number,
): Promise<StoredReferral[]> {
  return tx.query<StoredReferral>(
    `select ${REFERRAL_COLUMNS} from referrals r where club_id = $1 and advocate_id = any($2::uuid[])
       and pending > 0 and available_at <= $3 order by order_id for update`,
    [tx.clubId, advocateIds, at(now)],
  );
}

/** Writes referrals down, new and old. */
export async function saveReferrals(tx: Tx, referrals: readonly StoredReferral[]): Promise<void> {
  await insertRows<StoredReferral>(
    tx,
    'referrals',
    [
      ['order_id', 'uuid', (r) => r.orderId],
      ['advocate_id', 'uuid', (r) => r.advocateId],
      ['friend_id', 'uuid', (r) => r.friendId],
      ['via', 'text', (r) => r.via],
      ['verdict', 'text', (r) => r.verdict],
      ['discount_minor', 'bigint', (r) => r.discountMinor],
      ['eligible_minor', 'bigint', (r) => r.eligibleMinor],
      ['program_version', 'int', (r) => r.programVersion],
      ['points', 'bigint', (r) => r.points],
      ['pending', 'bigint', (r) => r.pending],
      ['available_at', 'timestamptz', (r) => at(r.availableAt)],
      ['next_posting', 'int', (r) => r.nextPosting],
      ['placed_at', 'timestamptz', (r) => at(r.placedAt)],
      ['worth', 'bigint', (r) => r.worth],
      ['step_points', 'bigint', (r) => r.stepPoints],
      ['within_caps', 'boolean', (r) => r.withinCaps],
      ['hold_reasons', 'jsonb', (r) => JSON.stringify(r.holdReasons)],
      ['held_at', 'timestamptz', (r) => at(r.heldAt)],
    ],
    referrals,
    `on conflict (club_id, order_id) do update set friend_id = excluded.friend_id,
       verdict = excluded.verdict, discount_minor = excluded.discount_minor,
       eligible_minor = excluded.eligible_minor, points = excluded.points,
       pending = excluded.pending, available_at = excluded.available_at,
       next_posting = excluded.next_posting, placed_at = excluded.placed_at,
       worth = excluded.worth, step_points = excluded.step_points,
       within_caps = excluded.within_caps, hold_reasons = excluded.hold_reasons,
       held_at = excluded.held_at`,
  );
}

export type FriendName = { shopperId: string; orderId: string };

/** Everybody whom the friends of these orders are known as. */
export function readFriends(tx: Tx, orderIds: readonly string[]): Promise<FriendName[]> {
  return tx.query<FriendName>(
    `select shopper_id as "shopperId", order_id as "orderId" from referral_friends
     where club_id = $1 and order_id = any($2::uuid[])`,
    [tx.clubId, orderIds],
  );
}

export async function addFriends(tx: Tx, friends: readonly FriendName[]): Promise<void> {
  await insertRows<FriendName>(
    tx,
    'referral_friends',
    [
      ['shopper_id', 'uuid', (f) => f.shopperId],
      ['order_id', 'uuid', (f) => f.orderId],
    ],
    friends,
    'on conflict do nothing',
  );
}

export type MarkOfShopper = OrderMark & { shopperId: string };

/** The first orders of each shopper, so many at most, tests left out. */
export function readFirstOrders(
  tx: Tx,
  shopperIds: readonly string[],
  limit: number,
): Promise<MarkOfShopper[]> {
  if (shopperIds.length === 0) return Promise.resolve([]);
  return tx.query<MarkOfShopper>(
    `select o.* from unnest($2::uuid[]) as s(id) cross join lateral (
       select shopper_id as "shopperId", platform_order_id as "platformOrderId",
         placed_at as "placedAt", false as test,
         (facts #>> '{scalars,cancelledAt}')::bigint::float8 as "cancelledAt"
       from orders where club_id = $1 and shopper_id = s.id and placed_at is not null
         and facts #>> '{scalars,test}' = 'false'
       order by placed_at limit $3) o`,
    [tx.clubId, shopperIds, limit],
  );
}

export type FriendOrder = { orderId: string; platformOrderId: string; facts: OrderFacts | null };

/** Orders that a referral stands on and that are not part of the batch. */
export function readFriendOrders(tx: Tx, orderIds: readonly string[]): Promise<FriendOrder[]> {
  if (orderIds.length === 0) return Promise.resolve([]);
  return tx.query<FriendOrder>(
    `select order_id as "orderId", platform_order_id as "platformOrderId", facts from orders
     where club_id = $1 and order_id = any($2::uuid[])`,
    [tx.clubId, orderIds],
  );
}

/** The lots of referrals, empty ones too, by their advocate. */
export async function readReferralLots(
  tx: Tx,
  orderIds: readonly string[],
): Promise<{ shopperId: string; lot: Lot }[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.query<NoticedLot & { shopperId: string }>(
    `select shopper_id as "shopperId", lot_id as id, null as "orderId",
       referral_order_id as "referralOrderId", points, open, available_at as "availableAt",
       expires_at as "expiresAt", ${NOTICE}
     from lots where club_id = $1 and referral_order_id = any($2::uuid[])`,
    [tx.clubId, orderIds],
  );
  return rows.map(({ shopperId, ...row }) => ({ shopperId, lot: withNotice(row) }));
}

/** When a person froze or blocked somebody. */
export type Stopped = { frozenAt: number | null; blocked: readonly BlockedSpan[] };

/** Those of these shoppers who are frozen, or were ever blocked. */
export async function readStopped(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<Map<string, Stopped>> {
  if (shopperIds.length === 0) return new Map();
  const rows = await tx.query<Stopped & { shopperId: string }>(
    `select shopper_id as "shopperId", frozen_at as "frozenAt", coalesce(${SPANS}, '[]') as blocked
     from shoppers where club_id = $1 and shopper_id = any($2::uuid[])
       and (frozen_at is not null or not isempty(blocked))`,
    [tx.clubId, shopperIds],
  );
  return new Map(rows.map(({ shopperId, ...stopped }) => [shopperId, stopped]));
}

/** An advocate whose friends count now: neither frozen, blocked nor erased. Null: theirs do not. */
export async function readWorking(tx: Tx, shopperId: string): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(
    `select shopper_id as id from shoppers where club_id = $1 and shopper_id = $2
       and frozen_at is null and not upper_inf(blocked) and erased_at is null`,
    [tx.clubId, shopperId],
  );
  return rows[0]?.id ?? null;
}
