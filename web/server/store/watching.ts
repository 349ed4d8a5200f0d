/**
 * What waits, over all clubs, for whoever runs the app. Asked through the narrow role, and as cheap as
 * what waits: however much was, and however much waits, no more than `COUNTED_TO` rows are counted.
 */
import type { Database } from './connections.ts';
import { at } from './rows.ts';

/** So many rows of a kind of work are counted; more are told as so many. */
export const COUNTED_TO = 100_000;

export type Waiting = {
  /** Messages that are due; since when the oldest is. */
  inbox: { count: number; oldestAt: number | null };
  /** Deliveries that are due and that nobody has in their hands, by kind. */
  deliveries: { kind: string; count: number; oldestAt: number }[];
  /** Set aside for a person. */
  parked: { messages: number; deliveries: number };
  /** When orders were last looked for at the shop where that is longest ago; null: nowhere yet. */
  lookedAt: number | null;
};

/** Hops from club to club along the index, so that history is never read. */
export const INBOX_WAITING = `
  with recursive clubs as (
    (select club_id from inbox where state = 'new' order by club_id limit 1)
    union all
    select (select i.club_id from inbox i where i.state = 'new' and i.club_id > c.club_id
      order by i.club_id limit 1) from clubs c where c.club_id is not null
  ), due as (
    select d.due_at from clubs c cross join lateral (
      select i.due_at from inbox i where i.club_id = c.club_id and i.state = 'new'
        and i.due_at <= $1 order by i.due_at limit ${COUNTED_TO}) d
    limit ${COUNTED_TO}
  )
  select (select count(*) from due)::int as count, (
    select min(f.due_at) from clubs c cross join lateral (
      select i.due_at from inbox i where i.club_id = c.club_id and i.state = 'new'
      order by i.due_at limit 1) f where f.due_at <= $1) as "oldestAt"`;

export const DELIVERIES_WAITING = `
  with recursive kinds as (
    (select club_id, kind from deliveries where state = 'due' order by club_id, kind limit 1)
    union all
    select n.club_id, n.kind from kinds k cross join lateral (
      select d.club_id, d.kind from deliveries d where d.state = 'due'
        and (d.club_id, d.kind) > (k.club_id, k.kind) order by d.club_id, d.kind limit 1) n
  ), due as (
    select k.kind, d.due_at from kinds k cross join lateral (
      select d.due_at from deliveries d where d.club_id = k.club_id and d.kind = k.kind
        and d.state = 'due' and d.due_at <= $1 and (d.lease_until is null or d.lease_until < $2)
      order by d.due_at limit ${COUNTED_TO}) d
    limit ${COUNTED_TO}
  )
  select kind, count(*)::int as count, min(due_at) as "oldestAt" from due
  group by kind order by kind`;

export const PARKED = `
  select (select count(*)::int from (
      select from inbox where state = 'parked' limit ${COUNTED_TO}) m) as messages,
    (select count(*)::int from (
      select from deliveries where state = 'parked' limit ${COUNTED_TO}) d) as deliveries`;

/** One row a shop. A shop that has left is not looked at any more. */
const LOOKED = `
  select min(h.looked_at) as "lookedAt" from shop_healing h
  join shops s on s.club_id = h.club_id and s.shop_id = h.shop_id
  where s.uninstalled_at is null`;

/** One after the other on one connection at most: the rest of the pool takes messages in. */
export async function readWaiting(db: Database, now: number, realNow: number): Promise<Waiting> {
  const client = await db.intake.connect();
  try {
    const one = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
      (await client.query(text, values)).rows as Row[];
    const [inbox] = await one<Waiting['inbox']>(INBOX_WAITING, [at(now)]);
    const deliveries = await one<Waiting['deliveries'][number]>(DELIVERIES_WAITING, [
      at(now),
      at(realNow),
    ]);
    const [parked] = await one<Waiting['parked']>(PARKED);
    const [looked] = await one<{ lookedAt: number | null }>(LOOKED);
    if (!inbox || !parked) throw new Error('a count without a row');
    return { inbox, deliveries, parked, lookedAt: looked?.lookedAt ?? null };
  } finally {
    client.release();
  }
}
