/** Turns what a shopper means to spend into things that the shop sells. */
import type { Minor, Product } from '../types.ts';
import { between, weighted } from './samplers.ts';
import type { Random } from './samplers.ts';

export type Good = {
  handle: string;
  variantId: string;
  priceMinor: Minor;
  gift: boolean;
  /** How much people like it, whatever the price. */
  liking: number;
  /** Weeks until it is worn out and bought again; null for things that last. */
  rhythmWeeks: number | null;
};
export type Shelves = {
  goods: readonly Good[];
  giftCards: readonly string[];
  /** What one unit of the spending model is in this shop. */
  unitMinor: number;
};
export type BasketLine = { variantId: string; quantity: number };
export type Basket = { lines: BasketLine[]; valueMinor: Minor };

/** Things that wear out in a kitchen, in weeks. */
const RHYTHMS: Readonly<Record<string, number>> = {
  'linen-tea-towel': 12,
  'olive-wood-spoon': 26,
  'dastmal-ketan': 12,
  'ghashogh-chobi': 26,
};
/** An average order is about 35 units; it should buy not quite two things of a middling price. */
const UNITS_A_MIDDLING_PRICE = 20;
const TRIES = 5;
const PATIENCE = 40;
const MOST_LINES = 5;

export function shelvesOf(products: readonly Product[]): Shelves {
  const goods = products
    .filter((product) => !product.giftCard)
    .flatMap((product, position) =>
      product.variants.map((variant): Good => ({
        handle: product.handle,
        variantId: variant.id,
        priceMinor: variant.priceMinor,
        gift: product.tags.includes('gift'),
        liking: 1 / (1 + 0.12 * position) / product.variants.length,
        rhythmWeeks: RHYTHMS[product.handle] ?? null,
      })),
    );
  const prices = goods.map((good) => good.priceMinor).sort((a, b) => a - b);
  const middling = prices[Math.floor(prices.length / 2)];
  if (middling === undefined) throw new Error('the shop sells nothing');
  const giftCards = products.filter((p) => p.giftCard).flatMap((p) => p.variants.map((v) => v.id));
  return { goods, giftCards, unitMinor: middling / UNITS_A_MIDDLING_PRICE };
}

/**
 * How much a shopper wants something now. A thing that wears out is not wanted while the last one is
 * new, and much wanted when its time has come; a gift is wanted at the end of the year.
 */
export function wanting(good: Good, weeksSinceLast: number | null, giftTime: boolean): number {
  const liking = good.gift && giftTime ? 2.5 * good.liking : good.liking;
  if (good.rhythmWeeks === null || weeksSinceLast === null) return liking;
  const late = (weeksSinceLast - good.rhythmWeeks) / (0.3 * good.rhythmWeeks);
  return liking * (0.03 + 12 * Math.exp(-0.5 * late ** 2));
}

/**
 * A basket worth about `valueMinor` before discounts. Of a few that come close, the next below and
 * the next above are taken so often that on average the basket is worth exactly that much; it can
 * only be too dear for those who mean to spend less than the cheapest thing.
 */
export function fillBasket(
  random: Random,
  goods: readonly Good[],
  wants: readonly number[],
  valueMinor: number,
): Basket {
  let below = cheapest(goods);
  if (valueMinor <= below.valueMinor) return below;
  let above: Basket | null = null;
  for (let n = 0; n < TRIES || (!above && n < PATIENCE); n += 1) {
    const basket = someBasket(random, goods, wants, valueMinor);
    const worth = basket.valueMinor;
    if (worth <= valueMinor && worth > below.valueMinor) below = basket;
    if (worth > valueMinor && worth < (above?.valueMinor ?? Infinity)) above = basket;
  }
  if (!above) return below;
  const part = (valueMinor - below.valueMinor) / (above.valueMinor - below.valueMinor);
  return random() < part ? above : below;
}

function cheapest(goods: readonly Good[]): Basket {
  const least = goods.reduce((a, b) => (b.priceMinor < a.priceMinor ? b : a));
  const { variantId, priceMinor } = least;
  return { lines: [{ variantId, quantity: 1 }], valueMinor: priceMinor };
}

/** One to five kinds of things that come to about `valueMinor`, a little below or above. */
function someBasket(
  random: Random,
  goods: readonly Good[],
  wants: readonly number[],
  valueMinor: number,
): Basket {
  const quantities = new Map<Good, number>();
  const kinds = between(random, 1, MOST_LINES);
  const least = Math.min(...goods.map((good) => good.priceMinor));
  let left = valueMinor;
  for (let kind = 1; kind <= kinds; kind += 1) {
    if (quantities.size > 0 && left < 2.5 * least && random() < 0.6) break;
    const ceiling = Math.max(1.3 * left, 4 * least);
    const weights = goods.map((good, i) => (good.priceMinor <= ceiling ? (wants[i] ?? 0) : 0));
    const good = goods[weighted(random, weights)];
    if (!good) break;
    const most = Math.max(1, Math.ceil(left / good.priceMinor));
    const share = kind === kinds ? most : Math.ceil(most / 2);
    const units = between(random, kind === kinds ? Math.max(1, most - 1) : 1, share);
    quantities.set(good, (quantities.get(good) ?? 0) + units);
    left -= units * good.priceMinor;
    if (left <= 0) break;
  }
  const lines = [...quantities].map(([good, quantity]) => ({
    variantId: good.variantId,
    quantity,
  }));
  return { lines, valueMinor: valueMinor - left };
}
