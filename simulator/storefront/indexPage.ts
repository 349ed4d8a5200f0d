/** /__sim: every address of the simulator on one page. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainPage } from '../adminShell/plainPage.ts';
import type { FrontContext } from '../front.types.ts';
import { sendHtml } from './exchange.ts';
import { escapeHtml } from './translations.ts';

/** Answers GET /__sim; false: another path. */
export function answerIndex(
  context: FrontContext,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method !== 'GET' || !/^\/__sim\/?$/.test(pathname)) return false;
  sendHtml(response, indexPage(context));
  return true;
}

/** The page itself. */
export function indexPage(context: FrontContext): string {
  const { port } = new URL(context.origin());
  const shops = context.commerce.shops().map((shop) => {
    const base = `http://${shop.handle}.localhost:${port}`;
    const links: readonly (readonly [string, string])[] = [
      ['Storefront', '/'],
      ...shop.locales
        .filter((locale) => locale !== shop.locale)
        .map((locale) => [`Storefront in ${locale}`, `/${locale}`] as const),
      ['Dark storefront', '/?theme=dark'],
      ['Light storefront', '/?theme=light'],
      ['Without the simulator bar', '/?bar=0'],
      ['Log in as somebody', '/account/login'],
      ['Points page', `/${context.proxy.prefix}/${context.proxy.subpath}`],
      ['Store admin', '/admin'],
      ['The app in the admin', '/admin/apps/regulars'],
    ];
    const rows = links.map(([name, path]) => `<li><a href="${base}${path}">${name}</a></li>`);
    return `<section><h2>${escapeHtml(shop.name)}</h2><p>${shop.domain}, ${shop.currency},
      ${shop.timeZone}</p><ul>${rows.join('')}</ul></section>`;
  });
  const now = new Date(context.clock.now()).toISOString();
  const body = `<p>It is <time>${now}</time> here.</p>${shops.join('')}
    <section><h2>Everything else</h2><ul><li><a href="/outbox">Outbox: mails and SMS</a></li>
    <li><a href="/outbox.json">Outbox as JSON</a></li>
    <li><a href="${escapeHtml(context.app.appUrl())}/healthz">The app's health</a></li></ul></section>`;
  return plainPage({ title: 'Simulator', lang: 'en', body });
}
