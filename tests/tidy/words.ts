import { file, isCode, isTidy, matches } from './rule.ts';
import type { Rule } from './rule.ts';

const neutralRooms = /^web\/server\/(domain|store|actions|analytics|worker)\//;

export const platformNeutral: Rule = {
  name: 'the word "shopify" stays out of domain, store, actions, analytics and worker',
  check: (files) =>
    matches(
      files.filter(({ path }) => neutralRooms.test(path)),
      /shopify/gi,
      (found) => `"${found}" belongs behind the platform port`,
    ),
  good: [[file('web/server/gateways/shopify/a.ts', 'shopify')]],
  bad: [
    [file('web/server/domain/a.ts', '// as Shopify does')],
    [file('web/server/worker/a.test.ts', "'x.myshopify.com'")],
  ],
};

/** The store itself, and the tools that make its client and its migrations. */
const maySayPrisma = /^(web\/server\/store|scripts|prisma)\/|^tests\/(drift|globalSetup)|^[^/]+$/;

export const ormInOneRoom: Rule = {
  name: 'the word "prisma" stays inside store',
  check: (files) =>
    matches(
      files.filter(({ path }) => isCode(path) && !maySayPrisma.test(path) && !isTidy(path)),
      /prisma/gi,
      (found) => `"${found}" belongs in web/server/store`,
    ),
  good: [
    [file('web/server/store/a.ts', "import '@prisma/client'")],
    [file('prisma.config.ts', 'prisma')],
    [file('docs/a.md', 'Prisma')],
  ],
  bad: [[file('web/server/actions/a.ts', 'const prisma = 1')], [file('bench/a.ts', 'Prisma')]],
};

export const finished: Rule = {
  name: 'what is unfinished is an issue, not a comment',
  check: (files) =>
    matches(
      files.filter(({ path }) => /\.(ts|tsx|js|mjs|css|liquid|sql)$/.test(path) && !isTidy(path)),
      /\b(TODO|FIXME)\b/g,
      (found) => `${found}: finish it or file it`,
    ),
  good: [[file('web/server/main.ts', '// todos are shown here')]],
  bad: [
    [file('web/server/main.ts', '// TODO later')],
    [file('extensions/storefront/assets/a.css', '/* FIXME */')],
  ],
};

const machine =
  /registry\.(?:npm)js|deb\.(?:debian)\.org|\.\.\/shared\/|\/work\/|(?<![\w.])\/home\/\w|\/Users\/\w|\/root\/|['"`]\/tmp\b/g;

export const standsAlone: Rule = {
  name: 'no registry host and no path of one machine',
  check: (files) =>
    matches(
      files.filter(({ path }) => !isTidy(path)),
      machine,
      (found) => `${found} exists on one machine only`,
    ),
  good: [
    [
      file(
        'scripts/a.ts',
        "path.join(os.tmpdir(), 'x'); '/usr/bin/chromium'; web/worker/; import './home/A.ts'",
      ),
    ],
  ],
  bad: [
    [file('scripts/a.ts', "'/tmp/x'")],
    [file('README.md', 'see /home/jo/regulars')],
    [file('.npmrc', `registry=https://${['registry', 'npmjs', 'org'].join('.')}`)],
  ],
};
