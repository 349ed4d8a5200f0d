/** Tags that segments want on their shoppers, against those that they have asked for. */
import type { Tx } from './transaction.ts';

/** Shoppers who are in it and for whom its tag is not asked yet. */
export async function untagged(
  tx: Tx,
  { segmentId, tag }: { segmentId: string; tag: string | null },
  limit: number,
): Promise<string[]> {
  if (tag === null) return [];
  const rows = await tx.query<{ shopper_id: string }>(
    `select m.shopper_id from segment_members m
     where m.club_id = $1 and m.segment_id = $2 and not exists (select from tag_grants g
       where g.club_id = $1 and g.source = 'segment' and g.source_key = $2::uuid::text
         and g.shopper_id = m.shopper_id and g.tag = $3 and g.ended_at is null)
     order by m.shopper_id limit $4`,
    [tx.clubId, segmentId, tag, limit],
  );
  return rows.map((row) => row.shopper_id);
}

/** Ends what it asked for and wants no more; answers whose tags are to be looked at. */
export async function endStale(
  tx: Tx,
  { segmentId, tag }: { segmentId: string; tag: string | null },
  { now, limit }: { now: string; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ shopper_id: string }>(
    `with stale as (select g.grant_id from tag_grants g
       where g.club_id = $1 and g.source = 'segment' and g.source_key = $2::uuid::text
         and g.ended_at is null and (g.tag is distinct from $3 or not exists (
           select from segment_members m where m.club_id = $1 and m.segment_id = $2::uuid
             and m.shopper_id = g.shopper_id))
       order by g.shopper_id, g.grant_id limit $4)
     update tag_grants g set ended_at = $5, settled_at = null from stale
     where g.club_id = $1 and g.grant_id = stale.grant_id returning g.shopper_id`,
    [tx.clubId, segmentId, tag, limit, now],
  );
  return [...new Set(rows.map((row) => row.shopper_id))];
}
