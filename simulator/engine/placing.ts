import type { Minor, PlaceOrder, SimShop } from '../types.ts';
import type { Database } from '../state/database.ts';
import { listCollections } from '../state/catalogue.ts';
import { customerUsed, findCode, foldCode, readDiscount, useCode } from '../state/discounts.ts';
import type { Ids } from '../state/ids.ts';
import { nextOrderNumber, writeOrder } from '../state/orders.ts';
import { listProducts, readCustomer, writeCustomer } from '../state/shops.ts';
import { holdsProduct } from './catalogue.ts';
import { classOf } from './combining.ts';
import type { CartLine, KnownCode, Pricing, PricingInput, Taken } from './pricing.ts';
import { price } from './pricing.ts';
import type { OrderApplication, OrderLine, OrderRecord } from './records.ts';
import { debit, purseOf } from './storeCredit.ts';
import { orderedTotals } from './totals.ts';

export type Hands = { db: Database; ids: Ids; now: () => number };

/** Resolves a cart against the shop's shelves and codes. Throws for a variant it does not sell. */
export function pricingInput(
  hands: Hands,
  shop: SimShop,
  cart: PlaceOrder['cart'],
  shipped: boolean,
  guest: PlaceOrder['buyer'] | null = null,
): PricingInput {
  const marks = marksOf(hands, shop, cart.customerId, guest);
  const variants = new Map<string, Omit<CartLine, 'quantity' | 'collectionIds'>>();
  const collections = listCollections(hands.db, shop.domain);
  for (const product of listProducts(hands.db, shop.domain)) {
    for (const variant of product.variants) {
      const { id, priceMinor } = variant;
      variants.set(id, { product, variantId: id, priceMinor });
    }
  }
  const lines = cart.lines.map(({ variantId, quantity }) => {
    const known = variants.get(variantId);
    if (!known) throw new Error(`no such variant: ${variantId}`);
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new Error(`quantity: ${quantity}`);
    const holding = collections.filter((collection) => holdsProduct(collection, known.product));
    return { ...known, collectionIds: holding.map(({ id }) => id), quantity };
  });
  const typedOnce = new Map(cart.codes.map((code) => [foldCode(code), code]));
  typedOnce.delete('');
  const codes = [...typedOnce.values()].map((typed) => ({
    typed,
    known: knownCode(hands.db, shop.domain, typed, marks),
  }));
  return { shop, lines, codes, customerId: cart.customerId, now: hands.now(), shipped };
}

function knownCode(
  db: Database,
  domain: string,
  typed: string,
  marks: readonly string[],
): KnownCode | null {
  const found = findCode(db, domain, typed);
  const discount = found && readDiscount(db, domain, found.discountId);
  if (!found || !discount) return null;
  const usedByCustomer = customerUsed(db, domain, typed, marks);
  return { code: found.code, discount, uses: found.uses, usedByCustomer };
}

/**
 * What a limit of one use per customer goes by: the customer, and the email and phone they buy with.
 * https://help.shopify.com/en/manual/discounts/discount-types/percentage-fixed-amount
 */
function marksOf(
  { db }: Hands,
  shop: SimShop,
  customerId: string | null,
  guest: PlaceOrder['buyer'] | null,
): string[] {
  const customer = customerId === null ? null : readCustomer(db, shop.domain, customerId);
  const contact = customer ?? (guest?.kind === 'guest' ? guest : null);
  return [
    ...(customerId === null ? [] : [customerId]),
    ...(contact?.email ? [`email ${contact.email.trim().toLowerCase()}`] : []),
    ...(contact?.phone ? [`phone ${contact.phone}`] : []),
  ];
}

/**
 * Turns a priced cart into an order. Codes that do not apply are left out, as checkout does. Uses
 * of codes are counted here, once, for unpaid orders too.
 */
export function place(hands: Hands, shop: SimShop, input: PlaceOrder): OrderRecord {
  const customerId = input.buyer.kind === 'customer' ? input.buyer.customerId : null;
  const shipped = input.source !== 'pos';
  const priced = pricingInput(hands, shop, { ...input.cart, customerId }, shipped, input.buyer);
  const marks = marksOf(hands, shop, customerId, input.buyer);
  if (priced.lines.length === 0) throw new Error('the cart is empty');
  const pricing = price(priced);
  const order = record(hands, shop, input, { priced, pricing });
  for (const taken of pricing.taken) {
    useCode(hands.db, shop.domain, { code: taken.known.code, orderId: order.id, marks });
  }
  const customer = customerId === null ? null : readCustomer(hands.db, shop.domain, customerId);
  // Tests are not counted: https://shopify.dev/docs/api/admin-rest/2026-07/resources/customer
  if (customer && !input.test) {
    const ordersCount = customer.ordersCount + 1;
    writeCustomer(hands.db, shop.domain, { ...customer, ordersCount, updatedAt: hands.now() });
  }
  payWithCredit(hands, shop, input, order);
  writeOrder(hands.db, shop.domain, order);
  return order;
}

