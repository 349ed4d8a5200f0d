/** Liquid's global objects. https://shopify.dev/docs/api/liquid/objects */
import type { Product, SimOrderSummary } from '../types.ts';
import { cartJson, subunits } from './cart.ts';
import { MetafieldsDrop } from './liquid.ts';
import type { Visit } from './visit.ts';

const rightToLeft = new Set(['fa', 'ar', 'he', 'ur']);
type Thing = Record<string, unknown>;

/** What every template, section, app block and embed can see. `template` is its page type. */
export function globalObjects(visit: Visit, template: string): Thing {
  const { context, shop, session } = visit;
  return {
    shop: shopObject(visit),
    request: requestObject(visit, template),
    routes: routesObject(visit.prefix),
    localization: localizationObject(visit),
    template: { name: template, toString: () => template },
    cart: cartObject(visit),
    customer: session.customerId === null ? null : customerObject(visit, session.customerId),
    collections: { all: collectionObject(visit) },
    all_products_count: context.commerce.products(shop.domain).length,
    now: new Date(context.clock.now()).toISOString(),
    dir: rightToLeft.has(visit.locale) ? 'rtl' : 'ltr',
    dark: visit.dark,
  };
}

function shopObject({ shop, url, context }: Visit): Thing {
  return {
    id: shop.id,
    name: shop.name,
    currency: shop.currency,
    domain: url.host,
    permanent_domain: shop.domain,
    url: url.origin,
    secure_url: url.origin,
    locale: shop.locale,
    money_format: shop.moneyFormat,
    money_with_currency_format: shop.moneyFormat.includes(shop.currency)
      ? shop.moneyFormat
      : `${shop.moneyFormat} ${shop.currency}`,
    money_factor: shop.moneyFactor,
    taxes_included: shop.taxesIncluded,
    customer_accounts_enabled: true,
    customer_accounts_optional: true,
    products_count: context.commerce.products(shop.domain).length,
    handle: shop.handle,
  };
}

function languageObject(visit: Visit, locale: string): Thing {
  const primary = locale === visit.shop.locale;
  const own = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  return {
    iso_code: locale,
    name: new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale,
    endonym_name: own,
    primary,
    root_url: primary ? '/' : `/${locale}`,
  };
}

function requestObject(visit: Visit, template: string): Thing {
  return {
    locale: languageObject(visit, visit.locale),
    path: visit.url.pathname,
    page_type: template,
    host: visit.url.host,
    origin: visit.url.origin,
    design_mode: false,
    visual_preview_mode: false,
    /** The same page in the other languages; a theme would build it from `path`. */
    neutral_path: visit.path,
  };
}

function routesObject(prefix: string): Thing {
  const paths: Readonly<Record<string, string>> = {
    account_url: '/account',
    account_login_url: '/account/login',
    account_logout_url: '/account/logout',
    account_register_url: '/account/register',
    cart_url: '/cart',
    cart_add_url: '/cart/add',
    cart_change_url: '/cart/change',
    cart_update_url: '/cart/update',
    cart_clear_url: '/cart/clear',
    all_products_collection_url: '/collections/all',
    collections_url: '/collections',
    search_url: '/search',
  };
  const routes: Thing = { root_url: prefix || '/' };
  for (const [name, path] of Object.entries(paths)) routes[name] = prefix + path;
  return routes;
}

function localizationObject(visit: Visit): Thing {
  const { shop } = visit;
  return {
    language: languageObject(visit, visit.locale),
    available_languages: shop.locales.map((locale) => languageObject(visit, locale)),
    country: {
      iso_code: shop.currency === 'IRR' ? 'IR' : 'US',
      currency: { iso_code: shop.currency },
    },
  };
}

function cartObject(visit: Visit): Thing {
  const cart = cartJson(visit);
  const items = (cart['items'] as Thing[]).map((item, index) => {
    const line = visit.session.cart.lines[index];
    const product = visit.context.commerce
      .products(visit.shop.domain)
      .find((candidate) => candidate.handle === item['handle']);
    return {
      ...item,
      id: line?.variantId,
      variant_id: line?.variantId,
      product_id: product?.id,
      product: product ? productObject(visit, product, line?.variantId) : null,
    };
  });
  const currency = { iso_code: visit.shop.currency, name: visit.shop.currency };
  return { ...cart, currency, items, empty: items.length === 0 };
}

