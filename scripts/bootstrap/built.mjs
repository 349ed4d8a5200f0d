import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { Trouble, root, say } from './words.mjs';

/** Prisma's client, made anew when the schema or Prisma itself has changed. */
export function databaseClient(node) {
  return derived({
    what: 'the database client',
    from: ['prisma/schema', 'prisma.config.ts'],
    by: ['prisma'],
    into: 'web/server/store/generated',
    program: 'node_modules/prisma/build/index.js',
    args: ['generate'],
    node,
  });
}

/** The merchant's admin as static files, built anew when its sources have changed. */
export function adminPages(node) {
  if (!fs.existsSync(path.join(root, 'web/admin/index.html'))) return;
  return derived({
    what: "the admin's pages",
    from: ['web/admin', 'web/contract'],
    by: ['vite', 'react', '@shopify/polaris'],
    into: 'web/admin/dist',
    program: 'node_modules/vite/bin/vite.js',
    args: ['build', 'web/admin', '--logLevel', 'warn'],
    node,
  });
}

function derived({ what, from, by, into, program, args, node }) {
  const target = path.join(root, into);
  const stamp = path.join(target, '.stamp');
  const digest = digestOf(from, by, target);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === digest) return;
  const file = path.join(root, program);
  if (!fs.existsSync(file)) {
    throw new Trouble(
      `${into} is out of date and its maker is not installed (${program}): run "npm run build" ` +
        `with the development packages, or "npm ci --include=dev".`,
    );
  }
  say(`Making ${what} …`);
  const result = spawnSync(node, [file, ...args], { cwd: root, encoding: 'utf8', env: quiet() });
  if (result.status !== 0) {
    throw new Trouble(`Making ${what} failed:\n${result.stdout ?? ''}${result.stderr ?? ''}`);
  }
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(stamp, digest);
}

function quiet() {
  return { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
}

/**
 * SHA-256 over the pinned versions of the makers, and over names and contents of the sources,
 * without what is made from them. The makers themselves may be gone by then: a production server.
 */
function digestOf(sources, makers, target) {
  const hash = crypto.createHash('sha256');
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const pinned = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const maker of makers) hash.update(`${maker} ${pinned[maker]}\0`);
  const visit = (place) => {
    if (place === target || !fs.existsSync(place)) return;
    if (!fs.statSync(place).isDirectory()) {
      hash.update(path.relative(root, place)).update('\0').update(fs.readFileSync(place));
      return;
    }
    for (const name of fs.readdirSync(place).sort()) visit(path.join(place, name));
  };
  for (const source of sources) visit(path.join(root, source));
  return hash.digest('hex');
}
