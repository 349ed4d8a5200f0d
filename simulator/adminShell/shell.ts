/** The simulated store's admin: lists, an order's doings, and the app in its frame. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrontContext } from '../front.types.ts';
import { redirect } from '../storefront/exchange.ts';
import type { EmbedSwitches } from '../storefront/extension.ts';
import { readCookies } from '../storefront/visit.ts';
import { showAdmin, staffLocales, type AdminVisit } from './adminPage.ts';
import { answerAppPage } from './appPage.ts';
import { customersPage, discountsPage, ordersPage, productsPage } from './lists.ts';
import { answerOrder } from './orderPage.ts';
import { answerStorePage } from './storePage.ts';

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
