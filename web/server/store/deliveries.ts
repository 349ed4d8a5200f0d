/**
 * Deliveries: what the outside world must be told or asked, as rows that are retried until they are
 * done or parked. One row per (kind, key): asking again while it is under way makes it due again.
 * Leases are real time, so that a crashed worker's lease ends by itself.
 */
import { v7 as newId } from 'uuid';
import { causeOfKey } from './cause.ts';
import type { Database } from './connections.ts';
import { at, insertRows, insertion, sendTogether } from './rows.ts';
import type { Write } from './rows.ts';
import type { Tx } from './transaction.ts';

export const DELIVERY_KINDS = [
  'settleCode', // key: shopperId/redemptionId
  'shopperCard', // key: shopperId
  'clubCard', // key: shopId
  'prepareShop', // key: shopId
  'askOrder', // key: orderId
  'settleReferralCode', // key: shopperId
  'settleNextOrder', // key: orderId
  'settleGivenCode', // key: givenId
  'checkFriend', // key: the friend's orderId
  'judgeFriends', // key: the advocate's shopperId
  'lapseFriend', // key: the friend's orderId
  'endParent', // key: the parent's id at the platform
  'tellChange', // key: version/the last shopper that was asked for
  'mail', // key: what it is about/orderId, or /shopperId/more
  'reconcileOrders', // key: shopId; comes again
  'importHistory', // key: shopId
  'checkSubscriptions', // key: shopId; comes again
  'rewardPast', // key: pastRewardId
  'judgeAgain', // key: the first orderId that is left to be judged
  'lookUpTags', // key: orderId or actionId
  'lookUpProduct', // key: the product's id at the platform
  'lookUpCollection', // key: the collection's id at the platform
  'readCatalogue', // key: shopId; comes again
  'rollUp', // key: shopId
  'foresee', // key: shopId; comes again
  'confirmLeaving', // key: shopId
  'eraseShop', // key: shopId
  'erasePerson', // key: erasureId
  'adjustInBulk', // key: bulkId
  'settleWallet', // key: shopperId
  'settleTags', // key: shopperId
] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export type Ask = {
  shopId: string;
  kind: DeliveryKind;
  key: string;
  dueAt: number;
  /** The message that asks for it; when left out, whoever is asking just now. */
  cause?: string | null;
  /** Leased from the start to whoever asks (real time), if the row is new. */
  lease?: { deliveryId: string; leaseUntil: number };
};

const askColumns = (now: number) =>
  [
    ['delivery_id', 'uuid', (a: Ask) => a.lease?.deliveryId ?? newId()],
    ['shop_id', 'uuid', (a: Ask) => a.shopId],
    ['kind', 'text', (a: Ask) => a.kind],
    ['key', 'text', (a: Ask) => a.key],
    ['due_at', 'timestamptz', (a: Ask) => at(a.dueAt)],
    ['lease_until', 'timestamptz', (a: Ask) => at(a.lease?.leaseUntil ?? null)],
    ['created_at', 'timestamptz', () => at(now)],
    ['cause', 'text', (a: Ask) => a.cause ?? causeOfKey(a.key)],
  ] as const;