/** The customer and what the merchant or the app wrote on them. Ids are text: exact above 2^53. */
export function customerObject(visit: Visit, id: string): Thing | null {
  const { commerce } = visit.context;
  const { domain } = visit.shop;
  const customer = commerce.customer(domain, id);
  if (!customer) return null;
  const owner = `gid://shopify/Customer/${customer.id}`;
  return {
    id: customer.id,
    email: customer.email,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`.trim(),
    tags: customer.tags,
    orders_count: customer.ordersCount,
    has_account: true,
    metafields: new MetafieldsDrop((space, key) => commerce.metafield(domain, owner, space, key)),
  };
}

/** `app` in app blocks and proxy pages: metafields on the app's installation. */
export function appObject({ context, shop }: Visit): Thing {
  const owner = context.installationId(shop.domain);
  const read = (space: string, key: string): string | null =>
    context.commerce.metafield(shop.domain, owner, space, key);
  return { metafields: new MetafieldsDrop(read) };
}

function collectionObject(visit: Visit): Thing {
  const products = visit.context.commerce.products(visit.shop.domain);
  return {
    handle: 'all',
    url: `${visit.prefix}/collections/all`,
    products: products.map((product) => productObject(visit, product)),
    products_count: products.length,
  };
}

/** A product; `variantId` is the one chosen by `?variant=` or in the cart. */
export function productObject(visit: Visit, product: Product, variantId?: string | null): Thing {
  const url = `${visit.prefix}/products/${product.handle}`;
  const image = { src: `/cdn/shop/products/${product.handle}.svg`, alt: product.title };
  const variants = product.variants.map((variant) => ({
    id: variant.id,
    title: variant.title,
    price: subunits(visit, variant.priceMinor),
    sku: variant.sku,
    available: true,
    url: `${url}?variant=${variant.id}`,
    options: [variant.title],
    option1: variant.title,
  }));
  const chosen = variants.find((variant) => variant.id === variantId) ?? null;
  const prices = variants.map((variant) => variant.price);
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    vendor: product.vendor,
    type: product.type,
    tags: product.tags,
    description: product.description,
    content: product.description,
    url,
    available: variants.length > 0,
    'gift_card?': product.giftCard,
    gift_card: product.giftCard,
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
    featured_image: image,
    images: [image],
    variants,
    selected_variant: chosen,
    first_available_variant: variants[0],
    selected_or_first_available_variant: chosen ?? variants[0],
    has_only_default_variant: variants.length === 1,
    metafields: new MetafieldsDrop((space, key) =>
      visit.context.commerce.metafield(
        visit.shop.domain,
        `gid://shopify/Product/${product.id}`,
        space,
        key,
      ),
    ),
  };
}

/** An order in the account and on the thank-you page, money in subunits. */
export function orderObject(visit: Visit, order: SimOrderSummary): Thing {
  const money = (minor: number): number => subunits(visit, minor);
  return {
    id: order.id,
    name: order.name,
    created_at: new Date(order.placedAt).toISOString(),
    date: new Intl.DateTimeFormat(visit.locale, {
      dateStyle: 'long',
      timeZone: visit.shop.timeZone,
    }).format(order.placedAt),
    financial_status: order.financialStatus,
    cancelled: order.cancelledAt !== null,
    customer_name: order.customerName,
    discount_codes: order.codes,
    line_items: order.lines.map((line) => ({
      title: line.title,
      quantity: line.currentQuantity,
      final_line_price: money(line.priceMinor * line.currentQuantity),
    })),
    subtotal_price: money(order.subtotalMinor),
    shipping_price: money(order.shippingMinor),
    tax_price: money(order.taxMinor),
    taxes_included: visit.shop.taxesIncluded,
    total_price: money(order.totalMinor),
    total_refunded_amount: money(order.refundedMinor),
    total_discounts: money(order.lines.reduce((sum, line) => sum + line.discountMinor, 0)),
    customer_order_url: `${visit.prefix}/orders/${order.statusToken}/thank-you`,
  };
}
