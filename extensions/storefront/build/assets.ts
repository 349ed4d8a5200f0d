/**
 * Writes what the shop's pages load, `assets/`, from `src/`:
 *   regulars.css                 the styles of all of it
 *   regulars.js                  the button, the product block and the points page's hook
 *   regulars-panel.js            loaded at the first opening; imports regulars-views.js
 *   regulars-codes.js            loaded when points are to be spent; imports regulars-cart.js too
 *   regulars-cart.js             what is best for the cart, putting codes on it, and what became of it
 *   regulars-friend.js           loaded by those who followed a friend's link
 *   regulars-invite.js           loaded when a friend is to be invited
 *   regulars-perks.js            loaded when points are to be spent on what needs no code
 *   regulars-more.js             loaded with the history, all rewards, ways to earn, or the button hidden
 *   regulars-{en,fa,ar}-member.js the panel's first texts of one language, for who is logged in
 *   regulars-{en,fa,ar}-guest.js the same for everybody else
 *   regulars-{en,fa,ar}-codes.js what is said about codes
 *   regulars-{en,fa,ar}-more.js  the history, all rewards and the ways to earn
 *   regulars-{en,fa,ar}-invite.js what is said about friends
 *   regulars-{en,fa,ar}-perks.js what is said about rewards without a code
 * Run it after a change: `node extensions/storefront/build/assets.ts`. A test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const assetsDir = join(root, 'assets');
const languages = ['en', 'fa', 'ar'];
/** Modules that are taken from the file beside, so that there is one of each: module → file. */
const drawn = {
  'html.js': 'regulars-views.js',
  'ladder.js': 'regulars-views.js',
  'parts.js': 'regulars-views.js',
  'views.js': 'regulars-views.js',
};
const apart = {
  ...drawn,
  'asking.js': 'regulars-cart.js',
  'weighing.js': 'regulars-cart.js',
  'advising.js': 'regulars-cart.js',
};
/** Texts of the codes that other groups say too. */
const shared: Readonly<Record<string, readonly string[]>> = {
  more: ['errorSafe'],
  invite: ['copy', 'copied'],
  perks: [
    'putBack', 'putBackNote', 'backWait', 'backDone', 'backSlow', 'backUsed', 'lookAgain', 'no', 'yes',
    'notSpent', 'rewardGone', 'priceChanged', 'notEnoughPoints', 'tooManyCodes', 'frozen', 'unsure', 'takenOften', 'allTaken', 'confirmThing',
    'unsureBody', 'errorSafe',
  ],
}; // prettier-ignore

async function bundle(
  entry: string,
  format: 'iife' | 'es',
  beside: Record<string, string>,
): Promise<string> {
  const file = (id: string) => beside[id.replace(/^.*\//, '')];
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
        external: (id) => file(id) !== undefined,
        output: { paths: (id) => `./${file(id)}`, minify: true },
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
function words(language: string, group: string): string {
  const file = readFileSync(join(root, `src/locales/${language}.json`), 'utf8');
  const texts = JSON.parse(file) as Record<string, Record<string, unknown>>;
  const common = (shared[group] ?? []).map((key) => [key, texts['codes']?.[key]]);
  const both = ['member', 'guest'].includes(group) ? texts['panel'] : {};
  const said = { ...both, ...Object.fromEntries(common), ...texts[group] };
  const text = JSON.stringify(said).replace(/\{\{ (\w) \}\}/g, '{$1}');
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
    'regulars.js': await bundle('launcher/entry.js', 'iife', {}),
    'regulars-panel.js': await bundle('panel/panel.js', 'es', drawn),
    'regulars-views.js': await bundle('panel/drawing.js', 'es', {}),
    'regulars-more.js': await bundle('panel/more.js', 'es', drawn),
    'regulars-codes.js': await bundle('panel/codes.js', 'es', apart),
    'regulars-cart.js': await bundle('panel/carting.js', 'es', drawn),
    'regulars-invite.js': await bundle('panel/inviting.js', 'es', drawn),
    'regulars-perks.js': await bundle('panel/perks.js', 'es', drawn),
    'regulars-friend.js': await bundle('friend/arriving.js', 'es', {}),
  };
  for (const language of languages) {
    for (const group of ['member', 'guest', 'codes', 'more', 'invite', 'perks'])
      made[`regulars-${language}-${group}.js`] = words(language, group);
  }
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, content] of Object.entries(await makeAssets())) {
    writeFileSync(join(assetsDir, name), content);
  }
}
