/** What the platform and our own budgets allow, and that nothing here has drifted. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { themeCheckRun } from '@shopify/theme-check-node';
import { describe, expect, it } from 'vitest';
import { makeAssets } from '../build/assets.ts';
import { root } from './shop.ts';

const list = (dir: string): string[] => readdirSync(join(root, dir)).sort();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sum = (sizes: number[]): number => sizes.reduce((all, each) => all + each, 0);
const gzipped = (name: string): number => gzipSync(read(`assets/${name}`)).length;
const languages = ['en', 'fa', 'ar'];
const localeFile = (language: string): string => (language === 'en' ? 'en.default' : language);

describe('byte budgets', () => {
  it('keeps every asset below 10,000 bytes', () => {
    const large = list('assets').filter(
      (name) => statSync(join(root, 'assets', name)).size >= 10_000,
    );
    expect(large).toEqual([]);
  });

  it('loads at most 4 KB of script before anything is pressed', () => {
    expect(gzipped('regulars.js')).toBeLessThanOrEqual(4096);
  });

  const readers = languages.flatMap((each) => [`${each}-member`, `${each}-guest`]);
  it.each(readers)('has the panel open on at most 10 KB of script (%s)', (reader) => {
    const opened = ['', '-panel', '-views', `-${reader}`].map((each) => `regulars${each}.js`);
    expect(sum(opened.map(gzipped))).toBeLessThanOrEqual(10 * 1024);
  });
});

describe('what the platform accepts', () => {
  // https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration
  it('has theme-check find nothing', async () => {
    const { offenses } = await themeCheckRun(root, undefined, () => {});
    expect(offenses.map(({ check, uri, message }) => `${check} ${uri}: ${message}`)).toEqual([]);
  });

  const schemaOf = (source: string): Record<string, unknown> =>
    JSON.parse(/\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(source)?.[1] ?? '') as never;
  const rules = {
    type: 'object',
    required: ['name', 'target'],
    additionalProperties: false,
    not: { required: ['enabled_on', 'disabled_on'] },
    properties: {
      name: { type: 'string' },
      target: { enum: ['section', 'head', 'compliance_head', 'body'] },
      javascript: { enum: list('assets') },
      stylesheet: { enum: list('assets') },
      enabled_on: {
        type: 'object',
        additionalProperties: false,
        properties: { templates: { type: 'array', items: { type: 'string' } } },
      },
      settings: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type'],
          additionalProperties: false,
          properties: {
            type: { enum: ['header', 'paragraph', 'color', 'text'] },
            id: { type: 'string' }, label: { type: 'string' }, info: { type: 'string' },
            content: { type: 'string' }, default: { type: 'string', minLength: 1 },
          },
        },
      },
    },
  }; // prettier-ignore

  it.each(list('blocks'))('has a sound schema in %s', (name) => {
    const validate = new Ajv().compile(rules);
    validate(schemaOf(read(`blocks/${name}`)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('finds every text of the editor in its locales, block names below 25 characters', () => {
    const keys = list('blocks').flatMap((name) =>
      [...read(`blocks/${name}`).matchAll(/"t:([\w.]+)"/g)].map(([, key]) => key ?? ''),
    );
    const wrong = localesOf('.schema').flatMap((texts) =>
      keys.filter((key) => {
        const text = pick(texts, key);
        return typeof text !== 'string' || (key.endsWith('.name') && text.length >= 25);
      }),
    );
    expect(keys.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('stays inside the limits of an extension', () => {
    const liquid = ['blocks', 'snippets'].flatMap((dir) =>
      list(dir).map((name) => `${dir}/${name}`),
    );
    expect(sum(liquid.map((path) => statSync(join(root, path)).size))).toBeLessThan(100_000);
    expect(list('blocks').length).toBeLessThanOrEqual(30);
    const size = (name: string): number => statSync(join(root, 'locales', name)).size;
    expect(list('locales').filter((name) => size(name) >= 15_000)).toEqual([]);
  });

  it('uploads only the four kinds of folders', () => {
    const ignored = read('.shopifyignore').split('\n');
    const folders = readdirSync(root, { withFileTypes: true }).filter((each) => each.isDirectory());
    const uploaded = folders
      .map(({ name }) => name)
      .filter((name) => !ignored.includes(`${name}/**`));
    expect(uploaded.sort()).toEqual(['assets', 'blocks', 'locales', 'snippets']);
  });
});

type Texts = { [key: string]: string | Texts };
const pick = (texts: Texts, key = ''): unknown =>
  key.split('.').reduce<unknown>((at, part) => (at as Texts | undefined)?.[part], texts);
const isPlural = (texts: Texts): boolean => 'other' in texts;
/** Every text's key and its placeholders; the forms of a plural count as one text. */
function outline(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'object' && !isPlural(value)) return outline(value, here);
    const text = typeof value === 'string' ? value : String(value['other']);
    const slots = [...new Set([...text.matchAll(/\{\{ (\w+) \}\}/g)].map(([, slot]) => slot))];
    return `${here} ${slots.sort().join(',')}`;
  });
}
const localesOf = (suffix: string): Texts[] =>
  languages.map((each) => JSON.parse(read(`locales/${localeFile(each)}${suffix}.json`)) as Texts);