/** By key, which is the order they are locked in. */
function inOrder(asks: readonly Ask[]): Ask[] {
  const unique = [...new Map(asks.map((ask) => [`${ask.kind} ${ask.key}`, ask])).values()];
  return unique.sort((a, b) => (`${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1));
}

const AGAIN = `on conflict (club_id, kind, key) do update set asked = deliveries.asked + 1,
  attempts = 0, reason = null, done_at = null, state = 'due', cause = excluded.cause,
  due_at = case when deliveries.state = 'due'
    then least(deliveries.due_at, excluded.due_at) else excluded.due_at end`;

/** Asks for deliveries; answers their ids by `kind key`. */
export async function askFor(
  tx: Tx,
  asks: readonly Ask[],
  now: number,
): Promise<Map<string, string>> {
  type Out = { kind: string; key: string; delivery_id: string };
  const again = `${AGAIN} returning kind, key, delivery_id`;
  const rows = await insertRows<Ask, Out>(tx, 'deliveries', askColumns(now), inOrder(asks), again);
  return new Map(rows.map((row) => [`${row.kind} ${row.key}`, row.delivery_id]));
}

/** Asks for deliveries that were never asked for: what is under way or done is left alone. */
export async function askOnce(tx: Tx, asks: readonly Ask[], now: number): Promise<void> {
  await insertRows(tx, 'deliveries', askColumns(now), inOrder(asks), 'on conflict do nothing');
}

/** Asks for deliveries where nobody needs their ids. */
export function sendAsks(tx: Tx, asks: readonly Ask[], now: number): void {
  sendTogether(tx, askWrites(asks, now));
}

/** The same, to be sent with other writes. */
export const askWrites = (asks: readonly Ask[], now: number): Write[] =>
  insertion<Ask>('deliveries', askColumns(now), inOrder(asks), AGAIN);

/** Longer than any deadline, so that nobody else works on a row that is still in the air. */
export const LEASE_MS = 90_000;

export type Claimed = {
  deliveryId: string;
  shopId: string;
  kind: DeliveryKind;
  key: string;
  attempts: number;
  asked: number;
  /** What asked for it last; null: the clock, or the app itself. */
  cause: string | null;
};

const CLAIMED = `d.delivery_id as "deliveryId", d.shop_id as "shopId", d.kind, d.key, d.attempts,
  d.asked, d.cause`;

/** Leases due deliveries of one kind in this club until `leaseUntil` (real time). */
export function claimDeliveries(
  tx: Tx,
  input: { kind: DeliveryKind; now: number; realNow: number; leaseUntil: number; limit: number },
): Promise<Claimed[]> {
  return tx.query<Claimed>(
    `with due as (
       select delivery_id from deliveries
       where club_id = $1 and kind = $2 and state = 'due' and due_at <= $3
         and (lease_until is null or lease_until < $4)
       order by due_at, delivery_id limit $6 for update skip locked)
     update deliveries d set lease_until = $5 from due
     where d.club_id = $1 and d.delivery_id = due.delivery_id returning ${CLAIMED}`,
    [tx.clubId, input.kind, at(input.now), at(input.realNow), at(input.leaseUntil), input.limit],
  );
}

/** Leases one delivery now, due or not; null when somebody else has it or it is over. */
export async function claimOne(
  tx: Tx,
  deliveryId: string,
  lease: { realNow: number; leaseUntil: number },
): Promise<Claimed | null> {
  const rows = await tx.query<Claimed>(
    `update deliveries d set lease_until = $4
     where club_id = $1 and delivery_id = $2 and state = 'due'
       and (lease_until is null or lease_until < $3) returning ${CLAIMED}`,
    [tx.clubId, deliveryId, at(lease.realNow), at(lease.leaseUntil)],
  );
  return rows[0] ?? null;
}

/** How one delivery ended this time. */
export type Ending =
  | { deliveryId: string; asked: number; end: 'done' }
  /** No reason: it is not a failure, and its attempts are counted from the beginning. */
  | { deliveryId: string; asked: number; end: 'again'; dueAt: number; reason: string | null }
  | { deliveryId: string; asked: number; end: 'park'; reason: string };

/**
 * Ends the leases. Asked for again meanwhile: due again, whatever the ending was. Rows are locked by
 * key, as `askFor` does it.
 */
export async function endDeliveries(
  tx: Tx,
  endings: readonly Ending[],
  now: number,
): Promise<void> {
  if (endings.length === 0) return;
  await tx.query(
    `with locked as (
       select delivery_id from deliveries where club_id = $1 and delivery_id = any($2::uuid[])
       order by kind collate "C", key collate "C" for update)
     update deliveries d set lease_until = null,
       state = case when d.asked <> r.asked then 'due' else r.state end,
       due_at = case when d.asked <> r.asked then d.due_at else coalesce(r.due_at, d.due_at) end,
       attempts = case when d.asked <> r.asked or (r.state = 'due' and r.reason is null) then 0
         when r.state = 'done' or r.reason in ('notReached', 'throttled') then d.attempts
         else d.attempts + 1 end,
       reason = r.reason,
       done_at = case when d.asked = r.asked and r.state = 'done' then $7::timestamptz end
     from unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[])
       as r(delivery_id, asked, state, due_at, reason) join locked using (delivery_id)
     where d.club_id = $1 and d.delivery_id = r.delivery_id`,
    [
      tx.clubId,
      endings.map((e) => e.deliveryId),
      endings.map((e) => e.asked),
      endings.map((e) => (e.end === 'done' ? 'done' : e.end === 'park' ? 'parked' : 'due')),
      endings.map((e) => (e.end === 'again' ? at(e.dueAt) : null)),
      endings.map((e) => (e.end === 'done' ? null : e.reason)),
      at(now),
    ],
  );
}

/** A person asks for another try; null when no such delivery is parked. */
export async function unparkDelivery(
  tx: Tx,
  deliveryId: string,
  now: number,
): Promise<{ kind: DeliveryKind; key: string } | null> {
  const rows = await tx.query<{ kind: DeliveryKind; key: string }>(
    `update deliveries set state = 'due', attempts = 0, due_at = $3, reason = null
     where club_id = $1 and delivery_id = $2 and state = 'parked' returning kind, key`,
    [tx.clubId, deliveryId, at(now)],
  );
  return rows[0] ?? null;
}

/** The shop is connected again: what failed or was set aside meanwhile is tried at once. */
export async function retryShop(tx: Tx, shopId: string, now: number): Promise<void> {
  await tx.query(
    `update deliveries set state = 'due', attempts = 0, due_at = $3, reason = null
     where club_id = $1 and shop_id = $2
       and (state = 'parked' or (state = 'due' and attempts > 0))`,
    [tx.clubId, shopId, at(now)],
  );
}

/** Which clubs have work of any kind, asked once for all of them. */
export type DueClubs = {
  inbox: string[];
  clock: string[];
  deliveries: { clubId: string; kind: DeliveryKind }[];
};

/** How many of the oldest due rows the clock looks at, to see whose they are. */
const OLDEST = 1000;

/** The answer costs as much as there are clubs with work, however much work they have. */
const DUE_CLUBS = `
  with recursive waiting as (
    (select club_id from inbox where state = 'new' order by club_id limit 1)
    union all
    select (select i.club_id from inbox i where i.state = 'new' and i.club_id > w.club_id
      order by i.club_id limit 1) from waiting w where w.club_id is not null
  ), outgoing as (
    (select club_id, kind from deliveries where state = 'due' order by club_id, kind limit 1)
    union all
    select n.club_id, n.kind from outgoing o cross join lateral (
      select d.club_id, d.kind from deliveries d where d.state = 'due'
        and (d.club_id, d.kind) > (o.club_id, o.kind) order by d.club_id, d.kind limit 1) n
  )
  select 'inbox' as work, null as kind, club_id from waiting w where exists (
    select from inbox i where i.club_id = w.club_id and i.state = 'new' and i.due_at <= $1)
  union all select 'deliveries', kind, club_id from outgoing o where exists (
    select from deliveries d where d.club_id = o.club_id and d.kind = o.kind and d.state = 'due'
      and d.due_at <= $1 and (d.lease_until is null or d.lease_until < $2))
  union all select 'clock', null, club_id from (
    (select club_id from orders where pending > 0 and available_at <= $1
      order by available_at limit ${OLDEST})
    union (select club_id from lots where open > 0 and expires_at <= $1
      order by expires_at limit ${OLDEST})
    union (select club_id from lots where open > 0 and notice_at <= $1
      order by notice_at limit ${OLDEST})
    union (select club_id from referrals where pending > 0 and available_at <= $1
      order by available_at limit ${OLDEST})
    union (select club_id from actions where pending > 0 and available_at <= $1
      order by available_at limit ${OLDEST})
    union (select club_id from tier_entries where pending > 0 and available_at <= $1
      order by available_at limit ${OLDEST})
    union (select club_id from tier_standings where look_at <= $1
      order by look_at limit ${OLDEST})
    union (select club_id from shops where move_tiers_at <= $1
      order by move_tiers_at limit ${OLDEST})
    union (select club_id from shops where celebrate_at <= $1
      order by celebrate_at limit ${OLDEST})
    union (select club_id from segments where look_at <= $1
      order by look_at limit ${OLDEST})
    union (select club_id from next_order_codes where look_at <= $1
      order by look_at limit ${OLDEST})
    union (select club_id from debts where open > 0 and write_off_at <= $1
      order by write_off_at limit ${OLDEST})
    union (select club_id from redemptions where status = 'open' and expires_at <= $1
      order by expires_at limit ${OLDEST})
    union (select club_id from inbox where prune_at <= $1
      order by prune_at limit ${OLDEST})) c`;

type DueRow = { work: 'inbox' | 'clock' | 'deliveries'; kind: DeliveryKind; club_id: string };

export async function dueClubs(db: Database, now: number, realNow: number): Promise<DueClubs> {
  const { rows } = await db.intake.query<DueRow>(DUE_CLUBS, [at(now), at(realNow)]);
  const due: DueClubs = { inbox: [], clock: [], deliveries: [] };
  for (const { work, kind, club_id: clubId } of rows) {
    if (work === 'deliveries') due.deliveries.push({ clubId, kind });
    else due[work].push(clubId);
  }
  return due;
}
