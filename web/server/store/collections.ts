/** The mirror of a shop's collections; which products they hold stands with the products. */
import type { CollectionFacts } from '../domain/catalogue.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Keeps what is told of collections, each named once: the newest wins. One that is gone stays gone. */
export async function keepCollections(
  tx: Tx,
  shopId: string,
  collections: readonly CollectionFacts[],
  now: number,
): Promise<void> {
  const rows = [...new Map(collections.map((each) => [each.collectionId, each])).values()].sort(
    (a, b) => (a.collectionId < b.collectionId ? -1 : 1),
  );
  await tx.query(
    `insert into collections as c (club_id, shop_id, collection_id, title, updated_at, seen_at)
     select $1, $2, r.*, $6 from unnest($3::text[], $4::text[], $5::timestamptz[]) as r(id, title, at)
     on conflict (club_id, shop_id, collection_id) do update set
       title = case when excluded.updated_at >= coalesce(c.updated_at, '-infinity')
         then excluded.title else c.title end,
       updated_at = greatest(c.updated_at, excluded.updated_at),
       seen_at = greatest(c.seen_at, excluded.seen_at)`,
    [
      tx.clubId,
      shopId,
      rows.map(({ collectionId }) => collectionId),
      rows.map(({ title }) => title),
      rows.map(({ updatedAt }) => at(updatedAt)),
      at(now),
    ],
  );
}

/** They are gone at the platform, and hold nothing any more. */
export async function keepCollectionsGone(
  tx: Tx,
  shopId: string,
  collectionIds: readonly string[],
  goneAt: number,
): Promise<void> {
  await tx.query(
    `insert into collections as c (club_id, shop_id, collection_id, seen_at, deleted_at)
     select $1, $2, id, $4, $4 from unnest($3::text[]) as id
     on conflict (club_id, shop_id, collection_id) do update
       set deleted_at = coalesce(c.deleted_at, excluded.deleted_at)`,
    [tx.clubId, shopId, [...new Set(collectionIds)].sort(), at(goneAt)],
  );
  for (const collectionId of new Set(collectionIds)) {
    await setMembers(tx, shopId, { collectionId, productIds: [], askedAt: goneAt });
  }
}

export type Members = {
  collectionId: string;
  productIds: readonly string[];
  /** When the platform was asked. */
  askedAt: number;
};

/**
 * The collection holds these products and no others, of those that were not asked about since.
 * Answers the products that nobody knows.
 */
export async function setMembers(tx: Tx, shopId: string, members: Members): Promise<string[]> {
  const { collectionId, productIds, askedAt } = members;
  const values = [tx.clubId, shopId, collectionId, productIds];
  await tx.query(
    `update products set collection_ids = array_remove(collection_ids, $3)
     where club_id = $1 and shop_id = $2 and $3 = any(collection_ids)
       and product_id <> all($4::text[]) and coalesce(members_at, '-infinity') <= $5`,
    [...values, at(askedAt)],
  );
  await tx.query(
    `update products set collection_ids = array(
       select unnest(collection_ids) union select $3 order by 1)
     where club_id = $1 and shop_id = $2 and product_id = any($4::text[])
       and not $3 = any(collection_ids) and coalesce(members_at, '-infinity') <= $5`,
    [...values, at(askedAt)],
  );
  const rows = await tx.query<{ id: string }>(
    `select id from unnest($3::text[]) as id where not exists (select from products p
       where p.club_id = $1 and p.shop_id = $2 and p.product_id = id)`,
    [tx.clubId, shopId, productIds],
  );
  return rows.map(({ id }) => id);
}
