/** What a reading of the catalogue brings, page by page, and what it shows to be gone. */
import { searchable } from '../domain/catalogue.ts';
import type { CollectionFacts } from '../domain/catalogue.ts';
import type { ProductPage } from '../gateways/platform.ts';
import { endUnseenProducts, touchProducts, unseenCollections } from '../store/catalogueReadings.ts';
import type { CatalogueReading } from '../store/catalogueReadings.ts';
import { keepCollections, keepCollectionsGone } from '../store/collections.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { keepAnswered } from '../store/products.ts';
import type { Tx } from '../store/transaction.ts';

export async function keepCollectionPage(
  tx: Tx,
  { shopId, beganAt }: CatalogueReading,
  collections: readonly CollectionFacts[],
): Promise<void> {
  await waitForClub(tx);
  if (collections.length > 0) await keepCollections(tx, shopId, collections, beganAt);
}

/** What the whole list has not named is gone. */
export async function endCollections(tx: Tx, { shopId, beganAt }: CatalogueReading): Promise<void> {
  const gone = await unseenCollections(tx, shopId, beganAt);
  if (gone.length > 0) await keepCollectionsGone(tx, shopId, gone, beganAt);
}

/** Counts what was not known, or known otherwise. A first reading finds nothing: it is all new. */
export async function keepProductPage(
  tx: Tx,
  now: number,
  reading: CatalogueReading,
  { products, incomplete }: ProductPage,
): Promise<void> {
  await waitForClub(tx);
  const { shopId } = reading;
  const copiedAt = reading.copiedAt ?? reading.beganAt;
  const { missing, stale } = await keepAnswered(tx, shopId, products.map(searchable), copiedAt);
  reading.missing += missing;
  reading.stale += stale;
  reading.read += products.length + incomplete.length;
  if (incomplete.length === 0) return;
  await touchProducts(tx, shopId, incomplete, copiedAt);
  const asks = incomplete.map((key): Ask => ({ shopId, kind: 'lookUpProduct', key, dueAt: now }));
  await askFor(tx, asks, now);
}

/** What the whole copy has not named is gone. */
export async function endProducts(tx: Tx, reading: CatalogueReading): Promise<void> {
  await waitForClub(tx);
  const since = reading.copiedAt ?? reading.beganAt;
  reading.gone += await endUnseenProducts(tx, reading.shopId, since);
}
