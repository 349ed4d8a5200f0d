import { file, matches } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';

const shopperOrMerchant = /^(extensions|web\/admin)\//;
const physical = new RegExp(
  [
    '(margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)\\b',
    'border-(top|bottom)-(left|right)-radius',
    '(^|[;{\\s])(left|right)\\s*:',
    '(text-align|float|clear)\\s*:\\s*(left|right)\\b',
  ].join('|'),
  'gm',
);

/** What is style in a file: all of a style sheet, the style blocks of a template. */
function styleOf({ path, text }: SourceFile): SourceFile {
  if (path.endsWith('.css')) return { path, text: text.replace(/\/\*[^]*?\*\//g, keepLines) };
  const blocks = [
    ...text.matchAll(
      /<style[^>]*>[^]*?<\/style>|style="[^"]*"|\{%-? *style(sheet)? *-?%\}[^]*?\{%/g,
    ),
  ];
  let kept = '';
  for (const { index, 0: block } of blocks)
    kept += keepLines(text.slice(kept.length, index)) + block;
  return { path, text: kept };
}

/** As long as before and with the same line breaks, but without a word. */
function keepLines(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

export const bothDirections: Rule = {
  name: 'styles are logical, so that they hold from right to left too',
  check: (files) =>
    matches(
      files
        .filter(({ path }) => shopperOrMerchant.test(path) && /\.(css|liquid|html)$/.test(path))
        .map(styleOf),
      physical,
      (found) => `${found} is physical: use its logical twin`,
    ),
  good: [
    [file('extensions/a/assets/a.css', '.left { margin-inline-start: 1px } /* left: 0 */')],
    [file('extensions/a/blocks/a.liquid', '{% assign left: 1 %}<p>left: 3</p>')],
  ],
  bad: [
    [file('extensions/a/assets/a.css', '.a { margin-left: 1px }')],
    [file('extensions/a/assets/a.css', '.a{left:0}')],
    [file('extensions/a/assets/a.css', '.a { text-align: right }')],
    [file('web/admin/ui/a.css', '.a { border-top-left-radius: 2px }')],
    [file('extensions/a/blocks/a.liquid', '<p>\n<style>.a { float: left }</style>')],
  ],
};

const languages = ['en', 'fa', 'ar'];
const pluralForms = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);

type Texts = { [key: string]: string | Texts };

/** Every text by its dotted key, with the placeholders in it. Plural forms count as one text. */
function placeholders(texts: Texts, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string' || isPlural(value)) found.set(name, holesIn(value));
    else for (const entry of placeholders(value, name)) found.set(...entry);
  }
  return found;
}

function isPlural(value: Texts): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => pluralForms.has(key));
}

function holesIn(value: string | Texts): string {
  const text = textsIn(value).join('\n');
  return [...new Set(text.match(/\{\{?[^{}]+\}?\}/g) ?? [])].sort().join(' ');
}

function textsIn(value: string | Texts): string[] {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(textsIn);
}

function localeGroups(files: readonly SourceFile[]): Map<string, Map<string, SourceFile>> {
  const groups = new Map<string, Map<string, SourceFile>>();
  for (const each of files) {
    const match = /^(.*\/locales\/)([a-z]{2})(?:\.default)?((?:\.schema)?\.json)$/.exec(each.path);
    if (match === null) continue;
    const [, folder = '', language = '', kind = ''] = match;
    const group = groups.get(folder + kind) ?? new Map<string, SourceFile>();
    groups.set(folder + kind, group.set(language, each));
  }
  return groups;
}

function compareLocales(files: readonly SourceFile[]): Complaint[] {
  return [...localeGroups(files)].flatMap(([where, group]) => {
    const missing = languages.filter((language) => !group.has(language));
    const complaints = missing.map((language) => ({
      path: where,
      line: 1,
      message: `there is no "${language}"`,
    }));
    const english = group.get('en');
    if (english === undefined) return complaints;
    const wanted = placeholders(JSON.parse(english.text) as Texts);
    return [...group.values()].reduce(
      (all, each) => all.concat(differences(wanted, each)),
      complaints,
    );
  });
}

function differences(wanted: Map<string, string>, source: SourceFile): Complaint[] {
  const found = placeholders(JSON.parse(source.text) as Texts);
  const complain = (message: string): Complaint => ({ path: source.path, line: 1, message });
  const missing = [...wanted.keys()].filter((key) => !found.has(key));
  const extra = [...found.keys()].filter((key) => !wanted.has(key));
  const unlike = [...wanted].filter(([key, holes]) => (found.get(key) ?? holes) !== holes);
  return [
    ...missing.map((key) => complain(`"${key}" is missing`)),
    ...extra.map((key) => complain(`"${key}" is not in English`)),
    ...unlike.map(([key]) => complain(`"${key}" has other placeholders than in English`)),
  ];
}

const locales = (en: unknown, fa: unknown, ar: unknown): SourceFile[] => [
  file('extensions/a/locales/en.default.json', JSON.stringify(en)),
  file('extensions/a/locales/fa.json', JSON.stringify(fa)),
  file('extensions/a/locales/ar.json', JSON.stringify(ar)),
];

export const everyLanguage: Rule = {
  name: 'every text is there in English, Persian and Arabic',
  check: compareLocales,
  good: [
    locales({ a: { b: 'x {{ n }}' } }, { a: { b: '{{ n }} y' } }, { a: { b: '{{ n }}' } }),
    locales(
      { a: { one: '{{ n }}', other: '{{ n }}s' } },
      { a: { other: '{{ n }}' } },
      { a: { zero: '-', two: '2', other: '{{ n }}' } },
    ),
    locales({ a: { one: 'point', other: 'points' } }, { a: { other: 'y' } }, { a: { two: 'z' } }),
  ],
  bad: [
    locales({ a: 'x' }, { a: 'y' }, {}),
    locales({ a: 'x' }, { a: 'y', b: 'z' }, { a: 'z' }),
    locales({ a: '{{ n }}' }, { a: 'n' }, { a: '{{ n }}' }),
    locales({ a: 'x' }, { a: 'y' }, { a: 'z' }).slice(0, 2),
  ],
};
