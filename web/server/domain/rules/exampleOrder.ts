/** The order that rules' examples are told of, with what an example changes in it. */
import type { ProductSeen } from '../catalogue.ts';
import type { LineSeen, OrderSeen, ShopperSeen } from './rule.ts';

const shirt: ProductSeen = {
  productId: '1',
  vendor: 'Noor',
  type: 'Shirts',
  tags: ['Summer'],
  collectionIds: ['10'],
};
const mug: ProductSeen = { ...shirt, productId: '2', vendor: 'Delta', tags: [], collectionIds: [] };

const lines: readonly LineSeen[] = [
  { lineId: 'shirt', productId: '1', product: shirt, valueMinor: 4000, quantity: 1 },
  { lineId: 'mug', productId: '2', product: mug, valueMinor: 1000, quantity: 2 },
];

const shopper: ShopperSeen = { nthOrder: 2, lastOrderAt: null, tier: null, tags: [] };

/**
 * A shirt of 40.00 (product 1 of the vendor Noor, tagged Summer, in collection 10) and mugs for 10.00
 * (product 2), on Friday, 6 March 2026, 15:30 in Berlin.
 */
export const exampleOrder = (
  more: Partial<Omit<OrderSeen, 'shopper'>> & { shopper?: Partial<ShopperSeen> } = {},
): OrderSeen => ({
  lines,
  eligibleMinor: 5000,
  placedAt: Date.parse('2026-03-06T14:30:00Z'),
  timeZone: 'Europe/Berlin',
  ...more,
  shopper: { ...shopper, ...more.shopper },
});
