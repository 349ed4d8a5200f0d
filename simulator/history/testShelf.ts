import { khanesofal } from '../seed/khanesofal.ts';
import { northday } from '../seed/northday.ts';
import type { ShopSeed } from '../seed/seed.ts';
import type { Product, SimShop } from '../types.ts';
import type { PlanInput } from './plan.ts';

/** The demo shops as plans see them, with ids of their own. */
function shelfOf({ shop, products }: ShopSeed): { shop: SimShop; products: Product[] } {
  return {
    shop: { ...shop, id: '1' },
    products: products.map((product, p) => ({
      ...product,
      id: `p${p}`,
      giftCard: product.giftCard ?? false,
      variants: product.variants.map((variant, v) => ({ ...variant, id: `p${p}v${v}` })),
    })),
  };
}

export const NOW = Date.parse('2026-03-01T12:00:00Z');

export const planInput = (shoppers: number, seed = 20261122): PlanInput => ({
  ...shelfOf(northday),
  seed,
  shoppers,
  now: NOW,
});

export const persianPlanInput = (shoppers: number): PlanInput => ({
  ...planInput(shoppers),
  ...shelfOf(khanesofal),
});
