/** Checkout and the thank-you page. They have their own layout: themes and embeds do not reach them. */
import type { Buyer, PricedCart } from '../types.ts';
import { findVariant, priceOf, setCodes, subunits } from './cart.ts';
import { readForm, redirect } from './exchange.ts';
import type { EmbedSwitches } from './extension.ts';
import { orderObject } from './objects.ts';
import { showPage } from './page.ts';
import { answerThankYou, thankYouBlock } from './thankYou.ts';
import { emptyCart, type Visit } from './visit.ts';

/** Answers /checkout, /checkout/*, /discount/CODE and the thank-you page. */
export async function answerCheckout(visit: Visit, switches: EmbedSwitches): Promise<boolean> {
  const { path, request } = visit;
  const thanks = /^\/orders\/([^/]+)\/thank-you$/.exec(path);
  const link = /^\/discount\/([^/]+)$/.exec(path);
  if (thanks) return showThanks(visit, switches, thanks[1] ?? '');
  if (link) return followDiscountLink(visit, decodeURIComponent(link[1] ?? ''));
  if (path === '/checkout/discount' && request.method === 'POST') await changeCodes(visit);
  else if (path === '/checkout' && request.method === 'POST') await buy(visit, switches);
  else if (path === '/checkout') await showCheckout(visit, switches, {});
  else return answerThankYou(visit);
  return true;
}

/** /discount/CODE?redirect=/path puts the code on the session; only paths of this shop are followed. */
function followDiscountLink(visit: Visit, code: string): boolean {
  setCodes(visit.session, [...visit.session.cart.codes, code].join(','));
  redirect(visit.response, visit.url.searchParams.get('redirect') ?? (visit.prefix || '/'));
  return true;
}

async function changeCodes(visit: Visit): Promise<void> {
  const { cart } = visit.session;
  const fields = await readForm(visit.request);
  const removed = fields['remove']?.toUpperCase();
  const kept = cart.codes.filter((code) => code.toUpperCase() !== removed);
  setCodes(visit.session, [...kept, fields['code'] ?? ''].join(','));
  redirect(visit.response, `${visit.prefix}/checkout`);
}

type Fields = Readonly<Record<string, string>>;

async function showCheckout(visit: Visit, switches: EmbedSwitches, fields: Fields): Promise<void> {
  if (visit.session.cart.lines.length === 0) {
    redirect(visit.response, `${visit.prefix}/cart`);
    return;
  }
  const failed = 'problem' in fields;
  const objects = { checkout: checkoutObject(visit, priceOf(visit)), fields };
  const title = visit.shop.name;
  const status = failed ? 422 : 200;
  await showPage(visit, switches, 'checkout', { title, layout: 'checkout', objects, status });
}

function checkoutObject(visit: Visit, priced: PricedCart): Record<string, unknown> {
  const money = (minor: number): number => subunits(visit, minor);
  return {
    line_items: priced.lines.map((line) => {
      const found = findVariant(visit, line.variantId);
      return {
        title: found?.product.title,
        variant_title: (found?.product.variants.length ?? 0) > 1 ? found?.variant.title : null,
        image: found ? `/cdn/shop/products/${found.product.handle}.svg` : '',
        quantity: line.quantity,
        line_price: money(line.priceMinor * line.quantity),
      };
    }),
    codes: priced.codes.map((code) => ({
      code: code.code,
      applicable: code.applicable,
      reason: code.reason ?? 'unknown',
      amount: money(code.amountMinor),
    })),
    items_price: money(priced.lines.reduce((sum, l) => sum + l.priceMinor * l.quantity, 0)),
    discount_price: money(priced.discountMinor),
    shipping_price: money(priced.shippingMinor),
    tax_price: money(priced.taxMinor),
    taxes_included: visit.shop.taxesIncluded,
    total_price: money(priced.totalMinor),
    // Only whoever is logged in can spend it (StoreCreditAccount in the schema).
    store_credit: money(creditOf(visit)),
  };
}

function creditOf({ session, context, shop }: Visit): number {
  if (session.customerId === null) return 0;
  return context.commerce.storeCredit(shop.domain, session.customerId).balanceMinor;
}

function buyerOf(visit: Visit, fields: Fields): Buyer | null {
  if (visit.session.customerId !== null) {
    return { kind: 'customer', customerId: visit.session.customerId };
  }
  const contact = (fields['contact'] ?? '').trim();
  const digits = contact.replace(/[\s()-]/g, '');
  const phone = /^\+?\d{7,15}$/.test(digits) ? digits : null;
  const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact) ? contact : null;
  if (email === null && phone === null) return null;
  const names = { firstName: fields['first_name'] ?? '', lastName: fields['last_name'] ?? '' };
  return { kind: 'guest', email, phone, ...names };
}

async function buy(visit: Visit, switches: EmbedSwitches): Promise<void> {
  const { session, context, shop } = visit;
  const fields = await readForm(visit.request);
  const buyer = buyerOf(visit, fields);
  if (session.cart.lines.length === 0 || !buyer) {
    return showCheckout(visit, switches, { ...fields, problem: 'contact' });
  }
  const { lines, attributes } = session.cart;
  const codes = priceOf(visit).codes.filter((code) => code.applicable);
  const order = context.commerce.placeOrder(shop.domain, {
    cart: {
      lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
      codes: codes.map((code) => code.code),
      customerId: session.customerId,
      attributes,
    },
    buyer,
    source: 'web',
    paid: fields['payment'] !== 'cod',
    storeCredit: fields['store_credit'] === 'on',
    test: false,
    landingSite: session.landingSite,
  });
  emptyCart(session);
  redirect(visit.response, `${visit.prefix}/orders/${order.statusToken}/thank-you`);
}

async function showThanks(visit: Visit, switches: EmbedSwitches, token: string): Promise<boolean> {
  const order = visit.context.commerce
    .orders(visit.shop.domain)
    .find((candidate) => candidate.statusToken === token);
  if (!order) return false;
  await showPage(visit, switches, 'thank-you', {
    title: order.name,
    layout: 'checkout',
    objects: { order: orderObject(visit, order), app_block: thankYouBlock(visit, order) },
  });
  return true;
}
