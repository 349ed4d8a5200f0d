import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../web/server/store/embedded.ts';
import { migrate } from '../web/server/store/migrate.ts';

const root = path.join(import.meta.dirname, '..');
export const migrationsDir = path.join(root, 'prisma', 'migrations');

/**
 * What would have to be done to the database at `url` so that it is what prisma/schema says: SQL,
 * or null when there is nothing. Works without a network: see prisma.config.ts.
 */
export function differenceFromSchema(url: string): string | null {
  const tool = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const from = ['--from-config-datasource', '--to-schema', path.join('prisma', 'schema')];
  const args = [tool, 'migrate', 'diff', ...from, '--script', '--exit-code'];
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: '1', NO_COLOR: '1' },
    encoding: 'utf8',
  });
  if (result.status === 0) return null;
  if (result.status === 2) return result.stdout.trim();
  throw new Error(`prisma migrate diff failed:\n${result.stdout}${result.stderr}`);
}

/** Runs `work` with a database that has all migrations and is thrown away afterwards. */
export async function withMigratedDatabase<T>(work: (url: string) => T): Promise<T> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-schema-'));
  fs.chmodSync(place, 0o755);
  const options = { dir: path.join(place, 'postgres'), database: 'regulars', durable: false };
  const server = await startEmbedded(options);
  try {
    await migrate(server.url, migrationsDir);
    return work(server.url);
  } finally {
    await server.stop();
    fs.rmSync(place, { recursive: true, force: true });
  }
}