const panelTexts = (): Texts[] =>
  languages.map((each) => JSON.parse(read(`src/locales/${each}.json`)) as Texts);

describe('words', () => {
  it.each(['', '.schema'])('says everything in all three languages (%s)', (suffix) => {
    const [english, ...others] = localesOf(suffix).map((texts) => outline(texts));
    for (const other of others) expect(other).toEqual(english);
  });

  it('says everything in all three languages (the panel)', () => {
    const [english, ...others] = panelTexts().map((texts) => outline(texts));
    for (const other of others) expect(other).toEqual(english);
  });

  it('has no text of its own in blocks, snippets and sources', () => {
    const paths = ['src/launcher', 'src/friend', 'src/panel', 'blocks', 'snippets'].flatMap((dir) =>
      list(dir).map((name) => `${dir}/${name}`),
    );
    expect(paths.flatMap((path) => ownTexts(read(path)).map((text) => `${path}: ${text}`))).toEqual(
      [],
    );
    expect(ownTexts('html`<p>Hello there</p>`')).toEqual(['Hello there']);
    expect(ownTexts("say('سلام')")).toEqual(['س']);
  });

  it('has a text for every key the pages use, and no text that none uses', () => {
    const [english] = panelTexts();
    const keys = Object.values(english as Texts).flatMap((group) => Object.keys(group));
    const source = list('src/panel')
      .map((name) => read(`src/panel/${name}`))
      .join('\n');
    const used = [...source.matchAll(/say\.t\(\s*'(\w+)'/g)].map(([, key]) => key ?? '');
    expect(used.filter((key) => !keys.includes(key))).toEqual([]);
    // `judge` names its outcomes, and each has a sentence with Body behind its name.
    // `sayValue` has sisters of its sentences for what has a name, and for free shipping.
    const bodies = ['minMissBody', 'readyBody', 'noFitBody'];
    const unused = keys.filter((key) => {
      const sentence = key.replace(/(Thing|Ship)$/, '');
      return ![key, sentence].some((each) => source.includes(`'${each}'`)) && !bodies.includes(key);
    });
    expect(unused).toEqual([]);
  });
});

/** Persian and Arabic letters anywhere, and English between tags, outside comments and schemas. */
function ownTexts(source: string): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/\{%-? (comment|doc) -?%\}[\s\S]*?\{%-? end\1 -?%\}|\{% schema[\s\S]*$/g, '')
    .replace(/\$\{[^`]*?\}|\{\{.*?\}\}|\{%[\s\S]*?%\}/g, '');
  const letters = /[\u0621-\u064a\u067e-\u06d3]/.exec(code) ?? [];
  const between = [...code.matchAll(/<\w[^<>]*>([^<>`]*)<\//g)].map(
    ([, text]) => text?.trim() ?? '',
  );
  return [...letters, ...between.filter((text) => /^[a-z][a-z ’',.!?…]+$/i.test(text))];
}

describe('direction', () => {
  it('has no physical property in its styles', () => {
    const pages = list('src/panel').map((name) => read(`src/panel/${name}`));
    const styles = [read('assets/regulars.css'), ...pages].join('\n');
    expect(styles).not.toMatch(/\b(left|right)\b(?=\s*[:;)-])|-(left|right)\b/);
    expect(styles).not.toMatch(
      /(margin|padding|border)-(top|bottom)\b|[{;](top|bottom|width|height):/,
    );
  });
});

describe('generated assets', () => {
  // Stale? Run: node extensions/storefront/build/assets.ts
  it('are what the sources and locales make', async () => {
    const made = await makeAssets();
    const stale = Object.keys(made).filter((name) => read(`assets/${name}`) !== made[name]);
    expect(stale).toEqual([]);
    expect(list('assets')).toEqual(Object.keys(made).sort());
  }, 30_000);
});
