/**
 * Writes what the shop's pages load, `assets/`, from `src/` and `locales/`:
 *   regulars.css                 the styles of all of it
 *   regulars.js                  the button, the product block and the points page's hook
 *   regulars-panel.js            loaded at the first opening; imports regulars-views.js
 *   regulars-codes.js            loaded when points are to be spent
 *   regulars-more.js             loaded with the history, all rewards, or the button hidden
 *   regulars-{en,fa,ar}.js       the panel's texts of one language
 *   regulars-{en,fa,ar}-codes.js the rest of them, with either
 * Run it after a change: `node extensions/storefront/build/assets.ts`. A test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const assetsDir = join(root, 'assets');
const languages = { en: 'en.default.json', fa: 'fa.json', ar: 'ar.json' };
/** Modules the panel takes from the file beside it, so that there is one of each. */
const drawn = ['html.js', 'ladder.js', 'parts.js', 'views.js'];

async function bundle(entry: string, format: 'iife' | 'es', external: string[]): Promise<string> {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      minify: 'oxc',
      modulePreload: false,
      lib: { entry: join(root, 'src', entry), formats: [format], name: 'regulars' },
      rolldownOptions: {
        external: (id) => external.some((name) => id.endsWith(`/${name}`)),
        output: { paths: external.length > 0 ? () => './regulars-views.js' : {}, minify: true },
      },
    },
  });
  const [chunk] = [output].flat().flatMap((each) => ('output' in each ? each.output : []));
  if (chunk?.type !== 'chunk') throw new Error(`${entry} made no chunk`);
  return tight(chunk.code.trim()) + '\n';
}

/**
 * What is minified has line breaks only inside HTML templates, where one space says as much, and none
 * beside an element that is a block or lies in a flex row.
 */
function tight(code: string): string {
  const block = / ?(<\/?(?:a|button|div|h[23]|li|ol|p|section|ul)\b[^<>]*>) ?/g;
  return code
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ >/g, '>')
    .replaceAll('/* @__PURE__ */ ', '')
    .replace(block, '$1');
}

/** One group of texts as a module: `{{ n }}` becomes `{n}`; plural forms stay objects. */
function words(file: string, group: 'panel' | 'codes'): string {
  const texts = JSON.parse(readFileSync(join(root, 'locales', file), 'utf8')) as Record<
    string,
    unknown
  >;
  const text = JSON.stringify(texts[group]).replace(/\{\{ (\w) \}\}/g, '{$1}');
  return `export const words=${text};\n`;
}

const styleSheets = ['base.css', 'panel.css', 'parts.css', 'system.css'];

/** One style sheet, later rules after earlier ones, without comments and white space. */
function styles(): string {
  const text = styleSheets.map((name) => readFileSync(join(root, 'src/styles', name), 'utf8'));
  const short = text
    .join('')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}');
  return short.trim() + '\n';
}

/** Name → content of every generated asset. */
export async function makeAssets(): Promise<Record<string, string>> {
  const made: Record<string, string> = {
    'regulars.css': styles(),
    'regulars.js': await bundle('launcher/entry.js', 'iife', []),
    'regulars-panel.js': await bundle('panel/panel.js', 'es', drawn),
    'regulars-views.js': await bundle('panel/drawing.js', 'es', []),
    'regulars-more.js': await bundle('panel/more.js', 'es', drawn),
    'regulars-codes.js': await bundle('panel/codes.js', 'es', drawn),
  };
  for (const [language, file] of Object.entries(languages)) {
    made[`regulars-${language}.js`] = words(file, 'panel');
    made[`regulars-${language}-codes.js`] = words(file, 'codes');
  }
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(await makeAssets())) {
    writeFileSync(join(assetsDir, name), content);
  }
}
