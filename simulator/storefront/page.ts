/** Puts a page together: template, layout, the app's blocks and embeds, the simulator's own bar. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devBar } from './devBar.ts';
import { sendHtml } from './exchange.ts';
import { renderBlocks, type EmbedSwitches, type Rendered } from './extension.ts';
import { createLiquid } from './liquid.ts';
import { appObject, globalObjects } from './objects.ts';
import type { Visit } from './visit.ts';

export const themeDir = join(import.meta.dirname, '..', 'theme');
export const themeAssetsPath = '/cdn/shop/t/1/assets';

export type PageOptions = {
  title: string;
  status?: number;
  /** The checkout layout carries no embeds: apps reach checkout through extensions only. */
  layout?: 'theme' | 'checkout';
  objects?: Readonly<Record<string, unknown>>;
};

const nothing: Rendered = { assets: '', head: '', body: '', section: '' };

/** Renders `templates/{template}.liquid` inside its layout and sends it. */
export async function showPage(
  visit: Visit,
  switches: EmbedSwitches,
  template: string,
  options: PageOptions,
): Promise<void> {
  const engine = createLiquid(themeDir, themeAssetsPath);
  const globals = pageGlobals(visit, template, options);
  const app = await renderApp(visit, switches, template, options, globals);
  const all = { ...globals, content_for_app_blocks: app.section };
  const sectionId = visit.url.searchParams.get('section_id');
  if (sectionId !== null && /^[\w-]+$/.test(sectionId)) {
    const source = `{% section '${sectionId}' %}`;
    sendHtml(visit.response, String(await engine.parseAndRender(source, {}, { globals: all })));
    return;
  }
  const content = String(await engine.renderFile(`templates/${template}`, {}, { globals: all }));
  await sendInLayout(visit, options, content, all, app);
}

/**
 * Renders an app proxy's `application/liquid` answer as a page of the theme, with `app` in scope.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
export async function showProxyPage(
  visit: Visit,
  switches: EmbedSwitches,
  source: string,
  status: number,
): Promise<void> {
  const options: PageOptions = { title: visit.shop.name, status };
  const globals = { ...pageGlobals(visit, 'page', options), app: appObject(visit) };
  const engine = createLiquid(themeDir, themeAssetsPath);
  const content = String(await engine.parseAndRender(source, {}, { globals }));
  const app = await renderApp(visit, switches, 'page', options, globals);
  const wrapped = `<div class="page-width page-app">${content}</div>`;
  await sendInLayout(visit, options, wrapped, globals, app);
}

function pageGlobals(
  visit: Visit,
  template: string,
  options: PageOptions,
): Record<string, unknown> {
  return {
    ...globalObjects(visit, template),
    settings: themeSettings(visit.shop.handle),
    page_title: options.title,
    ...options.objects,
  };
}

/** The theme editor's choices for this shop over the theme's own defaults. */
function themeSettings(handle: string): Record<string, unknown> {
  const path = join(themeDir, 'config', 'settings_data.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
  return { ...all['default'], ...all[handle] };
}

async function renderApp(
  visit: Visit,
  switches: EmbedSwitches,
  template: string,
  options: PageOptions,
  globals: Readonly<Record<string, unknown>>,
): Promise<Rendered> {
  const { context, shop } = visit;
  if (options.layout === 'checkout' || !context.installed(shop.domain)) return nothing;
  return renderBlocks(
    join(context.extensionsDir, 'storefront'),
    { ...globals, app: appObject(visit) },
    {
      template,
      withSection: template === 'product',
      isOn: (handle) => !switches.has(`${shop.domain} ${handle}`),
    },
  );
}

async function sendInLayout(
  visit: Visit,
  options: PageOptions,
  content: string,
  globals: Readonly<Record<string, unknown>>,
  app: Rendered,
): Promise<void> {
  const engine = createLiquid(themeDir, themeAssetsPath);
  const scope = { content_for_layout: content, content_for_header: app.assets };
  const layout = `layout/${options.layout ?? 'theme'}`;
  const html = String(await engine.renderFile(layout, scope, { globals }));
  const bar = visit.bar ? devBar(visit) : '';
  const whole = insertBefore(insertBefore(html, '</head>', app.head), '</body>', app.body + bar);
  sendHtml(visit.response, whole, options.status ?? 200);
}

function insertBefore(html: string, mark: string, addition: string): string {
  const at = html.lastIndexOf(mark);
  return at < 0 ? html + addition : html.slice(0, at) + addition + html.slice(at);
}
