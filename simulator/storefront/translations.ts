/** Locale files of a theme or a theme app extension, as Liquid's `t` filter reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Words = { readonly [key: string]: string | Words };
export type Translate = (
  locale: string,
  key: string,
  values: Readonly<Record<string, unknown>>,
) => string;

/**
 * Reads `locales/{locale}.json`; `{locale}.default.json` is the fallback for keys and languages that
 * are missing. Schema files are for the editor and left out.
 * https://shopify.dev/docs/storefronts/themes/architecture/locales/storefront-locale-files
 */
export function readTranslations(localesDir: string): Translate {
  const byLocale = new Map<string, Words>();
  let fallback: Words = {};
  for (const name of readdirSafely(localesDir)) {
    if (!name.endsWith('.json') || name.endsWith('.schema.json')) continue;
    const words = JSON.parse(readFileSync(join(localesDir, name), 'utf8')) as Words;
    byLocale.set(name.replace(/(\.default)?\.json$/, ''), words);
    if (name.endsWith('.default.json')) fallback = words;
  }
  return (locale, key, values) => {
    const own = byLocale.get(locale) ?? byLocale.get(locale.split('-')[0] ?? locale);
    const found = pick(own, key, locale, values) ?? pick(fallback, key, 'en', values);
    return found === undefined
      ? `Translation missing: ${locale}.${key}`
      : fill(found, values, key.endsWith('_html'));
  };
}

function readdirSafely(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function pick(
  words: Words | undefined,
  key: string,
  locale: string,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  let at: string | Words | undefined = words;
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  if (typeof at !== 'object') return at;
  const count = Number(values['count']);
  if (values['count'] === undefined || Number.isNaN(count)) return undefined;
  const form = at[new Intl.PluralRules(locale).select(count)] ?? at['other'];
  return typeof form === 'string' ? form : undefined;
}

/** `{{ name }}` in a text; values are escaped unless the key ends in `_html`, as Shopify does. */
function fill(text: string, values: Readonly<Record<string, unknown>>, html: boolean): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
    const value = String(values[name] ?? '');
    return html ? value : escapeHtml(value);
  });
}

/** The five characters that mean something in HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
