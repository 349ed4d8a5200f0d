/** What whether a reward looks earned hangs on: who sent whom, and where their parcels go. */
import type { Signal } from '../domain/fraud.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { HoldReason, ReferralHold } from '../domain/referralHold.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** A referral of a new friend, with what there is to compare. */
export type SentRow = {
  orderId: string;
  platformOrderId: string;
  advocateId: string;
  placedAt: number;
  availableAt: number;
  worth: bigint;
  facts: OrderFacts;
  homeKey: string | null;
  friendIds: string[];
  programVersion: number;
  holdReasons: HoldReason[];
  heldAt: number | null;
  signals: Signal[] | null;
  remembered: boolean;
  decided: ReferralHold['decided'];
  decidedBy: string | null;
  decidedAt: number | null;
  /** It is judged: neither of before there was a judgement, nor is anybody of it erased. */
  judged: boolean;
};

/** As far as circles are followed, and how many people at most. */
const STEPS = 8;
const PEOPLE = 2_000;

/**
 * All referrals of new friends that have to do with those of some advocates: their own, of whomever
 * their friends sent and so on, and of whoever else was sent to the same homes.
 */
export function readSent(tx: Tx, advocateIds: readonly string[]): Promise<SentRow[]> {
  return tx.query<SentRow>(
    `with recursive senders(id, step) as (
       select id, 0 from unnest($2::uuid[]) as a(id)
       union
       (select f.shopper_id, s.step + 1 from senders s
        join referrals r on r.club_id = $1 and r.advocate_id = s.id and r.verdict = 'friend'
        join referral_friends f on f.club_id = $1 and f.order_id = r.order_id
        where s.step < ${STEPS})
     ), people as (select distinct id from senders limit ${PEOPLE}),
     mine as (select r.order_id, o.home_key from people p
       join referrals r on r.club_id = $1 and r.advocate_id = p.id and r.verdict = 'friend'
       join orders o on o.club_id = $1 and o.order_id = r.order_id),
     homes as (select distinct m.home_key from mine m
       join referrals r on r.club_id = $1 and r.order_id = m.order_id
       where r.advocate_id = any($2::uuid[]) and m.home_key is not null),
     near as (select o.order_id from homes h
       join orders o on o.club_id = $1 and o.home_key = h.home_key
       join referrals r on r.club_id = $1 and r.order_id = o.order_id and r.verdict = 'friend')
     select r.order_id as "orderId", o.platform_order_id as "platformOrderId",
       r.advocate_id as "advocateId", r.placed_at as "placedAt", r.available_at as "availableAt",
       r.worth, o.facts, o.home_key as "homeKey", r.program_version as "programVersion",
       r.hold_reasons as "holdReasons", r.held_at as "heldAt", r.signals, r.remembered, r.decided,
       r.decided_by as "decidedBy", r.decided_at as "decidedAt",
       not r.friend_erased and a.erased_at is null
         and (r.signals is not null or r.hold_reasons ? 'unchecked') as judged,
       array(select f.shopper_id::text from referral_friends f
         where f.club_id = $1 and f.order_id = r.order_id order by 1) as "friendIds"
     from (select order_id from mine union select order_id from near) k
     join referrals r on r.club_id = $1 and r.order_id = k.order_id
     join orders o on o.club_id = $1 and o.order_id = k.order_id
     join shoppers a on a.club_id = $1 and a.shopper_id = r.advocate_id
     where jsonb_typeof(o.facts -> 'scalars') = 'object'
     order by r.placed_at, r.order_id`,
    [tx.clubId, advocateIds],
  );
}

/** One way in which somebody has been known to the shop, and since when (ms; null: always). */
export type KnownAs = {
  shopperId: string;
  email: string | null;
  phone: string | null;
  homeKey: string | null;
  since: number | null;
};

const ORDERS_LOOKED_AT = 100;

/** What is known of some shoppers: what they told the shop, and what stands on their orders. */
export function readKnownAs(tx: Tx, shopperIds: readonly string[]): Promise<KnownAs[]> {
  return tx.query<KnownAs>(
    `select shopper_id as "shopperId", email, phone, null as "homeKey", null as since
     from shoppers where club_id = $1 and shopper_id = any($2::uuid[])
     union all
     select s.id, o.facts #>> '{scalars,buyer,email}', o.facts #>> '{scalars,buyer,phone}',
       o.home_key, o.placed_at
     from unnest($2::uuid[]) as s(id) cross join lateral (
       select facts, home_key, placed_at from orders
       where club_id = $1 and shopper_id = s.id and placed_at is not null
       order by placed_at desc limit ${ORDERS_LOOKED_AT}) o`,
    [tx.clubId, shopperIds],
  );
}

