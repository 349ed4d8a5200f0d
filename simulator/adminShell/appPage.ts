/** The app in its frame, and what App Bridge asks of the admin around it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sendJson } from '../storefront/exchange.ts';
import { readBlocks } from '../storefront/extension.ts';
import { escapeHtml } from '../storefront/translations.ts';
import { safeJson } from '../storefront/liquidFilters.ts';
import { showAdmin, type AdminVisit } from './adminPage.ts';

/** Answers /admin/apps/regulars/* and the three questions of the frame. */
export function answerAppPage(visit: AdminVisit): boolean {
  const { url, request, response, context, shop } = visit;
  const [, app = '', rest = ''] = /^\/admin\/apps\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  if (rest === '/__bridge/session-token') {
    if (request.method !== 'POST') return false;
    sendJson(response, { token: context.sign.sessionToken('admin', shop.domain) });
  } else if (rest === '/__bridge/extensions') sendJson(response, extensionsOf(visit));
  else if (rest === '/__bridge/products') sendJson(response, pickable(visit));
  else showAdmin(visit, { title: 'Regulars', whole: true, body: frame(visit, app, rest) });
  return true;
}

/** The frame's address carries the signed query, as an embedded app is loaded. */
function frame(visit: AdminVisit, app: string, rest: string): string {
  const { context, shop, staffLocale, url } = visit;
  const own = Object.fromEntries(url.searchParams);
  const query = context.sign.adminQuery(shop.domain, { ...own, locale: staffLocale });
  const address = `${context.app.appUrl()}${rest || '/'}?${query}`;
  const settings = {
    appOrigin: new URL(context.app.appUrl()).origin,
    base: `/admin/apps/${app}`,
    bridge: `/admin/apps/${app}/__bridge`,
  };
  const script = readFileSync(join(import.meta.dirname, 'browser', 'host.js'), 'utf8');
  return `<div class="loading" hidden></div>
<div class="savebar" role="region" aria-label="Unsaved changes" hidden><span>Unsaved changes</span>
<button data-save="discard">Discard</button><button data-save="save">Save</button></div>
<div class="appbar"><b class="apptitle" dir="auto">Regulars</b><nav aria-label="Regulars"></nav></div>
<iframe class="frame" title="Regulars" src="${escapeHtml(address)}"></iframe>
<div class="toast" role="status" hidden></div>
<script type="application/json" id="host-settings">${safeJson(settings)}</script>
<script>${script}</script>`;
}

/** What `app.extensions()` answers. https://shopify.dev/docs/api/app-home/apis/app */
function extensionsOf({ context, shop, switches }: AdminVisit): unknown {
  const theme = 'gid://shopify/OnlineStoreTheme/1';
  const activations = readBlocks(join(context.extensionsDir, 'storefront')).map(
    ({ handle, name, schema }) => {
      const target = schema.target ?? 'section';
      const on = target === 'section' || !switches.has(`${shop.domain} ${handle}`);
      const place = target === 'section' ? 'template--product/main' : 'settings';
      return {
        handle,
        target,
        name,
        status: on ? 'active' : 'available',
        activations: on ? [{ target: `${place}/${handle}`, themeId: theme }] : [],
      };
    },
  );
  return [{ handle: 'storefront', type: 'theme_app_extension', activations }];
}

function pickable({ context, shop }: AdminVisit): unknown {
  return context.commerce.products(shop.domain).map((product) => ({
    id: `gid://shopify/Product/${product.id}`,
    handle: product.handle,
    title: product.title,
    variants: product.variants.map((variant) => ({
      id: `gid://shopify/ProductVariant/${variant.id}`,
      title: variant.title,
    })),
  }));
}
