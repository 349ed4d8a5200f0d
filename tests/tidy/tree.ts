import fs from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './rule.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** What is made or fetched by tools; nobody writes it by hand. */
const exempt = new Set([
  '.data',
  '.git',
  'coverage',
  'node_modules',
  'shots/out',
  'simulator/schema',
  'web/admin/dist',
  'web/server/store/generated',
]);

/** Put together from src/ by the extension's own build. */
const built = /^extensions\/[^/]+\/(assets\/[^/]+\.js|dist\/.*)$/;

const readable =
  /\.(ts|tsx|js|mjs|jsx|css|html|liquid|sql|prisma|json|toml|md|svg|yml|yaml|txt)$|(^|\/)(run|LICENSE|NOTICE|\.[a-z]+(rc|ignore))$/;

/** Every file that people wrote, with slashes in its path on every system. */
export function readTree(): SourceFile[] {
  return list('')
    .filter((place) => readable.test(place) && !built.test(place))
    .map((place) => ({ path: place, text: fs.readFileSync(path.join(root, place), 'utf8') }));
}

function list(folder: string): string[] {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (exempt.has(place) || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return list(place);
    return entry.isFile() ? [place] : [];
  });
}
