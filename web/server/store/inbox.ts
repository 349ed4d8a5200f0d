/**
 * The inbox: signed messages as they came, put down before anybody thinks about them.
 *
 * Putting down is a group commit without a timer: while one flight is in the air, arrivals wait for
 * the next one. One statement serves all clubs, so the narrow role does it. Rows go in by key, so that
 * two flights with the same messages wait for one another and never in a circle.
 */
import type { Database } from './connections.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Arrival = {
  platform: string;
  shopDomain: string;
  webhookId: string;
  topic: string;
  triggeredAt: number;
  receivedAt: number;
  body: Uint8Array;
};

/** `false`: no such shop. A message that is already there counts as put down. */
export type AcceptInbox = (arrival: Arrival) => Promise<boolean>;

type Waiting = { arrival: Arrival; done: (known: boolean) => void; failed: (e: unknown) => void };

const FLIGHT_LIMIT = 500;

/** Answers once the message is committed. `onAccepted` hears that there is work. */
export function openInbox(db: Database, onAccepted: () => void): AcceptInbox {
  let waiting: Waiting[] = [];
  let flights = 0;
  const depart = () => {
    while (waiting.length > 0 && flights < 2) {
      const flight = waiting.slice(0, FLIGHT_LIMIT);
      waiting = waiting.slice(FLIGHT_LIMIT);
      flights += 1;
      void putDown(db, flight)
        .then(onAccepted)
        .finally(() => {
          flights -= 1;
          depart();
        });
    }
  };
  return (arrival) =>
    new Promise((done, failed) => {
      waiting.push({ arrival, done, failed });
      depart();
    });
}

const PUT_DOWN = `
  with arrived as (
    select s.club_id, s.shop_id, a.webhook_id, a.topic, a.triggered_at, a.received_at,
      substr($1::bytea, a.starts, a.size) as payload, a.n
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
      $7::timestamptz[], $8::int[], $9::int[]) with ordinality
      as a(platform, domain, webhook_id, topic, triggered_at, received_at, starts, size, n)
    join shops s on s.platform = a.platform and s.domain = a.domain
  ), put as (
    insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload,
      due_at)
    select club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload, received_at
    from arrived order by club_id, shop_id, webhook_id on conflict do nothing
  )
  select n::int from arrived`;

async function putDown(db: Database, flight: readonly Waiting[]): Promise<void> {
  try {
    const arrivals = flight.map((w) => w.arrival);
    let next = 1;
    const starts = arrivals.map((a) => {
      const start = next;
      next += a.body.byteLength;
      return start;
    });
    const { rows } = await db.intake.query<{ n: number }>({
      name: 'put-down',
      text: PUT_DOWN,
      values: [
        Buffer.concat(arrivals.map((a) => a.body)),
        arrivals.map((a) => a.platform),
        arrivals.map((a) => a.shopDomain),
        arrivals.map((a) => a.webhookId),
        arrivals.map((a) => a.topic),
        arrivals.map((a) => at(a.triggeredAt)),
        arrivals.map((a) => at(a.receivedAt)),
        starts,
        arrivals.map((a) => a.body.byteLength),
      ],
    });
    const known = new Set(rows.map((row) => row.n));
    flight.forEach((w, i) => w.done(known.has(i + 1)));
  } catch (error) {
    for (const w of flight) w.failed(error);
  }
}

export type InboxRow = {
  shopId: string;
  webhookId: string;
  topic: string;
  triggeredAt: number;
  receivedAt: number;
  body: Uint8Array;
  attempts: number;
};

/** Takes up to `limit` due messages of this club, oldest first; other workers skip them. */
export function claimInbox(tx: Tx, now: number, limit: number): Promise<InboxRow[]> {
  return tx.hot<InboxRow>(
    `select shop_id as "shopId", webhook_id as "webhookId", topic,
       triggered_at as "triggeredAt", received_at as "receivedAt", payload as body, attempts
     from inbox where club_id = $1 and state = 'new' and due_at <= $2 and payload is not null
     order by due_at, seq limit $3 for update skip locked`,
    [tx.clubId, at(now), limit],
  );
}

const keysOf = (rows: readonly InboxRow[]) => [
  rows.map((row) => row.shopId),
  rows.map((row) => row.webhookId),
];

/** Payloads are personal data: they are kept this long. */
const KEPT_DAYS = 30;

