/** What is bought again, product by product. */
import { productMeasures } from '../../domain/retention/measures/baskets.ts';
import type { BasketHistory } from '../../domain/retention/measures/baskets.ts';
import type { Window } from '../../domain/retention/measures/measure.ts';
import type { Tx } from '../../store/transaction.ts';
import { readTitles } from './facts.ts';
import { shown } from './measures.ts';

const MOST = 25;

/** Those with the most buyers. */
export async function productsShown(tx: Tx, histories: readonly BasketHistory[], window: Window) {
  const products = productMeasures(histories, window).slice(0, MOST);
  const rows = await readTitles(
    tx,
    products.map(({ productId }) => productId),
  );
  const titles = new Map(rows.map(({ productId, title }) => [productId, title]));
  return products.map(({ productId, repurchaseRate, reorderRhythm }) => ({
    productId,
    title: titles.get(productId) || null,
    repurchaseRate: shown(repurchaseRate),
    reorderRhythm: shown(reorderRhythm),
  }));
}
