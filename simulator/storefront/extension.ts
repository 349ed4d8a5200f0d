/**
 * Theme app extensions, rendered as the platform renders them.
 * https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLiquid } from './liquid.ts';
import { defaultSettings, readSchema, type Schema } from './liquidTags.ts';
import { escapeHtml } from './translations.ts';

export const extensionAssetsPath = '/cdn/extensions/storefront/assets';

export type AppBlock = { handle: string; name: string; schema: Schema; source: string };

/** Embeds the merchant switched off, as "shop handle"; everything else is on in the simulator. */
export type EmbedSwitches = Set<string>;

/** The blocks of an extension folder in the order of their file names; none if it is not there. */
export function readBlocks(extensionDir: string): AppBlock[] {
  let names: string[];
  try {
    names = readdirSync(join(extensionDir, 'blocks'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.liquid'))
    .sort()
    .map((name) => {
      const source = readFileSync(join(extensionDir, 'blocks', name), 'utf8');
      const schema = readSchema(source);
      const handle = name.slice(0, -'.liquid'.length);
      return { handle, name: blockName(extensionDir, schema.name ?? handle), schema, source };
    });
}

/** `t:launcher.name` is a text of the extension's schema locale, which merchants see. */
function blockName(extensionDir: string, name: string): string {
  if (!name.startsWith('t:')) return name;
  const path = join(extensionDir, 'locales', 'en.default.schema.json');
  let at: unknown = JSON.parse(readFileSync(path, 'utf8'));
  for (const part of name.slice(2).split('.')) at = (at as Record<string, unknown>)?.[part];
  return typeof at === 'string' ? at : name;
}

/** Markup the platform puts into a page for the app. */
export type Rendered = {
  /** Into `content_for_header`: each block's style and script, once, scripts async. */
  assets: string;
  head: string;
  body: string;
  /** Where the merchant placed the section blocks. */
  section: string;
};

/**
 * Renders every block that is on and fits the page. Section blocks are only asked for on the product
 * page (`withSection`), where the simulator's merchant has placed them under the buy button.
 */
export async function renderBlocks(
  extensionDir: string,
  globals: Readonly<Record<string, unknown>>,
  page: { template: string; withSection: boolean; isOn: (handle: string) => boolean },
): Promise<Rendered> {
  const engine = createLiquid(extensionDir, extensionAssetsPath);
  const rendered: Rendered = { assets: '', head: '', body: '', section: '' };
  const assets = new Set<string>();
  for (const block of readBlocks(extensionDir)) {
    const target = block.schema.target ?? 'section';
    const place = target === 'section' ? 'section' : target === 'body' ? 'body' : 'head';
    if (place === 'section' ? !page.withSection : !page.isOn(block.handle)) continue;
    if (!fits(block.schema, page.template)) continue;
    if (!(await isAvailable(engine, block.schema, globals))) continue;
    const scope = { block: blockObject(block), section: { id: 'main' } };
    const html = String(await engine.parseAndRender(block.source, scope, { globals }));
    rendered[place] += place === 'head' ? html : wrap(block, html);
    for (const tag of assetTags(engine, block.schema)) assets.add(tag);
  }
  rendered.assets = [...assets].join('\n');
  return rendered;
}

type Engine = ReturnType<typeof createLiquid>;

async function isAvailable(
  engine: Engine,
  schema: Schema,
  globals: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  if (schema.available_if === undefined) return true;
  const text = String(await engine.parseAndRender(schema.available_if, {}, { globals }));
  return text.trim() === 'true';
}

/** `enabled_on` and `disabled_on` exclude each other; '*' means every template. */
function fits(schema: Schema, template: string): boolean {
  const names = (list: string[] | undefined): boolean =>
    list?.some((name) => name === '*' || name === template) ?? false;
  if (schema.enabled_on?.templates) return names(schema.enabled_on.templates);
  return !names(schema.disabled_on?.templates);
}

/** `shopify_attributes` is empty outside the theme editor, as on a live page. */
function blockObject(block: AppBlock): Record<string, unknown> {
  return {
    id: blockId(block),
    type: `shopify://apps/sim/blocks/${block.handle}`,
    settings: defaultSettings(block.schema),
    shopify_attributes: '',
  };
}

function blockId(block: AppBlock): string {
  return `sim_${block.handle.replace(/[^\w-]/g, '_')}`;
}

function wrap(block: AppBlock, html: string): string {
  const { schema } = block;
  if (schema.tag === null) return html;
  const tag = schema.target === 'section' ? (schema.tag ?? 'div') : 'div';
  const names = ['shopify-block', 'shopify-app-block', schema.class ?? ''].join(' ').trim();
  const attributes = `id="shopify-block-${blockId(block)}" class="${escapeHtml(names)}"`;
  return `<${tag} ${attributes}>${html}</${tag}>`;
}

function assetTags(engine: Engine, schema: Schema): string[] {
  const url = (name: string): string =>
    String(engine.parseAndRenderSync('{{ name | asset_url }}', { name }));
  const tags: string[] = [];
  if (schema.stylesheet) {
    tags.push(`<link href="${url(schema.stylesheet)}" rel="stylesheet" media="all">`);
  }
  if (schema.javascript) tags.push(`<script src="${url(schema.javascript)}" async></script>`);
  return tags;
}