/** Which of these homes so many share who have nothing to do with referrals that they are none. */
export async function readPublicHomes(
  tx: Tx,
  homeKeys: readonly string[],
  from: number,
): Promise<string[]> {
  if (homeKeys.length === 0) return [];
  const rows = await tx.query<{ home: string }>(
    `select o.home_key as home from orders o
     where o.club_id = $1 and o.home_key = any($2::text[]) and o.shopper_id is not null
       and not exists (select from referral_friends f
         where f.club_id = $1 and f.shopper_id = o.shopper_id)
       and not exists (select from referrals r
         where r.club_id = $1 and r.advocate_id = o.shopper_id)
     group by 1 having count(distinct o.shopper_id) >= $3`,
    [tx.clubId, homeKeys, from],
  );
  return rows.map(({ home }) => home);
}

/** A friend's mailbox, as a buyer of before would be known by it. */
export type MailboxAsked = { orderId: string; asWritten: string; spelled: string };

/** Friends' orders whose mailbox somebody else bought by before, under another spelling. */
export async function findOldMailboxes(
  tx: Tx,
  asked: readonly MailboxAsked[],
): Promise<Set<string>> {
  if (asked.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `select w.id from unnest($2::uuid[], $3::text[], $4::text[]) as w(id, written, spelled)
     join referrals r on r.club_id = $1 and r.order_id = w.id
     where exists (
       select from (
         select shopper_id, placed_at, facts from orders
         where club_id = $1 and mailbox_key = w.spelled
         union all
         select o.shopper_id, o.placed_at, o.facts from identities i
         join orders o on o.club_id = $1 and o.shopper_id = i.shopper_id
         where i.club_id = $1 and i.kind in ('email', 'typedEmail') and i.value = w.written) o
       where o.placed_at < r.placed_at and o.facts #>> '{scalars,test}' = 'false'
         and o.shopper_id is not null and o.shopper_id <> r.advocate_id
         and not exists (select from referral_friends f where f.club_id = $1
           and f.order_id = w.id and f.shopper_id = o.shopper_id))`,
    [
      tx.clubId,
      asked.map(({ orderId }) => orderId),
      asked.map(({ asWritten }) => asWritten),
      asked.map(({ spelled }) => spelled),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

export type JudgedRow = {
  orderId: string;
  signals: readonly Signal[];
  remembered: boolean;
  holdReasons: readonly HoldReason[];
  heldAt: number | null;
};

/** Keeps what was judged. The club is the caller's alone. */
export async function saveJudged(tx: Tx, rows: readonly JudgedRow[]): Promise<void> {
  for (const { orderId, signals, remembered, holdReasons, heldAt } of rows) {
    await tx.query(
      `update referrals set signals = $3, remembered = $4, hold_reasons = $5, held_at = $6
       where club_id = $1 and order_id = $2`,
      [
        tx.clubId,
        orderId,
        JSON.stringify(signals),
        remembered,
        JSON.stringify(holdReasons),
        at(heldAt),
      ],
    );
  }
}

/** Which of these shoppers sent a new friend, or became somebody who did. */
export async function advocatesAmong(tx: Tx, shopperIds: readonly string[]): Promise<string[]> {
  if (shopperIds.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `select s.id from unnest($2::uuid[]) as s(id) where exists (select from referrals r
       where r.club_id = $1 and r.advocate_id = s.id and r.verdict = 'friend'
         and r.signals is not null) order by 1`,
    [tx.clubId, shopperIds],
  );
  return rows.map(({ id }) => id);
}

/** Who these shoppers are now. */
export async function whoTheyAre(tx: Tx, shopperIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct coalesce(merged_into, shopper_id) as id from shoppers
     where club_id = $1 and shopper_id = any($2::uuid[]) order by 1`,
    [tx.clubId, shopperIds],
  );
  return rows.map(({ id }) => id);
}
