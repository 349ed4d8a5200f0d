/** Segments, who is in them, and who came and went. */
import type { Filter } from '../domain/segments/filter.ts';
import { at } from './rows.ts';
import { compileFilter } from './segmentFilter.ts';
import type { FilterPlace } from './segmentConditions.ts';
import type { Tx } from './transaction.ts';

export type Segment = {
  segmentId: string;
  name: string;
  kind: 'live' | 'static';
  filter: Filter | null;
  tag: string | null;
  shoppers: number;
  createdAt: number;
  createdBy: string;
  settledAt: number | null;
  problem: 'tooSlow' | null;
  lookAt: number | null;
  /** Who is in it is to be worked out when the clock looks. */
  toSettle: boolean;
  removedAt: number | null;
};

const SEGMENT = `segment_id as "segmentId", name, kind, filter, tag, shoppers,
  created_at as "createdAt", created_by as "createdBy", settled_at as "settledAt", problem,
  look_at as "lookAt", to_settle as "toSettle", removed_at as "removedAt"`;

/** The insert decides who is first: false where the id is taken. */
export async function addSegment(tx: Tx, segment: Segment): Promise<boolean> {
  const rows = await tx.query(
    `insert into segments (club_id, segment_id, name, kind, filter, tag, created_at, created_by,
       look_at, to_settle)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning 1`,
    [
      tx.clubId,
      segment.segmentId,
      segment.name,
      segment.kind,
      segment.filter && JSON.stringify(segment.filter),
      segment.tag,
      at(segment.createdAt),
      segment.createdBy,
      at(segment.lookAt),
      segment.toSettle,
    ],
  );
  return rows.length > 0;
}

/** One that was removed is found too, and says so. */
export async function lockSegment(tx: Tx, segmentId: string): Promise<Segment | null> {
  const [row] = await tx.query<Segment>(
    `select ${SEGMENT} from segments where club_id = $1 and segment_id = $2 for update`,
    [tx.clubId, segmentId],
  );
  return row ?? null;
}

/** The one that the clock is to look at first; null: none is due. */
export async function lockDueSegment(tx: Tx, now: number): Promise<Segment | null> {
  const [row] = await tx.query<Segment>(
    `select ${SEGMENT} from segments where club_id = $1 and look_at <= $2
     order by look_at, segment_id limit 1 for update`,
    [tx.clubId, at(now)],
  );
  return row ?? null;
}

/** All that are there, the newest first. */
export const listSegments = (tx: Tx): Promise<Segment[]> =>
  tx.query<Segment>(
    `select ${SEGMENT} from segments where club_id = $1 and removed_at is null
     order by created_at desc, segment_id desc`,
    [tx.clubId],
  );

/** Who made it, and what kind it is, stays; how many are in it is written with who they are. */
export async function saveSegment(tx: Tx, segment: Segment): Promise<void> {
  await tx.query(
    `update segments set name = $3, filter = $4, tag = $5, settled_at = $6, problem = $7,
       look_at = $8, to_settle = $9, removed_at = $10
     where club_id = $1 and segment_id = $2`,
    [
      tx.clubId,
      segment.segmentId,
      segment.name,
      segment.filter && JSON.stringify(segment.filter),
      segment.tag,
      at(segment.settledAt),
      segment.problem,
      at(segment.lookAt),
      segment.toSettle,
      at(segment.removedAt),
    ],
  );
}

export type Moment = { day: number; now: number };

/** Everybody in `wanted` (a statement of shopper ids) is in it from now on, and nobody else. */
async function replaceMembers(
  tx: Tx,
  wanted: string,
  values: readonly unknown[],
): Promise<{ entered: number; left: number }> {
  const [row] = await tx.query<{ entered: number; left: number }>(
    `with wanted as materialized (${wanted}),
     gone as (delete from segment_members m where m.club_id = $1 and m.segment_id = $2
       and not exists (select from wanted w where w.shopper_id = m.shopper_id)
       returning m.shopper_id),
     fresh as (insert into segment_members (club_id, segment_id, shopper_id, since_day)
       select $1, $2::uuid, w.shopper_id, $3::int from wanted w
       on conflict do nothing returning shopper_id),
     moved as (insert into segment_moves (club_id, segment_id, shopper_id, day, moved_at, entered)
       select $1, $2::uuid, m.shopper_id, $3::int, $4::timestamptz, m.entered from (
         select shopper_id, true as entered from fresh
         union all select shopper_id, false from gone) m),
     counted as (update segments set shoppers = (select count(*) from wanted)
       where club_id = $1 and segment_id = $2::uuid)
     select (select count(*) from fresh)::int as entered, (select count(*) from gone)::int as left`,
    values,
  );
  if (!row) throw new Error('a query without rows');
  return row;
}

/** Works out who is in a segment; those who came and went are kept with the day. */
export function settleMembers(
  tx: Tx,
  segmentId: string,
  filter: Filter,
  { place, now }: { place: FilterPlace; now: number },
): Promise<{ entered: number; left: number }> {
  const own = [tx.clubId, segmentId, place.today, at(now)];
  const { text, values } = compileFilter(filter, place, own);
  return replaceMembers(tx, text, values);
}

/** A list as it was told; who was erased or became somebody else is left out. */
export function listMembers(
  tx: Tx,
  segmentId: string,
  shopperIds: readonly string[],
  { day, now }: Moment,
): Promise<{ entered: number; left: number }> {
  const text = `select s.shopper_id from shoppers s where s.club_id = $1
    and s.shopper_id = any($5::uuid[]) and s.merged_into is null and s.erased_at is null`;
  return replaceMembers(tx, text, [tx.clubId, segmentId, day, at(now), shopperIds]);
}

export async function dropMembers(tx: Tx, segmentId: string, { day, now }: Moment): Promise<void> {
  const nobody = 'select null::uuid as shopper_id where false';
  await replaceMembers(tx, nobody, [tx.clubId, segmentId, day, at(now)]);
}

/** Counts who is in it: merges leave the count to whoever looks next. */
export async function recount(tx: Tx, segmentId: string): Promise<void> {
  await tx.query(
    `update segments s set shoppers = (select count(*) from segment_members m
       where m.club_id = $1 and m.segment_id = $2)
     where s.club_id = $1 and s.segment_id = $2`,
    [tx.clubId, segmentId],
  );
}

export type Counted = { shoppers: number; examples: string[] };

/** How many fit a filter, and the first few of them. */
export async function countFilter(
  tx: Tx,
  filter: Filter,
  place: FilterPlace,
  examples: number,
): Promise<Counted> {
  const { text, values } = compileFilter(filter, place, [tx.clubId, examples]);
  const [row] = await tx.query<Counted>(
    `with hits as materialized (${text})
     select (select count(*) from hits)::int as shoppers,
       array(select h.shopper_id::text from hits h order by h.shopper_id desc limit $2::int)
         as examples`,
    values,
  );
  if (!row) throw new Error('a query without rows');
  return row;
}

/** What is asked from here on may take so long, in this transaction. */
export async function limitTime(tx: Tx, limitMs: number): Promise<void> {
  await tx.query(`select set_config('statement_timeout', $1, true)`, [String(limitMs)]);
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: query_canceled */
export const tookTooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57014';