export function markHandled(tx: Tx, rows: readonly InboxRow[], now: number): void {
  if (rows.length === 0) return;
  tx.send(
    `update inbox i set state = 'handled', handled_at = $4, reason = null,
       prune_at = received_at + interval '${KEPT_DAYS} days'
     from unnest($2::uuid[], $3::text[]) as r(shop_id, webhook_id)
     where i.club_id = $1 and i.shop_id = r.shop_id and i.webhook_id = r.webhook_id`,
    [tx.clubId, ...keysOf(rows), at(now)],
  );
}

/** When each of these shops was last heard, which the inbox tells only by being read whole. */
export function noteHeard(tx: Tx, rows: readonly InboxRow[]): void {
  for (const [shopId, mine] of Map.groupBy(rows, (row) => row.shopId)) {
    tx.send(
      `insert into shop_contacts (club_id, shop_id, heard_at) values ($1, $2, $3)
       on conflict (club_id, shop_id) do update
       set heard_at = greatest(shop_contacts.heard_at, excluded.heard_at)`,
      [tx.clubId, shopId, at(Math.max(...mine.map((row) => row.receivedAt)))],
    );
  }
}

/** Sets a message aside for a person: visible, kept, retried by hand. */
export async function parkMessage(tx: Tx, row: InboxRow, reason: string): Promise<void> {
  await tx.query(
    `update inbox set state = 'parked', attempts = attempts + 1, reason = $4
     where club_id = $1 and shop_id = $2 and webhook_id = $3`,
    [tx.clubId, row.shopId, row.webhookId, reason],
  );
}

/** Counts a failed attempt; the message is due again later. */
export async function postponeMessage(
  tx: Tx,
  row: InboxRow,
  dueAt: number,
  reason: string,
): Promise<void> {
  await tx.query(
    `update inbox set attempts = attempts + 1, due_at = $4, reason = $5
     where club_id = $1 and shop_id = $2 and webhook_id = $3`,
    [tx.clubId, row.shopId, row.webhookId, at(dueAt), reason],
  );
}

/** A person asks for another try; false when no such message is parked. */
export async function unparkMessage(tx: Tx, webhookId: string, now: number): Promise<boolean> {
  const rows = await tx.query(
    `update inbox set state = 'new', attempts = 0, due_at = $3, reason = null
     where club_id = $1 and webhook_id = $2 and state = 'parked' returning 1`,
    [tx.clubId, webhookId, at(now)],
  );
  return rows.length > 0;
}

/** Handled messages whose time is over lose what they said; they stay as marks. Answers how many. */
export async function prunePayloads(tx: Tx, now: number, limit: number): Promise<number> {
  const rows = await tx.query(
    `with old as (
       select shop_id, webhook_id from inbox where club_id = $1 and prune_at <= $2 limit $3)
     update inbox i set payload = null, prune_at = null from old
     where i.club_id = $1 and i.shop_id = old.shop_id and i.webhook_id = old.webhook_id
     returning 1`,
    [tx.clubId, at(now), limit],
  );
  return rows.length;
}

/** One worker at a time works on a club's messages; false when another one does. */
export async function takeClub(tx: Tx): Promise<boolean> {
  const rows = await tx.hot<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('club work ' || $1::text, 0)) as mine`,
    [tx.clubId],
  );
  return rows[0]?.mine ?? false;
}

/**
 * Waits until nobody else works on the club. Whoever locks more than one shopper, or records orders,
 * does it alone in the club; take this before anything else is locked.
 */
export async function waitForClub(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('club work ' || $1::text, 0))`, [
    tx.clubId,
  ]);
}

/** Messages that name somebody erased lose what they said, read or not; they stay as marks. */
export function forgetMessages(tx: Tx, rows: readonly InboxRow[], now: number): void {
  if (rows.length === 0) return;
  tx.send(
    `update inbox i set payload = null, prune_at = null, state = 'handled',
       handled_at = coalesce(handled_at, $4),
       reason = case when state = 'handled' then reason else 'erased' end
     from unnest($2::uuid[], $3::text[]) as r(shop_id, webhook_id)
     where i.club_id = $1 and i.shop_id = r.shop_id and i.webhook_id = r.webhook_id`,
    [tx.clubId, ...keysOf(rows), at(now)],
  );
}

/** Messages of a shop that is not there: it was erased while they came in. They go whole. */
export async function dropMessages(tx: Tx, shopId: string): Promise<void> {
  await tx.query('delete from inbox where club_id = $1 and shop_id = $2', [tx.clubId, shopId]);
}

/** True when a message of this club is due: such go before anything that is read from the shop. */
export async function messagesDue(tx: Tx, now: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from inbox where club_id = $1 and state = 'new' and due_at <= $2
       and payload is not null limit 1`,
    [tx.clubId, at(now)],
  );
  return rows.length > 0;
}
