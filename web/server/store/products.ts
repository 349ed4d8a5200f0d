/** The mirror of what shops sell. Whatever is told twice, late or out of order ends the same. */
import type { ProductFacts, ProductSeen, Searchable, WholeProduct } from '../domain/catalogue.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Seen = {
  /** By the platform's id. One that is gone is known as it last was. */
  seen: ReadonlyMap<string, ProductSeen>;
  /** They are yet to be looked up. */
  unknown: readonly string[];
};

/**
 * What is known of these products of a shop. One that is neither seen nor unknown was asked for, and
 * the shop does not let us look: rules go on without it.
 */
export async function seenProducts(
  tx: Tx,
  shopId: string,
  productIds: readonly string[],
): Promise<Seen> {
  const ids = [...new Set(productIds)];
  if (ids.length === 0) return { seen: new Map(), unknown: [] };
  const rows = await tx.hot<ProductSeen & { known: boolean }>(
    `select product_id as "productId", vendor, type, tags, collection_ids as "collectionIds",
       members_at is not null or deleted_at is not null as known
     from products where club_id = $1 and shop_id = $2 and product_id = any($3::text[])
       and (members_at is not null or deleted_at is not null or withheld_at is not null)`,
    [tx.clubId, shopId, ids],
  );
  const seen = rows.flatMap(({ known, ...row }) => (known ? [row] : []));
  const asked = new Set(rows.map(({ productId }) => productId));
  return {
    seen: new Map(seen.map((row) => [row.productId, row])),
    unknown: ids.filter((id) => !asked.has(id)),
  };
}

/** How the rows of a statement are handed over: as one JSON text, since they hold lists. */
const ROWS = `jsonb_to_recordset($3::jsonb) as r(product_id text, title text, search text,
  vendor text, type text, tags text[], collection_ids text[], updated_at timestamptz)`;

const rowsOf = (products: readonly Searchable<ProductFacts | WholeProduct>[]): string =>
  JSON.stringify(
    [...new Map(products.map((product) => [product.productId, product])).values()]
      .sort((a, b) => (a.productId < b.productId ? -1 : 1))
      .map((product) => ({
        product_id: product.productId,
        title: product.title,
        search: product.search,
        vendor: product.vendor,
        type: product.type,
        tags: product.tags,
        collection_ids: 'collectionIds' in product ? product.collectionIds : [],
        updated_at: at(product.updatedAt),
      })),
  );

/** What the newest `updatedAt` says of a product wins; between equals, what came last. */
const NEWEST = ['title', 'search', 'vendor', 'type', 'tags', 'updated_at']
  .map(
    (name) => `${name} = case when excluded.updated_at >= coalesce(p.updated_at, '-infinity')
      then excluded.${name} else p.${name} end`,
  )
  .join(', ');

/** Known already, before it was told of, and what is new to us about it. */
export type Told = {
  productId: string;
  /** Its words were others, or nobody knew it. */
  changed: boolean;
  /** When its collections were last asked for; null: never. */
  membersAt: number | null;
};

/**
 * Keeps what messages tell of products, each named once. One that is gone stays gone: it is told of
 * in the order in which messages happen to come.
 */
export function keepTold(
  tx: Tx,
  shopId: string,
  products: readonly Searchable<ProductFacts>[],
  now: number,
): Promise<Told[]> {
  return tx.query<Told>(
    `with r as (select * from ${ROWS}), before as (
       select r.product_id, p.members_at,
         (p.vendor, p.type, p.tags) is distinct from (r.vendor, r.type, r.tags) as changed,
         p.updated_at as known_at
       from r left join products p
         on p.club_id = $1 and p.shop_id = $2 and p.product_id = r.product_id
     ), kept as (
       insert into products as p (club_id, shop_id, product_id, title, search, vendor, type, tags,
         updated_at, seen_at)
       select $1, $2, product_id, title, search, vendor, type, tags, updated_at, $4 from r
       on conflict (club_id, shop_id, product_id) do update set ${NEWEST},
         seen_at = greatest(p.seen_at, excluded.seen_at)
     )
     select b.product_id as "productId", b.members_at as "membersAt",
       b.changed and (b.known_at is null or b.known_at <= r.updated_at) as changed
     from before b join r using (product_id)
     left join products p
       on p.club_id = $1 and p.shop_id = $2 and p.product_id = r.product_id
     where p.deleted_at is null order by 1`,
    [tx.clubId, shopId, rowsOf(products), at(now)],
  );
}

