/**
 * What is picked from where a rule asks for products, collections, tags or vendors
 * (`catalogueAnswer`). With 100,000 products an answer takes a few dozen ms at most: titles are looked
 * through in an index that holds nothing else, and how many products carry a word is counted already.
 */
import { FOLD_FROM, FOLD_TO, readSearch } from '../domain/searchText.ts';
import type { Tx } from '../store/transaction.ts';

const SHOWN = 20;
/** Further words of a question are not looked for. */
const WORDS = 4;

/** $3 to $6: words that must all occur; '' occurs everywhere. */
const ALL_IN = (text: string): string =>
  Array.from({ length: WORDS }, (_, n) => `strpos(${text}, $${n + 3}) > 0`).join(' and ');

const PRODUCTS = `
  with hits as materialized (
    select product_id from products
    where club_id = $1 and shop_id = $2 and deleted_at is null and ${ALL_IN('search')}
    order by search, product_id limit ${SHOWN})
  select p.product_id as id, p.title, p.vendor, false as deleted from products p
    join hits h using (product_id)
  where p.club_id = $1 and p.shop_id = $2 order by p.search, p.product_id`;

const COLLECTIONS = `
  select c.collection_id as id, c.title, coalesce(w.products, 0) as products, false as deleted
  from collections c left join catalogue_words w on w.club_id = c.club_id
    and w.shop_id = c.shop_id and w.kind = 'collection' and w.word = c.collection_id
  where c.club_id = $1 and c.shop_id = $2 and c.deleted_at is null
    and ${ALL_IN('translate(lower(c.title), $7, $8)')}
  order by coalesce(w.products, 0) desc, c.title, c.collection_id limit ${SHOWN}`;

const NAMED = `
  select kind, name, products from (
    select kind, name, products,
      row_number() over (partition by kind order by products desc, word) as place
    from catalogue_words where club_id = $1 and shop_id = $2 and kind <> 'collection'
      and ${ALL_IN('translate(word, $7, $8)')}) w
  where place <= ${SHOWN} order by kind, place`;

const PRODUCTS_BY_ID = `
  select product_id as id, title, vendor, deleted_at is not null as deleted from products
  where club_id = $1 and shop_id = $2 and product_id = any($3::text[])
    and withheld_at is null order by search, product_id`;

const COLLECTIONS_BY_ID = `
  select c.collection_id as id, c.title, coalesce(w.products, 0) as products,
    c.deleted_at is not null as deleted
  from collections c left join catalogue_words w on w.club_id = c.club_id
    and w.shop_id = c.shop_id and w.kind = 'collection' and w.word = c.collection_id
  where c.club_id = $1 and c.shop_id = $2 and c.collection_id = any($3::text[])
  order by c.title, c.collection_id`;

const WHOLE = `
  select exists (select from catalogue_readings
    where club_id = $1 and shop_id = $2 and state = 'done') as whole`;

type ProductRow = { id: string; title: string; vendor: string | null; deleted: boolean };
type CollectionRow = { id: string; title: string; products: number; deleted: boolean };
type Word = { kind: 'tag' | 'vendor' | 'type'; name: string; products: number };

/** What carries the words of the typed text. */
export async function findInCatalogue(tx: Tx, shopId: string, text: string) {
  const { words } = readSearch(text);
  const padded = Array.from({ length: WORDS }, (_, n) => words[n] ?? '');
  const values = [tx.clubId, shopId, ...padded];
  const folding = [...values, FOLD_FROM, FOLD_TO];
  const products = await tx.query<ProductRow>(PRODUCTS, values);
  const collections = await tx.query<CollectionRow>(COLLECTIONS, folding);
  const named = await tx.query<Word>(NAMED, folding);
  const of = (kind: Word['kind']) =>
    named
      .filter((word) => word.kind === kind)
      .map(({ name, products: n }) => ({ name, products: n }));
  const whole = await isWhole(tx, shopId);
  return {
    products,
    collections,
    tags: of('tag'),
    vendors: of('vendor'),
    types: of('type'),
    whole,
  };
}

/** What these ids of the platform are called. */
export async function nameInCatalogue(
  tx: Tx,
  shopId: string,
  ids: { products: readonly string[]; collections: readonly string[] },
) {
  const shop = [tx.clubId, shopId];
  const products = await tx.query<ProductRow>(PRODUCTS_BY_ID, [...shop, ids.products]);
  const collections = await tx.query<CollectionRow>(COLLECTIONS_BY_ID, [...shop, ids.collections]);
  const whole = await isWhole(tx, shopId);
  return { products, collections, tags: [], vendors: [], types: [], whole };
}

const isWhole = async (tx: Tx, shopId: string): Promise<boolean> =>
  (await tx.query<{ whole: boolean }>(WHOLE, [tx.clubId, shopId]))[0]?.whole ?? false;
