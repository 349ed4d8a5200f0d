/** The simulated store's admin: lists, an order's doings, and the app in its frame. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrontContext } from '../front.types.ts';
import { redirect, sendHtml } from '../storefront/exchange.ts';
import type { EmbedSwitches } from '../storefront/extension.ts';
import { escapeHtml } from '../storefront/translations.ts';
import { readCookies } from '../storefront/visit.ts';
import type { SimShop } from '../types.ts';
import { answerAppPage } from './appPage.ts';
import { customersPage, discountsPage, ordersPage, productsPage } from './lists.ts';
import { answerOrder } from './orderPage.ts';
import { plainPage, type PlainPage } from './plainPage.ts';
import { answerStorePage } from './storePage.ts';

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

/** Answers /admin/* (but not /admin/api) and /app-bridge.js; false: another path. */
export async function answerAdmin(
  context: FrontContext,
  switches: EmbedSwitches,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  if (url.pathname === '/app-bridge.js') return sendAppBridge(response);
  if (!/^\/admin(\/|$)/.test(url.pathname)) return false;
  const shop = context.shopOf(request);
  const asked = readCookies(request)['sim_staff_locale'] ?? 'en';
  const staffLocale = staffLocales.find((locale) => locale === asked) ?? 'en';
  const visit = { context, switches, request, response, shop, url, staffLocale };
  return answerShop(visit);
}

async function answerShop(visit: AdminVisit): Promise<boolean> {
  const path = visit.url.pathname.replace(/\/$/, '');
  if (path === '/admin') redirect(visit.response, '/admin/orders');
  else if (path === '/admin/language') setLanguage(visit);
  else if (path === '/admin/orders') showAdmin(visit, ordersPage(visit));
  else if (path === '/admin/customers') showAdmin(visit, customersPage(visit));
  else if (path === '/admin/products') showAdmin(visit, productsPage(visit));
  else if (path === '/admin/discounts') showAdmin(visit, discountsPage(visit));
  else if (path.startsWith('/admin/orders/')) return answerOrder(visit);
  else if (path.startsWith('/admin/store')) return answerStorePage(visit);
  else if (/^\/admin\/apps\/[^/]+/.test(path)) return answerAppPage(visit);
  else return false;
  return true;
}

/** The stub that stands for App Bridge; the app's page loads it before its own scripts. */
function sendAppBridge(response: ServerResponse): true {
  response.setHeader('content-type', 'text/javascript; charset=utf-8');
  response.setHeader('cache-control', 'no-cache');
  response.end(readFileSync(join(import.meta.dirname, 'browser', 'appBridge.js')));
  return true;
}

function setLanguage(visit: AdminVisit): void {
  const asked = visit.url.searchParams.get('locale') ?? 'en';
  const locale = staffLocales.find((known) => known === asked) ?? 'en';
  visit.response.setHeader('set-cookie', `sim_staff_locale=${locale}; Path=/admin; SameSite=Lax`);
  redirect(visit.response, visit.url.searchParams.get('return_to') ?? '/admin');
}

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
