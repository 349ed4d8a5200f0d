/**
 * What messages tell of what a shop sells. In which collections a product is, none tells: it is asked
 * for, soon where the product itself changed, and at most once an hour where it did not, since a
 * message comes with every order of it too.
 */
import { searchable } from '../domain/catalogue.ts';
import type { Translated } from '../gateways/platform.ts';
import { keepCollections, keepCollectionsGone } from '../store/collections.ts';
import type { Ask } from '../store/deliveries.ts';
import { keepGone, keepTold } from '../store/products.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** The platform sorts products into collections in its own time. */
const SORTED_MS = 60_000;
const SELDOM_MS = 3_600_000;

/** One message, as far as it may be about the catalogue. `cause`: its id. */
export type CatalogueTold = { told: Translated; triggeredAt: number; cause: string };

type Of<Kind extends Translated['kind']> = CatalogueTold & {
  told: Extract<Translated, { kind: Kind }>;
};
const isOf =
  <Kind extends Translated['kind']>(kind: Kind) =>
  (each: CatalogueTold): each is Of<Kind> =>
    each.told.kind === kind;

/** Answers what is to be asked for. */
export async function recordCatalogue(
  tx: Tx,
  { now }: Context,
  shopId: string,
  messages: readonly CatalogueTold[],
): Promise<Ask[]> {
  const collections = await recordCollections(tx, now, shopId, messages);
  const products = await recordProducts(tx, now, shopId, messages.filter(isOf('product')));
  const gone = Map.groupBy(messages.filter(isOf('productGone')), (each) => each.triggeredAt);
  for (const [goneAt, mine] of gone) {
    await keepGone(
      tx,
      shopId,
      mine.map(({ told }) => told.productId),
      goneAt,
    );
  }
  return [...collections, ...products];
}

async function recordProducts(
  tx: Tx,
  now: number,
  shopId: string,
  messages: readonly Of<'product'>[],
): Promise<Ask[]> {
  if (messages.length === 0) return [];
  const newest = new Map<string, Of<'product'>>();
  for (const message of messages) {
    const { productId, updatedAt } = message.told.product;
    const known = newest.get(productId);
    if (!known || known.told.product.updatedAt <= updatedAt) newest.set(productId, message);
  }
  const products = [...newest.values()].map(({ told }) => searchable(told.product));
  const told = await keepTold(tx, shopId, products, now);
  return told.map(({ productId, changed, membersAt }) => {
    const soon = changed || membersAt === null;
    const dueAt = soon ? now + SORTED_MS : Math.max(now + SORTED_MS, membersAt + SELDOM_MS);
    const cause = newest.get(productId)?.cause ?? null;
    return { shopId, kind: 'lookUpProduct', key: productId, dueAt, cause };
  });
}

async function recordCollections(
  tx: Tx,
  now: number,
  shopId: string,
  messages: readonly CatalogueTold[],
): Promise<Ask[]> {
  const told = messages.filter(isOf('collection'));
  const gone = messages.filter(isOf('collectionGone'));
  if (told.length > 0) {
    const oldestFirst = told
      .map((each) => each.told.collection)
      .sort((a, b) => a.updatedAt - b.updatedAt);
    await keepCollections(tx, shopId, oldestFirst, now);
  }
  if (gone.length > 0) {
    const goneAt = Math.max(...gone.map((each) => each.triggeredAt));
    const ids = gone.map((each) => each.told.collectionId);
    await keepCollectionsGone(tx, shopId, ids, goneAt);
  }
  const ended = new Set(gone.map((each) => each.told.collectionId));
  return told
    .filter(({ told: { collection } }) => !ended.has(collection.collectionId))
    .map(({ told: { collection }, cause }) => ({
      shopId,
      kind: 'lookUpCollection',
      key: collection.collectionId,
      dueAt: now + SORTED_MS,
      cause,
    }));
}
