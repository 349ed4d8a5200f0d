/**
 * Tags that something wants shoppers to have at a shop: a redemption of early access, a tier or a segment.
 * A tag stays there while any row wants it, and only one that we put there is ever taken away.
 */
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

/** What wants a tag, or asks for something by hand: a redemption, a tier or a segment, by its id. */
export type PerkSource = { source: 'redemption' | 'tier' | 'segment'; sourceKey: string };

export type TagGrant = PerkSource & {
  grantId: string;
  shopId: string;
  shopperId: string;
  tag: string;
  endedAt: number | null;
  /** The shop was asked to put it; null: never, or it was there before us. */
  sentAt: number | null;
  /** The shop is as this row says; null: to be done. */
  settledAt: number | null;
};

/** Asked for twice is once. The delivery `settleTags` of the shopper makes it so at the shop. */
export async function addTagGrants(
  tx: Tx,
  grants: readonly Omit<TagGrant, 'endedAt' | 'sentAt' | 'settledAt'>[],
  now: number,
): Promise<void> {
  await insertRows<(typeof grants)[number]>(
    tx,
    'tag_grants',
    [
      ['grant_id', 'uuid', (g) => g.grantId],
      ['shop_id', 'uuid', (g) => g.shopId],
      ['shopper_id', 'uuid', (g) => g.shopperId],
      ['tag', 'text', (g) => g.tag],
      ['source', 'text', (g) => g.source],
      ['source_key', 'text', (g) => g.sourceKey],
      ['created_at', 'timestamptz', () => at(now)],
    ],
    grants,
    'on conflict do nothing',
  );
}

/** What a source wanted is wanted no more. Answers how many rows ended. */
export async function endTagGrants(
  tx: Tx,
  shopperId: string,
  { source, sourceKey }: PerkSource,
  now: number,
): Promise<number> {
  const rows = await tx.query(
    `update tag_grants set ended_at = $5, settled_at = null
     where club_id = $1 and shopper_id = $2 and source = $3 and source_key = $4
       and ended_at is null returning 1`,
    [tx.clubId, shopperId, source, sourceKey, at(now)],
  );
  return rows.length;
}

/** What is wanted of these shoppers at a shop, and what is to be taken away. */
export function tagGrantsOf(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<TagGrant[]> {
  return tx.query<TagGrant>(
    `select grant_id as "grantId", shop_id as "shopId", shopper_id as "shopperId", tag, source,
       source_key as "sourceKey", ended_at as "endedAt", sent_at as "sentAt",
       settled_at as "settledAt"
     from tag_grants where club_id = $1 and shop_id = $2 and shopper_id = any($3::uuid[])
       and (ended_at is null or settled_at is null) order by created_at, grant_id`,
    [tx.clubId, shopId, shopperIds],
  );
}

/** Puts down, before the shop is asked, that these tags may be there by our doing from now on. */
export async function markTagsSent(
  tx: Tx,
  grantIds: readonly string[],
  now: number,
): Promise<void> {
  await tx.query(
    `update tag_grants set sent_at = coalesce(sent_at, $3)
     where club_id = $1 and grant_id = any($2::uuid[])`,
    [tx.clubId, grantIds, at(now)],
  );
}

/** The shop is as these rows said when they were read; one that ended since then is to be done again. */
export async function settleTagGrants(
  tx: Tx,
  grants: readonly Pick<TagGrant, 'grantId' | 'endedAt'>[],
  now: number,
): Promise<void> {
  await tx.query(
    `update tag_grants g set settled_at = $4
     from unnest($2::uuid[], $3::boolean[]) as r(grant_id, ended)
     where g.club_id = $1 and g.grant_id = r.grant_id and (g.ended_at is not null) = r.ended`,
    [
      tx.clubId,
      grants.map(({ grantId }) => grantId),
      grants.map(({ endedAt }) => endedAt !== null),
      at(now),
    ],
  );
}
