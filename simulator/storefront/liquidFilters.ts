/** Shopify's Liquid filters that liquidjs does not bring. https://shopify.dev/docs/api/liquid/filters */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FilterImplOptions, Liquid } from 'liquidjs';
import { writeMoney } from './money.ts';
import { escapeHtml, type Translate } from './translations.ts';

export type Assets = { dir: string; publicPath: string };
type Pair = readonly [string, unknown];
/** What a liquidjs filter sees as `this`. */
type Self = { context: { getSync(path: string[]): unknown } };

/** Registers the filters; `assets` and `translate` are those of the theme or of the extension. */
export function registerFilters(engine: Liquid, assets: Assets, translate: Translate): void {
  const filters: Record<string, FilterImplOptions> = {
    ...moneyFilters(),
    ...assetFilters(assets),
    ...imageFilters(),
    ...textFilters(),
    ...accountFilters(),
  };
  const say = function (this: Self, key: unknown, ...pairs: Pair[]): string {
    return translate(read(this, 'request', 'locale', 'iso_code'), String(key), named(pairs));
  };
  filters['t'] = say as FilterImplOptions;
  filters['translate'] = say as FilterImplOptions;
  for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
}

function read(self: Self, ...path: string[]): string {
  return String(self.context.getSync(path) ?? '');
}

function named(pairs: readonly Pair[]): Record<string, unknown> {
  return Object.fromEntries(pairs.filter((pair) => Array.isArray(pair)));
}

function attributes(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
    .join('');
}

function moneyFilters(): Record<string, FilterImplOptions> {
  const write = (self: Self, value: unknown, format: string): string => {
    const subunits = Number(value);
    if (value === null || value === undefined || value === '' || Number.isNaN(subunits)) return '';
    return writeMoney(
      subunits,
      format,
      Number(self.context.getSync(['shop', 'money_factor'])) || 1,
    );
  };
  const format = (self: Self): string => read(self, 'shop', 'money_format');
  return {
    money(this: Self, value: unknown) {
      return write(this, value, format(this));
    },
    money_with_currency(this: Self, value: unknown) {
      return write(this, value, read(this, 'shop', 'money_with_currency_format'));
    },
    money_without_currency(this: Self, value: unknown) {
      const token = /\{\{\s*\w+\s*\}\}/.exec(format(this))?.[0] ?? '{{amount}}';
      return write(this, value, token);
    },
    money_without_trailing_zeros(this: Self, value: unknown) {
      return write(this, value, format(this)).replace(/[.,]00(?!\d)/, '');
    },
  } as Record<string, FilterImplOptions>;
}

function assetFilters(assets: Assets): Record<string, FilterImplOptions> {
  const url = (name: unknown): string =>
    `${assets.publicPath}/${name}?v=${stamp(assets.dir, name)}`;
  return {
    asset_url: url,
    asset_img_url: url,
    inline_asset_content: (name: unknown) => readFileSync(join(assets.dir, String(name)), 'utf8'),
    stylesheet_tag: (address: unknown, ...pairs: Pair[]) =>
      `<link href="${escapeHtml(String(address))}" rel="stylesheet" type="text/css"` +
      `${attributes({ media: 'all', ...named(pairs), preload: undefined })}>`,
    script_tag: (address: unknown) =>
      `<script src="${escapeHtml(String(address))}" type="text/javascript"></script>`,
    preload_tag: (address: unknown, ...pairs: Pair[]) =>
      `<link href="${escapeHtml(String(address))}" rel="preload"${attributes(named(pairs))}>`,
  };
}

/** Changes when the file does, so that assets may be cached for ever. */
function stamp(dir: string, name: unknown): string {
  const found = statSync(join(dir, String(name)), { throwIfNoEntry: false });
  return found ? Math.round(found.mtimeMs).toString(36) : 'missing';
}

type Picture = { src?: string; alt?: string; featured_image?: Picture };

function imageFilters(): Record<string, FilterImplOptions> {
  const url = (value: unknown, ...pairs: Pair[]): string => {
    const picture = (value ?? {}) as Picture;
    const src = typeof value === 'string' ? value : (picture.src ?? picture.featured_image?.src);
    const width = named(pairs)['width'];
    return src ? src + (width === undefined ? '' : `?width=${String(width)}`) : '';
  };
  return {
    image_url: url,
    img_url: (value: unknown) => url(value),
    image_tag: (value: unknown, ...pairs: Pair[]) =>
      `<img src="${escapeHtml(url(value))}"${attributes({ alt: '', ...named(pairs) })}>`,
    placeholder_svg_tag: (name: unknown, className?: unknown) =>
      `<svg class="${escapeHtml(String(className ?? 'placeholder-svg'))}" viewBox="0 0 100 100" ` +
      `aria-hidden="true" data-placeholder="${escapeHtml(String(name))}">` +
      '<rect width="100" height="100" fill="currentColor" opacity=".08"/></svg>',
  };
}

function textFilters(): Record<string, FilterImplOptions> {
  const handle = (value: unknown): string =>
    String(value ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '');
  const hex = (algorithm: string) => (value: unknown) =>
    createHash(algorithm).update(String(value)).digest('hex');
  return {
    handleize: handle,
    handle,
    json: (value: unknown) => safeJson(value),
    structured_data: (value: unknown) => safeJson(value),
    md5: hex('md5'),
    sha1: hex('sha1'),
    sha256: hex('sha256'),
    hmac_sha256: (value: unknown, key: unknown) =>
      createHmac('sha256', String(key)).update(String(value)).digest('hex'),
    pluralize: (count: unknown, one: unknown, other: unknown) =>
      Number(count) === 1 ? one : other,
    metafield_text: (value: unknown) => escapeHtml(String(value ?? '')),
    metafield_tag: (value: unknown) => `<span>${escapeHtml(String(value ?? ''))}</span>`,
    time_tag(this: Self, value: unknown, ...pairs: (Pair | string)[]) {
      return timeTag(value, pairs, read(this, 'request', 'locale', 'iso_code'));
    },
  } as Record<string, FilterImplOptions>;
}

/** JSON that may stand inside a script element, escaped as Shopify's `json` filter does. */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.replace(/</g, '\\u003c').replace(/>/g, '\\u003e').replace(/&/g, '\\u0026');
}

function timeTag(value: unknown, pairs: readonly (Pair | string)[], locale: string): string {
  const at = value === 'now' ? new Date() : new Date(value as string | number);
  if (Number.isNaN(at.getTime())) return '';
  const format = named(pairs.filter((pair) => Array.isArray(pair)) as Pair[])['format'];
  const dateStyle = format === 'month_day_year' ? 'long' : 'medium';
  const text = new Intl.DateTimeFormat(locale, { dateStyle }).format(at);
  return `<time datetime="${at.toISOString()}">${text}</time>`;
}

function accountFilters(): Record<string, FilterImplOptions> {
  const link = (route: string) =>
    function (this: Self, text: unknown): string {
      return `<a href="${escapeHtml(read(this, 'routes', route))}">${escapeHtml(String(text))}</a>`;
    };
  return {
    customer_login_link: link('account_login_url'),
    customer_logout_link: link('account_logout_url'),
    customer_register_link: link('account_register_url'),
    link_to: (text: unknown, address: unknown) =>
      `<a href="${escapeHtml(String(address))}">${String(text)}</a>`,
  } as Record<string, FilterImplOptions>;
}
