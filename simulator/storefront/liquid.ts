/** liquidjs made to behave as Shopify's Liquid, as far as themes and theme app extensions need it. */
import { join } from 'node:path';
import { Drop, Liquid } from 'liquidjs';
import { registerFilters } from './liquidFilters.ts';
import { registerTags } from './liquidTags.ts';
import { readTranslations } from './translations.ts';

/**
 * An engine over a theme or extension folder (`snippets/`, `assets/`, `locales/`, `sections/`).
 * Unknown filters and missing snippets throw, so that a mistake shows at once. Files are read anew
 * for every engine; make one a request.
 */
export function createLiquid(rootDir: string, assetsPath: string): Liquid {
  const engine = new Liquid({
    root: [rootDir],
    partials: [join(rootDir, 'snippets')],
    extname: '.liquid',
    strictFilters: true,
    jsTruthy: false,
    cache: true,
    ownPropertyOnly: true,
  });
  const assets = { dir: join(rootDir, 'assets'), publicPath: assetsPath };
  registerFilters(engine, assets, readTranslations(join(rootDir, 'locales')));
  registerTags(engine, rootDir);
  return engine;
}

/** Reads one metafield's text by namespace and key; null if there is none. */
export type ReadMetafield = (namespace: string, key: string) => string | null;

/** `owner.metafields[namespace].key.value`. */
export class MetafieldsDrop extends Drop {
  #read: ReadMetafield;
  constructor(read: ReadMetafield) {
    super();
    this.#read = read;
  }
  override liquidMethodMissing(namespace: string | number): NamespaceDrop {
    return new NamespaceDrop(this.#read, String(namespace));
  }
}

class NamespaceDrop extends Drop {
  #read: ReadMetafield;
  #namespace: string;
  constructor(read: ReadMetafield, namespace: string) {
    super();
    this.#read = read;
    this.#namespace = namespace;
  }
  override liquidMethodMissing(key: string | number): MetafieldDrop | undefined {
    const text = this.#readAny(String(key));
    return text === null ? undefined : new MetafieldDrop(text);
  }
  /** `$app:x` is short for `app--{app id}--x`; either may be written or stored. */
  #readAny(key: string): string | null {
    const short = /^app--.+?(?:--(.+))?$/.exec(this.#namespace);
    const alias = short ? (short[1] ? `$app:${short[1]}` : '$app') : null;
    return this.#read(this.#namespace, key) ?? (alias === null ? null : this.#read(alias, key));
  }
}

/** One metafield: prints its text; `.value` is the parsed JSON where it is JSON. */
class MetafieldDrop extends Drop {
  #text: string;
  constructor(text: string) {
    super();
    this.#text = text;
  }
  get value(): unknown {
    try {
      return JSON.parse(this.#text) as unknown;
    } catch {
      return this.#text; // A text metafield: its value is the text itself.
    }
  }
  override valueOf(): string {
    return this.#text;
  }
  toJSON(): unknown {
    return this.value;
  }
}
