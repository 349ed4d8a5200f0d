/** What is in a shopper's cart and what the Ajax API says about it. */
import type { PricedCart, Product, Variant } from '../types.ts';
import { exact } from './exchange.ts';
import { toSubunits } from './money.ts';
import type { Session, Visit } from './visit.ts';

export type Found = { product: Product; variant: Variant };

/** A variant by id; also by an id that lost its last digits in a browser's number. */
export function findVariant(visit: Visit, id: string): Found | null {
  for (const product of visit.context.commerce.products(visit.shop.domain)) {
    for (const variant of product.variants) {
      const rounded = Number(id) > Number.MAX_SAFE_INTEGER && Number(variant.id) === Number(id);
      if (variant.id === id || rounded) return { product, variant };
    }
  }
  return null;
}

/** The engine's prices for the cart as it stands. */
export function priceOf(visit: Visit): PricedCart {
  const { session, shop, context } = visit;
  const { lines, codes, attributes } = session.cart;
  return context.commerce.priceCart(shop.domain, {
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    codes,
    customerId: session.customerId,
    attributes,
  });
}

/** Adds units; a variant that is there already grows its line. */
export function addLine(session: Session, variantId: string, quantity: number): string {
  const line = session.cart.lines.find((candidate) => candidate.variantId === variantId);
  if (line) line.quantity += quantity;
  const added = line ?? { key: `${variantId}:${session.cart.token}`, variantId, quantity };
  if (!line) session.cart.lines.unshift(added);
  return added.key;
}

/** Sets a line's quantity; 0 removes it. False: there is no such line. */
export function setQuantity(session: Session, key: string, quantity: number): boolean {
  const line = session.cart.lines.find(
    (candidate) =>
      candidate.key === key ||
      candidate.variantId === key ||
      (Number(key) > Number.MAX_SAFE_INTEGER && Number(candidate.variantId) === Number(key)),
  );
  if (!line) return false;
  line.quantity = quantity;
  session.cart.lines = session.cart.lines.filter((candidate) => candidate.quantity > 0);
  return true;
}

/** The list replaces the codes before it; blank clears. Codes are case-insensitive. */
export function setCodes(session: Session, list: string): void {
  const codes = new Map<string, string>();
  for (const code of list.split(',').map((part) => part.trim())) {
    if (code !== '' && !codes.has(code.toUpperCase())) codes.set(code.toUpperCase(), code);
  }
  session.cart.codes = [...codes.values()];
}

/** Hundredths of the currency's main unit, as every price in the Ajax API and Liquid. */
export function subunits(visit: Visit, minor: number): number {
  return toSubunits(minor, visit.shop.currency);
}

/**
 * The cart as `GET /cart.js` answers. Order discounts stand in `cart_level_discount_applications` and
 * are not part of line prices; an entered code that does nothing is `applicable: false`.
 * https://shopify.dev/docs/api/ajax/reference/cart
 */
export function cartJson(visit: Visit): Record<string, unknown> {
  const priced = priceOf(visit);
  const { cart } = visit.session;
  const items = cart.lines.map((line) => itemJson(visit, line.key));
  const original = items.reduce((sum, item) => sum + Number(item['original_line_price']), 0);
  const discount = subunits(visit, priced.discountMinor);
  return {
    token: cart.token,
    note: cart.note,
    attributes: cart.attributes,
    original_total_price: original,
    total_price: subunits(visit, priced.subtotalMinor),
    total_discount: discount,
    total_weight: 0,
    item_count: cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    items,
    requires_shipping: items.some((item) => item['requires_shipping'] === true),
    currency: visit.shop.currency,
    items_subtotal_price: original,
    cart_level_discount_applications: applications(visit, priced),
    discount_codes: priced.codes.map(({ code, applicable }) => ({ code, applicable })),
  };
}

function applications(visit: Visit, priced: PricedCart): Record<string, unknown>[] {
  return priced.codes
    .filter((code) => code.applicable && allocated(priced, code.code) > 0)
    .map((code) => ({
      type: 'discount_code',
      key: code.code,
      title: code.code,
      description: null,
      value: (subunits(visit, code.amountMinor) / 100).toFixed(2),
      value_type: 'fixed_amount',
      allocation_method: 'across',
      target_selection: 'all',
      target_type: 'line_item',
      created_at: new Date(visit.context.clock.now()).toISOString(),
      total_allocated_amount: subunits(visit, allocated(priced, code.code)),
    }));
}

/** What a code takes off the lines; a shipping code takes nothing here. */
export function allocated(priced: PricedCart, code: string): number {
  const wanted = code.toUpperCase();
  return priced.lines
    .flatMap((line) => line.allocations)
    .filter((allocation) => allocation.code.toUpperCase() === wanted)
    .reduce((sum, allocation) => sum + allocation.amountMinor, 0);
}

/** One line of the cart as the Ajax API writes it. */
export function itemJson(visit: Visit, key: string): Record<string, unknown> {
  const line = visit.session.cart.lines.find((candidate) => candidate.key === key);
  const found = line && findVariant(visit, line.variantId);
  if (!line || !found) throw new Error(`No line ${key} in the cart`);
  const { product, variant } = found;
  const price = subunits(visit, variant.priceMinor);
  const linePrice = price * line.quantity;
  const single = product.variants.length === 1;
  return {
    id: exact(variant.id),
    properties: {},
    quantity: line.quantity,
    variant_id: exact(variant.id),
    key: line.key,
    title: single ? product.title : `${product.title} - ${variant.title}`,
    price,
    original_price: price,
    discounted_price: price,
    line_price: linePrice,
    original_line_price: linePrice,
    total_discount: 0,
    discounts: [],
    sku: variant.sku,
    grams: 0,
    vendor: product.vendor,
    taxable: true,
    product_id: exact(product.id),
    product_has_only_default_variant: single,
    gift_card: product.giftCard,
    final_price: price,
    final_line_price: linePrice,
    url: `${visit.prefix}/products/${product.handle}?variant=${variant.id}`,
    image: `/cdn/shop/products/${product.handle}.svg`,
    handle: product.handle,
    requires_shipping: !product.giftCard,
    product_type: product.type,
    product_title: product.title,
    product_description: product.description,
    variant_title: single ? null : variant.title,
    variant_options: [variant.title],
    line_level_discount_allocations: [],
  };
}
