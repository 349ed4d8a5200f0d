/** Which lines of an order are of the goods that a merchant chose. */
import type { ArgSpec, Args, LineSeen, OrderSeen } from './rule.ts';
import { listOf } from './args.ts';

/** The argument of a rule about goods: products, collections, tags and vendors together. */
export const ITEMS = {
  kind: 'items',
  of: ['product', 'collection', 'tag', 'vendor'],
} as const satisfies ArgSpec;

/** Goods must be chosen; none at all would be a rule about nothing. */
export const someItems = (args: Args): readonly string[] =>
  listOf(args, 'items').length === 0 ? ['items'] : [];

/** The lines of the goods in `items`, and all the others. */
export function divide(args: Args, order: OrderSeen): { chosen: string[]; others: string[] } {
  const items = new Set(listOf(args, 'items').map(plain));
  const chosen: string[] = [];
  const others: string[] = [];
  for (const line of order.lines) (isOf(line, items) ? chosen : others).push(line.lineId);
  return { chosen, others };
}

/** Tags and vendors are compared without regard to case; ids have none. */
const plain = (item: string): string => item.toLowerCase();

function isOf({ productId, product }: LineSeen, items: ReadonlySet<string>): boolean {
  if (productId !== null && items.has(`product:${productId}`)) return true;
  if (!product) return false;
  return (
    (product.vendor !== null && items.has(plain(`vendor:${product.vendor}`))) ||
    product.tags.some((tag) => items.has(plain(`tag:${tag}`))) ||
    product.collectionIds.some((id) => items.has(`collection:${id}`))
  );
}
