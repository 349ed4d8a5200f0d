/** The admin's lists. */
import { decimalText } from '../engine/money.ts';
import { escapeHtml } from '../storefront/translations.ts';
import type { SimOrderSummary } from '../types.ts';
import type { PlainPage } from './plainPage.ts';
import type { AdminVisit } from './adminPage.ts';

type Page = Omit<PlainPage, 'lang' | 'menu'>;
const shownRows = 200;

/** Money as the shop keeps it, with its currency: 24.00 USD. */
export function amount(visit: AdminVisit, minor: number): string {
  return `${decimalText(minor, visit.shop.currency)} ${visit.shop.currency}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const numeric = (name: string): string => (name.startsWith('#') ? ' class="n"' : '');
  const head = heads.map((name) => `<th scope="col"${numeric(name)}>${name.replace('#', '')}</th>`);
  const body = rows.slice(0, shownRows).map((cells) => {
    const inner = cells.map((cell, index) => `<td${numeric(heads[index] ?? '')}>${cell}</td>`);
    return `<tr>${inner.join('')}</tr>`;
  });
  const more = rows.length > shownRows ? `<p>${rows.length - shownRows} more.</p>` : '';
  return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${head.join('')}</tr></thead>
<tbody>${body.join('')}</tbody></table></div>${more}`;
}

function text(value: string | null): string {
  return `<bdi>${escapeHtml(value ?? '')}</bdi>`;
}

/** An order's state in words. */
export function stateOf(order: SimOrderSummary): string {
  const words = [order.financialStatus.replace('_', ' ')];
  if (order.cancelledAt !== null) words.push('cancelled');
  if (order.test) words.push('test');
  return words.map((word) => `<span class="tag">${word}</span>`).join('');
}

function newestFirst(visit: AdminVisit): SimOrderSummary[] {
  const orders = [...visit.context.commerce.orders(visit.shop.domain)];
  return orders.sort((one, other) => other.placedAt - one.placedAt);
}

export function ordersPage(visit: AdminVisit): Page {
  const rows = newestFirst(visit).map((order) => [
    `<a href="/admin/orders/${order.id}"><bdi dir="ltr">${escapeHtml(order.name)}</bdi></a>`,
    new Date(order.placedAt).toISOString().slice(0, 16).replace('T', ' '),
    text(order.customerName),
    stateOf(order),
    order.codes.map((code) => text(code)).join(', '),
    amount(visit, order.totalMinor),
    amount(visit, order.refundedMinor),
  ]);
  const heads = ['Order', 'Placed (UTC)', 'Customer', 'State', 'Codes', '#Total', '#Refunded'];
  return { title: 'Orders', body: table(heads, rows) };
}

export function customersPage(visit: AdminVisit): Page {
  const rows = visit.context.commerce
    .customers(visit.shop.domain)
    .map((customer) => [
      text(`${customer.firstName} ${customer.lastName}`),
      text(customer.email),
      text(customer.phone),
      customer.tags.map((tag) => `<span class="tag">${escapeHtml(tag)}</span>`).join(''),
      String(customer.ordersCount),
      `<bdi dir="ltr">${customer.id}</bdi>`,
    ]);
  return {
    title: 'Customers',
    body: table(['Name', 'Email', 'Phone', 'Tags', '#Orders', 'Id'], rows),
  };
}

export function productsPage(visit: AdminVisit): Page {
  const rows = visit.context.commerce
    .products(visit.shop.domain)
    .flatMap((product) =>
      product.variants.map((variant) => [
        `<a href="/products/${product.handle}">${text(product.title)}</a>`,
        text(variant.title),
        text(variant.sku),
        text(product.giftCard ? 'gift card' : product.type),
        amount(visit, variant.priceMinor),
      ]),
    );
  return { title: 'Products', body: table(['Product', 'Variant', 'SKU', 'Type', '#Price'], rows) };
}

/** Codes as orders used them; codes that nobody used yet live in the Admin API only. */
export function discountsPage(visit: AdminVisit): Page {
  const uses = new Map<string, SimOrderSummary[]>();
  for (const order of newestFirst(visit)) {
    for (const code of order.codes) uses.set(code, [...(uses.get(code) ?? []), order]);
  }
  const rows = [...uses].map(([code, orders]) => [
    `<bdi dir="ltr"><code>${escapeHtml(code)}</code></bdi>`,
    String(orders.length),
    orders
      .map((order) => `<a href="/admin/orders/${order.id}"><bdi dir="ltr">${order.name}</bdi></a>`)
      .join(', '),
  ]);
  const body =
    rows.length === 0
      ? '<p>No order used a code yet.</p>'
      : table(['Code', '#Used', 'Orders'], rows);
  return { title: 'Discounts', body };
}
