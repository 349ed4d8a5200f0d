import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded, stopOrphan } from '../web/server/store/embedded.ts';
import { migrate } from '../web/server/store/migrate.ts';

const root = path.join(import.meta.dirname, '..');
const template = 'regulars_template';

/**
 * One PostgreSQL for the whole run, with the migrations applied once to a template that every test
 * clones (`tests/database.ts`). Runs of the pure tests alone start none.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  sweep();
  if (project.vitest.projects.every(({ name }) => name === 'unit')) return;
  const place = fs.mkdtempSync(path.join(os.tmpdir(), `regulars-test-${process.pid}-`));
  // Root's server runs as another user, which has to get in.
  fs.chmodSync(place, 0o755);
  const server = await startEmbedded({
    dir: path.join(place, 'postgres'),
    database: template,
    durable: false,
  });
  await migrate(server.url, path.join(root, 'prisma', 'migrations'));
  const adminUrl = new URL(server.url);
  adminUrl.pathname = '/postgres';
  await closeTemplate(adminUrl.href);
  project.provide('database', { adminUrl: adminUrl.href, template });
  return async () => {
    await server.stop();
    fs.rmSync(place, { recursive: true, force: true });
  };
}

/** A template can only be cloned while nobody is connected to it. */
async function closeTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  await client.query(`alter database ${template} is_template true allow_connections false`);
  await client.end();
}

/** What earlier runs left behind when they were killed. */
function sweep(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = /^regulars-test-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const place = path.join(os.tmpdir(), name);
    stopOrphan(path.join(place, 'postgres'));
    fs.rmSync(place, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    database: { adminUrl: string; template: string };
  }
}