/** How many of the products answered were unknown, and how many were known otherwise. */
export type Compared = { missing: number; stale: number };

/**
 * Keeps what the platform answered of products, which it was asked at `askedAt`: with their
 * collections, unless they were asked for again since.
 */
export async function keepAnswered(
  tx: Tx,
  shopId: string,
  products: readonly Searchable<WholeProduct>[],
  askedAt: number,
): Promise<Compared> {
  if (products.length === 0) return { missing: 0, stale: 0 };
  const [compared] = await tx.query<Compared>(
    `with r as (select * from ${ROWS}), before as (
       select p.product_id is null or (p.updated_at is null and p.deleted_at is null) as missing,
         p.product_id is not null and p.updated_at <= r.updated_at and p.seen_at <= $4
           and ((p.title, p.vendor, p.type, p.tags, p.deleted_at is null)
             is distinct from (r.title, r.vendor, r.type, r.tags, true)
           or (p.members_at is not null and p.collection_ids is distinct from r.collection_ids))
           as stale
       from r left join products p
         on p.club_id = $1 and p.shop_id = $2 and p.product_id = r.product_id
     ), kept as (
       insert into products as p (club_id, shop_id, product_id, title, search, vendor, type, tags,
         collection_ids, updated_at, members_at, seen_at)
       select $1, $2, product_id, title, search, vendor, type, tags, collection_ids, updated_at,
         $4, $4 from r
       on conflict (club_id, shop_id, product_id) do update set ${NEWEST},
         collection_ids = case when $4 >= coalesce(p.members_at, '-infinity')
           then excluded.collection_ids else p.collection_ids end,
         members_at = greatest(p.members_at, $4::timestamptz),
         deleted_at = case when p.deleted_at >= $4 then p.deleted_at end, withheld_at = null,
         seen_at = greatest(p.seen_at, $4::timestamptz)
     )
     select count(*) filter (where missing)::int as missing,
       count(*) filter (where stale)::int as stale from before`,
    [tx.clubId, shopId, rowsOf(products), at(askedAt)],
  );
  if (!compared) throw new Error('a count without a row');
  return compared;
}

/** They are gone at the platform. */
export async function keepGone(
  tx: Tx,
  shopId: string,
  productIds: readonly string[],
  goneAt: number,
): Promise<void> {
  if (productIds.length === 0) return;
  await tx.query(
    `insert into products as p (club_id, shop_id, product_id, seen_at, deleted_at)
     select $1, $2, id, $4, $4 from unnest($3::text[]) as id
     on conflict (club_id, shop_id, product_id) do update
       set deleted_at = coalesce(p.deleted_at, excluded.deleted_at)`,
    [tx.clubId, shopId, [...new Set(productIds)].sort(), at(goneAt)],
  );
}

/** The shop does not let us look at them. */
export async function keepWithheld(
  tx: Tx,
  shopId: string,
  productIds: readonly string[],
  now: number,
): Promise<void> {
  await tx.query(
    `insert into products as p (club_id, shop_id, product_id, seen_at, withheld_at)
     select $1, $2, id, $4, $4 from unnest($3::text[]) as id
     on conflict (club_id, shop_id, product_id) do update set withheld_at = excluded.withheld_at`,
    [tx.clubId, shopId, [...new Set(productIds)].sort(), at(now)],
  );
}

/** Orders wait for products that are looked up, by the platform's ids of both. */
export async function waitForProducts(
  tx: Tx,
  shopId: string,
  waits: readonly { productId: string; platformOrderId: string }[],
): Promise<void> {
  await tx.query(
    `insert into product_waits (club_id, shop_id, product_id, platform_order_id)
     select $1, $2, w.* from unnest($3::text[], $4::text[]) as w(product_id, order_id)
     order by 3, 4 on conflict do nothing`,
    [
      tx.clubId,
      shopId,
      waits.map(({ productId }) => productId),
      waits.map(({ platformOrderId }) => platformOrderId),
    ],
  );
}

/** Orders that waited for these products, which wait no more; by the platform's ids. */
export async function endWaits(
  tx: Tx,
  shopId: string,
  productIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `delete from product_waits
     where club_id = $1 and shop_id = $2 and product_id = any($3::text[])
     returning platform_order_id as id`,
    [tx.clubId, shopId, productIds],
  );
  return [...new Set(rows.map(({ id }) => id))].sort();
}
