/** A request to the simulated store's admin, and the frame every page of it has. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FrontContext } from '../front.types.ts';
import { sendHtml } from '../storefront/exchange.ts';
import type { EmbedSwitches } from '../storefront/extension.ts';
import { escapeHtml } from '../storefront/translations.ts';
import type { SimShop } from '../types.ts';
import { plainPage, type PlainPage } from './plainPage.ts';

export type AdminVisit = {
  context: FrontContext;
  switches: EmbedSwitches;
  request: IncomingMessage;
  response: ServerResponse;
  shop: SimShop;
  url: URL;
  /** The language of the person at the shop; the app is told it. */
  staffLocale: string;
};

export const staffLocales = ['en', 'fa', 'ar'] as const;

/** Sends a page of this admin with its menu. */
export function showAdmin(visit: AdminVisit, page: Omit<PlainPage, 'lang' | 'menu'>): void {
  sendHtml(visit.response, plainPage({ ...page, lang: 'en', menu: menuOf(visit) }));
}

function menuOf({ shop, url, staffLocale }: AdminVisit): string {
  const entries: readonly (readonly [string, string])[] = [
    ['/admin/orders', 'Orders'],
    ['/admin/customers', 'Customers'],
    ['/admin/products', 'Products'],
    ['/admin/discounts', 'Discounts'],
    ['/admin/store', 'Online store'],
    ['/admin/apps/regulars', 'Regulars'],
  ];
  const links = entries.map(([path, name]) => {
    const here = url.pathname.startsWith(path) ? ' aria-current="page"' : '';
    return `<a href="${path}"${here}>${name}</a>`;
  });
  const options = staffLocales.map(
    (locale) => `<option${locale === staffLocale ? ' selected' : ''}>${locale}</option>`,
  );
  return `<header class="menu"><b dir="auto">${escapeHtml(shop.name)}</b>
<nav aria-label="Store admin">${links.join(' ')}</nav>
<a href="/">View the store</a>
<form action="/admin/language"><input type="hidden" name="return_to" value="${escapeHtml(url.pathname)}">
<label class="away" for="staff">Language of the staff</label><select id="staff" name="locale">${options.join('')}</select>
<button>Set</button></form></header>`;
}