/** A tender: an order that store credit pays whole is paid, whatever else was to be. */
function payWithCredit(hands: Hands, shop: SimShop, input: PlaceOrder, order: OrderRecord): void {
  if (!input.storeCredit || order.customerId === null) return;
  const { domain, currency } = shop;
  const purse = purseOf(hands, domain, order.customerId, currency);
  const totalMinor = orderedTotals(order).totalMinor;
  const amountMinor = Math.min(purse?.balanceMinor ?? 0, totalMinor);
  if (!purse || amountMinor === 0 || (!input.paid && amountMinor < totalMinor)) return;
  const what = { amountMinor, event: 'ORDER_PAYMENT', orderId: order.id } as const;
  const { id } = debit(hands, domain, purse, what);
  order.storeCredit = { amountMinor, transactionId: id };
  order.paid = true;
  order.saleId = amountMinor === totalMinor ? null : (order.saleId ?? hands.ids.next());
}

function record(
  hands: Hands,
  shop: SimShop,
  input: PlaceOrder,
  work: { priced: PricingInput; pricing: Pricing },
): OrderRecord {
  const now = hands.now();
  const placedAt = input.placedAt ?? now;
  const { taken, cart } = work.pricing;
  const total = cart.totalMinor + (input.tipMinor ?? 0);
  const shippingTaken = taken.findIndex((each) => each.shippingMinor > 0);
  const shippingDiscount = taken[shippingTaken]?.shippingMinor ?? 0;
  const paid = input.paid || total === 0;
  return {
    id: hands.ids.next(),
    number: nextOrderNumber(hands.db, shop.domain),
    currency: shop.currency,
    taxesIncluded: shop.taxesIncluded,
    taxRateBasisPoints: shop.taxRateBasisPoints,
    token: hands.ids.token(),
    checkoutToken: hands.ids.token(),
    ...buyerOf(hands, shop, input),
    source: input.source,
    test: input.test,
    landingSite: input.landingSite ?? null,
    attributes: input.cart.attributes ?? {},
    createdAt: placedAt,
    processedAt: placedAt,
    updatedAt: now,
    cancelledAt: null,
    lines: work.priced.lines.map((line, index) => orderLine(hands, line, work.pricing, index)),
    applications: taken.map(application),
    codes: taken.map(orderCode),
    shipping:
      cart.shippingMinor + shippingDiscount === 0
        ? null
        : {
            id: hands.ids.next(),
            priceMinor: cart.shippingMinor + shippingDiscount,
            discountMinor: shippingDiscount,
            application: shippingTaken < 0 ? null : shippingTaken,
          },
    tipMinor: input.tipMinor ?? 0,
    company: input.company === true,
    paid,
    saleId: paid && total > 0 ? hands.ids.next() : null,
    refunds: [],
  };
}

function buyerOf(
  hands: Hands,
  shop: SimShop,
  input: PlaceOrder,
): Pick<OrderRecord, 'customerId' | 'contact' | 'locale'> {
  const { buyer } = input;
  if (buyer.kind === 'nobody') {
    const contact = { email: null, phone: null, firstName: '', lastName: '' };
    return { customerId: null, contact, locale: shop.locale };
  }
  if (buyer.kind === 'guest') {
    const { kind: _, ...contact } = buyer;
    return { customerId: null, contact, locale: shop.locale };
  }
  const customer = readCustomer(hands.db, shop.domain, buyer.customerId);
  if (!customer) throw new Error(`no such customer: ${buyer.customerId}`);
  const { email, phone, firstName, lastName, locale, address } = customer;
  const contact = { email, phone, firstName, lastName, ...(address ? { address } : {}) };
  return { customerId: customer.id, contact, locale };
}

function orderLine(hands: Hands, line: CartLine, pricing: Pricing, index: number): OrderLine {
  const variant = line.product.variants.find((each) => each.id === line.variantId);
  return {
    id: hands.ids.next(),
    productId: line.product.id,
    variantId: line.variantId,
    title: line.product.title,
    variantTitle: variant?.title ?? '',
    sku: variant?.sku ?? '',
    vendor: line.product.vendor,
    quantity: line.quantity,
    priceMinor: line.priceMinor,
    allocations: pricing.taken
      .map((taken, application) => ({ application, amountMinor: taken.byLine[index] ?? 0 }))
      .filter((each) => each.amountMinor > 0),
    taxMinor: pricing.lineTaxes[index] ?? 0,
    giftCard: line.product.giftCard,
    removed: 0,
    refunded: 0,
  };
}

const totalTaken = (taken: Taken): Minor =>
  taken.byLine.reduce((a, b) => a + b, 0) + taken.shippingMinor;

function application(taken: Taken): OrderApplication {
  const { code, discount } = taken.known;
  const selection = classOf(discount) === 'PRODUCT' ? 'entitled' : 'all';
  if (discount.value.kind === 'freeShipping') {
    const value = { kind: 'percentage' as const, millionths: 1_000_000 };
    return { code, value, target: 'shipping_line', selection };
  }
  return { code, value: discount.value, target: 'line_item', selection };
}

function orderCode(taken: Taken): OrderRecord['codes'][number] {
  const kind = taken.known.discount.value.kind;
  const type =
    kind === 'freeShipping' ? 'shipping' : kind === 'percentage' ? 'percentage' : 'fixed_amount';
  return { code: taken.known.code, amountMinor: totalTaken(taken), type };
}
